"""What a condition may name: the facts of a profile, with their words in both languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from marchepied.engines.expressions import Kind, Term, fold_name


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a profile: its name in French and in English, the field of the profile, its kind.

    `have` and `lack` say of a yes-or-no fact that it holds, or that it does not; `called` names the others.
    Each in French, then in English.
    """

    names: tuple[str, str]
    field: str
    kind: Kind
    have: tuple[str, str] = ("", "")
    lack: tuple[str, str] = ("", "")
    called: tuple[str, str] = ("", "")


FORM = Fact(("forme", "form"), "legal_form", Kind.TEXT, called=("la forme", "the legal form"))
SECTOR = Fact(("secteur", "sector"), "sector", Kind.TEXT, called=("le secteur", "the sector"))
SIZE = Fact(
    ("effectif", "headcount"),
    "most_employees",
    Kind.NUMBER,
    called=("le nombre de salariés", "the number of employees"),
)


def _yes_or_no(names: tuple[str, str], field: str, french: tuple[str, str], english: tuple[str, str]) -> Fact:
    have, lack = zip(french, english, strict=True)
    return Fact(names, field, Kind.TRUTH, have, lack)


YES_OR_NO = (
    _yes_or_no(
        ("salariés", "employees"),
        "has_employees",
        ("il y a des salariés", "il n’y a pas de salariés"),
        ("there are employees", "there are no employees"),
    ),
    _yes_or_no(
        ("membres", "members"),
        "has_members",
        ("il y a des membres", "il n’y a pas de membres"),
        ("there are members", "there are no members"),
    ),
    _yes_or_no(
        ("bénévoles", "volunteers"),
        "has_volunteers",
        ("il y a des bénévoles", "il n’y a pas de bénévoles"),
        ("there are volunteers", "there are no volunteers"),
    ),
    _yes_or_no(
        ("ag", "assembly"),
        "has_ag",
        ("il y a une assemblée générale", "il n’y a pas d’assemblée générale"),
        ("there is a general assembly", "there is no general assembly"),
    ),
    _yes_or_no(
        ("parcours", "pathway"),
        "has_pathway_employees",
        ("il y a des personnes en parcours d’insertion", "il n’y a personne en parcours d’insertion"),
        ("there are people on an insertion pathway", "there is nobody on an insertion pathway"),
    ),
    _yes_or_no(
        ("collèges", "colleges"),
        "has_colleges",
        ("on vote par collèges", "on ne vote pas par collèges"),
        ("votes are by colleges", "votes are not by colleges"),
    ),
    _yes_or_no(
        ("délégués", "delegates"),
        "has_delegates",
        ("des délégués votent pour les membres", "les membres votent sans délégués"),
        ("delegates vote for the members", "members vote without delegates"),
    ),
    _yes_or_no(
        ("esus", "esus"),
        "is_esus",
        ("il y a l’agrément ESUS", "il n’y a pas l’agrément ESUS"),
        ("there is the ESUS approval", "there is no ESUS approval"),
    ),
)
FACTS_OF_PROFILE: tuple[Fact, ...] = (FORM, SECTOR, SIZE, *YES_OR_NO)
BY_NAME: Mapping[str, Fact] = MappingProxyType({fact.names[0]: fact for fact in FACTS_OF_PROFILE})

Words = tuple[str, str, str, str]
"""A word in French and in English as one writes it, then as one says it."""

FORM_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "association": ("association", "association", "association", "association"),
        "cooperative_scop": ("scop", "scop", "SCOP", "SCOP"),
        "cooperative_scic": ("scic", "scic", "SCIC", "SCIC"),
        "cooperative_other": (
            "autre coopérative",
            "other cooperative",
            "autre coopérative",
            "other cooperative",
        ),
        "mutuelle": ("mutuelle", "mutual", "mutuelle", "mutual society"),
        "foundation": ("fondation", "foundation", "fondation", "foundation"),
        "company_ess": ("société ess", "ess company", "société de l’ESS", "ESS company"),
        "company_esus": ("société esus", "esus company", "société agréée ESUS", "ESUS-approved company"),
        "other": ("autre", "other", "autre forme", "other form"),
    }
)
SECTOR_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "insertion": ("insertion", "insertion", "insertion", "work integration"),
        "social": ("social", "social", "action sociale", "social work"),
        "health": ("santé", "health", "santé", "health"),
        "education": ("éducation", "education", "éducation", "education"),
        "culture": ("culture", "culture", "culture", "culture"),
        "environment": ("environnement", "environment", "environnement", "environment"),
        "food": ("alimentation", "food", "alimentation", "food"),
        "housing": ("logement", "housing", "logement", "housing"),
        "finance": ("finance", "finance", "finance", "finance"),
        "trade": ("commerce", "trade", "commerce et industrie", "trade and industry"),
        "services": ("services", "services", "services", "services"),
        "other": ("autre", "other", "autre secteur", "other sector"),
    }
)
WORDS_OF: Mapping[str, Mapping[str, Words]] = MappingProxyType(
    {FORM.names[0]: FORM_WORDS, SECTOR.names[0]: SECTOR_WORDS}
)


def _strip_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _spellings(words: Mapping[str, Words]) -> dict[str, str]:
    """{spelling: code}, with accents or without; codes themselves are understood."""
    written = {fold_name(spelling): code for code, said in words.items() for spelling in said}
    bare = {_strip_accents(spelling): code for spelling, code in written.items()}
    return {**bare, **written, **{code: code for code in words}}


def _aliases(names: tuple[str, str]) -> tuple[str, ...]:
    french, english = names
    return tuple(sorted({english, _strip_accents(french)} - {french}))


TERMS = tuple(
    Term(
        fact.names[0],
        fact.kind,
        aliases=_aliases(fact.names),
        words=_spellings(WORDS_OF.get(fact.names[0], {})),
    )
    for fact in FACTS_OF_PROFILE
)
"""The closed vocabulary of conditions, for `bind`."""
