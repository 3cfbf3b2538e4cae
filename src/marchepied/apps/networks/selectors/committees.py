"""Committees of experts: their rounds, remarks and opinions, and whether they agree today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from marchepied.apps.networks.enums import SIGNED
from marchepied.apps.networks.models import Committee, Expert, Opinion, Remark, ReviewRound
from marchepied.core.scope import unscoped

INVITED = "an expert reads the drafts that they were asked to read, until their date"
# A text left in French changes nothing of what experts agreed on.
SAYS_NOTHING_NEW = frozenset({"languages.filled"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a committee stands: who agrees with the draft as it is, and whether that is enough.

    `signed` are the opinions that count, `stale` those given on an earlier revision, `overridden` that a
    pilot goes on without them.
    """

    needed: int
    signed: Sequence[Opinion]
    stale: Sequence[Opinion]
    overridden: bool

    @property
    def enough(self) -> bool:
        """Whether the draft may be published."""
        return self.overridden or len(self.signed) >= self.needed

    @property
    def missing(self) -> int:
        """How many more must agree."""
        return max(0, self.needed - len(self.signed))


def committees_of(organisation: Any) -> list[Committee]:
    """The committees of an organisation, latest first (one query)."""
    rows = Committee.objects.filter(organisation=organisation).select_related("draft")
    return list(rows.defer("draft__content"))


def committees_on(draft: Any) -> list[Committee]:
    """The committees on a draft, latest first (one query)."""
    return list(Committee.objects.filter(organisation=draft.organisation_id, draft=draft))


def find_committee(organisation: Any, committee_id: UUID) -> Committee | None:
    """A committee of this organisation, with its draft; None where there is none."""
    return _with_draft(Committee.objects.filter(organisation=organisation, pk=committee_id))


def _with_draft(rows: QuerySet[Committee]) -> Committee | None:
    rows = rows.select_related("organisation", "draft__base__referential", "override_by")
    return rows.defer("draft__base__content").first()


def find_seat(person: Any, committee_id: UUID) -> Expert | None:
    """The seat of this person in a committee, by their mail, with the committee and its draft.

    None where they were not invited, or once their date is past.
    """
    with unscoped(INVITED):
        seat = Expert.objects.filter(committee=committee_id, email=person.email.lower()).first()
        if seat is None or seat.until < timezone.localdate():
            return None
        committee = _with_draft(Committee.objects.filter(pk=committee_id))
        assert committee is not None
        seat.committee = committee
    return seat


def seats_of(person: Any) -> list[Expert]:
    """The committees where this person reads today, with their organisation (one query)."""
    with unscoped(INVITED):
        rows = Expert.objects.filter(email=person.email.lower(), until__gte=timezone.localdate())
        return list(rows.select_related("committee__organisation").order_by("until", "pk"))


def experts_of(committee: Committee) -> list[Expert]:
    """The experts of a committee, by name (one query)."""
    return list(Expert.objects.filter(committee=committee))


def find_expert(committee: Committee, expert_id: UUID) -> Expert | None:
    """An expert of this committee; None where there is none."""
    return Expert.objects.filter(committee=committee, pk=expert_id).first()


def rounds_of(committee: Committee) -> list[ReviewRound]:
    """The times of reading, latest first (one query)."""
    return list(ReviewRound.objects.filter(committee=committee))


def open_round_of(committee: Committee) -> ReviewRound | None:
    """The time of reading that is on; None between two."""
    return ReviewRound.objects.filter(committee=committee, closed_on=None).first()


def opinions_of(committee: Committee) -> list[Opinion]:
    """Every opinion, latest first, with its expert and its time of reading (one query)."""
    return list(Opinion.objects.filter(round__committee=committee).select_related("expert", "round"))


def remarks_of(committee: Committee) -> list[Remark]:
    """Every remark in order, with its expert and its time of reading (one query)."""
    rows = Remark.objects.filter(round__committee=committee)
    return list(rows.select_related("expert", "round", "answered_by"))


def find_remark(committee: Committee, remark_id: UUID) -> Remark | None:
    """A remark of this committee; None where there is none."""
    return Remark.objects.filter(round__committee=committee, pk=remark_id).first()


def revision_that_counts(draft: Any) -> int:
    """The revision from which an opinion is about what the draft says today (one query)."""
    counting = draft.changes.exclude(verb__in=SAYS_NOTHING_NEW)
    return counting.values_list("revision", flat=True).first() or 0


def standing_of(committee: Committee) -> Standing:
    """Whether the experts agree with the draft as it is today (three queries at most).

    Each expert counts once, by their latest opinion. Without a draft nothing may be published.
    """
    since = revision_that_counts(committee.draft) if committee.draft else None
    latest: dict[UUID, Opinion] = {}
    for opinion in opinions_of(committee):
        latest.setdefault(opinion.expert_id, opinion)
    signed = [opinion for opinion in latest.values() if opinion.view in SIGNED]
    current = [opinion for opinion in signed if since is not None and opinion.revision >= since]
    overridden = committee.override_revision
    return Standing(
        needed=committee.needed,
        signed=current,
        stale=[opinion for opinion in signed if opinion not in current],
        overridden=overridden is not None and since is not None and overridden >= since,
    )
