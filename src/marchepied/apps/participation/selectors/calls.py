"""The calls to answer: found by their code, and counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from marchepied.apps.participation.enums import InvitationKind, RoundState
from marchepied.apps.participation.models import Invitation, Round, RoundCollege
from marchepied.apps.participation.rules import DAYS_BETWEEN_MAILS
from marchepied.apps.participation.validators import handle_of, new_handle, token_of
from marchepied.core.scope import unscoped


@dataclass(frozen=True)
class FoundCall:
    """What a code opens: a call, and the single-use invitation when the code is somebody's or a slip's."""

    call: RoundCollege
    invitation: Invitation | None = None

    @property
    def is_used(self) -> bool:
        """Whether the single-use code has served already; a college's own link serves many times."""
        return self.invitation is not None and self.invitation.used


def call_for_code(code: str) -> FoundCall | None:
    """The call that a code opens (with round, college, organisation), or None; at most two queries.

    Runs outside any scope, since the code names its own row; open `scope(found.call.organisation)` after.
    """
    handle = handle_of(code)
    if handle is None:
        return None
    related = ("round", "college", "organisation")
    with unscoped("a link names its own row"):
        # A handle is unique: no order to write, which counts on the page that everybody opens at once.
        call = RoundCollege.objects.select_related(*related).filter(handle=handle).order_by().first()
        if call is not None:
            return FoundCall(call)
        invitation = (
            Invitation.objects.select_related("call", *(f"call__{name}" for name in related))
            .filter(handle=handle)
            .first()
        )
    return FoundCall(invitation.call, invitation) if invitation is not None else None


def find_free_handles(count: int) -> list[str]:
    """So many new handles, in no order, used by no call and no invitation of the whole instance."""
    free: list[str] = []
    while len(free) < count:
        wanted = {new_handle() for _ in range(min(count - len(free), 500))} - set(free)
        with unscoped("a handle is unique over the whole instance"):
            taken = set(RoundCollege.objects.filter(handle__in=wanted).values_list("handle", flat=True))
            taken |= set(Invitation.objects.filter(handle__in=wanted).values_list("handle", flat=True))
        free += wanted - taken
    return free


def calls_of(round_: Round) -> list[RoundCollege]:
    """The calls of a round with their colleges, in the colleges' order (one query)."""
    return list(RoundCollege.objects.filter(round=round_).select_related("college"))


@dataclass(frozen=True)
class InvitationCounts:
    """How many single-use links a call has, by kind; never whose have served."""

    named: int = 0
    slips: int = 0
    waiting: int = 0  # named, sent, and not answered
    to_remind: int = 0  # waiting, and last written to long enough ago


def invitation_counts(round_: Round, today: date) -> dict[UUID, InvitationCounts]:
    """The invitations of each call of a round that has some, in one query."""
    waiting = Q(kind=InvitationKind.NAMED, used=False, sent_on__isnull=False)
    rows = (
        Invitation.objects.filter(call__round=round_)
        .order_by()
        .values("call")
        .annotate(
            named=Count("pk", filter=Q(kind=InvitationKind.NAMED)),
            slips=Count("pk", filter=Q(kind=InvitationKind.SLIP)),
            waiting=Count("pk", filter=waiting),
            to_remind=Count("pk", filter=waiting & remindable_on(today)),
        )
    )
    return {row.pop("call"): InvitationCounts(**row) for row in rows}


def remindable_on(today: date) -> Q:
    """Invitations last written to three days ago or more."""
    limit = today - timedelta(days=DAYS_BETWEEN_MAILS)
    return Q(sent_on__lte=limit) & (Q(reminded_on=None) | Q(reminded_on__lte=limit))


def link_of(row: RoundCollege | Invitation) -> str:
    """The whole address at which a call or an invitation is answered."""
    return settings.BASE_URL + reverse("participation:answer", args=[token_of(row.handle)])


def find_call(round_: Round, call_id: UUID) -> RoundCollege | None:
    """The call of that id in the round, with its college; None where there is none."""
    rows = RoundCollege.objects.select_related("college", "round", "organisation")
    return rows.filter(round=round_, pk=call_id).first()


def invited_emails(call: RoundCollege) -> set[str]:
    """The addresses already invited to this call, whether they have answered or not."""
    return set(
        Invitation.objects.filter(call=call, kind=InvitationKind.NAMED)
        .order_by()
        .values_list("email", flat=True)
    )


def demo_answer_path() -> str:
    """The path of a group's link in the demonstration that takes answers now; where to type a code if none.

    One query. The first group of the questionnaire that closes last.
    """
    with unscoped("the link is printed for whoever starts the demonstration"):
        call = (
            RoundCollege.objects.filter(organisation__is_demo=True, round__state=RoundState.OPEN)
            .exclude(round__form__has_key="kind")  # a questionnaire, not a vote
            .order_by("-round__closes_on", "college__position", "id")
            .first()
        )
    if call is None:
        return reverse("participation:code")
    return reverse("participation:answer", args=[token_of(call.handle)])
