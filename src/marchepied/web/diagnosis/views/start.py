"""Starting: a name, a legal form and one theme; and the cycles that follow the first."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.rules import CHANGE_CYCLE
from marchepied.apps.diagnosis.selectors.cycles import current_cycle
from marchepied.apps.diagnosis.services.cycles import open_space, start_cycle
from marchepied.apps.referentials.selectors import GuideMissingError, guide_version, read_referential
from marchepied.engines.referential import Referential
from marchepied.web.diagnosis.forms.cycle import NextCycleForm, StartForm
from marchepied.web.shared.access import SpaceRequest, member_view, signed_in_view
from marchepied.web.shared.posted import posted_data


@signed_in_view
def start(request: HttpRequest) -> HttpResponse:
    """A new space and its first cycle, from one form."""
    guide = _read_guide()
    form = StartForm(posted_data(request), axes=guide.axes, initial={"theme": request.GET.get("theme")})
    if request.method == "POST" and form.is_valid():
        try:
            cycle = open_space(
                name=form.cleaned_data["name"],
                legal_form=form.cleaned_data["legal_form"],
                axis_id=form.cleaned_data["theme"],
                team=form.cleaned_data["team"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("diagnosis:home", cycle.organisation.slug)
    coming = [axis for axis in guide.axes if axis.announced]
    return render(request, "diagnosis/start.html", {"form": form, "coming": coming, "words": {}})


@member_view(CHANGE_CYCLE)
def start_next(request: SpaceRequest) -> HttpResponse:
    """The next cycle, once the last is over."""
    organisation = request.space.organisation
    if current_cycle(organisation):
        messages.info(request, _("Une démarche est déjà en cours. Terminez-la d’abord."))
        return redirect("diagnosis:home", request.space.slug)
    form = NextCycleForm(posted_data(request), axes=_read_guide().axes)
    if request.method == "POST" and form.is_valid():
        chosen: dict[str, Any] = form.cleaned_data
        start_cycle(
            organisation=organisation,
            axis_ids=chosen["themes"],
            depth=chosen["depth"],
            assembly_on=chosen["assembly_on"],
            by=request.user,
        )
        messages.success(request, _("Une nouvelle démarche commence."))
        return redirect("diagnosis:home", request.space.slug)
    return render(request, "diagnosis/start_next.html", {"form": form, "section": "cycle"})


def _read_guide() -> Referential:
    try:
        return read_referential(guide_version())
    except GuideMissingError as error:
        raise Http404(str(error)) from error
