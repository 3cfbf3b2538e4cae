"""Starting: a name, a legal form and one theme; and the cycles that follow the first."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.rules import CHANGE_CYCLE
from marchepied.apps.diagnosis.selectors.cycles import current_cycle
from marchepied.apps.diagnosis.selectors.next_cycle import guide_changes, last_cycle, propose_scope
from marchepied.apps.diagnosis.services.cycles import open_space, start_cycle
from marchepied.apps.evidence.selectors import ended_evidence
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.participation.selectors import colleges_of
from marchepied.apps.plans.selectors.next_year import unfinished_actions
from marchepied.apps.plans.services.next_year import NextYear, start_next_year
from marchepied.apps.referentials.selectors import GuideMissingError, shipped_referentials
from marchepied.engines.referential import Referential, word_question
from marchepied.web.diagnosis.forms.cycle import NextCycleForm, StartForm
from marchepied.web.shared.access import SpaceRequest, member_view, signed_in_view
from marchepied.web.shared.posted import posted_data


@signed_in_view
def start(request: HttpRequest) -> HttpResponse:
    """A new space and its first cycle, from one form."""
    form = StartForm(
        posted_data(request), referentials=_read_shipped(), initial={"theme": request.GET.get("theme")}
    )
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
    return render(request, "diagnosis/start.html", {"form": form, "words": {}})


@member_view(CHANGE_CYCLE)
def start_next(request: SpaceRequest) -> HttpResponse:
    """The next cycle, once the last is over: it starts from it, and every choice can be changed."""
    organisation = request.space.organisation
    if current_cycle(organisation):
        messages.info(request, _("Une démarche est déjà en cours. Terminez-la d’abord."))
        return redirect("diagnosis:home", request.space.slug)
    last = last_cycle(organisation)
    if last is not None:
        last.organisation = organisation
    proposed = propose_scope(organisation, last, timezone.localdate())
    form = NextCycleForm(
        posted_data(request),
        referentials=_read_shipped(),
        colleges=colleges_of(organisation) if last else (),
        actions=unfinished_actions(last) if last else (),
        initial={
            "themes": proposed.axis_ids,
            "depth": proposed.depth,
            "path": proposed.path,
            "assembly_on": proposed.assembly_on,
        },
    )
    if request.method == "POST" and form.is_valid() and _start(request, last, form):
        messages.success(request, _("Une nouvelle démarche commence."))
        return redirect("diagnosis:home", request.space.slug)
    language = get_language() or "fr"
    words = vocabulary_of(organisation, language)
    changes = guide_changes(last) if last else None
    context = {
        "form": form,
        "last": last,
        "first": last is None,
        "changes": changes,
        "reworded": [
            (word_question(before, language, words), word_question(now, language, words))
            for before, now in (changes.reworded if changes else ())
        ],
        "words": words,
        "ended": ended_evidence(organisation, timezone.localdate()) if last else [],
        "section": "cycle",
    }
    return render(request, "diagnosis/start_next.html", context)


def _start(request: SpaceRequest, last: Any, form: NextCycleForm) -> bool:
    """Whether the cycle could be started; otherwise the form says why."""
    chosen: dict[str, Any] = form.cleaned_data
    scope = {name: chosen[name] for name in ("depth", "path", "assembly_on")}
    try:
        if last is None:
            start_cycle(
                organisation=request.space.organisation, axis_ids=chosen["themes"], by=request.user, **scope
            )
        else:
            content = NextYear(
                axis_ids=chosen["themes"],
                counts=form.counts(),
                kept=form.kept(),
                dropped=form.dropped(),
                **scope,
            )
            start_next_year(last=last, content=content, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _read_shipped() -> list[Referential]:
    try:
        return shipped_referentials()
    except GuideMissingError as error:
        raise Http404(str(error)) from error
