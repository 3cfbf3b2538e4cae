"""Looks back at the plan: make one, read them again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.organisations.enums import Right
from marchepied.apps.plans import selectors
from marchepied.apps.plans.selectors.reviews import find_review, next_review_on, reviews_of
from marchepied.apps.plans.services.reviews import delete_review, hold_review, update_review
from marchepied.engines.documents.typography import format_date
from marchepied.web.plans.finding import current_cycle_or_404
from marchepied.web.plans.forms.reviews import ReviewForm
from marchepied.web.plans.views.imports import language_of_page
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

# Proposed as the next date: a quarter, brought back to the same day of the week.
USUAL_DELAY = timedelta(weeks=13)


def review_or_404(request: SpaceRequest, review: UUID) -> Any:
    found = find_review(request.space.organisation, review)
    if found is None:
        raise Http404
    return found


@member_view(Right.READ)
def reviews(request: SpaceRequest) -> HttpResponse:
    """The looks back of the cycle, the last one first."""
    cycle = selectors.plan_cycle(request.space.organisation)
    if cycle is None:  # the page of the plan says where to begin
        return redirect("plans:plan", request.space.slug)
    held = reviews_of(cycle)
    context = {
        "section": "plan",
        "reviews": held,
        "sentence": sentence_of(held),
        "late": (due := next_review_on(held)) is not None and due < timezone.localdate(),
    }
    return render(request, "plans/reviews.html", context)


def sentence_of(held: list[Any]) -> str:
    """When the next look back is, in one sentence."""
    if not held:
        return _("Aucun point n’a encore été fait.")
    due = next_review_on(held)
    if due is None:
        return _("Le prochain point n’a pas de date.")
    date = {"date": format_date(due, language_of_page()).replace(" ", "\u00a0")}
    if due < timezone.localdate():
        return _("Le point prévu le %(date)s reste à faire.") % date
    return _("Prochain point le %(date)s.") % date


@member_view(Right.FACILITATE)
def review_add(request: SpaceRequest) -> HttpResponse:
    """Make a look back: one page, from the actions to the next date."""
    cycle = current_cycle_or_404(request)
    cycle.organisation = request.space.organisation
    today = timezone.localdate()
    form = ReviewForm(
        posted_data(request),
        actions=selectors.plan_of(cycle).running,
        initial={"held_on": today, "next_on": today + USUAL_DELAY},
    )
    if request.method == "POST" and form.is_valid():
        try:
            hold_review(cycle=cycle, content=form.content(), looks=form.looks(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Le point est fait, et le plan à jour."))
            return redirect("plans:reviews", request.space.slug)
    context = {"section": "plan", "form": form, "rows": list(form.action_rows()), "review": None}
    return render(request, "plans/review.html", context)


@member_view(Right.FACILITATE)
def review_edit(request: SpaceRequest, review: UUID) -> HttpResponse:
    """Write again what was learned and the dates."""
    found = review_or_404(request, review)
    initial = {name: getattr(found, name) for name in ("held_on", "worked", "stuck", "changes", "next_on")}
    form = ReviewForm(posted_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_review(review=found, content=form.content(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Le point est à jour."))
            return redirect("plans:reviews", request.space.slug)
    return render(
        request, "plans/review.html", {"section": "plan", "form": form, "rows": [], "review": found}
    )


@member_view(Right.FACILITATE)
def review_delete(request: SpaceRequest, review: UUID) -> HttpResponse:
    found = review_or_404(request, review)
    if request.method == "POST":
        delete_review(review=found, by=request.user)
        messages.success(request, _("Le point est supprimé."))
        return redirect("plans:reviews", request.space.slug)
    context = {
        "section": "plan",
        "question": _("Supprimer ce point ?"),
        "what": format_date(found.held_on, language_of_page()),
        "consequence": _(
            "Ce que vous y aviez appris disparaît. Les actions gardent leur état d’aujourd’hui."
        ),
    }
    return render(request, "plans/delete.html", context)
