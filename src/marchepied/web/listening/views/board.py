"""The idea box as everybody sees it: the board, one idea, proposing one, supporting one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from marchepied.apps.listening.enums import RegisterKind, WordKind
from marchepied.apps.listening.rules import takes_support
from marchepied.apps.listening.selectors.channels import contacts_in, speaks_of_danger
from marchepied.apps.listening.selectors.ideas import (
    count_supports,
    find_shown,
    is_supported_by,
    read_board,
    similar_ideas,
    words_of,
)
from marchepied.apps.listening.selectors.territories import say_territory
from marchepied.apps.listening.selectors.tracking import code_of_idea
from marchepied.apps.listening.services import send_idea, support_idea, withdraw_support
from marchepied.apps.plans.selectors.listening import actions_from
from marchepied.web.listening.finding import current_language, current_themes, with_door
from marchepied.web.listening.forms.ideas import IdeaForm, read_sieve
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.listening.sending import (
    check_pace,
    check_sender,
    device_of,
    hidden_fields,
    new_device,
    read_nonce,
    remember_device,
)
from marchepied.web.listening.views.ideas import sift_form
from marchepied.web.shared.posted import posted_data

SEEN = "vues"  # the ideas that look alike were shown, and the person goes on


@with_door(RegisterKind.IDEAS, "board_code")
@require_safe
def show_board(request: HttpRequest, register: Any, group: Any, code: str) -> HttpResponse:
    """What was proposed and what became of it, by territory, theme and state."""
    sieve = read_sieve(request.GET)
    board = read_board(register, sieve)
    context = {
        **_describe(register, group, code),
        "board": board,
        "sieve": sieve,
        "form": sift_form(request.GET, board),
        "themes": current_themes(),
    }
    return render(request, "listening/board.html", context)


# The code in the address is the right to propose: no session, no cookie but the mark of a support.
@csrf_exempt
@with_door(RegisterKind.IDEAS, "board_code")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, register: Any, group: Any, code: str) -> HttpResponse:
    """An idea; those that look alike are shown before it is sent."""
    if not register.is_open:
        return redirect("listening:board", code)
    form = IdeaForm(posted_data(request), themes=current_themes())
    alike: list[Any] = []
    warned = False
    if request.method == "POST" and form.is_valid():
        content = form.content()
        seen = SEEN in request.POST
        alike = [] if seen else similar_ideas(register, f"{content.title} {content.text}")
        warned = not seen and speaks_of_danger(content.title, content.text)
        if not alike and not warned:
            try:
                check_sender(request, "listen_by_link")
                row = send_idea(register=register, content=content, group=group, nonce=read_nonce(request))
            except ValidationError as refusal:
                add_refusal(form, refusal)
            else:
                return redirect(reverse("listening:follow", args=[code_of_idea(row)]) + "?envoi=1")
    context = {
        **_describe(register, group, code),
        "form": form,
        "alike": alike,
        "warned": warned,
        "seen_name": SEEN,
        "contacts": contacts_in(current_language()),
        **hidden_fields(request),
    }
    return render(request, "listening/propose.html", context, status=422 if form.errors else 200)


@csrf_exempt
@with_door(RegisterKind.IDEAS, "board_code")
@require_http_methods(["GET", "HEAD", "POST"])
def show_idea(request: HttpRequest, register: Any, group: Any, code: str, number: int) -> HttpResponse:
    """One idea of the board; a device supports it, or takes its support back."""
    idea = find_shown(register, number)
    if idea is None:
        raise Http404
    if idea.merged_into is not None:
        return redirect("listening:public-idea", code, idea.merged_into.number)
    device, refused = device_of(request), ""
    if request.method == "POST":
        try:
            return _change_support(request, idea, device, code)
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
    context = {
        **_describe(register, group, code),
        "idea": idea,
        "said": [word for word in words_of(idea) if word.kind == WordKind.SAID],
        "supports": count_supports(idea),
        "supported": is_supported_by(idea, device),
        "may_support": takes_support(idea) and register.is_open,
        "territory": say_territory(idea.commune, idea.reach),
        "theme": current_themes().get(idea.theme_id, ""),
        "actions": actions_from([idea]).get(idea.pk, []),
        "refused": refused,
    }
    return render(request, "listening/public_idea.html", context, status=422 if refused else 200)


def _change_support(request: HttpRequest, idea: Any, device: str | None, code: str) -> HttpResponse:
    check_pace(request, "support_by_link")
    response = redirect("listening:public-idea", code, idea.number)
    if request.POST.get("gesture") == "withdraw":
        if device is not None:
            withdraw_support(idea=idea, device=device)
        return response
    device = device or new_device()
    support_idea(idea=idea, device=device)
    remember_device(response, device)
    return response


def _describe(register: Any, group: Any, code: str) -> dict[str, Any]:
    return {
        "register": register,
        "organisation": register.organisation,
        "group": group,
        "code": code,
    }
