"""Tables in and out: indicators and actions, in two screens, and the files that give them back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.selectors.import_words import say
from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import project_of
from marchepied.apps.plans import selectors
from marchepied.apps.plans.selectors.coherence import add_served_actions
from marchepied.apps.plans.selectors.columns import guess_action_roles
from marchepied.apps.plans.selectors.exports import (
    TYPES,
    Grid,
    action_grid,
    indicator_grid,
    indicator_template,
    write_grid,
)
from marchepied.apps.plans.selectors.import_actions import SKIP, ActionImport, plan_actions
from marchepied.apps.plans.selectors.import_indicators import IndicatorImport, plan_indicators
from marchepied.apps.plans.selectors.indicators import asked_year, indicators_of
from marchepied.apps.plans.selectors.pending import find_pending_table, read_pending_table
from marchepied.apps.plans.services import imports as services
from marchepied.engines.tables import Table, TableError
from marchepied.web.plans.finding import current_cycle_or_404, people_in
from marchepied.web.plans.forms.imports import ActionColumnsForm, TableForm
from marchepied.web.shared.access import SpaceRequest, member_view

INDICATORS, ACTIONS = "indicators", "actions"


def language_of_page() -> str:
    return translation.get_language() or "fr"


@member_view(Right.FACILITATE)
def choose_table(request: SpaceRequest, what: str) -> HttpResponse:
    """The first screen: the file."""
    if what == ACTIONS:
        current_cycle_or_404(request)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        pending = services.keep_pending_table(
            organisation=request.space.organisation,
            data=form.data_read,
            file_name=form.cleaned_data["file"].name,
            what=what,
            sheet=form.cleaned_data["sheet"].strip(),
            by=request.user,
        )
        return redirect("plans:table", request.space.slug, pending.pk)
    return render(request, "plans/import.html", {"section": "plan", "form": form, "what": what})


def table_or_404(request: SpaceRequest, table: UUID) -> Any:
    found = find_pending_table(request.space.organisation, request.user, table)
    if found is None:
        raise Http404
    return found


@member_view(Right.FACILITATE)
def check_table(request: SpaceRequest, table: UUID) -> HttpResponse:
    """The second screen: what would be written, or each cell to correct; confirmed, it is written."""
    pending = table_or_404(request, table)
    pending.organisation = request.space.organisation
    try:
        read = read_pending_table(pending)
    except (TableError, OSError) as error:
        messages.error(
            request, say(error.message) if isinstance(error, TableError) else _("Le fichier a disparu.")
        )
        return redirect(f"plans:{pending.what}-import", request.space.slug)
    check = check_actions if pending.what == ACTIONS else check_indicators
    return check(request, pending, read)


def check_indicators(request: SpaceRequest, pending: Any, table: Table) -> HttpResponse:
    organisation = request.space.organisation
    cycle = selectors.plan_cycle(organisation)
    objectives = selectors.plan_of(cycle).objectives if cycle else []
    planned = plan_indicators(table, indicators_of(organisation), objectives)
    if request.method == "POST" and planned.ok:
        count = services.import_indicators(organisation=organisation, planned=planned, by=request.user)
        services.discard_pending_table(pending=pending, by=request.user)
        said = ngettext("Un indicateur est à jour.", "%(count)s indicateurs sont à jour.", count)
        messages.success(request, said % {"count": count} + " " + _("Le fichier est effacé."))
        return redirect("plans:indicators", request.space.slug)
    context = {
        "section": "plan",
        "pending": pending,
        "planned": planned,
        "sentence": sentence_of(planned),
        "warnings": [say(message) for message in table.warnings],
    }
    return render(request, "plans/import_indicators.html", context)


def check_actions(request: SpaceRequest, pending: Any, table: Table) -> HttpResponse:
    cycle = current_cycle_or_404(request)
    cycle.organisation = request.space.organisation
    stored = pending.choices.get("roles") or {}
    roles = {int(index): role for index, role in stored.items()} or guess_action_roles(table.headers)
    duplicates = pending.choices.get("duplicates", SKIP)
    mapping = request.method == "POST" and "mapping" in request.POST
    form = ActionColumnsForm(
        request.POST if mapping else None,
        table=table,
        roles=roles,
        language=language_of_page(),
        initial={"duplicates": duplicates},
    )
    if mapping and form.is_valid():
        choices = {"roles": form.roles(), "duplicates": form.cleaned_data["duplicates"]}
        services.set_table_choices(pending=pending, choices=choices, by=request.user)
        return redirect("plans:table", request.space.slug, pending.pk)
    plan = selectors.plan_of(cycle)
    add_served_actions(plan.actions)
    planned = plan_actions(
        table,
        roles,
        actions=plan.actions,
        people=people_in(request),
        objectives=plan.objectives,
        project=project_of(request.space.organisation),
        duplicates=duplicates,
    )
    if request.method == "POST" and not mapping and planned.ok:
        return write_actions(request, cycle, pending, planned)
    context = {
        "section": "plan",
        "pending": pending,
        "planned": planned,
        "form": form,
        "columns": list(form.columns()),
        "mapping_open": mapping or bool(planned.refusals),
        "sentence": sentence_of(planned),
        "warnings": [say(message) for message in table.warnings],
        "skipping": duplicates == SKIP,
    }
    return render(request, "plans/import_actions.html", context)


def write_actions(request: SpaceRequest, cycle: Any, pending: Any, planned: ActionImport) -> HttpResponse:
    try:
        count = services.import_actions(cycle=cycle, planned=planned, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("plans:table", request.space.slug, pending.pk)
    services.discard_pending_table(pending=pending, by=request.user)
    said = ngettext("Une action est dans le plan.", "%(count)s actions sont dans le plan.", count)
    messages.success(request, said % {"count": count} + " " + _("Le fichier est effacé."))
    return redirect("plans:plan", request.space.slug)


def sentence_of(planned: IndicatorImport | ActionImport) -> str:
    """What would happen, in one sentence."""
    if planned.refusals:
        return ngettext(
            "Une case est à corriger.", "%(count)s cases sont à corriger.", len(planned.refusals)
        ) % {"count": len(planned.refusals)}
    added, changed = len(planned.added), len(planned.changed)
    if not added and not changed:
        return _("Ce tableau ne change rien.")
    names = isinstance(planned, ActionImport)
    parts = []
    if added:
        actions = ngettext("%(count)s action à ajouter", "%(count)s actions à ajouter", added)
        measures = ngettext("%(count)s indicateur à ajouter", "%(count)s indicateurs à ajouter", added)
        parts.append((actions if names else measures) % {"count": added})
    if changed:
        actions = ngettext("%(count)s action à changer", "%(count)s actions à changer", changed)
        measures = ngettext("%(count)s indicateur à changer", "%(count)s indicateurs à changer", changed)
        parts.append((actions if names else measures) % {"count": changed})
    return ", ".join(parts) + "."


@require_POST
@member_view(Right.FACILITATE)
def discard_table(request: SpaceRequest, table: UUID) -> HttpResponse:
    """Give up: the file is erased at once."""
    pending = table_or_404(request, table)
    services.discard_pending_table(pending=pending, by=request.user)
    messages.info(request, _("L’import est abandonné et le fichier effacé."))
    return redirect(f"plans:{pending.what}-import", request.space.slug)


@member_view(Right.READ)
def export_indicators(request: SpaceRequest, kind: str) -> HttpResponse:
    grid = indicator_grid(request.space.organisation, language_of_page())
    return send_grid(request, grid, kind, _("indicateurs"))


@member_view(Right.FACILITATE)
def export_template(request: SpaceRequest, kind: str) -> HttpResponse:
    """An empty table of indicators to fill in."""
    grid = indicator_template(asked_year(timezone.localdate()), language_of_page())
    return send_grid(request, grid, kind, _("modèle d’indicateurs"))


@member_view(Right.READ)
def export_actions(request: SpaceRequest, kind: str) -> HttpResponse:
    cycle = current_cycle_or_404(request)
    return send_grid(request, action_grid(cycle, language_of_page()), kind, _("plan"))


def send_grid(request: SpaceRequest, grid: Grid, kind: str, name: str) -> HttpResponse:
    """A table as a file to keep."""
    response = HttpResponse(write_grid(grid, kind, sheet=name.capitalize()), content_type=TYPES[kind])
    file_name = slugify(f"{name} {request.space.organisation.name}") or name
    response["Content-Disposition"] = f'attachment; filename="{file_name}.{kind}"'
    return response
