"""What is printed for one group: poster, slips, paper sheet."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.rules import is_vote
from marchepied.apps.participation.selectors import link_of
from marchepied.apps.participation.services import make_slips
from marchepied.apps.participation.validators import token_of
from marchepied.engines.documents import (
    PaperQuestion,
    PaperQuestionnaire,
    Poster,
    RenderedDocument,
    Slip,
    SlipSheet,
    render_paper_questionnaire,
    render_poster,
    render_slips,
)
from marchepied.web.participation.forms.invitations import SlipsForm
from marchepied.web.participation.places import CallPlace
from marchepied.web.participation.texts import minutes_of
from marchepied.web.participation.views.invitations import draw_code, shorten_link
from marchepied.web.participation.views.shared import attempt, require_open, with_call
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(Right.FACILITATE)
@with_call
def poster(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """The poster as a page to print from the browser."""
    call = place.call
    link = link_of(call)
    context = {
        "place": place,
        "call": call,
        "short_link": shorten_link(link),
        "code": draw_code(link),
        "minutes": minutes_of(call),
        "subject": _title(call, _language()),
        "section": place.section,
    }
    return render(request, "participation/print_poster.html", context)


@member_view(Right.FACILITATE)
@with_call
def poster_pdf(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """The poster as an A4 PDF."""
    call = place.call
    link = link_of(call)
    language = _language()
    sheet = Poster(
        organisation=call.organisation.name,
        college=call.college.name,
        subject=_title(call, language),
        address=shorten_link(link),
        link=link,
        minutes=minutes_of(call),
        until=call.round.closes_on,
        contact=call.round.responsible,
    )
    return answer_pdf(_("affiche"), call, lambda: render_poster(sheet, language=language))


@member_view(Right.FACILITATE)
@with_call
@require_POST
def slips(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """Make single-use codes and hand them over as a PDF to cut out; the paper is the only copy."""
    call = place.call
    require_open(call)
    form = SlipsForm(request.POST)
    back = redirect(place.invite)
    if not form.is_valid():
        messages.error(request, str(form.errors["count"][0]))
        return back
    made: list[Any] = []
    count = form.cleaned_data["count"]
    if not attempt(request, lambda: made.extend(make_slips(call=call, count=count, by=request.user))):
        return back
    language = _language()
    sheet = SlipSheet(
        organisation=call.organisation.name,
        college=call.college.name,
        address=shorten_link(settings.BASE_URL + reverse("participation:code")),
        slips=tuple(Slip(code=token_of(row.handle), link=link_of(row)) for row in made),
        subject=_title(call, language),
        minutes=minutes_of(call),
        until=call.round.closes_on,
    )
    return answer_pdf(_("bulletins"), call, lambda: render_slips(sheet, language=language))


@member_view(Right.FACILITATE)
@with_call
def paper_pdf(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """The same questions on paper; « ?grand=1 » in large print."""
    call = place.call
    language = _language()
    asked = set(call.item_ids)
    questions = tuple(
        PaperQuestion(
            wording=_in(item["wording"], language),
            levels=tuple(_in(choice, language) for choice in item["choices"]),
        )
        for item in call.round.form["items"]
        if item["id"] in asked
    )
    sheet = PaperQuestionnaire(
        organisation=call.organisation.name,
        college=call.college.name,
        questions=questions,
        subject=_title(call, language),
        minutes=minutes_of(call),
        until=call.round.closes_on,
        contact=call.round.responsible,
    )
    large = "grand" in request.GET
    return answer_pdf(
        _("questionnaire"),
        call,
        lambda: render_paper_questionnaire(sheet, language=language, large_print=large),
    )


def answer_pdf(what: str, call: Any, render_document: Callable[[], RenderedDocument]) -> HttpResponse:
    """A PDF to keep, named after what it is and the group."""
    response = HttpResponse(render_document().pdf, content_type="application/pdf")
    name = f"{slugify(what)}-{slugify(call.college.name) or 'groupe'}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _language() -> str:
    return get_language() or "fr"


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("fr", "")


def _title(call: Any, language: str) -> str:
    title = _in(call.round.title, language)
    return _("les actions à choisir : %(title)s") % {"title": title} if is_vote(call.round) else title
