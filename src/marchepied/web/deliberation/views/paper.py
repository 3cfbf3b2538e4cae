"""Statements on paper, and the sheets that come back filled."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.enums import Vote
from marchepied.apps.deliberation.selectors.ballots import Voter
from marchepied.apps.deliberation.selectors.statements import statements_of
from marchepied.apps.deliberation.selectors.topics import topic_of_round
from marchepied.apps.deliberation.services.ballots import deposit_sheet
from marchepied.apps.organisations.enums import Right
from marchepied.engines.documents import PaperQuestion, PaperQuestionnaire, render_paper_questionnaire
from marchepied.web.deliberation.forms.paper import SheetForm
from marchepied.web.deliberation.voting import BUTTONS
from marchepied.web.participation.places import CallPlace
from marchepied.web.participation.texts import minutes_of
from marchepied.web.participation.views.printing import answer_pdf
from marchepied.web.participation.views.shared import attempt_in, posted, require_open, with_call
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.templatetags.marchepied import local


def topic_at(place: CallPlace) -> Any:
    topic = topic_of_round(place.call.round)
    if topic is None:
        raise Http404
    return topic


@member_view(Right.FACILITATE)
@with_call
def sheet_pdf(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """The statements at the vote, on paper; « ?grand=1 » in large print."""
    topic, call = topic_at(place), place.call
    labels = tuple(str(vote.label) for vote in BUTTONS)
    sheet = PaperQuestionnaire(
        organisation=call.organisation.name,
        college=call.college.name,
        questions=tuple(PaperQuestion(wording=one.text, levels=labels) for one in statements_of(topic)),
        subject=local(call.round.title),
        minutes=minutes_of(call),
        until=call.round.closes_on,
        contact=call.round.responsible,
    )
    large, language = "grand" in request.GET, get_language() or "fr"
    return answer_pdf(
        _("phrases"),
        call,
        lambda: render_paper_questionnaire(sheet, language=language, large_print=large),
    )


@member_view(Right.FACILITATE)
@with_call
def sheet_entry(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """One sheet; then the same page again, empty, with how many were typed in this sitting."""
    require_open(place.call)
    topic = topic_at(place)
    form = SheetForm(
        posted(request), statements=statements_of(topic), initial={"nonce": secrets.token_urlsafe(16)}
    )
    key = f"paper:{place.call.pk}"
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt_in(form, lambda: keep(topic, place.call, form))
    ):
        request.session[key] = request.session.get(key, 0) + 1
        messages.success(request, _("Feuille enregistrée. Encore une ?"))
        return redirect(place.paper_entry)
    context = {"place": place, "call": place.call, "form": form, "section": place.section}
    context |= {"typed": request.session.get(key, 0), "topic": topic}
    return render(request, "deliberation/sheet_entry.html", context)


def keep(topic: Any, call: Any, form: forms.Form) -> None:
    votes: dict[int, Vote] = form.read_sheet()  # type: ignore[attr-defined]
    device = "sheet:" + form.cleaned_data["nonce"]
    deposit_sheet(topic=topic, voter=Voter(call, device=device), votes=votes, by=None)
