"""Plain words, told while one writes: how many, and what could be simpler. It never prevents anything."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.engines.readability import TARGETS, Finding, check
from marchepied.engines.referential import WORDING_WORDS_MAX, word_text
from marchepied.engines.words import count_words

KINDS = ("participant", "pilot", "sheet")
MOST_SIGNS = 4000


@dataclass(frozen=True)
class Reading:
    """What is said of a text: its words counted, then one sentence a finding."""

    count: str = ""
    findings: tuple[str, ...] = ()


def read_plainly(text: str, kind: str, language: str, vocabulary: Mapping[str, str]) -> Reading:
    """What to say of a text for readers of a kind (participant, pilot, sheet); nothing of an empty one.

    Words are counted where they are limited: for participants.
    """
    worded = word_text(text[:MOST_SIGNS], language, vocabulary).strip()
    if not worded:
        return Reading()
    findings = check(worded, kind, language, tuple(vocabulary.values()))
    return Reading(_count(worded, kind), tuple(_say(finding, kind) for finding in findings))


def _count(text: str, kind: str) -> str:
    if kind != "participant":
        return ""
    words = count_words(text)
    return ngettext("%(n)s mot, sur %(most)s au plus", "%(n)s mots, sur %(most)s au plus", words) % {
        "n": words,
        "most": WORDING_WORDS_MAX,
    }


def _say(finding: Finding, kind: str) -> str:
    if finding.code == "long_sentence":
        return _(
            "Une phrase a %(n)s mots, pour %(most)s au plus : coupez-la, ou retirez ce qui peut l’être."
        ) % {
            "n": int(finding.value),
            "most": TARGETS[kind].most_words,
        }
    if finding.code == "long_word":
        return _("« %(word)s » est un mot long : cherchez-en un plus court, ou un verbe.") % {
            "word": finding.where
        }
    if finding.code == "rare_words":
        return _(
            "Peu connu : %(words)s. Un mot de tous les jours serait mieux compris, ou une explication."
        ) % {"words": finding.where}
    return _("Ce texte se lit difficilement : des phrases et des mots plus courts aideront.")
