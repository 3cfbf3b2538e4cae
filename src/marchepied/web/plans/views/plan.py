"""The plan on one page: vision, objectives, actions by date."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.organisations.enums import Right
from marchepied.apps.plans import selectors, services
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.selectors.acts import look_at_week
from marchepied.apps.plans.selectors.board import find_first, sort_by_nearness
from marchepied.web.plans.finding import current_cycle_or_404, objective_or_404
from marchepied.web.plans.forms.plan import ObjectiveForm, VisionForm
from marchepied.web.plans.moved import take_move
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(Right.READ)
def plan(request: SpaceRequest) -> HttpResponse:
    """The whole plan on one page; an empty one says where to begin."""
    cycle = selectors.plan_cycle(request.space.organisation)
    shown = selectors.plan_of(cycle) if cycle else None
    context: dict[str, Any] = {"section": "plan", "plan": shown}
    if shown is not None:
        context |= {
            "sentence": sentence_of(shown),
            "first": find_first(shown.actions, request.user),
            "horizons": sort_by_nearness(shown.actions, shown.today),
            "late": {action.pk for action in shown.late},
            "week": look_at_week(request.space.organisation, shown.today),
            "states": ActionState,
            "moved": take_move(request),
            "back": "plan",
        }
    return render(request, "plans/plan.html", context)


def sentence_of(shown: selectors.Plan) -> str:
    """The state of the plan in one sentence."""
    if not shown.actions:
        return _("Le plan attend sa première action.")
    if shown.late:
        return ngettext(
            "Une action a pris du retard.", "%(n)s actions ont pris du retard.", len(shown.late)
        ) % {"n": len(shown.late)}
    if not shown.running:
        return _("Toutes les actions du plan sont terminées.")
    return ngettext(
        "Une action est en route, sans retard.",
        "%(count)s actions sont en route, aucune n’est en retard.",
        len(shown.running),
    ) % {"count": len(shown.running)}


@member_view(Right.FACILITATE)
def vision(request: SpaceRequest) -> HttpResponse:
    cycle = current_cycle_or_404(request)
    form = VisionForm(request.POST or None, initial={"text": selectors.plan_of(cycle).vision})
    if request.method == "POST" and form.is_valid():
        services.save_vision(cycle=cycle, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("C’est noté."))
        return redirect("plans:plan", request.space.slug)
    return render(request, "plans/vision.html", {"section": "plan", "form": form})


@member_view(Right.FACILITATE)
def objective_add(request: SpaceRequest) -> HttpResponse:
    cycle = current_cycle_or_404(request)
    form = ObjectiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_objective(cycle=cycle, by=request.user, **form.cleaned_data)
        messages.success(request, _("L’objectif est dans le plan."))
        return redirect("plans:plan", request.space.slug)
    return render(request, "plans/objective.html", {"section": "plan", "form": form, "objective": None})


@member_view(Right.FACILITATE)
def objective_edit(request: SpaceRequest, objective: UUID) -> HttpResponse:
    found = objective_or_404(request, objective)
    form = ObjectiveForm(request.POST or None, initial={"text": found.text, "horizon": found.horizon})
    if request.method == "POST" and form.is_valid():
        services.update_objective(objective=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("L’objectif est changé."))
        return redirect("plans:plan", request.space.slug)
    return render(request, "plans/objective.html", {"section": "plan", "form": form, "objective": found})


@member_view(Right.FACILITATE)
def objective_delete(request: SpaceRequest, objective: UUID) -> HttpResponse:
    found = objective_or_404(request, objective)
    if request.method == "POST":
        services.delete_objective(objective=found, by=request.user)
        messages.success(request, _("L’objectif est retiré ; ses actions restent dans le plan."))
        return redirect("plans:plan", request.space.slug)
    return render(
        request,
        "plans/delete.html",
        {
            "section": "plan",
            "question": _("Retirer cet objectif du plan ?"),
            "what": found.text,
            "consequence": _("Ses actions restent dans le plan, sans objectif."),
        },
    )
