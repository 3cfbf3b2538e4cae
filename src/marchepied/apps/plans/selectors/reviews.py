"""Reads of the looks back: what moved, what was learned, when the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from marchepied.apps.plans.models import Review, ReviewedAction


@dataclass(frozen=True)
class Learned:
    """What one look back taught, in its three answers; each may be empty."""

    held_on: date
    worked: str
    stuck: str
    changes: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The answers as sentences that say what they answer, for an account of the year."""
        said = (
            (_("Ce qui a marché : %(words)s"), self.worked),
            (_("Ce qui a coincé : %(words)s"), self.stuck),
            (_("Ce que l’on change : %(words)s"), self.changes),
        )
        return tuple(sentence % {"words": words.strip()} for sentence, words in said if words.strip())


def reviews_of(cycle: Any) -> list[Review]:
    """The looks back of a cycle, the last one first, with their actions (two queries)."""
    lines = ReviewedAction.objects.select_related("action").order_by("action__title", "id")
    rows = Review.objects.filter(cycle=cycle).select_related("by")
    return list(rows.prefetch_related(Prefetch("lines", queryset=lines)))


def find_review(organisation: Any, review_id: UUID) -> Review | None:
    """The look back of this id in the organisation; None where there is none."""
    return Review.objects.select_related("cycle").filter(organisation=organisation, pk=review_id).first()


def next_review_on(reviews: Sequence[Review]) -> date | None:
    """The date of the next look back: the one that the last said, None where it said none."""
    return reviews[0].next_on if reviews else None


def learned_in(cycle: Any) -> list[Learned]:
    """What was learned during the cycle, from the first look back to the last; silent ones are left out."""
    rows = Review.objects.filter(cycle=cycle).order_by("held_on", "id")
    learned = [Learned(row.held_on, row.worked, row.stuck, row.changes) for row in rows]
    return [one for one in learned if one.lines]
