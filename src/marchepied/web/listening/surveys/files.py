"""What leaves a survey as a file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marchepied.apps.listening.selectors.exports import TYPES, write_grid
from marchepied.apps.listening.selectors.surveys import stage_of
from marchepied.apps.listening.selectors.surveys.results import read_result, result_grid
from marchepied.apps.organisations.enums import Right
from marchepied.web.listening.surveys.finding import with_survey
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(Right.READ)
@with_survey()
@require_safe
def results(request: SpaceRequest, survey: Any, kind: str) -> HttpResponse:
    """The last result shown, as a table: nothing that the page does not show."""
    release = stage_of(survey).release
    if release is None:
        raise Http404
    grid = result_grid(read_result(survey, release, translation.get_language() or "fr"))
    return hand_over(write_grid(grid, kind, sheet=_("Résultat")), kind, _("enquete"))


def hand_over(data: bytes, kind: str, name: str) -> HttpResponse:
    """A table as a file."""
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{kind}"'
    return response
