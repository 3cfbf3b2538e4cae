"""The topic, or the statement, that an address names: of this space, or no page at all."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils import timezone

from marchepied.apps.deliberation.selectors.statements import find_statement
from marchepied.apps.deliberation.selectors.topics import find_topic
from marchepied.apps.meetings.selectors.meetings import meetings_between
from marchepied.web.shared.access import SpaceRequest

View = Callable[..., HttpResponseBase]


# Two months before and after: the meeting of which somebody thinks is among them.
NEAR_DAYS = 60


def found_or_404[Row](row: Row | None) -> Row:
    """The row, or no page at all."""
    if row is None:
        raise Http404
    return row


def near_meetings(request: SpaceRequest) -> list[Any]:
    """The meetings of the space around today (one query)."""
    today, days = timezone.localdate(), timedelta(days=NEAR_DAYS)
    return meetings_between(request.space.organisation, today - days, today + days)


def topic_or_404(request: SpaceRequest, topic_id: UUID, *phases: str) -> Any:
    """The space's topic of that id, in one of these phases when some are given."""
    topic = find_topic(request.space.organisation, topic_id)
    if topic is None or (phases and topic.phase not in phases):
        raise Http404
    if topic.round is not None:
        topic.round.organisation = request.space.organisation
    return topic


def with_topic(*phases: str) -> Callable[[View], View]:
    """Hand the space's topic to the view, in one of these phases when some are given; 404 otherwise."""

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: SpaceRequest, topic: UUID, **kwargs: Any) -> HttpResponseBase:
            return view(request, topic_or_404(request, topic, *phases), **kwargs)

        return found

    return decorate


def statement_or_404(topic: Any, statement_id: int) -> Any:
    """The statement of that key in the topic, or 404."""
    statement = find_statement(topic, statement_id)
    if statement is None:
        raise Http404
    statement.topic = topic
    return statement
