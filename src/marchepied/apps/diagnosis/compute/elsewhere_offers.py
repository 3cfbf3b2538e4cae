"""What an organisation may already have: labels, standards, what the law asks of it; and what each saves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from marchepied.apps.diagnosis.compute.elsewhere import Spoken, count_spoken
from marchepied.apps.diagnosis.compute.elsewhere_words import name_duty
from marchepied.apps.diagnosis.enums import DeclaredKind
from marchepied.apps.organisations.selectors import profile_of
from marchepied.apps.referentials.compute import read_standards
from marchepied.apps.referentials.selectors import read_labels
from marchepied.engines.referential import Question, Referential, applicable_duties, rank_for

LABEL, STANDARD, DUTY = "label", "standard", "duty"
NOTHING = Spoken(0, 0, 0)
NOT_HELD = frozenset({"odd"})
"""Standards that nobody has or obtains: the goals of the United Nations are a language, not a certificate."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be declared: `key` names it in an address, `spoken` says what it would answer."""

    key: str
    kind: str
    name: str
    standard_id: str = ""
    label_id: str = ""
    duty_id: str = ""
    near: bool = True
    spoken: Spoken = NOTHING


def list_offers(
    organisation: Any, referential: Referential, questions: Sequence[Question], language: str
) -> list[Offer]:
    """Labels and standards that bridges know, what answers most first, those for other profiles last.

    Then the duties that hold for the organisation and that a question names. No query.
    """
    known = [*_offer_labels(organisation, questions, language), *_offer_standards(questions, language)]
    known.sort(key=_rank)
    return [*known, *_offer_duties(organisation, referential, questions, language)]


def _rank(offer: Offer) -> tuple[Any, ...]:
    """The standard itself before the labels that rest on it, where they answer the same."""
    spoken = offer.spoken
    itself = offer.label_id in ("", offer.standard_id)
    return not offer.near, -spoken.whole, -spoken.partly, -spoken.touched, not itself, offer.name


def find_offers(offers: Iterable[Offer], keys: Iterable[str]) -> list[Offer]:
    """The offers of these keys, in their order; a key that is none is left out."""
    by_key = {offer.key: offer for offer in offers}
    return [by_key[key] for key in dict.fromkeys(keys) if key in by_key]


def _offer_labels(organisation: Any, questions: Sequence[Question], language: str) -> list[Offer]:
    return [
        Offer(
            key=f"{LABEL}:{label.id}",
            kind=label.kind,
            name=label.name.read_in(language),
            standard_id=label.framework,
            label_id=label.id,
            near=rank_for(label, organisation.sector, organisation.legal_form) < 2,
            spoken=count_spoken(label.framework, questions),
        )
        for label in read_labels(language).labels
        if label.framework in read_standards()
    ]


def _offer_standards(questions: Sequence[Question], language: str) -> list[Offer]:
    behind = {label.framework for label in read_labels(language).labels}
    return [
        Offer(
            key=f"{STANDARD}:{standard.id}",
            kind=DeclaredKind.REPORT,
            name=standard.title.read_in(language),
            standard_id=standard.id,
            spoken=count_spoken(standard.id, questions),
        )
        for standard in read_standards().values()
        if standard.id not in behind | NOT_HELD
    ]


def _offer_duties(
    organisation: Any, referential: Referential, questions: Sequence[Question], language: str
) -> list[Offer]:
    """Those that a question names; one that is also a standard is offered once, as the standard."""
    offers = []
    for duty in applicable_duties(referential, profile_of(organisation)):
        touched = sum(
            any(answered.duty == duty.id for answered in question.answered_by) for question in questions
        )
        if touched and duty.id not in read_standards():
            offers.append(
                Offer(
                    key=f"{DUTY}:{duty.id}",
                    kind=DeclaredKind.DUTY,
                    name=name_duty(duty, language),
                    duty_id=duty.id,
                    spoken=Spoken(0, 0, touched),
                )
            )
    return offers
