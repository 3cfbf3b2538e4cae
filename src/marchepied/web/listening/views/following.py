"""An author follows what they sent, and answers, by the code they were given."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marchepied.apps.listening.enums import ComplaintState, IdeaState, MessageKind, Visibility, WordKind
from marchepied.apps.listening.rules import is_on_board, takes_ideas_from_anyone
from marchepied.apps.listening.selectors import FoundTrack, found_by_code
from marchepied.apps.listening.selectors.channels import contacts_in
from marchepied.apps.listening.selectors.ideas import count_supports
from marchepied.apps.listening.selectors.registers import code_of
from marchepied.apps.listening.selectors.territories import say_territory
from marchepied.apps.listening.selectors.tracking import talk_with_author, words_with_author
from marchepied.apps.listening.services import reply_about_idea, reply_as_author
from marchepied.apps.plans.selectors.listening import actions_from
from marchepied.web.listening.finding import current_language, with_track
from marchepied.web.listening.forms.complaints import TextForm
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.listening.sending import check_sender, hidden_fields
from marchepied.web.participation.attempts import count_wrong_code, may_try_code
from marchepied.web.participation.views.link import keep_nothing
from marchepied.web.shared.access import public_view
from marchepied.web.shared.posted import posted_data


@csrf_exempt  # nothing is changed, and no cookie is laid
@public_view("whoever holds a tracking code types it here")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponseBase:
    """Where a tracking code is typed; too many wrong ones from one address make it wait."""
    typed = request.POST.get("code", "").strip()[:60]
    context: dict[str, Any] = {"typed": typed, "unknown": False, "pause": False}
    status = 200
    if request.method == "POST":
        if not may_try_code(request):
            context["pause"], status = True, 429
        elif found_by_code(typed) is None:
            if typed:
                count_wrong_code(request)
            context["unknown"], status = True, 404
        else:
            return redirect("listening:follow", typed.replace(" ", "").replace("/", ""))
    return keep_nothing(render(request, "listening/enter.html", context, status=status))


# The code in the address is the right to read and to answer: no session, no cookie.
@csrf_exempt
@with_track
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, found: FoundTrack, code: str) -> HttpResponse:
    """Where it is, what was answered; its author may add a word."""
    form = TextForm(posted_data(request), label=_("Votre message"), rows=4)
    if request.method == "POST" and form.is_valid():
        try:
            check_sender(request, "reply_by_code")
            if found.complaint is not None:
                reply_as_author(complaint=found.complaint, text=form.cleaned_data["text"])
            elif found.idea is not None:
                reply_about_idea(idea=found.idea, text=form.cleaned_data["text"])
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect(reverse("listening:follow", args=[code]) + "?recu=1")
    describe = _describe_complaint if found.complaint is not None else _describe_idea
    template = (
        "listening/follow_complaint.html" if found.complaint is not None else "listening/follow_idea.html"
    )
    context = {
        "organisation": found.row.organisation,
        "register": found.row.register,
        "tracking": code,
        "short_link": settings.BASE_URL.split("://", 1)[-1] + reverse("listening:enter"),
        "sent": "envoi" in request.GET,
        "received": "recu" in request.GET,
        "form": form,
        "actions": actions_from([found.row]).get(found.row.pk, []),
        **describe(found.row),
        **hidden_fields(request),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _describe_complaint(complaint: Any) -> dict[str, Any]:
    state = complaint.state
    steps = [
        (_("reçue"), complaint.received_on),
        (_("accusé de réception"), complaint.acknowledged_on),
        (_("répondue"), complaint.answered_on),
        (_("close"), complaint.closed_on),
    ]
    return {
        "complaint": complaint,
        "steps": steps,
        "said": talk_with_author(complaint),
        "from_author": MessageKind.AUTHOR,
        "over": state == ComplaintState.CLOSED,
        "contacts": contacts_in(current_language()) if complaint.urgent else None,
    }


def _describe_idea(idea: Any) -> dict[str, Any]:
    kept = idea.state in (IdeaState.ACCEPTED, IdeaState.DOING, IdeaState.DONE)
    steps = [
        (_("reçue"), idea.received_on),
        (_("visible de tous"), idea.visibility == Visibility.SHOWN),
        (_("décidée"), idea.decided_on),
        (_("faite"), idea.done_on if kept else None),
    ]
    # The board opens by the group's own link to those of the group only.
    opens = idea.group is not None or takes_ideas_from_anyone(idea.register)
    return {
        "idea": idea,
        "steps": steps,
        "said": words_with_author(idea),
        "from_author": WordKind.AUTHOR,
        "supports": count_supports(idea),
        "territory": say_territory(idea.commune, idea.reach),
        "on_board": is_on_board(idea),
        "board_code": code_of(idea.register, idea.group) if opens else "",
    }
