"""From SSSOM mappings to links, and back. What a link covers, and why in English, are extensions of ours."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping

from ._model import ALL_PARTS, Link, Relation
from ._sssom_cells import join_values, split_values
from ._sssom_model import ExtensionDefinition, MappingSet, SssomMapping, Value
from ._sssom_slots import BUILT_IN, NO_TERM

PREFIX = "marchepied"
ADDRESS = "https://marchepied.invalid/bridges/"
COVERS = ExtensionDefinition("marchepied_covers", f"{PREFIX}:covers", "xsd:string")
COMMENT_EN = ExtensionDefinition("marchepied_comment_en", f"{PREFIX}:comment_en", "xsd:string")
CURATED = "semapv:ManualMappingCuration"
RELATIONS = {
    "skos:exactMatch": Relation.EXACT,
    "skos:closeMatch": Relation.CLOSE,
    "skos:broadMatch": Relation.BROAD,
    "skos:narrowMatch": Relation.NARROW,
    "skos:relatedMatch": Relation.RELATED,
    "owl:sameAs": Relation.EXACT,
    "owl:equivalentClass": Relation.EXACT,
    "owl:equivalentProperty": Relation.EXACT,
    "rdfs:subClassOf": Relation.BROAD,
    "rdfs:subPropertyOf": Relation.BROAD,
    "rdfs:seeAlso": Relation.RELATED,
    "oboInOwl:hasDbXref": Relation.RELATED,
}
PREDICATES = {relation: f"skos:{relation}Match" for relation in Relation}


def read_links(mapping_set: MappingSet) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """The links of a set, subject to object, and a French sentence for each kind of mapping that is none.

    A negated mapping, one without a term at one end and one with an unknown relation are no links. The
    justification of a link is the comment where a person made it, the code of the method otherwise.
    """
    links = []
    left_out: Counter[str] = Counter()
    for mapping in mapping_set.mappings:
        ends = (mapping.text("subject_id"), mapping.text("object_id"))
        relation = RELATIONS.get(mapping.text("predicate_id"))
        if mapping.text("predicate_modifier"):
            left_out["disent que deux questions ne se correspondent pas"] += 1
        elif not all(ends) or NO_TERM & set(ends):
            left_out["n’ont de question que d’un côté"] += 1
        elif relation is None:
            left_out["ont une relation que les ponts ne connaissent pas"] += 1
        else:
            links.append(_read_link(mapping, relation))
    notes = tuple(f"{number} correspondance(s) {why} : aucun lien." for why, number in left_out.items())
    return tuple(links), notes


def _read_link(mapping: SssomMapping, relation: Relation) -> Link:
    justification = mapping.text("mapping_justification")
    if justification == CURATED:
        justification = mapping.text("comment")
    date, confidence = mapping.text("mapping_date"), mapping.slots.get("confidence")
    return Link(
        source=mapping.text("subject_id"),
        target=mapping.text("object_id"),
        relation=relation,
        covers=split_values(mapping.text(COVERS.slot_name)) or None,
        justification=justification,
        author=mapping.text("author_id") or mapping.text("author_label"),
        date=datetime.date.fromisoformat(date) if date else None,
        confidence=confidence if isinstance(confidence, float) else None,
        justification_en=mapping.text(COMMENT_EN.slot_name),
    )


def make_mapping_set(
    links: Iterable[Link],
    *,
    mapping_set_id: str,
    licence: str,
    prefixes: Mapping[str, str],
    title: str = "",
) -> MappingSet:
    """A set of mappings out of links, ready to be written; coverage and English reasons are extensions.

    `prefixes` gives the address of each prefix of the items. An author « préfixe:nom » whose prefix is known
    is an identifier, any other is a name.
    """
    known = {**BUILT_IN, PREFIX: ADDRESS, **prefixes}
    slots: dict[str, Value] = {"mapping_set_id": mapping_set_id, "license": licence}
    if title:
        slots["mapping_set_title"] = title
    mappings = tuple(SssomMapping(_write_link(link, known)) for link in links)
    return MappingSet(known, slots, mappings, (COMMENT_EN, COVERS))


def _write_link(link: Link, prefixes: Mapping[str, str]) -> dict[str, Value]:
    coded = link.justification.startswith("semapv:") and " " not in link.justification
    slots: dict[str, Value] = {
        "subject_id": link.source,
        "predicate_id": PREDICATES[link.relation],
        "object_id": link.target,
        "mapping_justification": link.justification if coded else CURATED,
    }
    if link.justification and not coded:
        slots["comment"] = link.justification
    if link.justification_en:
        slots[COMMENT_EN.slot_name] = link.justification_en
    if link.author:
        names = tuple(link.author.split(", "))
        identified = all(":" in name and name.split(":", 1)[0] in prefixes for name in names)
        slots["author_id" if identified else "author_label"] = names
    if link.date is not None:
        slots["mapping_date"] = link.date.isoformat()
    if link.confidence is not None:
        slots["confidence"] = float(link.confidence)
    if link.covers:
        slots[COVERS.slot_name] = ALL_PARTS if ALL_PARTS in link.covers else join_values(link.covers)
    return slots
