"""Starting: a name, a legal form and one theme; and the cycles that follow the first."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

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
from marchepied.apps.referentials.selectors import (
    GuideMissingError,
    read_referential,
    shipped_referentials,
    startable_versions,
    version_after,
)
from marchepied.engines.referential import Referential, word_question
from marchepied.web.diagnosis.crediting import still_counting
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
    choice = _choose_guide(request, last)
    proposed = propose_scope(organisation, last, timezone.localdate(), choice.compared)
    still = still_counting(organisation) if last else []
    form = NextCycleForm(
        posted_data(request),
        referentials=choice.referentials,
        colleges=colleges_of(organisation) if last else (),
        actions=unfinished_actions(last) if last else (),
        elsewhere=bool(still),
        initial={
            "themes": proposed.axis_ids,
            "depth": proposed.depth,
            "path": proposed.path,
            "assembly_on": proposed.assembly_on,
            "spare": last is not None and last.spares_covered,
        },
    )
    if request.method == "POST" and form.is_valid() and _start(request, last, form, choice.version):
        messages.success(request, _("Une nouvelle démarche commence."))
        return redirect("diagnosis:home", request.space.slug)
    context = {
        "form": form,
        "last": last,
        "first": last is None,
        "choice": choice,
        **_describe_changes(organisation, last, choice),
        "still": still,
        "ended": ended_evidence(organisation, timezone.localdate()) if last else [],
        "section": "cycle",
    }
    return render(request, "diagnosis/start_next.html", context)


def _describe_changes(organisation: Any, last: Any, choice: "GuideChoice") -> dict[str, Any]:
    """What the guide says otherwise than last time, with the words of the space."""
    language = get_language() or "fr"
    words = vocabulary_of(organisation, language)
    changes = guide_changes(last, choice.compared) if last else None
    reworded = [
        (word_question(before, language, words), word_question(now, language, words))
        for before, now in (changes.reworded if changes else ())
    ]
    return {"changes": changes, "reworded": reworded, "words": words}


def _start(request: SpaceRequest, last: Any, form: NextCycleForm, version: Any) -> bool:
    """Whether the cycle could be started; otherwise the form says why."""
    chosen: dict[str, Any] = form.cleaned_data
    scope = {name: chosen[name] for name in ("depth", "path", "assembly_on")}
    scope["version_id"] = version.pk if version else None
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
                spare=chosen.get("spare", False),
                **scope,
            )
            start_next_year(last=last, content=content, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@dataclass(frozen=True)
class GuideChoice:
    """The guide that a next cycle will follow (None: any that ships), and the others that it could.

    `compared` is the one that the last cycle is held against; None without a last one.
    """

    version: Any
    usable: list[Any]
    compared: Any = None

    @property
    def referentials(self) -> list[Referential]:
        """Those whose themes the form offers."""
        chosen = (
            [self.version] if self.version else [v for v in self.usable if v.referential.owner_id is None]
        )
        return [read_referential(version) for version in chosen]

    def offered(self) -> list[Any]:
        """What to choose from, where there is more than what ships."""
        own = [version for version in self.usable if version.referential.owner_id is not None]
        return [self.usable[0], *own] if own else []

    def chosen(self) -> UUID:
        """The id of the one chosen; the guide's where any that ships will do."""
        key: UUID = (self.version or self.usable[0]).pk
        return key


def _choose_guide(request: SpaceRequest, last: Any) -> GuideChoice:
    """The guide that the address names; otherwise the last cycle's, where it is not one that ships.

    Http404 for one that the space may not use.
    """
    try:
        usable = startable_versions(request.space.organisation)
    except GuideMissingError as error:
        raise Http404(str(error)) from error
    if asked := request.GET.get("guide", ""):
        version = next((one for one in usable if str(one.pk) == asked), None)
        if version is None:
            raise Http404
        return GuideChoice(version, usable, version)
    followed = version_after(last.version_id, request.space.organisation) if last else None
    own = followed is not None and followed.referential.owner_id is not None
    return GuideChoice(followed if own else None, usable, followed)


def _read_shipped() -> list[Referential]:
    try:
        return shipped_referentials()
    except GuideMissingError as error:
        raise Http404(str(error)) from error
