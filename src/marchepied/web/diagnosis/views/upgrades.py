"""Going on to another version of the guide: what would happen first, then once it is confirmed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.rules import CHANGE_CYCLE
from marchepied.apps.diagnosis.selectors.cycles import referential_of
from marchepied.apps.diagnosis.selectors.upgrades import (
    CyclePlan,
    latest_upgrade,
    may_undo,
    plan_cycle_upgrade,
    set_aside_of,
    upgrade_targets,
)
from marchepied.apps.diagnosis.services.upgrades import undo_upgrade, upgrade_cycle
from marchepied.apps.referentials.selectors import compare_versions_of, find_version, read_referential
from marchepied.engines.referential import count_changes, say_changes, say_upgrade
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.shared.access import SpaceRequest, member_view

MOST_SAID = 40
"""Sentences shown of what a version changes; the rest is counted."""


def language_of_page() -> str:
    return translation.get_language() or "fr"


@member_view(CHANGE_CYCLE)
def show_versions(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Where the cycle may go, and what became of its answers the last time that it went on."""
    row = cycle_or_404(request, cycle)
    upgrade = latest_upgrade(row)
    if upgrade is not None:
        upgrade.cycle = row
    context = {
        "cycle": row,
        "current": find_version(row.version_id),
        "targets": upgrade_targets(row),
        "upgrade": upgrade,
        "aside": set_aside_of(upgrade, language_of_page()) if upgrade else [],
        "finished": row.state == CycleState.FINISHED,
        "may_undo": upgrade is not None and may_undo(upgrade),
        "section": "cycle",
    }
    return render(request, "diagnosis/upgrade_list.html", context)


@member_view(CHANGE_CYCLE)
def go_on(request: SpaceRequest, cycle: UUID, version: UUID) -> HttpResponse:
    """What would change and what would become of the answers; confirmed, it is written."""
    row = cycle_or_404(request, cycle)
    target = next((one for one in upgrade_targets(row) if one.pk == version), None)
    if target is None:
        raise Http404
    if request.method == "POST":
        try:
            upgrade_cycle(cycle=row, version=target, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("diagnosis:upgrade-to", request.space.slug, row.pk, target.pk)
        messages.success(request, _("Votre démarche suit maintenant cette version. Vos réponses sont là."))
        return redirect("diagnosis:upgrade", request.space.slug, row.pk)
    context = describe_plan(plan_cycle_upgrade(row, target)) | {"target": target, "section": "cycle"}
    return render(request, "diagnosis/upgrade.html", context)


def describe_plan(planned: CyclePlan) -> dict[str, Any]:
    """What a page says of a plan, in the language of the page."""
    language = language_of_page()
    changes = compare_versions_of(planned.cycle.version_id, planned.version)
    said = say_changes(changes, language)
    before = {question.id: question for question in referential_of(planned.cycle).walk_questions()}
    after = {question.id: question for question in read_referential(planned.version).walk_questions()}
    aside = {given.answer.question: given.reason for given in planned.plan.set_aside}
    return {
        "cycle": planned.cycle,
        "blocked": planned.blocked,
        "counted": count_changes(changes, language),
        "said": said[:MOST_SAID],
        "more": max(0, len(said) - MOST_SAID),
        "answers": say_upgrade(planned.plan, language),
        "aside": [(before[name].statement.read_in(language), reason) for name, reason in aside.items()],
        "added": [after[name].statement.read_in(language) for name in planned.added],
        "dropped": [before[name].statement.read_in(language) for name in planned.dropped],
        "called": planned.cycle.round is not None,
    }


@require_POST
@member_view(CHANGE_CYCLE)
def undo(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Come back to the former version, while nothing was answered since."""
    row = cycle_or_404(request, cycle)
    upgrade = latest_upgrade(row)
    if upgrade is None:
        raise Http404
    upgrade.cycle = row
    try:
        undo_upgrade(upgrade=upgrade, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Votre démarche est revenue à la version d’avant, avec ses réponses."))
    return redirect("diagnosis:upgrade", request.space.slug, row.pk)
