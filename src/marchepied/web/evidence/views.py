"""Evidence: the list, adding, describing, opening a file, removing."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.selectors.own_answers import say_uses, uses_of_evidence
from marchepied.apps.evidence.enums import EvidenceKind
from marchepied.apps.evidence.selectors import evidence_of, find_evidence
from marchepied.apps.evidence.services import add_file, add_link, delete_evidence, update_evidence
from marchepied.apps.evidence.validators import mime_type_of
from marchepied.apps.organisations.enums import Right
from marchepied.web.evidence.forms import AddForm, DescribeForm, LinkForm
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

if TYPE_CHECKING:
    from marchepied.apps.evidence.models import Evidence

# A file opens nothing and runs nothing, even if a browser were talked into showing it.
FILE_POLICY = "sandbox; default-src 'none'"


@member_view(Right.READ)
def list_evidence(request: SpaceRequest) -> HttpResponse:
    """All evidence of the space, with the number of questions each serves."""
    items = evidence_of(request.space.organisation)
    uses = uses_of_evidence(request.space.organisation, [item.pk for item in items]) if items else {}
    context = {
        "evidence": [{"item": item, "uses": len(uses.get(item.pk, ()))} for item in items],
        "today": timezone.localdate(),
        "section": "cycle",
    }
    return render(request, "evidence/list.html", context)


@member_view(Right.CONTRIBUTE)
def add(request: SpaceRequest) -> HttpResponse:
    """A file or a link."""
    form = AddForm(posted_data(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        said = {key: data[key] for key in ("title", "dated_on", "valid_until", "note")}
        organisation = request.space.organisation
        if data["file"]:
            add_file(organisation=organisation, file=data["file"], by=request.user, **said)
        else:
            add_link(organisation=organisation, url=data["url"], by=request.user, **said)
        messages.success(request, _("Document ajouté. Il peut servir à plusieurs questions."))
        return redirect("evidence:list", request.space.slug)
    return render(request, "evidence/add.html", {"form": form, "section": "cycle"})


@member_view(Right.CONTRIBUTE)
def edit(request: SpaceRequest, evidence: UUID) -> HttpResponse:
    """What is said of a piece of evidence; where it serves."""
    row = _find(request, evidence)
    initial = {name: getattr(row, name) for name in ("title", "dated_on", "valid_until", "note", "url")}
    form_class = LinkForm if row.kind == EvidenceKind.LINK else DescribeForm
    form = form_class(posted_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        update_evidence(evidence=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("evidence:list", request.space.slug)
    context = {"form": form, "item": row, "uses": _uses_of(request, row), "section": "cycle"}
    return render(request, "evidence/edit.html", context)


@member_view(Right.READ)
def download(request: SpaceRequest, evidence: UUID) -> HttpResponseBase:
    """The file itself, always to be saved and never shown in the page."""
    row = _find(request, evidence)
    if row.kind != EvidenceKind.FILE:
        raise Http404
    try:
        content = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=row.file_name, content_type=mime_type_of(row.file_name)
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


@member_view(Right.CONTRIBUTE)
def delete(request: SpaceRequest, evidence: UUID) -> HttpResponse:
    """Remove, after a page that says which questions rely on it."""
    row = _find(request, evidence)
    if request.method == "POST":
        delete_evidence(evidence=row, by=request.user)
        messages.success(request, _("Document supprimé."))
        return redirect("evidence:list", request.space.slug)
    context = {"item": row, "uses": _uses_of(request, row), "section": "cycle"}
    return render(request, "evidence/delete.html", context)


def _find(request: SpaceRequest, evidence_id: UUID) -> "Evidence":
    row = find_evidence(request.space.organisation, evidence_id)
    if row is None:
        raise Http404
    row.organisation = request.space.organisation
    return row


def _uses_of(request: SpaceRequest, row: "Evidence") -> list[str]:
    answers = uses_of_evidence(request.space.organisation, [row.pk]).get(row.pk, [])
    return say_uses(request.space.organisation, answers)
