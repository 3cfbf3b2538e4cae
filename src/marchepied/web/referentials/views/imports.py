"""Guides in and out: a file, what it would change, then a draft; and files to take away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.referentials.rules import READ_GUIDES, WRITE_GUIDES
from marchepied.apps.referentials.selectors import (
    draft_data,
    find_brought,
    find_draft,
    find_usable,
    whole_content,
)
from marchepied.apps.referentials.services import discard_brought_file, import_guide, keep_brought_file
from marchepied.engines.referential import InvalidReferentialError, validate
from marchepied.engines.referential.exchange import (
    FileRefusedError,
    write_long_csv,
    write_spreadsheet,
    write_template,
    write_xlsform,
    write_yaml,
)
from marchepied.web.referentials.bringing.forms import GuideFileForm, TargetForm
from marchepied.web.referentials.bringing.reading import (
    Brought,
    Target,
    describe,
    guess_target,
    list_targets,
    read_brought,
)
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS: dict[str, tuple[Callable[[Any], bytes], str, str]] = {
    "yaml": (write_yaml, "yaml", "application/yaml"),
    "xlsx": (write_spreadsheet, "xlsx", XLSX),
    "csv": (write_long_csv, "csv", "text/csv; charset=utf-8"),
    "form": (write_xlsform, "xlsx", XLSX),
}
"""What a guide may be taken away as: how it is written, the end of the file's name, its type."""


@member_view(WRITE_GUIDES)
def choose_file(request: SpaceRequest) -> HttpResponse:
    """The first screen: the file, or what is wrong in it, place by place."""
    form = GuideFileForm(posted_data(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        brought = keep_brought_file(
            organisation=request.space.organisation,
            data=form.data_read,
            file_name=form.cleaned_data["file"].name,
            by=request.user,
        )
        return redirect("referentials:import-check", request.space.slug, brought.pk)
    return render(request, "referentials/import.html", {"form": form, "section": "house"})


def brought_or_404(request: SpaceRequest, brought: UUID) -> Any:
    found = find_brought(request.space.organisation, request.user, brought)
    if found is None:
        raise Http404
    found.organisation = request.space.organisation
    return found


@member_view(WRITE_GUIDES)
def check_file(request: SpaceRequest, brought: UUID) -> HttpResponse:
    """The second screen: what it would change, and what becomes of the answers; confirmed, it is a draft."""
    row = brought_or_404(request, brought)
    organisation = request.space.organisation
    try:
        read = read_brought(row, organisation)
    except OSError:
        messages.error(request, _("Le fichier a disparu."))
        return redirect("referentials:import", request.space.slug)
    targets = list_targets(organisation)
    target = choose_target(request, targets, read)
    if request.method == "POST" and read.ok:
        return write_draft(request, row, read, target)
    context = {
        "brought": row,
        "read": read,
        "target": target,
        "form": TargetForm(
            targets=[(one.code, one.label) for one in targets], initial={"vers": target.code}, auto_id="id_%s"
        ),
        "section": "house",
    }
    if read.ok:
        context |= describe(read, target, organisation)
    return render(request, "referentials/import_check.html", context)


def choose_target(request: SpaceRequest, targets: list[Target], read: Brought) -> Target:
    """Where the person said, or where the same guide is already."""
    asked = (request.POST if request.method == "POST" else request.GET).get("vers", "")
    known = {target.code: target for target in targets}
    return known.get(asked) or guess_target(targets, read.content, request.space.organisation)


def write_draft(request: SpaceRequest, row: Any, read: Brought, target: Target) -> HttpResponse:
    draft = find_draft(request.space.organisation, target.draft.pk) if target.draft else None
    try:
        written = import_guide(
            brought=row,
            content=read.content,
            base=read.base,
            draft=draft,
            referential=target.version.referential if target.version else None,
            by=request.user,
        )
    except InvalidReferentialError:
        messages.error(request, _("Ce fichier a changé de place : importez-le de nouveau."))
        return redirect("referentials:import", request.space.slug)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("referentials:import-check", request.space.slug, row.pk)
    messages.success(request, _("C’est un brouillon : relisez-le, puis publiez-le. Le fichier est effacé."))
    return redirect("referentials:draft", request.space.slug, written.pk)


@require_POST
@member_view(WRITE_GUIDES)
def discard_file(request: SpaceRequest, brought: UUID) -> HttpResponse:
    """Give up: the file is erased at once."""
    discard_brought_file(brought=brought_or_404(request, brought), by=request.user)
    messages.info(request, _("L’import est abandonné et le fichier effacé."))
    return redirect("referentials:guides", request.space.slug)


@member_view(READ_GUIDES)
def export_version(request: SpaceRequest, version: UUID, file_kind: str) -> HttpResponse:
    """A published version as a file. A form holds the whole, what is added and what it adds to."""
    row = find_usable(request.space.organisation, version)
    if row is None:
        raise Http404
    data = whole_content(row) if file_kind == "form" else row.content
    return send_guide(request, data, file_kind, f"{row.referential.slug}-{row.number}")


@member_view(READ_GUIDES)
def export_draft(request: SpaceRequest, draft: UUID, file_kind: str) -> HttpResponse:
    """A draft as a file, complete or not; a form only once it is complete."""
    row = find_draft(request.space.organisation, draft)
    if row is None:
        raise Http404
    data = row.content
    if file_kind == "form":
        try:
            data = draft_data(row)
            complete = not validate(data)
        except InvalidReferentialError:
            complete = False
        if not complete:
            messages.error(
                request, _("Ce brouillon n’est pas complet : un formulaire ne peut pas encore en être fait.")
            )
            return redirect("referentials:draft", request.space.slug, row.pk)
    return send_guide(request, data, file_kind, row.title)


def send_guide(request: SpaceRequest, data: Any, file_kind: str, name: str) -> HttpResponse:
    write, ending, content_type = WRITERS[file_kind]
    try:
        content = write(data)
    except FileRefusedError as error:
        messages.error(request, " ".join(fault.say(_) for fault in error.faults))
        return redirect("referentials:guides", request.space.slug)
    suffix = "-formulaire" if file_kind == "form" else ""
    return send_file(content, f"{slugify(name) or 'guide'}{suffix}.{ending}", content_type)


@member_view(READ_GUIDES)
def send_template(request: SpaceRequest) -> HttpResponse:
    """An empty workbook to fill in."""
    return send_file(write_template(), f"{slugify(_('modèle de guide'))}.xlsx", XLSX)


def send_file(content: bytes, file_name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
