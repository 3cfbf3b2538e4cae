"""The days of a call: another last day, and one step back where nothing is lost by it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.networks.rules import LEAD_WRITING
from marchepied.apps.networks.services import change_closing, move_back
from marchepied.web.networks.finding import with_appeal
from marchepied.web.networks.forms import ClosingForm
from marchepied.web.networks.saying import tell_now
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(LEAD_WRITING)
@with_appeal
def change_date(request: SpaceRequest, appeal: Any) -> HttpResponse:
    """Another last day for a call, or none."""
    form = ClosingForm(posted_data(request), initial={"closes_on": appeal.closes_on})
    if request.method == "POST" and form.is_valid():
        try:
            change_closing(appeal=appeal, closes_on=form.cleaned_data["closes_on"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("La date est changée. Tous ceux qui prennent part la lisent."))
            return redirect("networks:appeal", request.space.slug, appeal.pk)
    context = {"form": form, "appeal": appeal, "section": "house"}
    return render(request, "networks/appeal_date.html", context)


@require_POST
@member_view(LEAD_WRITING)
@with_appeal
def go_back(request: SpaceRequest, appeal: Any) -> HttpResponse:
    """Take proposals again, or open again a call that is over, if it is still where the page showed it."""
    if request.POST.get("phase") != appeal.phase:
        messages.error(request, _("Cet appel a avancé entre-temps."))
    else:
        try:
            move_back(appeal=appeal, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, tell_now(appeal))
    return redirect("networks:appeal", request.space.slug, appeal.pk)
