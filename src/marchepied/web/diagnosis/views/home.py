"""The home of a space: one sentence, one thing to do now, and the quiet list of steps."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marchepied.apps.diagnosis.compute.elsewhere import ask_ended_again
from marchepied.apps.diagnosis.enums import CycleState, Path, StepKey, StepState
from marchepied.apps.diagnosis.rules import READ_CYCLE
from marchepied.apps.diagnosis.selectors.cycles import (
    current_cycle,
    find_cycle,
    other_cycles,
    steps_of,
    themes_of,
)
from marchepied.apps.diagnosis.selectors.gestures import NextGesture, next_step
from marchepied.apps.diagnosis.selectors.steps import (
    Progress,
    StepFacts,
    StepView,
    facts_of,
    look_at_steps,
)
from marchepied.apps.organisations.selectors import lacks_key_holder, vocabulary_of
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.plans.selectors import tally_actions
from marchepied.apps.restitution.selectors import count_packs, is_assembly_told
from marchepied.engines.documents.typography import format_date
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.diagnosis.sentences import headline, label_step, lead, say_minutes
from marchepied.web.networks.awaiting import list_awaiting
from marchepied.web.shared.access import Space, SpaceRequest, member_view

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle


@dataclass(frozen=True)
class Row:
    """A step as the list shows it: its link is empty where there is nothing to see or no right to."""

    view: StepView
    label: str
    state: str
    url: str
    link: str
    count: str
    minutes: str
    by_hand: bool
    is_now: bool
    when: str


@dataclass(frozen=True)
class Now:
    """The one thing to do, and its address."""

    gesture: NextGesture
    url: str
    minutes: str
    owner: str
    may_skip: bool
    may_say_done: bool


@member_view(READ_CYCLE)
def show_home(request: SpaceRequest) -> HttpResponse:
    """The running cycle, otherwise the last one, otherwise how to start."""
    cycle = current_cycle(request.space.organisation)
    if cycle is None:
        past = other_cycles(request.space.organisation, None)
        if not past:
            awaiting = list_awaiting(request, translation.get_language() or "fr")
            context = {"awaiting": awaiting, "section": "cycle"}
            return render(request, "diagnosis/home_empty.html", context)
        cycle = find_cycle(request.space.organisation, past[0].pk) or past[0]
    cycle.organisation = request.space.organisation
    ask_ended_again(cycle)
    return _render_cycle(request, cycle)


@member_view(READ_CYCLE)
def show_cycle(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """One cycle, past or running, by its address."""
    return _render_cycle(request, cycle_or_404(request, cycle))


def gather_facts(cycle: "Cycle") -> StepFacts:
    """What was done in the cycle, asked from every capability that knows a part of it."""
    actions = tally_actions(cycle)
    held = cycle.assembly_on is not None and cycle.assembly_on < timezone.localdate()
    return replace(
        facts_of(cycle),
        actions=actions.total,
        carried_actions=actions.carried,
        late_actions=actions.late,
        packs=count_packs(cycle),
        assembly_told=held and is_assembly_told(cycle),
    )


def _render_cycle(request: SpaceRequest, cycle: "Cycle") -> HttpResponse:
    today = timezone.localdate()
    language = translation.get_language() or "fr"
    words = vocabulary_of(cycle.organisation, language)
    facts = gather_facts(cycle)
    views = look_at_steps(cycle, steps_of(cycle), facts, today)
    running = cycle.state == CycleState.RUNNING
    now = _find_now(request.space, cycle, views, facts, today) if running else None
    themes = [axis.short.read_in(language) for axis in themes_of(cycle)]
    context = {
        "cycle": cycle,
        "running": running,
        "headline": headline(cycle, facts, words, today),
        "lead": lead(themes, cycle, facts, today),
        "now": now,
        "awaiting": list_awaiting(request, language),
        "beginning": BEGINNING,
        "proposed": _propose_other_path(request.space, cycle, facts) if running else "",
        "at_table": cycle.path == Path.TABLE,
        "rows": [_describe(request.space, cycle, view, facts, words, now, today) for view in views],
        "past": other_cycles(cycle.organisation, cycle),
        "alone": request.space.may_pilot and lacks_key_holder(cycle.organisation),
        "section": "cycle",
    }
    return render(request, "diagnosis/home.html", context)


def _propose_other_path(space: Space, cycle: "Cycle", facts: StepFacts) -> str:
    """Why this path is proposed, while nothing was done on it yet; empty otherwise."""
    begun = facts.own_answers or facts.positions or facts.actions or facts.round_state
    if cycle.path != Path.TABLE or begun or not space.may_pilot:
        return ""
    return _(
        "À quelques-uns, une réunion autour de la table suffit : une feuille, trois actions, "
        "un dossier de deux pages."
    )


def _find_now(
    space: Space, cycle: "Cycle", views: list[StepView], facts: StepFacts, today: date
) -> Now | None:
    gesture = next_step(cycle, views, facts, today)
    if not space.may_contribute or not _may_open(space, gesture.url_name):
        return None
    owner = next(view.step.owner for view in views if view.key == gesture.key)
    return Now(
        gesture,
        _address(space, cycle, gesture.url_name),
        minutes=say_minutes(gesture.minutes),
        owner=owner.get_short_name() if owner else "",
        may_skip=space.may_facilitate and gesture.key not in {StepKey.SCOPE, StepKey.ASSEMBLY},
        # Told in person: nothing that Marchepied could see says that it was done.
        may_say_done=space.may_facilitate and gesture.key == StepKey.STAFF and not facts.round_state,
    )


# While these come next, what was done elsewhere can still shorten the rest.
BEGINNING = (StepKey.SCOPE, StepKey.TAKE_STOCK)
# Nearer than this, a day and a month name one date only.
UNAMBIGUOUS_DAYS = 300
PLACES = {
    StepKey.SCOPE: "diagnosis:scope",
    StepKey.TAKE_STOCK: "diagnosis:questions",
    StepKey.COLLECT: "participation:colleges",
    StepKey.CROSS: "diagnosis:crossed",
    StepKey.WORKSHOP: "diagnosis:workshop",
    StepKey.PLAN: "plans:plan",
    StepKey.STAFF: "restitution:sheet",
    StepKey.ASSEMBLY: "restitution:pack",
}
PLACES_AT_TABLE = {
    StepKey.TAKE_STOCK: "diagnosis:table",
    StepKey.WORKSHOP: "diagnosis:table-meeting",
    StepKey.PLAN: "plans:plan",
    StepKey.ASSEMBLY: "restitution:pack",
}
FOR_PILOT = {"diagnosis:scope", "diagnosis:finish"}
FOR_FACILITATOR = {
    "participation:colleges",
    "diagnosis:workshop",
    "diagnosis:table-meeting",
    "diagnosis:table-actions",
    "restitution:sheet",
    "restitution:assembly",
}


def _may_open(space: Space, url_name: str) -> bool:
    if url_name in FOR_PILOT:
        return space.may_pilot
    return space.may_facilitate if url_name in FOR_FACILITATOR else True


def _address(space: Space, cycle: "Cycle", url_name: str) -> str:
    return reverse(url_name, args=[space.slug] if url_name == "plans:plan" else [space.slug, cycle.pk])


def step_address(space: Space, cycle: "Cycle", key: str) -> str:
    """Where the step of this key is done; empty for a member who may not open that page."""
    if cycle.path == Path.TABLE and key == StepKey.PLAN:
        url_name = "diagnosis:table-actions"
    else:
        url_name = (PLACES_AT_TABLE if cycle.path == Path.TABLE else PLACES).get(StepKey(key), "")
    return _address(space, cycle, url_name) if url_name and _may_open(space, url_name) else ""


def _describe(
    space: Space,
    cycle: "Cycle",
    view: StepView,
    facts: StepFacts,
    words: dict[str, str],
    now: Now | None,
    today: date,
) -> Row:
    key, at_table = StepKey(view.key), cycle.path == Path.TABLE
    url_name = (PLACES_AT_TABLE if at_table else PLACES)[key]
    link = (
        (_link_at_table(key, facts) if at_table else _link_of(view, facts))
        if _may_open(space, url_name)
        else ""
    )
    if cycle.state == CycleState.FINISHED:
        link = link and str(_PAST_LINKS.get(key, link))
    planned = view.step.planned_on
    return Row(
        view=view,
        label=label_step(view.key, words, cycle.path),
        state=_state_of(view),
        url=_address(space, cycle, url_name) if link else "",
        link=link,
        count=_count_at_table(key, facts) if at_table else _count_of(view, facts),
        is_now=now is not None and now.gesture.key == view.key,
        minutes=say_minutes(view.step.minutes),
        by_hand=view.step.state != StepState.TODO or view.is_out_of_time,
        when=_say_day(planned, today) if planned else "",
    )


def _say_day(planned: date, today: date) -> str:
    written = format_date(planned, translation.get_language() or "fr")
    return written if abs((planned - today).days) > UNAMBIGUOUS_DAYS else written.rsplit(" ", 1)[0]


def _state_of(view: StepView) -> str:
    words = {
        Progress.DONE: _("fait"),
        Progress.SKIPPED: _("passée"),
        Progress.UNDERWAY: _("en cours"),
        Progress.AHEAD: _("à venir"),
    }
    if view.is_late:
        return _("en retard")
    return _("pas cette fois") if view.is_out_of_time else words[view.progress]


# Once a cycle is over nothing is prepared or changed any more: one reads again.
_PAST_LINKS = {
    StepKey.SCOPE: "",
    StepKey.WORKSHOP: gettext_lazy("relire"),
    StepKey.ASSEMBLY: gettext_lazy("voir le dossier"),
}


def _link_of(view: StepView, facts: StepFacts) -> str:
    if view.progress is Progress.SKIPPED or (view.key == StepKey.CROSS and not facts.round_state):
        return ""
    return {
        StepKey.SCOPE: _("changer"),
        StepKey.TAKE_STOCK: _("voir les questions"),
        StepKey.COLLECT: _("voir les groupes"),
        StepKey.CROSS: _("regarder"),
        StepKey.WORKSHOP: _("préparer la salle"),
        StepKey.PLAN: _("voir les actions"),
        StepKey.STAFF: _("voir la page"),
        StepKey.ASSEMBLY: _("voir le dossier tel qu’il est"),
    }[StepKey(view.key)]


def _link_at_table(key: StepKey, facts: StepFacts) -> str:
    if key == StepKey.PLAN and not facts.actions:
        return ""
    return {
        StepKey.TAKE_STOCK: _("voir la feuille"),
        StepKey.WORKSHOP: _("relire") if facts.positions else "",
        StepKey.PLAN: _("voir les actions"),
        StepKey.ASSEMBLY: _("voir le dossier tel qu’il est") if facts.positions else "",
    }[key]


def _count_at_table(key: StepKey, facts: StepFacts) -> str:
    if key == StepKey.WORKSHOP and 0 < facts.positions < facts.questions:
        return _("%(done)s questions sur %(all)s") % {"done": facts.positions, "all": facts.questions}
    return ""


def _count_of(view: StepView, facts: StepFacts) -> str:
    if view.key == StepKey.TAKE_STOCK and facts.own_answers:
        return _("%(done)s questions sur %(all)s") % {"done": facts.own_answers, "all": facts.questions}
    if view.key == StepKey.COLLECT and facts.round_state in {RoundState.OPEN, RoundState.CLOSED}:
        return _("%(n)s réponses") % {"n": facts.answered}
    return ""
