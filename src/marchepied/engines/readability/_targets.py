"""What a text of each kind should keep to, and the field's own words that everyone here has to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Target:
    """Limits for one kind of text.

    `most_words`: words in a sentence. `most_syllables`: in a word. `common_words`: by language, how many of
    the most common words are not rare (dictionary words in French, forms in English). `most_rare` and
    `most_rare_share`: rare words in a text, as a number and as a share of its words; a finding needs both to
    be passed. `least_score`: what a text of `score_from` words or more should reach.
    """

    kind: str
    most_words: int
    most_syllables: int
    common_words: Mapping[str, int]
    most_rare: int
    most_rare_share: float
    least_score: float
    score_from: int


def _common(fr: int, en: int) -> Mapping[str, int]:
    return MappingProxyType({"fr": fr, "en": en})


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "participant": Target("participant", 15, 4, _common(6_500, 10_000), 0, 0.0, 70.0, 60),
        "pilot": Target("pilot", 25, 5, _common(8_000, 12_000), 1, 0.05, 55.0, 60),
        "sheet": Target("sheet", 25, 6, _common(10_000, 15_000), 2, 0.08, 45.0, 60),
    }
)

_FRENCH = """
adhérent administrateur association bénévole bénévolat collectivité coopérative coopératif entreprise ESS
fondation habitant local mutuelle partenaire partenariat plupart quartier salarié sociétaire solidaire statuts
subvention usager
chauffage covoiturage courriel déchet formulaire handicap horaire internet mail numérique planning
questionnaire recyclage site stage stagiaire télétravail tri
"""
_ENGLISH = """
association cooperative ESS foundation member mutual neighbourhood resident volunteer
internet leaflet online questionnaire recycling timetable
"""
FIELD_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"fr": tuple(_FRENCH.split()), "en": tuple(_ENGLISH.split())}
)
"""Words that the lists put too low: those of the field, which no plain word replaces, and those of daily life
that films and books of the last century seldom say. They are never rare, in any of their forms."""
