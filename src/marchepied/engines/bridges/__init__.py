"""Bridges between frameworks: what one already answers, carried to the others without loss or excess."""

from ._carried import DEFAULT_HOPS, MOST_HOPS, Carried, carry, carry_over
from ._model import ALL_PARTS, BridgeError, Declared, Framework, Item, Link, Relation
from ._network import Network, build_network
from ._results import (
    ENGINE_VERSION,
    SCHEMA,
    CarriedItem,
    CarriedPart,
    Claim,
    Contradiction,
    Reach,
    Source,
    State,
)
from ._sssom_links import COMMENT_EN, COVERS, make_mapping_set, read_links
from ._sssom_model import ExtensionDefinition, MappingSet, SssomError, SssomMapping, SssomProblem
from ._sssom_reading import read_sssom
from ._sssom_writing import write_sssom

__all__ = [
    "ALL_PARTS",
    "COMMENT_EN",
    "COVERS",
    "DEFAULT_HOPS",
    "ENGINE_VERSION",
    "MOST_HOPS",
    "SCHEMA",
    "BridgeError",
    "Carried",
    "CarriedItem",
    "CarriedPart",
    "Claim",
    "Contradiction",
    "Declared",
    "ExtensionDefinition",
    "Framework",
    "Item",
    "Link",
    "MappingSet",
    "Network",
    "Reach",
    "Relation",
    "Source",
    "SssomError",
    "SssomMapping",
    "SssomProblem",
    "State",
    "build_network",
    "carry",
    "carry_over",
    "make_mapping_set",
    "read_links",
    "read_sssom",
    "write_sssom",
]
