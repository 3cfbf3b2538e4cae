"""Votes on actions: what may be proposed, who votes, where a vote stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.rules import VOTE_FORM, has_more_than_expected, needs_own_code
from marchepied.apps.participation.selectors import calls_of, find_call
from marchepied.apps.plans.enums import VoteState
from marchepied.apps.plans.models import Action, ActionVote
from marchepied.apps.plans.selectors.plan import ENDED, proposals_for
from marchepied.engines.referential import Text, word_text

# From the best to the worst, as on the ballot: level 1 is the best. Plain words, the same at every vote.
GRADES: tuple[dict[str, str], ...] = (
    {"fr": "Excellente idée", "en": "Excellent idea"},
    {"fr": "Très bonne", "en": "Very good"},
    {"fr": "Bonne", "en": "Good"},
    {"fr": "Passable", "en": "Fair"},
    {"fr": "Insuffisante", "en": "Not good enough"},
    {"fr": "À écarter", "en": "To set aside"},
)
FEWEST_PROPOSALS, MOST_PROPOSALS = 2, 12


@dataclass(frozen=True)
class Offered:
    """Something that may be voted on: an action of the plan, or one proposed from a lever.

    `key` names it in a form; `note` is its first step.
    """

    key: str
    title: str
    note: str
    action_id: UUID | None = None
    question_id: str = ""
    lever_id: str = ""


@dataclass(frozen=True)
class VoterLine:
    """One group called to vote: its link's row, how many ballots, of how many people."""

    call: Any
    weight: str = ""

    @property
    def name(self) -> str:
        return self.call.college.name

    @property
    def ballots(self) -> int:
        return self.call.answered_count

    @property
    def expected(self) -> int | None:
        return self.call.expected_count

    @property
    def above(self) -> int:
        """How many ballots more than there are people; 0 when the head-count is not known."""
        return self.ballots - (self.expected or 0) if has_more_than_expected(self.call) else 0


@dataclass(frozen=True)
class VoteStage:
    """Where a vote stands: who votes, by which links, until when, and how many ballots have come."""

    vote: ActionVote
    lines: tuple[VoterLine, ...]
    today: date

    @property
    def ballots(self) -> int:
        return sum(line.ballots for line in self.lines)

    @property
    def expected(self) -> int | None:
        counts = [line.expected for line in self.lines]
        return None if None in counts or not counts else sum(count for count in counts if count is not None)

    @property
    def closes_on(self) -> date | None:
        return None if self.vote.round is None else self.vote.round.closes_on

    @property
    def is_over(self) -> bool:
        """Whether the day announced is past while nobody has closed the vote."""
        open_ = self.vote.state == VoteState.OPEN
        return open_ and self.closes_on is not None and self.closes_on < self.today

    @property
    def single_use(self) -> bool:
        """Whether only codes that serve once are taken."""
        return self.vote.round is not None and needs_own_code(self.vote.round)

    @property
    def only_line(self) -> VoterLine | None:
        """The one group of a vote put to everybody together."""
        return self.lines[0] if len(self.lines) == 1 else None


def votes_of(cycle: Any) -> list[ActionVote]:
    """The votes of a cycle, the last first (one query)."""
    return list(ActionVote.objects.filter(cycle=cycle).select_related("round"))


def find_vote(organisation: Any, vote_id: UUID) -> ActionVote | None:
    """The vote of this id in the organisation, with its round and cycle; None where there is none."""
    rows = ActionVote.objects.select_related("round", "cycle", "cycle__organisation", "cycle__version")
    return rows.filter(organisation=organisation, pk=vote_id).first()


def find_vote_call(cycle: Any, call_id: UUID) -> Any | None:
    """A call of one of the cycle's votes, once its ballots exist; None where there is none."""
    rounds = ActionVote.objects.filter(cycle=cycle).exclude(round=None).select_related("round")
    for vote in rounds:
        call: Any = None if vote.round.state == RoundState.DRAFT else find_call(vote.round, call_id)
        if call is not None:
            call.vote_id = vote.pk  # so that the pages of its links lead back to the vote
            return call
    return None


def vote_of_round(round_: Any) -> ActionVote | None:
    """The vote whose ballots a round collects; None for any other round."""
    return ActionVote.objects.filter(round=round_).first()


def round_of(vote: ActionVote) -> Any:
    """The round that collects a vote's ballots: every vote that was prepared has one."""
    assert vote.round is not None
    return vote.round


def stage_of(vote: ActionVote) -> VoteStage:
    """Who votes and how many have (one query); no line while nothing is prepared."""
    calls = [] if vote.round is None else calls_of(vote.round)
    lines = tuple(VoterLine(call, vote.weights.get(str(call.college_id), "")) for call in calls)
    return VoteStage(vote, lines, timezone.localdate())


def offered_proposals(cycle: Any, language: str) -> list[Offered]:
    """What may be voted on: the plan's actions not ended, then the actions proposed from levers."""
    rows = Action.objects.filter(cycle=cycle).exclude(state__in=ENDED)
    actions = [Offered(f"action:{row.pk}", row.title, row.first_step, action_id=row.pk) for row in rows]
    vocabulary = vocabulary_of(cycle.organisation, language)

    def words(text: Text) -> str:
        return word_text(text.read_in(language), language, vocabulary)

    levers = [
        Offered(
            f"lever:{proposal.question.id}|{lever.id}",
            words(lever.action.title),
            words(lever.action.first_step),
            question_id=proposal.question.id,
            lever_id=lever.id,
        )
        for proposal in proposals_for(cycle)
        for lever in proposal.levers
    ]
    return actions + levers


def actions_made(vote: ActionVote) -> dict[str, Action]:
    """{proposal id: action} for the proposals that are in the plan (one query)."""
    ids = {proposal["id"]: proposal["action_id"] for proposal in vote.proposals if proposal.get("action_id")}
    actions = {str(row.pk): row for row in Action.objects.filter(cycle_id=vote.cycle_id, pk__in=ids.values())}
    return {proposal: actions[action] for proposal, action in ids.items() if action in actions}


def build_ballot(proposals: Sequence[dict[str, Any]], *, single_use: bool) -> dict[str, Any]:
    """The form of the round that collects the ballots: an item a proposal, a level a grade (1 the best)."""
    return {
        "kind": VOTE_FORM,
        "single_use": single_use,
        "items": [
            {
                "id": proposal["id"],
                "wording": {"fr": proposal["title"], "en": proposal["title"]},
                "why": {"fr": proposal["note"], "en": proposal["note"]},
                "choices": [dict(grade) for grade in GRADES],
                "ends": {"low": dict(GRADES[0]), "high": dict(GRADES[-1])},
                "levels": len(GRADES),
            }
            for proposal in proposals
        ],
    }
