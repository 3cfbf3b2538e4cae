"""Coherence: what the organisation exists for and does, beside what the plan and the decisions serve."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import Project, find_activity, find_purpose, project_of
from marchepied.apps.plans import services
from marchepied.apps.plans.selectors.coherence import read_coherence
from marchepied.apps.plans.selectors.coherence_words import (
    say_coherence,
    say_loose_actions,
    say_loose_decisions,
    say_what_is_left,
)
from marchepied.web.plans.finding import action_or_404, current_cycle_or_404
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.serving import ServesForm

# A round table decides of every question at once: more than these open on demand.
MOST_OPEN = 6


@member_view(Right.READ)
def coherence(request: SpaceRequest) -> HttpResponse:
    """Which purposes and activities are served this year, by what; what serves none."""
    told = read_coherence(request.space.organisation)
    only_purposes = Project(told.project.purposes)
    context = {
        "section": "plan",
        "told": told,
        "sentence": say_coherence(told),
        "left": say_what_is_left(told, get_language() or "fr"),
        "waiting": [line for line in told.purposes if not line.actions],
        "loose_sentence": say_loose_actions(told),
        "loose_actions": [
            (action, ServesForm(project=only_purposes, auto_id=f"a-{action.pk}-%s"))
            for action in told.loose_actions
        ],
        "loose_decided": say_loose_decisions(told),
        "loose_decisions": [
            (decided, ServesForm(project=only_purposes, auto_id=f"d-{decided.position.pk}-%s"))
            for decided in told.loose_decisions
        ],
    }
    context["many_decisions"] = len(told.loose_decisions) > MOST_OPEN
    return render(request, "plans/coherence.html", context)


@require_POST
@member_view(Right.CONTRIBUTE)
def serve_purpose(request: SpaceRequest, purpose: UUID) -> HttpResponse:
    """Say that the actions ticked serve a purpose too."""
    return _serve_line(request, find_purpose(request.space.organisation, purpose), "raison")


@require_POST
@member_view(Right.CONTRIBUTE)
def serve_activity(request: SpaceRequest, activity: UUID) -> HttpResponse:
    """Say that the actions ticked serve an activity too."""
    return _serve_line(request, find_activity(request.space.organisation, activity), "activite")


def _serve_line(request: SpaceRequest, line: Any, place: str) -> HttpResponse:
    if line is None:
        raise Http404
    cycle = current_cycle_or_404(request)
    try:
        actions = [UUID(value) for value in request.POST.getlist("action")]
        added = services.add_serving_actions(line=line, cycle=cycle, actions=actions, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ValueError:
        messages.error(request, _("Une de ces actions n’est plus dans le plan : rechargez la page."))
    else:
        sentence = ngettext(
            "C’est noté : une action de plus la sert.",
            "C’est noté : %(n)s actions de plus la servent.",
            added,
        )
        messages.success(request, sentence % {"n": added} if added else _("C’est noté."))
    return _go_back(request, f"{place}-{line.pk}")


@require_POST
@member_view(Right.CONTRIBUTE)
def serve_from_action(request: SpaceRequest, action: UUID) -> HttpResponse:
    """Say which purposes an action serves; the activities that it serves stay."""
    found = action_or_404(request, action)
    form = ServesForm(request.POST, project=Project(project_of(request.space.organisation).purposes))
    if not form.is_valid():
        messages.error(request, _("Une de ces phrases n’est plus dans votre projet : rechargez la page."))
    elif not (purposes := form.chosen().purposes):
        messages.error(request, _("Cochez au moins une raison d’être, ou laissez l’action ainsi."))
    else:
        project = Project(purposes, list(found.activities.all()))
        services.point_to(action=found, project=project, by=request.user)
        messages.success(
            request, _("C’est noté : on sait à quoi sert « %(title)s ».") % {"title": found.title}
        )
    return _go_back(request, "sans-raison")


def _go_back(request: SpaceRequest, place: str) -> HttpResponse:
    return redirect(reverse("plans:coherence", args=[request.space.slug]) + f"#{place}")
