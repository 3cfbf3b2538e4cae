"""What was done elsewhere and what it answers, in sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.compute.elsewhere import Credit, CreditSource
from marchepied.apps.referentials.compute import read_standards
from marchepied.apps.referentials.selectors import read_labels
from marchepied.engines.documents.typography import format_date
from marchepied.engines.referential import Duty, Part, Standard, Text

Say = Callable[[Text], str]


@dataclass(frozen=True, slots=True)
class SaidCredit:
    """A credit in words: `by` gives for each thing its name and what it answers, `touches` what speaks of it.

    A name says through which other standard, where it is not direct (« Qualiopi (par ISO 9001) »). `reasons`
    are sentences that say why, each with the topic it goes through; `left` is what remains, empty when
    nothing does; `decided` is what was agreed in the room, where it says less.
    """

    credit: Credit
    by: tuple[tuple[str, str], ...]
    touches: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    left: str
    sentence: str
    decided: str = ""


def name_declared(declared: Any, language: str) -> str:
    """Its name: the label's or the standard's in this language where there is one; otherwise as typed."""
    label = read_labels(language).find(declared.label_id) if declared.label_id else None
    if label is not None:
        return label.name.read_in(language)
    standard = read_standards().get(declared.standard_id)
    return standard.title.read_in(language) if standard else str(declared.title)


def say_credit(credit: Credit, language: str, say: Say) -> SaidCredit:
    """A credit in the words of the space, in the language of the page."""
    answering, touching = _choose_told(credit, language)
    by = tuple(
        (name, _list([part for part in credit.covered if part in parts], say))
        for name, parts in _gather_parts(answering, language).items()
    )
    left = _list(credit.remaining, say)
    return SaidCredit(
        credit=credit,
        by=by,
        touches=tuple(
            dict.fromkeys(
                (_name_source(source, language), say(source.part) if source.part else "")
                for source in touching
            )
        ),
        reasons=_say_reasons([*(source for source, _parts in answering), *touching], language, say),
        left=left,
        sentence=_say_whole(by, left),
        decided=say(credit.decided) if credit.decided else "",
    )


Answering = list[tuple[CreditSource, set[Part]]]


def _choose_told(credit: Credit, language: str) -> tuple[Answering, list[CreditSource]]:
    """What is told: who answers which parts, and who only speaks of the question.

    Direct ways come first: what they say, a longer way of the same thing does not say again.
    """
    answering: Answering = []
    told: dict[str, set[Part]] = {}
    for source in sorted(credit.answering, key=lambda source: source.through is not None):
        name = name_declared(source.declared, language)
        before = told.get(name, set())
        fresh = (set(source.parts) - before if source.through else set(source.parts)) & set(credit.covered)
        if fresh:
            answering.append((source, fresh))
            told[name] = before | fresh
    direct = {name_declared(source.declared, language) for source in credit.sources if not source.through}
    touching = []
    for source in credit.sources:
        name = name_declared(source.declared, language)
        longer = source.through is not None and name in direct
        if source.part or (name not in told and not longer):
            touching.append(source)
    return answering, touching


def _gather_parts(answering: Answering, language: str) -> dict[str, set[Part]]:
    """{name of what answers, with what it goes through: the parts}, in order."""
    gathered: dict[str, set[Part]] = {}
    for source, parts in answering:
        gathered.setdefault(_name_source(source, language), set()).update(parts)
    return gathered


def _say_reasons(sources: Iterable[CreditSource], language: str, say: Say) -> tuple[tuple[str, str], ...]:
    """(topic, why) of every correspondence followed, once each; a topic of another standard names it."""
    reasons: dict[tuple[str, str], None] = {}
    for source in sources:
        for place, link in enumerate(source.path):
            standard_id, _colon, item_id = link.source.partition(":")
            standard = read_standards()[standard_id]
            topic, why = standard.find(item_id), link.explain(language)
            if topic is not None and why:
                named = say(topic.title)
                reasons[f"{_name_short(standard, language)}, {named}" if place else named, why] = None
    return tuple(reasons)


def _name_short(standard: Standard, language: str) -> str:
    """« ISO 9001 », of « ISO 9001, management de la qualité »."""
    return standard.title.read_in(language).partition(",")[0]


def _name_source(source: CreditSource, language: str) -> str:
    """« Qualiopi », or « Qualiopi (par ISO 9001) » where it goes through another standard."""
    name = name_declared(source.declared, language)
    if source.through is None:
        return name
    return _("%(name)s (par %(standard)s)") % {
        "name": name,
        "standard": _name_short(source.through, language),
    }


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
