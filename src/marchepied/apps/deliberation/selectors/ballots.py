"""The votes of somebody who has not finished, and the statement to offer next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID

from marchepied.apps.deliberation.enums import Vote
from marchepied.apps.deliberation.models import OpenBallot, Statement, Topic
from marchepied.apps.deliberation.rules import order_statements, round_of
from marchepied.apps.deliberation.selectors.releases import latest_release
from marchepied.apps.deliberation.validators import former_hashes, hash_holder, open_ballot
from marchepied.apps.participation.selectors import votes_by_item

# How long the numbers that the order stands on are kept, in the memory of each process: the page that
# everybody opens must stay light.
KEPT_SECONDS = 60
type Counts = tuple[dict[int, int], dict[int, float]]
_kept: dict[UUID, tuple[float, Counts]] = {}


@dataclass(frozen=True)
class Voter:
    """Who votes, as far as the server knows: a code that serves once, or a random number of the device."""

    call: Any
    invitation: Any = None
    device: str = ""

    @property
    def holder(self) -> str:
        """What the hash is made of."""
        return f"code:{self.invitation.handle}" if self.invitation is not None else f"device:{self.device}"

    @property
    def digest(self) -> str:
        return hash_holder(self.call.pk, self.holder)

    @property
    def digests(self) -> list[str]:
        """Every hash under which the votes may wait: the present one, then those of former secrets."""
        return [self.digest, *former_hashes(self.call.pk, self.holder)]


@dataclass(frozen=True)
class Ballot:
    """The votes so far: {number of the statement: vote}, and how many statements were proposed."""

    votes: dict[int, Vote] = field(default_factory=dict)
    proposed: int = 0

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Ballot":
        """The ballot that `as_dict` wrote."""
        return cls({int(key): Vote(value) for key, value in plain["votes"].items()}, plain["proposed"])

    def as_dict(self) -> dict[str, Any]:
        """The ballot as plain JSON values."""
        votes = {str(number): int(vote) for number, vote in sorted(self.votes.items())}
        return {"votes": votes, "proposed": self.proposed}


def read_ballot(voter: Voter) -> Ballot:
    """The votes of somebody who has not finished; empty before any (one query)."""
    row = find_open_ballot(voter)
    return Ballot() if row is None else read_sealed(row)


def find_open_ballot(voter: Voter, *, lock: bool = False) -> OpenBallot | None:
    """Where the votes of somebody wait; None before any (one query). `lock` it until the transaction ends."""
    rows = OpenBallot.objects.select_for_update() if lock else OpenBallot.objects.all()
    return rows.filter(call=voter.call, digest__in=voter.digests).order_by("id").first()


def read_sealed(row: OpenBallot) -> Ballot:
    """What a row holds; raises ValueError when it was sealed with a secret that is gone."""
    return Ballot.from_dict(open_ballot(row.sealed, row.digest))


def order_for(topic: Topic, statements: Sequence[Statement], voter: Voter) -> list[Statement]:
    """The statements in the order in which this person is offered them (two queries, once a minute)."""
    votes, split = _counts_of(topic)
    by_number = {statement.number: statement for statement in statements if statement.number is not None}
    order = order_statements(by_number, voter.digest, votes, split)
    return [by_number[number] for number in order]


def _counts_of(topic: Topic) -> Counts:
    """How many people voted on each statement, and how divided the last results shown were.

    Only what may be shown moves the order: how many voted, never what they said, unless it was shown.
    """
    now = monotonic()
    kept = _kept.get(topic.pk)
    if kept is not None and now - kept[0] < KEPT_SECONDS:
        return kept[1]
    votes = {int(item[1:]): people for item, people in votes_by_item(round_of(topic)).items()}
    release = latest_release(topic)
    found = (votes, {} if release is None else read_split(release.content))
    for old in [key for key, (since, _counts) in list(_kept.items()) if now - since >= KEPT_SECONDS]:
        _kept.pop(old, None)
    _kept[topic.pk] = (now, found)
    return found


def read_split(content: Mapping[str, Any]) -> dict[int, float]:
    """How divided each statement was in a release: 1 half and half, 0 unanimous; none where hidden."""
    return {row["number"]: row["split"] for row in content["statements"] if row.get("split") is not None}
