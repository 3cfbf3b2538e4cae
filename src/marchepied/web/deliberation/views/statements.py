"""The statements of a topic: added, read over, merged, left out, taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.deliberation.enums import Phase, StatementState
from marchepied.apps.deliberation.selectors.statements import (
    alike_since,
    find_near,
    left_out,
    statements_of,
    to_read_over,
)
from marchepied.apps.deliberation.services.statements import (
    accept_statement,
    delete_statement,
    mark_meta,
    merge_statement,
    refuse_statement,
    seed_statements,
)
from marchepied.apps.organisations.enums import Right
from marchepied.core.folding import fold
from marchepied.web.deliberation.finding import statement_or_404, with_topic
from marchepied.web.deliberation.forms.topics import LinesForm, ReasonForm
from marchepied.web.participation.views.shared import attempt, attempt_in
from marchepied.web.shared.access import SpaceRequest, member_view

LIVE = (Phase.DRAFT, Phase.PROPOSE, Phase.VOTE)
# From this many statements on, the page offers to look for one.
MANY = 20
# In an address: the number of the first statement just added. It has no more digits than any list needs.
SINCE, DIGITS = "depuis", 6


@member_view(Right.FACILITATE)
@with_topic(*LIVE)
def statements(request: SpaceRequest, topic: Any) -> HttpResponse:
    """What waits to be read over first, then what is at the vote, then what was left out."""
    form = LinesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[Any] = []
        lines = form.cleaned_data["lines"].splitlines()
        if attempt_in(
            form,
            lambda: made.extend(seed_statements(topic=topic, lines=lines, by=request.user)),
            beside="lines",
        ):
            said = ngettext("%(n)s phrase est ajoutée.", "%(n)s phrases sont ajoutées.", len(made))
            messages.success(request, said % {"n": len(made)})
            return back(request, topic, made[0].number if made else None)
    accepted, words = statements_of(topic), request.GET.get("q", "").strip()[:80]
    found = [one for one in accepted if fold(words) in fold(one.text)] if words else accepted
    since = read_number(request.GET.get(SINCE, ""))
    context = {
        "form": form,
        "since": since,
        "alike": alike_since(accepted, since) if since else [],
        "waiting": to_read_over(topic),
        "accepted": accepted,
        "found": found,
        "words": words,
        "many": len(accepted) > MANY,
        "left_out": left_out(topic),
        "draft": topic.phase == Phase.DRAFT,
    }
    return page(request, "statements", topic, **context)


@require_POST
@member_view(Right.FACILITATE)
@with_topic(*LIVE)
def statement_accept(request: SpaceRequest, topic: Any, statement: int) -> HttpResponse:
    """To the vote, whether it waited or had been left out."""
    found = statement_or_404(topic, statement)
    if attempt(request, lambda: accept_statement(statement=found, by=request.user)):
        messages.success(request, _("La phrase est au vote."))
    return back(request, topic)


@member_view(Right.FACILITATE)
@with_topic(*LIVE)
def statement_refuse(request: SpaceRequest, topic: Any, statement: int) -> HttpResponse:
    """Say why, then leave it out."""
    found = statement_or_404(topic, statement)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt_in(
            form, lambda: refuse_statement(statement=found, reason=reason, by=request.user), beside="reason"
        ):
            messages.success(request, _("La phrase est écartée. Vous pouvez la reprendre plus bas."))
            return back(request, topic)
    return page(request, "statement_refuse", topic, form=form, statement=found)


@member_view(Right.FACILITATE)
@with_topic(*LIVE)
def statement_merge(request: SpaceRequest, topic: Any, statement: int) -> HttpResponse:
    """Choose the statement that stands for this one, the nearest first."""
    found = statement_or_404(topic, statement)
    others = [other for other in statements_of(topic) if other.pk != found.pk]
    if request.method == "POST":
        into = next((other for other in others if str(other.pk) == request.POST.get("garder")), None)
        if into is None:
            messages.error(request, _("Choisissez la phrase à garder."))
        elif attempt(request, lambda: merge_statement(statement=found, into=into, by=request.user)):
            messages.success(
                request, _("Les deux phrases n’en font plus qu’une. Vous pouvez les séparer plus bas.")
            )
            return back(request, topic)
    near = [other for other in find_near(found.text, others) if other.pk != found.pk]
    rest = [other for other in others if other not in near]
    return page(request, "statement_merge", topic, statement=found, near=near, rest=rest)


@require_POST
@member_view(Right.FACILITATE)
@with_topic(*LIVE)
def statement_meta(request: SpaceRequest, topic: Any, statement: int) -> HttpResponse:
    """About the conversation itself, or no longer: left out of the result, or back in it."""
    found = statement_or_404(topic, statement)
    if found.state != StatementState.ACCEPTED:
        raise Http404
    attempt(request, lambda: mark_meta(statement=found, meta=not found.meta, by=request.user))
    return back(request, topic)


@require_POST
@member_view(Right.FACILITATE)
@with_topic(Phase.DRAFT)
def statement_delete(request: SpaceRequest, topic: Any, statement: int) -> HttpResponse:
    """Out of a topic that nobody has seen."""
    found = statement_or_404(topic, statement)
    if attempt(request, lambda: delete_statement(statement=found, by=request.user)):
        messages.success(request, _("La phrase est retirée."))
    return back(request, topic)


def page(request: SpaceRequest, name: str, topic: Any, **context: Any) -> HttpResponse:
    return render(
        request, f"deliberation/{name}.html", {"section": "deliberation", "topic": topic, **context}
    )


def back(request: SpaceRequest, topic: Any, since: int | None = None) -> HttpResponse:
    """The list again, still with what was just added where a form says from which number."""
    address = reverse("deliberation:statements", args=[request.space.slug, topic.pk])
    number = since or read_number(request.POST.get(SINCE, ""))
    return redirect(f"{address}?{SINCE}={number}" if number else address)


def read_number(written: str) -> int | None:
    """The number of a statement that an address gives; None where it gives none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= DIGITS else None
