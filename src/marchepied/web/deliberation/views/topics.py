"""Topics: prepared, opened, moved from phase to phase."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.deliberation.enums import Phase
from marchepied.apps.deliberation.rules import is_being_imported
from marchepied.apps.deliberation.selectors.imports import import_under_way
from marchepied.apps.deliberation.selectors.results import result_of
from marchepied.apps.deliberation.selectors.statements import alike_since, left_out, statements_of
from marchepied.apps.deliberation.selectors.topics import TopicStage, stage_of, topics_of
from marchepied.apps.deliberation.services.releases import make_release
from marchepied.apps.deliberation.services.topics import (
    delete_topic,
    end_vote,
    extend_phase,
    move_on,
    open_topic,
    prepare_topic,
    start_vote,
)
from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.selectors import calls_of, colleges_of, link_of
from marchepied.apps.participation.validators import token_of
from marchepied.engines.documents.typography import format_date
from marchepied.web.deliberation.finding import with_topic
from marchepied.web.deliberation.forms.topics import TopicForm, UntilForm
from marchepied.web.deliberation.views.statements import back as back_to_statements
from marchepied.web.participation.forms.calling import CODES, EVERYBODY, GROUPS, LINK
from marchepied.web.participation.views.invitations import draw_code, shorten_link
from marchepied.web.participation.views.shared import attempt, attempt_in
from marchepied.web.shared.access import SpaceRequest, member_view

# Two weeks: the time of a notice, a reminder and a meeting.
USUAL_DAYS = 14
PAGES = {
    Phase.DRAFT: "topic_draft",
    Phase.PROPOSE: "topic_open",
    Phase.VOTE: "topic_open",
    Phase.DISCUSS: "topic_after",
    Phase.DECIDE: "topic_after",
    Phase.DONE: "topic_after",
}


@member_view(Right.READ)
def topics(request: SpaceRequest) -> HttpResponse:
    """Every topic, and how to begin one."""
    return page(request, "topics", topics=topics_of(request.space.organisation))


@member_view(Right.FACILITATE)
def topic_new(request: SpaceRequest) -> HttpResponse:
    """Prepare a topic. `?sujet=` and `?phrase=` begin it from elsewhere."""
    start = {
        "title": request.GET.get("sujet", "")[:160],
        "lines": "\n".join(request.GET.getlist("phrase")[:20]),
    }
    return edit(request, None, start)


@member_view(Right.FACILITATE)
@with_topic(Phase.DRAFT)
def topic_edit(request: SpaceRequest, topic: Any) -> HttpResponse:
    """Change a topic that is not open."""
    return edit(request, topic, recall(topic))


def edit(request: SpaceRequest, topic: Any, start: dict[str, Any]) -> HttpResponse:
    today = timezone.localdate()
    usual = {"vote_until": today + timedelta(days=USUAL_DAYS), "responsible": str(request.user)}
    form = TopicForm(
        request.POST or None,
        colleges=colleges_of(request.space.organisation),
        today=today,
        new=topic is None,
        initial={**usual, **start},
    )
    if request.method == "POST" and form.is_valid():
        kept: list[Any] = []
        content = form.content(topic.reference if topic is not None else "")
        organisation = request.space.organisation

        def keep() -> None:
            kept.append(
                prepare_topic(organisation=organisation, content=content, topic=topic, by=request.user)
            )

        if attempt_in(form, keep):
            if topic is None and alike_since(statements_of(kept[0]), 1):
                return back_to_statements(request, kept[0], 1)
            return redirect("deliberation:topic", request.space.slug, kept[0].pk)
    return page(request, "topic_edit", form=form, topic=topic)


def recall(topic: Any) -> dict[str, Any]:
    """What the facilitator wrote the last time."""
    calls = calls_of(topic.round)
    grouped = len(calls) > 1 or not all(call.college.archived for call in calls)
    names = ("title", "context", "propose_until", "vote_until", "discuss_until", "decide_on", "moderation",
             "proposals_while_voting", "by_college", "individual_export")  # fmt: skip
    return {
        **{name: getattr(topic, name) for name in names},
        "proposing": topic.propose_until is not None,
        "who": GROUPS if grouped else EVERYBODY,
        "groups": [str(call.college_id) for call in calls],
        "expected_count": None if grouped else calls[0].expected_count,
        "how": CODES if topic.round.form.get("single_use") else LINK,
        "responsible": topic.round.responsible,
    }


@member_view(Right.READ)
@with_topic()
def topic(request: SpaceRequest, topic: Any) -> HttpResponse:
    """Where a topic stands, and the one thing to do next."""
    coming = import_under_way(topic) if is_being_imported(topic) else None
    if coming is not None:
        return redirect("deliberation:import-progress", request.space.slug, coming.pk)
    stage = stage_of(topic)
    more: dict[str, Any] = {"stage": stage}
    if topic.phase == Phase.DRAFT:
        more["statements"] = statements_of(topic)
    elif topic.phase in {Phase.PROPOSE, Phase.VOTE}:
        more |= show_link(stage)
    else:
        more |= {"left_out": left_out(topic)}
    if stage.release is not None:
        more["result"] = result_of(stage.release)
    return page(request, PAGES[Phase(topic.phase)], topic=topic, **more)


def show_link(stage: TopicStage) -> dict[str, Any]:
    """The one link of a topic put to everybody, drawn; nothing when each group or person has their own."""
    if len(stage.groups) != 1 or stage.single_use:
        return {"link": ""}
    call = stage.groups[0].call
    link = link_of(call)
    return {
        "link": link,
        "short_link": shorten_link(link),
        "code": draw_code(link),
        "token": token_of(call.handle),
    }


def page(request: SpaceRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"deliberation/{name}.html", {"section": "deliberation", **context})


@require_POST
@member_view(Right.FACILITATE)
@with_topic(Phase.DRAFT)
def topic_open(request: SpaceRequest, topic: Any) -> HttpResponse:
    if attempt(request, lambda: open_topic(topic=topic, by=request.user)):
        messages.success(request, _("Le sujet est ouvert. Il reste à prévenir les gens."))
    return back(request, topic)


@member_view(Right.FACILITATE)
@with_topic(Phase.PROPOSE)
def vote_start(request: SpaceRequest, topic: Any) -> HttpResponse:
    """Say what changes, then let people vote."""

    def go() -> None:
        start_vote(topic=topic, by=request.user)

    return confirm(request, topic, "vote_start", go, _("Le vote est ouvert, aux mêmes adresses."))


@member_view(Right.FACILITATE)
@with_topic(Phase.VOTE)
def vote_end(request: SpaceRequest, topic: Any) -> HttpResponse:
    """Say what ending does, then deposit what was left open and compute the result."""

    def go() -> None:
        end_vote(topic=topic, by=request.user)

    return confirm(request, topic, "vote_end", go, _("Le vote est fini. Voici ce que nous avons dit."))


def confirm(request: SpaceRequest, topic: Any, name: str, go: Callable[[], None], done: str) -> HttpResponse:
    """A page that says what a gesture does, then the gesture."""
    if request.method == "POST":
        if attempt(request, go):
            messages.success(request, done)
        return back(request, topic)
    return page(request, name, topic=topic, stage=stage_of(topic))


@require_POST
@member_view(Right.FACILITATE)
@with_topic(Phase.VOTE)
def results_show(request: SpaceRequest, topic: Any) -> HttpResponse:
    """Show what may be shown of the votes deposited so far."""
    if attempt(request, lambda: make_release(topic=topic, by=request.user)):
        messages.success(request, _("Le résultat d’aujourd’hui est montré ici et aux adresses du vote."))
    return back(request, topic)


@require_POST
@member_view(Right.FACILITATE)
@with_topic(Phase.DISCUSS, Phase.DECIDE, Phase.DONE)
def topic_move(request: SpaceRequest, topic: Any) -> HttpResponse:
    """On to the decision, to the end, or one step back."""
    attempt(request, lambda: move_on(topic=topic, to=request.POST.get("vers", ""), by=request.user))
    return back(request, topic)


@member_view(Right.FACILITATE)
@with_topic(Phase.PROPOSE, Phase.VOTE)
def topic_extend(request: SpaceRequest, topic: Any) -> HttpResponse:
    """Give people more time."""
    last = topic.propose_until if topic.phase == Phase.PROPOSE else topic.vote_until
    later = max(last or timezone.localdate(), timezone.localdate()) + timedelta(days=7)
    form = UntilForm(request.POST or None, initial={"until": later})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["until"]
        if attempt_in(form, lambda: extend_phase(topic=topic, until=day, by=request.user), beside="until"):
            told = format_date(day, translation.get_language() or "fr")
            messages.success(request, _("C’est prolongé jusqu’au %(day)s.") % {"day": told})
            return back(request, topic)
    return page(request, "topic_extend", topic=topic, form=form, last=last)


@member_view(Right.FACILITATE)
@with_topic(Phase.DRAFT)
def topic_delete(request: SpaceRequest, topic: Any) -> HttpResponse:
    if request.method == "POST":
        if attempt(request, lambda: delete_topic(topic=topic, by=request.user)):
            messages.success(request, _("Ce sujet est retiré."))
        return redirect("deliberation:topics", request.space.slug)
    return page(request, "topic_delete", topic=topic)


def back(request: SpaceRequest, topic: Any) -> HttpResponse:
    return redirect("deliberation:topic", request.space.slug, topic.pk)
