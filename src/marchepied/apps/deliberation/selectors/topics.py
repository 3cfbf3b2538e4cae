"""Topics: where each stands, who is called, how many have voted."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from marchepied.apps.deliberation.enums import Phase, StatementState
from marchepied.apps.deliberation.models import OpenBallot, Release, Statement, Topic
from marchepied.apps.deliberation.rules import is_late, last_day, most_statements
from marchepied.apps.participation.rules import has_more_than_expected, needs_own_code
from marchepied.apps.participation.selectors import calls_of, find_call


@dataclass(frozen=True)
class CalledGroup:
    """One group called to a topic: how many deposited their votes, how many have begun."""

    call: Any
    begun: int

    @property
    def name(self) -> str:
        return str(self.call.college.name)

    @property
    def voters(self) -> int:
        return int(self.call.answered_count)

    @property
    def expected(self) -> int | None:
        return self.call.expected_count

    @property
    def has_too_many(self) -> bool:
        """Whether more people voted than there are: a link has been passed on."""
        return has_more_than_expected(self.call)


@dataclass(frozen=True)
class TopicStage:
    """Where a topic stands: its groups, its statements by state, its last result shown."""

    topic: Topic
    groups: tuple[CalledGroup, ...]
    accepted: int
    waiting: int
    refused: int
    release: Release | None
    today: date

    @property
    def voters(self) -> int:
        """People whose votes are deposited."""
        return sum(group.voters for group in self.groups)

    @property
    def begun(self) -> int:
        """People who have begun and not finished; their votes count when the vote ends."""
        return sum(group.begun for group in self.groups)

    @property
    def expected(self) -> int | None:
        counts = [group.expected for group in self.groups]
        return None if None in counts or not counts else sum(count for count in counts if count is not None)

    @property
    def at_most(self) -> int | None:
        """How many statements the people called can vote on, where there are more; None otherwise."""
        most = most_statements(self.expected or 0)
        return most if self.expected and self.accepted > most else None

    @property
    def is_late(self) -> bool:
        """Whether the day announced for this phase is past while nobody moved on."""
        return is_late(self.topic, self.today)

    @property
    def last_day(self) -> date | None:
        return last_day(self.topic)

    @property
    def single_use(self) -> bool:
        """Whether only codes that serve once are taken."""
        return self.topic.round is not None and needs_own_code(self.topic.round)

    @property
    def missing_voters(self) -> int:
        """How many more people must finish before results may be shown again during the vote."""
        shown = 0 if self.release is None else self.release.voters
        least = FIRST_RELEASE if self.release is None else shown + EACH_RELEASE
        return max(0, least - self.voters)


# During the vote: nothing before ten people (exact figures need them), then five more each time.
FIRST_RELEASE, EACH_RELEASE = 10, 5


def topics_of(organisation: Any) -> list[Topic]:
    """The topics of an organisation, the last begun first, each with `to_read` (statements waiting): one
    query.
    """
    waiting = Count("statements", filter=Q(statements__state=StatementState.WAITING))
    topics = Topic.objects.filter(organisation=organisation).annotate(to_read=waiting)
    return list(topics.order_by("-created_at", "id"))  # a query that groups leaves the model's own order out


def topics_on(organisation: Any, reference: str) -> list[Topic]:
    """The topics opened on what the app above calls by this reference (one query)."""
    return list(Topic.objects.filter(organisation=organisation, reference=reference))


def find_topic(organisation: Any, topic_id: UUID) -> Topic | None:
    """The topic of this id in the organisation, with its round; None where there is none."""
    rows = Topic.objects.select_related("round", "organisation")
    return rows.filter(organisation=organisation, pk=topic_id).first()


def find_topic_call(topic: Topic, call_id: UUID) -> Any | None:
    """A call of the topic, once it is open; None where there is none."""
    if topic.round is None or topic.phase == Phase.DRAFT:
        return None
    return find_call(topic.round, call_id)


def topic_of_round(round_: Any) -> Topic | None:
    """The topic whose votes a round collects; None for any other round (one query)."""
    topic: Topic | None = Topic.objects.filter(round=round_).first()
    if topic is not None:
        topic.round = round_
    return topic


def stage_of(topic: Topic) -> TopicStage:
    """Where a topic stands (four queries, whatever its size)."""
    calls = [] if topic.round is None else calls_of(topic.round)
    begun = dict(
        OpenBallot.objects.filter(call__round=topic.round_id, voted=True)
        .order_by()
        .values("call")
        .annotate(people=Count("pk"))
        .values_list("call", "people")
    )
    states = dict(
        Statement.objects.filter(topic=topic)
        .order_by()
        .values("state")
        .annotate(number_of=Count("pk"))
        .values_list("state", "number_of")
    )
    return TopicStage(
        topic=topic,
        groups=tuple(CalledGroup(call, begun.get(call.pk, 0)) for call in calls),
        accepted=states.get(StatementState.ACCEPTED, 0),
        waiting=states.get(StatementState.WAITING, 0),
        refused=states.get(StatementState.REFUSED, 0) + states.get(StatementState.MERGED, 0),
        release=Release.objects.filter(topic=topic).order_by("-number").first(),
        today=timezone.localdate(),
    )


def topics_between(organisation: Any, first: date, last: date) -> list[tuple[Topic, Release]]:
    """The topics whose vote ended from `first` to `last` included, each with its result, in order (one
    query).
    """
    rows = Release.objects.filter(
        organisation=organisation, closing=True, made_at__date__gte=first, made_at__date__lte=last
    )
    return [(row.topic, row) for row in rows.select_related("topic").order_by("made_at", "pk")]
