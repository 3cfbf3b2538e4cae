"""From the result of a survey to the plan, in one gesture."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from marchepied.apps.listening.selectors.surveys import stage_of
from marchepied.apps.listening.selectors.surveys.results import Entry, read_result
from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import active_people_of
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.plans.selectors import plan_cycle
from marchepied.apps.plans.services.surveys import take_up_answer
from marchepied.web.listening.forms.actions import TakeUpForm
from marchepied.web.listening.surveys.finding import back_to, page, with_survey
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(Right.FACILITATE)
@with_survey(RoundState.OPEN, RoundState.CLOSED)
def take_up(request: SpaceRequest, survey: Any, survey_question: str) -> HttpResponse:
    """Make an action of a question; of one of the texts written to it with `?texte=` its place."""
    entry = _shown_or_404(survey, survey_question)
    words = _words_or_404(entry, request.GET.get("texte", ""))
    cycle = plan_cycle(request.space.organisation)
    if cycle is None:
        messages.info(request, _("Commencez d’abord une démarche : l’action ira dans son plan."))
        return redirect("diagnosis:home", request.space.slug)
    form = TakeUpForm(
        posted_data(request),
        people=active_people_of(request.space.organisation),
        asks_reason=False,
        initial={"owner": str(request.user.pk)},
    )
    if request.method == "POST" and form.is_valid():
        take_up_answer(
            survey=survey,
            question_id=entry.question.id,
            wording=entry.wording,
            words=words,
            cycle=cycle,
            content=form.content(),
            by=request.user,
        )
        messages.success(request, _("L’action est dans le plan."))
        return back_to(request, survey)
    return page(request, "action", survey=survey, entry=entry, words=words, form=form)


def _shown_or_404(survey: Any, question_id: str) -> Entry:
    """The question as the last result shows it."""
    release = stage_of(survey).release
    if release is not None:
        for entry in read_result(survey, release, translation.get_language() or "fr").entries:
            if entry.question.id == question_id and entry.is_told:
                return entry
    raise Http404


def _words_or_404(entry: Entry, place: str) -> str:
    """The text at this place (from 1), as it is shown; nothing when none is asked for."""
    if not place:
        return ""
    if not (place.isascii() and place.isdigit() and len(place) < 7):
        raise Http404
    if not 0 < int(place) <= len(entry.texts):
        raise Http404
    return entry.texts[int(place) - 1]
