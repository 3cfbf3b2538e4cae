"""What a space may already have, and what each thing saves it, in the words of the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.compute.elsewhere import Reach, Spoken, credits_of
from marchepied.apps.diagnosis.compute.elsewhere_offers import DUTY, Offer, list_offers
from marchepied.apps.diagnosis.compute.elsewhere_words import name_declared
from marchepied.apps.diagnosis.enums import DeclaredKind
from marchepied.apps.diagnosis.selectors.cycles import (
    current_cycle,
    questions_of,
    referential_of,
    themes_of,
)
from marchepied.apps.diagnosis.selectors.elsewhere import counts_on, spared_questions_of
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.referentials.selectors import guide_version, read_referential
from marchepied.engines.referential import Question, Referential, Text, word_text

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle, Declared

OWN = Offer(key="own", kind=DeclaredKind.OTHER, name="")


@dataclass(frozen=True)
class Asked:
    """The questions that what is declared is held against: the running cycle's, otherwise the guide's."""

    organisation: Any
    cycle: "Cycle | None"
    referential: Referential
    questions: list[Question]

    def read(self, text: Text) -> str:
        """A text in the language of the page, with the words of the space."""
        language = translation.get_language() or "fr"
        return word_text(text.read_in(language), language, vocabulary_of(self.organisation, language))

    @property
    def where(self) -> str:
        """« du thème « … » », « de vos thèmes » or « du guide »."""
        if self.cycle is None:
            return _("du guide")
        themes = [self.read(axis.short) for axis in themes_of(self.cycle)]
        return _("du thème « %(name)s »") % {"name": themes[0]} if len(themes) == 1 else _("de vos thèmes")


@dataclass(frozen=True)
class DeclaredRow:
    """A thing declared, as the list shows it; `state` is valid, ended or ahead."""

    declared: "Declared"
    name: str
    state: str
    answers: str
    topics: str


def read_asked(organisation: Any) -> Asked:
    """What is asked now, with what was set apart (one query, two without a running cycle)."""
    cycle = current_cycle(organisation)
    if cycle is None:
        referential = read_referential(guide_version())
        return Asked(organisation, None, referential, list(referential.walk_questions()))
    cycle.organisation = organisation
    held = {question.id for question in (*questions_of(cycle), *spared_questions_of(cycle))}
    referential = referential_of(cycle)
    questions = [question for question in referential.walk_questions() if question.id in held]
    return Asked(organisation, cycle, referential, questions)


def offers_for(organisation: Any, asked: Asked) -> list[Offer]:
    """What may be declared here, what answers most first."""
    language = translation.get_language() or "fr"
    return list_offers(organisation, asked.referential, asked.questions, language)


def group_offers(offers: Iterable[Offer], declared: Sequence["Declared"]) -> list[dict[str, Any]]:
    """The offers under three titles, without what was declared already, each with what it would answer."""
    have = {(row.standard_id and row.label_id, row.standard_id, row.duty_id) for row in declared}
    titles = {
        "near": _("Labels, certifications, rapports"),
        DUTY: _("Ce que la loi ou l’usage vous demande déjà"),
        "far": _("Pour d’autres secteurs ou d’autres formes"),
    }
    groups: dict[str, list[tuple[Offer, str]]] = {}
    for offer in offers:
        if (offer.label_id, offer.standard_id, offer.duty_id) not in have:
            place = DUTY if offer.duty_id else "near" if offer.near else "far"
            groups.setdefault(place, []).append((offer, say_spoken(offer.spoken)))
    return [
        {"place": place, "title": title, "lines": groups[place]}
        for place, title in titles.items()
        if place in groups
    ]


def say_spoken(spoken: Spoken) -> str:
    """« répond à 2 questions en entier, à 3 en partie », or what it does short of that."""
    whole = ngettext(
        "répond à %(n)s question en entier", "répond à %(n)s questions en entier", spoken.whole
    ) % {"n": spoken.whole}
    partly = ngettext(
        "répond à %(n)s question en partie", "répond à %(n)s questions en partie", spoken.partly
    ) % {"n": spoken.partly}
    if spoken.whole and spoken.partly:
        return _("%(whole)s, à %(n)s en partie") % {"whole": whole, "n": spoken.partly}
    if spoken.whole or spoken.partly:
        return whole if spoken.whole else partly
    if spoken.touched:
        return ngettext(
            "parle de %(n)s question, sans y répondre",
            "parle de %(n)s questions, sans y répondre",
            spoken.touched,
        ) % {"n": spoken.touched}
    return _("ne répond à aucune de vos questions de cette année")


def say_example(offers: Sequence[Offer], asked: Asked) -> str:
    """What the most useful of them saves, with its numbers; empty when none answers anything here."""
    best = max(offers, key=lambda offer: offer.spoken.whole + offer.spoken.partly, default=None)
    count = best.spoken.whole + best.spoken.partly if best else 0
    if best is None or not count:
        return ""
    return ngettext(
        "Par exemple, %(name)s répond déjà à tout ou partie d’une question %(where)s.",
        "Par exemple, %(name)s répond déjà à tout ou partie de %(n)s questions %(where)s.",
        count,
    ) % {"name": best.name, "n": count, "where": asked.where}


def describe_rows(declared: Iterable["Declared"], asked: Asked, today: date) -> list[DeclaredRow]:
    """What was declared, each with what it answers by itself. No query."""
    language = translation.get_language() or "fr"
    return [
        DeclaredRow(
            declared=row,
            name=name_declared(row, language),
            state=_state_of(row, today),
            answers=say_spoken(_count(row, asked, today)) if counts_on(row, today) else "",
            topics=_say_topics(row),
        )
        for row in declared
    ]


def _state_of(row: "Declared", today: date) -> str:
    if counts_on(row, today):
        return "valid"
    return "ahead" if row.obtained_on and row.obtained_on > today else "ended"


def _count(row: "Declared", asked: Asked, today: date) -> Spoken:
    reached = [credit.reach for credit in credits_of(asked.questions, [row], today=today).values()]
    return Spoken(*(reached.count(reach) for reach in (Reach.WHOLE, Reach.PARTLY, Reach.TOUCHED)))


def _say_topics(row: "Declared") -> str:
    if not row.item_ids:
        return ""
    return ngettext("Un seul de ses sujets compte.", "%(n)s de ses sujets comptent.", len(row.item_ids)) % {
        "n": len(row.item_ids)
    }
