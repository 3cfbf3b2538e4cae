"""A survey on paper, and the sheets that come back filled."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.listening.selectors.surveys import is_full, questions_of, survey_of_round
from marchepied.apps.listening.services.surveys import deposit_sheet
from marchepied.apps.organisations.enums import Right
from marchepied.engines.documents import PaperQuestion, PaperQuestionnaire, render_paper_questionnaire
from marchepied.engines.surveys import MATRIX, MULTIPLE, RANKING, Question, items_of
from marchepied.web.listening.surveys.filling import lay_page
from marchepied.web.listening.surveys.finding import page
from marchepied.web.listening.surveys.forms import say_condition
from marchepied.web.participation.places import CallPlace
from marchepied.web.participation.texts import minutes_of
from marchepied.web.participation.views.printing import answer_pdf
from marchepied.web.participation.views.shared import require_open, with_call
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.templatetags.marchepied import local


def _survey_at(place: CallPlace) -> Any:
    survey = survey_of_round(place.call.round)
    if survey is None:
        raise Http404
    return survey


@member_view(Right.FACILITATE)
@with_call
def sheet_pdf(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """The survey on paper; « ?grand=1 » in large print."""
    questions, call = questions_of(_survey_at(place)), place.call
    sheet = PaperQuestionnaire(
        organisation=call.organisation.name,
        college=call.college.name,
        questions=tuple(line for one in questions for line in _on_paper(one, questions)),
        subject=local(call.round.title),
        minutes=minutes_of(call),
        until=call.round.closes_on,
        contact=call.round.responsible,
    )
    large, language = "grand" in request.GET, get_language() or "fr"
    return answer_pdf(
        _("enquete"), call, lambda: render_paper_questionnaire(sheet, language=language, large_print=large)
    )


@member_view(Right.FACILITATE)
@with_call
def sheet_entry(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """One sheet, all the questions on a page; then the same page again, empty."""
    require_open(place.call)
    survey = _survey_at(place)
    questions = questions_of(survey)
    names = [item.id for item in items_of(questions)]
    fields = {name: request.POST[name] for name in names if request.POST.get(name, "").strip()}
    errors: list[str] = []
    key = f"paper:{place.call.pk}"
    if request.method == "POST":
        nonce = "sheet:" + request.POST.get("envoi", "")[:60]
        try:
            deposit_sheet(call=place.call, fields=fields, nonce=nonce, paper=True, by=request.user)
        except ValidationError as refusal:
            errors = refusal.messages
        else:
            request.session[key] = request.session.get(key, 0) + 1
            messages.success(request, _("Feuille enregistrée. Encore une ?"))
            return redirect(place.paper_entry)
    return page(
        request,
        "paper",
        place=place,
        call=place.call,
        survey=survey,
        filling=lay_page(questions, fields, 1, everything=True),
        errors=errors,
        full=is_full(place.call),
        nonce=request.POST.get("envoi") or secrets.token_urlsafe(16),
        typed=request.session.get(key, 0),
    )


def _on_paper(question: Question, questions: tuple[Question, ...]) -> list[PaperQuestion]:
    """The lines of a question on the sheet: its boxes, or room to write."""
    wording = local(question.wording)
    if question.when:
        wording += (
            " ("
            + _("seulement si : %(condition)s") % {"condition": say_condition(question.when, questions)}
            + ")"
        )
    names = tuple(local(choice) for choice in question.choices)
    if question.kind == MATRIX:
        return [PaperQuestion(f"{wording} {local(row)}", names) for row in question.rows]
    if question.kind == RANKING:
        ranks = tuple(str(rank) for rank in range(1, len(names) + 1))
        return [PaperQuestion(f"{wording} {name} ({_('son rang')})", ranks) for name in names]
    if question.kind == MULTIPLE:
        wording += " (" + _("plusieurs réponses possibles") + ")"
    return [PaperQuestion(wording, names)]
