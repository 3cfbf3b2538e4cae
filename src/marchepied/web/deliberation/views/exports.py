"""What leaves of a topic, as files."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from marchepied.apps.deliberation.compute.exports import (
    may_export_votes,
    result_csv,
    result_json,
    votes_zip,
)
from marchepied.apps.deliberation.selectors.releases import latest_release
from marchepied.apps.deliberation.selectors.results import result_of
from marchepied.apps.organisations.enums import Right
from marchepied.web.deliberation.finding import found_or_404, topic_or_404
from marchepied.web.shared.access import SpaceRequest, member_view


def hand_over(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=kind, headers=headers)


@require_safe
@member_view(Right.READ)
def as_csv(request: SpaceRequest, topic: UUID) -> HttpResponse:
    """The last result shown, a line a statement."""
    found = topic_or_404(request, topic)
    release = found_or_404(latest_release(found))
    return hand_over(result_csv(result_of(release)), "text/csv; charset=utf-8", "resultat.csv")


@require_safe
@member_view(Right.READ)
def as_json(request: SpaceRequest, topic: UUID) -> HttpResponse:
    """The last result shown, with its parameters and versions."""
    found = topic_or_404(request, topic)
    release = found_or_404(latest_release(found))
    return hand_over(result_json(found, release), "application/json", "resultat.json")


@require_safe
@member_view(Right.PILOT)
def as_votes(request: SpaceRequest, topic: UUID) -> HttpResponse:
    """Votes one by one, under numbers drawn for this file, where it was announced."""
    found = topic_or_404(request, topic)
    if not may_export_votes(found, latest_release(found)):
        raise Http404
    return hand_over(votes_zip(found), "application/zip", "votes.zip")
