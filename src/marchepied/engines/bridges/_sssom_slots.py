"""The slots of SSSOM 1.1, in the order of its tables, and what they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "linkml": "https://w3id.org/linkml/",
}
NO_TERM = frozenset({"sssom:NoTermFound", "sssom:NoMapping"})
LITERAL = "rdfs literal"
NEW_IN_1_1 = frozenset(
    {
        "record_id", "mapping_set_confidence", "predicate_type", "cardinality_scope", "mapping_tool_id",
        "review_date",
    }
)  # fmt: skip
NEW_ON_SETS_IN_1_1 = frozenset({"similarity_measure", "curation_rule", "curation_rule_text"})
RENAMED = {
    "match_type": "mapping_justification",
    "semantic_similarity_score": "similarity_score",
    "semantic_similarity_measure": "similarity_measure",
}
MATCH_TYPES = {
    "Lexical": "semapv:LexicalMatching",
    "Logical": "semapv:LogicalMatching",
    "HumanCurated": "semapv:ManualMappingCuration",
    "Complex": "semapv:CompositeMatching",
    "Unspecified": "semapv:UnspecifiedMatching",
    "SemanticSimilarity": "semapv:SemanticSimilarityThresholdMatching",
}


class Kind(Enum):
    """What a value must look like."""

    TEXT = auto()
    REFERENCE = auto()
    DATE = auto()
    NUMBER = auto()
    CHOICE = auto()


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot: several values or one, bounds of a number, permitted words, whether a set gives it to all."""

    name: str
    kind: Kind = Kind.TEXT
    many: bool = False
    least: float = 0.0
    choices: tuple[str, ...] = ()
    propagated: bool = False


_ENTITY_TYPES = (
    "owl class", "owl object property", "owl data property", "owl annotation property",
    "owl named individual", "skos concept", "rdfs resource", "rdfs class", LITERAL, "rdfs datatype",
    "rdf property", "composed entity expression",
)  # fmt: skip
_CHOICES = {
    "sssom_version": ("1.0", "1.1"),
    "subject_type": _ENTITY_TYPES,
    "object_type": _ENTITY_TYPES,
    "predicate_type": _ENTITY_TYPES,
    "predicate_modifier": ("Not",),
    "mapping_cardinality": ("1:1", "1:n", "n:1", "n:n", "1:0", "0:1", "0:0"),
}
_MANY_REFERENCES = frozenset(
    {
        "author_id", "reviewer_id", "creator_id", "subject_match_field", "object_match_field",
        "subject_preprocessing", "object_preprocessing", "curation_rule",
    }
)  # fmt: skip
_REFERENCES = _MANY_REFERENCES | {
    "record_id", "subject_id", "predicate_id", "object_id", "mapping_justification", "subject_source",
    "object_source", "mapping_source", "mapping_tool_id", "issue_tracker_item",
}  # fmt: skip
_MANY = _MANY_REFERENCES | {
    "author_label", "reviewer_label", "creator_label", "mapping_set_source", "cardinality_scope",
    "match_string", "curation_rule_text", "see_also",
}  # fmt: skip
_NUMBERS = {
    "confidence": 0.0, "similarity_score": 0.0, "mapping_set_confidence": 0.0, "reviewer_agreement": -1.0,
}  # fmt: skip
_PROPAGATED = frozenset(
    {
        "curation_rule", "curation_rule_text", "cardinality_scope", "mapping_date", "mapping_provider",
        "mapping_tool", "mapping_tool_id", "mapping_tool_version", "object_match_field",
        "object_preprocessing", "object_source", "object_source_version", "object_type",
        "subject_match_field", "subject_preprocessing", "subject_source", "subject_source_version",
        "subject_type", "predicate_type", "similarity_measure",
    }
)  # fmt: skip


def _slot(name: str) -> Slot:
    kind = Kind.TEXT
    if name in _REFERENCES:
        kind = Kind.REFERENCE
    elif name in _NUMBERS:
        kind = Kind.NUMBER
    elif name in _CHOICES:
        kind = Kind.CHOICE
    elif name.endswith("_date"):
        kind = Kind.DATE
    return Slot(
        name, kind, name in _MANY, _NUMBERS.get(name, 0.0), _CHOICES.get(name, ()), name in _PROPAGATED
    )


def _table(names: Iterable[str]) -> dict[str, Slot]:
    return {name: _slot(name) for name in names}


SET_SLOTS = _table(
    (
        "sssom_version", "mapping_set_id", "mapping_set_version", "mapping_set_source", "mapping_set_title",
        "mapping_set_description", "mapping_set_confidence", "creator_id", "creator_label", "license",
        "subject_type", "subject_source", "subject_source_version", "object_type", "object_source",
        "object_source_version", "predicate_type", "mapping_provider", "cardinality_scope", "mapping_tool",
        "mapping_tool_id", "mapping_tool_version", "mapping_date", "publication_date",
        "subject_match_field", "object_match_field", "subject_preprocessing", "object_preprocessing",
        "similarity_measure", "curation_rule", "curation_rule_text", "see_also", "issue_tracker", "other",
        "comment",
    )
)  # fmt: skip
MAPPING_SLOTS = _table(
    (
        "record_id", "subject_id", "subject_label", "subject_category", "predicate_id", "predicate_label",
        "predicate_modifier", "object_id", "object_label", "object_category", "mapping_justification",
        "author_id", "author_label", "reviewer_id", "reviewer_label", "creator_id", "creator_label",
        "license", "subject_type", "subject_source", "subject_source_version", "object_type",
        "object_source", "object_source_version", "predicate_type", "mapping_provider", "mapping_source",
        "mapping_cardinality", "cardinality_scope", "mapping_tool", "mapping_tool_id",
        "mapping_tool_version", "mapping_date", "publication_date", "review_date", "confidence",
        "reviewer_agreement", "curation_rule", "curation_rule_text", "subject_match_field",
        "object_match_field", "match_string", "subject_preprocessing", "object_preprocessing",
        "similarity_score", "similarity_measure", "see_also", "issue_tracker_item", "other", "comment",
    )
)  # fmt: skip
