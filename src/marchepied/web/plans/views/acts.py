"""The acts: what is done again and again, ticked date by date."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.organisations.enums import Right
from marchepied.apps.plans import selectors
from marchepied.apps.plans.selectors import acts as reads
from marchepied.apps.plans.services import acts as services
from marchepied.web.plans.finding import act_or_404, people_in
from marchepied.web.plans.forms.acts import ActForm, TickForm
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(Right.READ)
def acts(request: SpaceRequest) -> HttpResponse:
    """Every act with its next date; those that ended, apart."""
    today = timezone.localdate()
    rows = [(act, reads.next_date_of(act, today)) for act in reads.acts_of(request.space.organisation)]
    context = {
        "section": "plan",
        "running": sorted((row for row in rows if row[1]), key=lambda row: (row[1], row[0].title)),
        "ended": [act for act, on in rows if on is None],
    }
    return render(request, "plans/acts.html", context)


@member_view(Right.CONTRIBUTE)
def act_add(request: SpaceRequest) -> HttpResponse:
    """A new act, alone or drawn from an action (`?action=`)."""
    action = _action_asked(request)
    initial = {"starts_on": timezone.localdate(), "owner": str(request.user.pk)}
    if action is not None:
        initial |= {"title": action.title, "owner_name": action.owner_name}
        initial["owner"] = str(action.owner_id or "")
    form = ActForm(posted_data(request), people=people_in(request), initial=initial)
    if form.is_bound and form.is_valid():
        services.add_act(
            organisation=request.space.organisation, content=form.content(), action=action, by=request.user
        )
        messages.success(request, _("Le geste est dans le plan."))
        return redirect("plans:acts", request.space.slug)
    context = {"section": "plan", "form": form, "act": None, "action": action}
    return render(request, "plans/act.html", context, status=422 if form.errors else 200)


def _action_asked(request: SpaceRequest) -> Any | None:
    try:
        asked = UUID(request.GET.get("action", ""))
    except ValueError:
        return None
    return selectors.find_action(request.space.organisation, asked)


@member_view(Right.CONTRIBUTE)
def act_edit(request: SpaceRequest, act: UUID) -> HttpResponse:
    """An act, the last dates it was ticked for, and the ways to end it."""
    found = act_or_404(request, act)
    initial = {
        **{name: getattr(found, name) for name in ActForm.base_fields},
        "owner": str(found.owner_id or ""),
    }
    form = ActForm(posted_data(request), people=people_in(request), initial=initial)
    if form.is_bound and form.is_valid():
        services.update_act(act=found, content=form.content(), by=request.user)
        messages.success(request, _("Le geste est à jour."))
        return redirect("plans:acts", request.space.slug)
    context = {
        "section": "plan",
        "form": form,
        "act": found,
        "ticks": reads.latest_ticks(found),
        "has_ended": reads.next_date_of(found, timezone.localdate()) is None,
    }
    return render(request, "plans/act.html", context, status=422 if form.errors else 200)


@member_view(Right.CONTRIBUTE)
def act_end(request: SpaceRequest, act: UUID) -> HttpResponse:
    """Stop an act after a page that says what stays."""
    found = act_or_404(request, act)
    if request.method == "POST":
        services.end_act(act=found, by=request.user)
        messages.success(request, _("Le geste s’arrête. Ce qui a été noté reste."))
        return redirect("plans:acts", request.space.slug)
    context = {
        "question": _("Arrêter ce geste ?"),
        "what": found.title,
        "consequence": _("Il ne revient plus dans la semaine ni dans les agendas. Ce qui a été noté reste."),
        "confirm": _("Oui, arrêter"),
    }
    return render(request, "plans/delete.html", {"section": "plan", **context})


@member_view(Right.FACILITATE)
def act_delete(request: SpaceRequest, act: UUID) -> HttpResponse:
    """Remove an act added by mistake."""
    found = act_or_404(request, act)
    if request.method == "POST":
        services.delete_act(act=found, by=request.user)
        messages.success(request, _("Le geste est retiré du plan."))
        return redirect("plans:acts", request.space.slug)
    context = {
        "question": _("Retirer ce geste du plan ?"),
        "what": found.title,
        "consequence": _(
            "Il disparaît avec tout ce qui a été noté. Pour garder sa trace, arrêtez-le plutôt."
        ),
    }
    return render(request, "plans/delete.html", {"section": "plan", **context})


@require_POST
@member_view(Right.CONTRIBUTE)
def act_tick(request: SpaceRequest, act: UUID) -> HttpResponse:
    """Note that an act was done for a date, or take the note back (`gesture=untick`)."""
    found = act_or_404(request, act)
    form = TickForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Cette date n’a pas été comprise. Rechargez la page."))
    elif request.POST.get("gesture") == "untick":
        services.untick_act(act=found, on=form.cleaned_data["on"], by=request.user)
        messages.success(request, _("« %(title)s » n’est plus noté pour ce jour.") % {"title": found.title})
    else:
        _tick(request, found, **form.cleaned_data)
    return redirect("plans:plan", request.space.slug)


def _tick(request: SpaceRequest, act: Any, on: date, note: str) -> None:
    try:
        services.tick_act(act=act, on=on, note=note, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("« %(title)s » : c’est noté.") % {"title": act.title})
