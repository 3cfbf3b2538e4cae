"""What was done elsewhere and what it answers, in sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.compute.elsewhere import Credit
from marchepied.apps.referentials.compute import read_standards
from marchepied.apps.referentials.selectors import read_labels
from marchepied.engines.documents.typography import format_date
from marchepied.engines.referential import Duty, Part, Text

Say = Callable[[Text], str]


@dataclass(frozen=True, slots=True)
class SaidCredit:
    """A credit in words: `by` gives for each thing its name and what it answers, `touches` what speaks of it.

    `reasons` are sentences in French that say why, each with the topic it goes through; `left` is what
    remains, empty when nothing does.
    """

    credit: Credit
    by: tuple[tuple[str, str], ...]
    touches: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    left: str
    sentence: str


def name_declared(declared: Any, language: str) -> str:
    """Its name: the label's or the standard's in this language where there is one; otherwise as typed."""
    label = read_labels(language).find(declared.label_id) if declared.label_id else None
    if label is not None:
        return label.name.read_in(language)
    standard = read_standards().get(declared.standard_id)
    return standard.title.read_in(language) if standard else str(declared.title)


def say_credit(credit: Credit, language: str, say: Say) -> SaidCredit:
    """A credit in the words of the space, in the language of the page."""
    answered: dict[str, set[Part]] = {}
    for source in credit.answering:
        answered.setdefault(name_declared(source.declared, language), set()).update(source.parts)
    by = tuple(
        (name, _list([part for part in credit.covered if part in parts], say))
        for name, parts in answered.items()
    )
    touches = [
        (name_declared(source.declared, language), say(source.part) if source.part else "")
        for source in credit.sources
        if not source.parts
    ]
    reasons = [
        (say(source.topic.title), source.why)
        for source in credit.sources
        if source.topic is not None and source.why and language == "fr"
    ]
    left = _list(credit.remaining, say)
    return SaidCredit(
        credit=credit,
        by=by,
        touches=tuple(pair for pair in dict.fromkeys(touches) if pair[1] or pair[0] not in answered),
        reasons=tuple(dict.fromkeys(reasons)),
        left=left,
        sentence=_say_whole(by, left),
    )


def _list(parts: Iterable[Part], say: Say) -> str:
    return " ; ".join(say(part.title) for part in parts)


def _say_whole(by: Iterable[tuple[str, str]], left: str) -> str:
    """« ISO 9001 : la satisfaction est demandée. Il reste : la relation est regardée. »."""
    lines = [_("%(name)s : %(parts)s.") % {"name": name, "parts": parts} for name, parts in by]
    if lines and left:
        lines.append(_("Il reste : %(parts)s.") % {"parts": left})
    return " ".join(lines)


def write_narrative(said: SaidCredit, language: str) -> str:
    """The words of an answer that takes a credit up: what answers, its scope and end, what remains."""
    sentences = [said.sentence]
    rows = {source.declared.pk: source.declared for source in said.credit.answering}
    for row in rows.values():
        name = name_declared(row, language)
        if row.scope:
            sentences.append(_("%(name)s porte sur : %(scope)s.") % {"name": name, "scope": row.scope})
        if row.valid_until:
            until = format_date(row.valid_until, language)
            sentences.append(_("%(name)s est valable jusqu’au %(date)s.") % {"name": name, "date": until})
    return " ".join([*sentences, standing_sentence()])


def standing_sentence() -> str:
    """What a correspondence is not."""
    return _("Une correspondance n’est pas une conformité.")


def say_shorter(total: int, answered: int) -> str:
    """« 13 questions, 4 déjà répondues : il en reste 9. »; empty when nothing is answered elsewhere."""
    if not answered:
        return ""
    left = total - answered
    if not left:
        return _("Ce que vous avez fait ailleurs répond à toutes vos questions.")
    done = ngettext("%(n)s déjà répondue", "%(n)s déjà répondues", answered) % {"n": answered}
    asked = ngettext("%(n)s question", "%(n)s questions", total) % {"n": total}
    rest = ngettext("il en reste %(n)s", "il en reste %(n)s", left) % {"n": left}
    return _("%(asked)s, %(done)s : %(rest)s.") % {"asked": asked, "done": done, "rest": rest}


def name_duty(duty: Duty, language: str) -> str:
    """The title under which a duty of the guide is kept."""
    return duty.title.read_in(language)
