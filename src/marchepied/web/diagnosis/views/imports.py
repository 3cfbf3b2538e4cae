"""Importing answers in three screens: the file, its columns, what would come in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.rules import CHANGE_CYCLE
from marchepied.apps.diagnosis.selectors.import_words import describe_extraction, say
from marchepied.apps.diagnosis.selectors.imports import (
    ImportChoices,
    decide_mapping,
    fillable_cycle,
    find_pending,
    preview_import,
    read_pending,
)
from marchepied.apps.diagnosis.services.imports import (
    discard_pending_import,
    import_answers,
    keep_pending_import,
    set_import_choices,
)
from marchepied.engines.tables import Extraction, Mapping, Table, TableError
from marchepied.web.diagnosis.forms.imports import ColumnsForm, UploadForm, write_initial
from marchepied.web.shared.access import SpaceRequest, member_view

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import PendingImport

SHOWN_FROM = 5
SHOWN_GROUPS = 60


@member_view(CHANGE_CYCLE)
def choose_file(request: SpaceRequest) -> HttpResponse:
    """The first screen: the file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        pending = keep_pending_import(
            organisation=request.space.organisation,
            data=form.data_read,
            file_name=form.cleaned_data["file"].name,
            sheet=form.cleaned_data["sheet"].strip(),
            by=request.user,
        )
        return redirect("diagnosis:import-columns", request.space.slug, pending.pk)
    return render(request, "diagnosis/import.html", {"form": form, "section": "cycle"})


@member_view(CHANGE_CYCLE)
def choose_columns(request: SpaceRequest, pending: UUID) -> HttpResponse:
    """The second screen: how the file was read, and what each column means."""
    waiting = _pending_or_404(request, pending)
    table = read_pending(waiting)
    cycle = fillable_cycle(request.space.organisation)
    if cycle is not None:
        cycle.organisation = request.space.organisation
    initial = None
    if waiting.choices:
        target = "cycle" if waiting.cycle_id and cycle is not None else "columns"
        initial = write_initial(ImportChoices.from_dict(waiting.choices), table, waiting.title, target)
    form = ColumnsForm(request.POST or None, table=table, cycle=cycle, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_import_choices(
            pending=waiting,
            choices=form.choices,
            title=form.cleaned_data["title"],
            cycle=form.target_cycle(),
            by=request.user,
        )
        return redirect("diagnosis:import-check", request.space.slug, waiting.pk)
    context = {
        "form": form,
        "columns": list(form.columns()),
        "pending": waiting,
        "table": table,
        "separator": _name_separator(table),
        "warnings": [say(message) for message in table.warnings],
        "section": "cycle",
    }
    return render(request, "diagnosis/import_columns.html", context)


@dataclass(frozen=True)
class Reading:
    """A pending file read with the choices made: what would come in, or the sentence that says why not."""

    table: Table
    mapping: Mapping | None = None
    extraction: Extraction | None = None
    refusal: str = ""


@member_view(CHANGE_CYCLE)
def check_import(request: SpaceRequest, pending: UUID) -> HttpResponse:
    """The third screen: what would come in, or each cell to correct; sent, it imports."""
    waiting = _pending_or_404(request, pending)
    if not waiting.choices:
        return redirect("diagnosis:import-columns", request.space.slug, waiting.pk)
    waiting.organisation = request.space.organisation
    if waiting.cycle is not None:
        waiting.cycle.organisation = request.space.organisation
    reading = _read(waiting)
    if request.method == "POST" and reading.mapping is not None and reading.refusal == "":
        try:
            return _import(request, waiting, reading)
        except ValidationError as error:
            reading = Reading(reading.table, refusal=" ".join(error.messages))
    return render(request, "diagnosis/import_check.html", _describe(waiting, reading))


def _read(waiting: "PendingImport") -> Reading:
    table = read_pending(waiting)
    choices = ImportChoices.from_dict(waiting.choices)
    try:
        mapping = decide_mapping(table, choices, waiting.cycle)
        return Reading(table, mapping, preview_import(table, mapping, waiting.cycle))
    except TableError as error:
        return Reading(table, refusal=say(error.message))


def _import(request: SpaceRequest, waiting: "PendingImport", reading: Reading) -> HttpResponse:
    assert reading.mapping is not None
    outcome = import_answers(
        organisation=request.space.organisation,
        table=reading.table,
        mapping=reading.mapping,
        title=waiting.title,
        cycle=waiting.cycle,
        by=request.user,
    )
    if outcome.cycle is None:
        return render(request, "diagnosis/import_check.html", _describe(waiting, reading))
    discard_pending_import(pending=waiting, by=request.user)
    count = describe_extraction(outcome.extraction, reading.mapping)["answers"]
    sentence = ngettext("%(n)s réponse importée.", "%(n)s réponses importées.", count)
    messages.success(request, sentence % {"n": count} + " " + _("Le fichier est effacé."))
    return redirect("diagnosis:crossed", request.space.slug, outcome.cycle.pk)


def _describe(waiting: "PendingImport", reading: Reading) -> dict[str, Any]:
    context: dict[str, Any] = {
        "pending": waiting,
        "refusal": reading.refusal,
        "found": None,
        "small": (),
        "general": 0,
        "more_groups": 0,
        "section": "cycle",
    }
    if reading.extraction is None or reading.mapping is None:
        return context
    found = describe_extraction(reading.extraction, reading.mapping)
    colleges = found["colleges"]
    return context | {
        "found": found,
        "small": [college["name"] for college in colleges if 0 < college["answered"] < SHOWN_FROM],
        "general": sum(bool(text) for text in reading.extraction.general_comments),
        "groups": colleges[:SHOWN_GROUPS],
        "more_groups": max(0, len(colleges) - SHOWN_GROUPS),
        "unlisted": found["rejected_count"] - len(found["rejected"]),
    }


@member_view(CHANGE_CYCLE)
@require_POST
def discard_import(request: SpaceRequest, pending: UUID) -> HttpResponse:
    """Give up: the file is erased at once."""
    discard_pending_import(pending=_pending_or_404(request, pending), by=request.user)
    messages.info(request, _("L’import est abandonné et le fichier effacé."))
    return redirect("diagnosis:import", request.space.slug)


def _pending_or_404(request: SpaceRequest, pending_id: UUID) -> "PendingImport":
    pending = find_pending(request.space.organisation, pending_id, request.user)
    if pending is None:
        raise Http404
    return pending


def _name_separator(table: Table) -> str:
    names = {";": _("point-virgule"), ",": _("virgule"), "\t": _("tabulation"), "|": _("barre verticale")}
    return names.get(table.separator or "", "")
