"""The calendar of the plan: a month, as a list of the days that hold something."""

from datetime import MAXYEAR, date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.organisations.enums import Right
from marchepied.apps.plans import selectors
from marchepied.apps.plans.enums import HappeningKind
from marchepied.apps.plans.selectors.calendar import Happening, read_month
from marchepied.web.shared.access import Space, SpaceRequest, member_view

FIRST_YEAR = 1990


@member_view(Right.READ)
def calendar(request: SpaceRequest) -> HttpResponse:
    """The month asked (`?mois=2027-03`), or this one."""
    cycle = selectors.plan_cycle(request.space.organisation)
    if cycle is None:
        return redirect("plans:plan", request.space.slug)
    cycle.organisation = request.space.organisation
    today = timezone.localdate()
    month = read_month(request.space.organisation, cycle, read_asked(request.GET.get("mois", ""), today))
    days = [
        (day.on, [(one, link_of(one, request.space, cycle)) for one in day.happenings]) for day in month.days
    ]
    context = {
        "section": "plan",
        "month": month,
        "days": days,
        "today": today,
        "is_now": month.first == today.replace(day=1),
    }
    return render(request, "plans/calendar.html", context)


def read_asked(text: str, today: date) -> date:
    """The first day of the month written 2027-03; of this month for anything else."""
    year, _dash, month = text.partition("-")
    # Bounded before they are read: a number of thousands of digits is refused by Python itself.
    if not (year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) <= 2):
        return today.replace(day=1)
    if not (FIRST_YEAR <= int(year) < MAXYEAR and 1 <= int(month) <= 12):
        return today.replace(day=1)
    return date(int(year), int(month), 1)


def link_of(one: Happening, space: Space, cycle: Any) -> str:
    """The page where something can be done about it; empty where this person can do nothing more."""
    if one.kind == HappeningKind.ACTION:
        return reverse("plans:plan", args=[space.slug]) + f"#action-{one.row.pk}"
    pages = {HappeningKind.ACT: "plans:acts", HappeningKind.REVIEW: "plans:reviews"}
    if one.kind in pages:
        return reverse(pages[one.kind], args=[space.slug])
    if one.kind == HappeningKind.STEP and space.may_facilitate:
        return reverse("diagnosis:step", args=[space.slug, cycle.pk, one.row.key])
    if one.kind == HappeningKind.ASSEMBLY and space.may_facilitate:
        return reverse("diagnosis:assembly", args=[space.slug, cycle.pk])
    return ""
