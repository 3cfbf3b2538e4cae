"""Votes, one at a time, until the person finishes or the vote ends (docs/decisions/0021-deliberation.md).

Nothing here writes an audit entry, a trace, a task or a log about somebody's votes, and no row has a time.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.enums import StatementState, Vote
from marchepied.apps.deliberation.models import OpenBallot, Statement, Topic
from marchepied.apps.deliberation.rules import round_of, takes_votes
from marchepied.apps.deliberation.selectors.ballots import (
    Ballot,
    Voter,
    find_open_ballot,
    read_sealed,
)
from marchepied.apps.deliberation.validators import seal_ballot
from marchepied.apps.participation.rules import needs_own_code
from marchepied.apps.participation.selectors import calls_of, has_arrived
from marchepied.apps.participation.services import deposit_ballots, deposit_votes

# Two tabs of one person may write at the same moment: the second reads again and writes over.
ATTEMPTS = 5


def save_vote(*, topic: Topic, voter: Voter, number: int, vote: Vote | None, by: Any = None) -> Ballot:
    """Keep what somebody says of one statement, over what they said before; None takes it back.

    `number` is the statement's. Nothing is deposited yet. Raises ValidationError with a sentence, and code
    "closed", "used" or "invalid", when it cannot be taken.
    """
    _require_voting(topic, voter)
    if not Statement.objects.filter(topic=topic, number=number, state=StatementState.ACCEPTED).exists():
        raise ValidationError(_("Cette phrase n’est plus au vote : passez à la suivante."), code="invalid")

    def change(ballot: Ballot) -> Ballot:
        votes = {key: value for key, value in ballot.votes.items() if key != number}
        return replace(ballot, votes=votes if vote is None else {**votes, number: vote})

    return change_ballot(voter=voter, change=change, by=by)


def change_ballot(*, voter: Voter, change: Any, by: Any = None) -> Ballot:
    """Write again what waits for one person: `change` makes the new ballot from the present one.

    Raises ValidationError, code "used", for somebody whose votes are deposited already.
    """
    for _attempt in range(ATTEMPTS):
        row = find_open_ballot(voter)
        before = Ballot() if row is None else read_sealed(row)
        after: Ballot = change(before)
        if _write(voter, row, after):
            return after
    raise ValidationError(_("Deux pages écrivent en même temps : rechargez celle-ci."), code="invalid")


def finish_ballot(*, topic: Topic, voter: Voter, by: Any = None) -> bool:
    """Deposit somebody's votes, for good: nobody can find them again, nor change them.

    Returns False when they had been deposited before. Raises ValidationError with a sentence, and code
    "closed", "used" or "empty", when there is nothing to deposit or it cannot be.
    """
    if has_arrived(voter.call, voter.digest):
        return False
    _require_voting(topic, voter)
    with transaction.atomic():
        row = find_open_ballot(voter, lock=True)
        if row is None:  # another page deposited it, or the vote ended, while this one waited
            if has_arrived(voter.call, voter.digest):
                return False
            topic.refresh_from_db(fields=["phase", "vote_until"])
            _require_voting(topic, voter)
        ballot = Ballot() if row is None else read_sealed(row)
        deposit_votes(
            call=voter.call,
            votes=_as_items(ballot, _standing_numbers(topic)),
            invitation=voter.invitation,
            nonce=voter.digest,
            by=by,
        )
        OpenBallot.objects.filter(call=voter.call, digest__in=voter.digests).delete()
    return True


def deposit_sheet(*, topic: Topic, voter: Voter, votes: Mapping[int, Vote], by: Any) -> bool:
    """Deposit a whole paper sheet at once, {number of the statement: vote}. Who typed it is not kept."""
    _require_voting(topic, voter)
    items = _as_items(Ballot(dict(votes)), _standing_numbers(topic))
    return deposit_votes(call=voter.call, votes=items, nonce=voter.digest, by=by)


def deposit_open_ballots(*, topic: Topic, by: Any) -> int:
    """Deposit the votes of everybody who had not finished, when the vote ends; how many people.

    Inside the transaction that closes the round, which gives every row a new place.
    """
    standing = _standing_numbers(topic)
    people = 0
    for call in calls_of(round_of(topic)):
        call.round = round_of(topic)
        # Locked before the call, as in `finish_ballot`: whoever finishes now is deposited by one of the two.
        rows = list(OpenBallot.objects.select_for_update().filter(call=call).order_by("id"))
        ballots = [_as_items(ballot, standing) for ballot in map(_try_to_read, rows)]
        people += deposit_ballots(call=call, ballots=[ballot for ballot in ballots if ballot], by=by)
        OpenBallot.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return people


def _require_voting(topic: Topic, voter: Voter) -> None:
    if not takes_votes(topic, timezone.localdate()):
        raise ValidationError(_("On ne vote plus sur ce sujet."), code="closed")
    if voter.invitation is None and needs_own_code(voter.call.round):
        raise ValidationError(_("Ce vote se fait avec un code personnel, qui sert une fois."), code="closed")
    if voter.invitation is not None and voter.invitation.used:
        raise ValidationError(
            _("Vos votes sont déjà déposés : plus personne ne peut les changer."), code="used"
        )


def _write(voter: Voter, row: OpenBallot | None, ballot: Ballot) -> bool:
    """Write in place of what was read, or nothing when somebody wrote meanwhile."""
    if row is not None:
        sealed = seal_ballot(ballot.as_dict(), row.digest)
        return bool(
            OpenBallot.objects.filter(pk=row.pk, sealed=row.sealed).update(
                sealed=sealed, voted=bool(ballot.votes)
            )
        )
    if has_arrived(voter.call, voter.digest):
        raise ValidationError(
            _("Vos votes sont déjà déposés : plus personne ne peut les changer."), code="used"
        )
    try:
        with transaction.atomic():
            OpenBallot.objects.create(
                organisation_id=voter.call.organisation_id,
                call=voter.call,
                digest=voter.digest,
                voted=bool(ballot.votes),
                sealed=seal_ballot(ballot.as_dict(), voter.digest),
            )
    except IntegrityError:
        return False
    return True


def _try_to_read(row: OpenBallot) -> Ballot:
    """What a row holds; nothing when the secret that sealed it is gone."""
    try:
        return read_sealed(row)
    except ValueError:
        return Ballot()


def _standing_numbers(topic: Topic) -> dict[int, int]:
    """{number of a statement: number of the one that stands for it}; refused ones are in none."""
    rows = Statement.objects.filter(topic=topic).exclude(number=None).select_related("merged_into")
    standing = {}
    for row in rows.order_by("number"):
        kept = row.merged_into if row.state == StatementState.MERGED else row
        if kept is not None and kept.state == StatementState.ACCEPTED and row.number is not None:
            standing[row.number] = kept.number
    return standing


def _as_items(ballot: Ballot, standing: Mapping[int, int]) -> dict[str, int]:
    """The votes as the deposit takes them. A vote on the statement itself counts over one on a statement
    merged into it.
    """
    merged = {standing[n]: vote for n, vote in ballot.votes.items() if n in standing and standing[n] != n}
    own = {n: vote for n, vote in ballot.votes.items() if standing.get(n) == n}
    return {f"s{number}": int(vote) for number, vote in sorted({**merged, **own}.items())}
