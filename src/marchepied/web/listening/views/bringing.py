"""A register brought back from its table, in two screens: the file, then what it would write."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.selectors.import_words import say
from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.rules import BRING_BACK
from marchepied.apps.listening.selectors import find_register
from marchepied.apps.listening.selectors.brought import (
    RegisterImport,
    find_register_table,
    plan_complaints,
    plan_ideas,
    read_waiting_table,
)
from marchepied.apps.listening.services import (
    bring_complaints,
    bring_ideas,
    discard_register_table,
    keep_register_table,
)
from marchepied.engines.tables import Table
from marchepied.web.listening.finding import require
from marchepied.web.listening.forms.bringing import RegisterTableForm
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

MOST_SHOWN = 100


@member_view(BRING_BACK)
def choose(request: SpaceRequest, kind: str) -> HttpResponse:
    """The first screen: the file."""
    register = require(find_register(request.space.organisation, kind))
    form = RegisterTableForm(posted_data(request), request.FILES or None)
    if request.method == "POST" and register.is_open and form.is_valid():
        table = keep_register_table(
            register=register,
            data=form.cleaned_data["file"].data,
            file_name=form.cleaned_data["file"].name,
            by=request.user,
        )
        return redirect("listening:bring-check", request.space.slug, table.pk)
    return render(request, "listening/bring.html", {**common(register), "form": form})


@member_view(BRING_BACK)
def check(request: SpaceRequest, register_table: UUID) -> HttpResponse:
    """The second screen: what would be written, or each cell to correct; confirmed, it is written."""
    waiting = require(find_register_table(request.space.organisation, request.user, register_table))
    register = waiting.register
    read = read_waiting_table(waiting)  # it was read once already, when it was sent
    planned = plan(register, read)
    refusal = ""
    if request.method == "POST" and planned.ok:
        try:
            count = write(register, planned, request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            discard_register_table(table=waiting, by=request.user)
            messages.success(request, say_written(register.kind, count))
            return redirect(f"listening:{waiting.register.kind}", request.space.slug)
    context = {
        **common(register),
        "waiting": waiting,
        "planned": planned,
        "shown": planned.added[:MOST_SHOWN],
        "more": max(0, len(planned.added) - MOST_SHOWN),
        "sentence": say_planned(register.kind, planned),
        "refusal": refusal,
        "warnings": [say(message) for message in read.warnings],
    }
    return render(request, "listening/bring_check.html", context, status=422 if refusal else 200)


@require_POST
@member_view(BRING_BACK)
def discard(request: SpaceRequest, register_table: UUID) -> HttpResponse:
    """Give up: the file is erased at once."""
    waiting = require(find_register_table(request.space.organisation, request.user, register_table))
    discard_register_table(table=waiting, by=request.user)
    messages.info(request, _("Rien n’est repris, et le fichier est effacé."))
    return redirect(f"listening:{waiting.register.kind}", request.space.slug)


def common(register: Any) -> dict[str, Any]:
    return {
        "section": "listening",
        "register": register,
        "complaints": register.kind == RegisterKind.COMPLAINTS,
    }


def plan(register: Any, table: Table) -> RegisterImport:
    reader = plan_complaints if register.kind == RegisterKind.COMPLAINTS else plan_ideas
    return reader(register, table)


def write(register: Any, planned: RegisterImport, by: Any) -> int:
    writer = bring_complaints if register.kind == RegisterKind.COMPLAINTS else bring_ideas
    return writer(register=register, planned=planned, by=by)


def say_planned(kind: str, planned: RegisterImport) -> str:
    """What would happen, in one sentence."""
    if planned.refusals:
        return ngettext(
            "Une case est à corriger.", "%(count)s cases sont à corriger.", len(planned.refusals)
        ) % {"count": len(planned.refusals)}
    count = len(planned.added)
    if not count:
        return (
            _("Ce tableau n’apporte rien : tout est déjà là.") if planned.known else _("Ce tableau est vide.")
        )
    if kind == RegisterKind.COMPLAINTS:
        said = ngettext("Une difficulté à reprendre.", "%(count)s difficultés à reprendre.", count)
    else:
        said = ngettext("Une idée à reprendre.", "%(count)s idées à reprendre.", count)
    return said % {"count": count}


def say_written(kind: str, count: int) -> str:
    """What was done, in one sentence."""
    if kind == RegisterKind.COMPLAINTS:
        said = ngettext(
            "Une difficulté est dans le registre. Le fichier est effacé.",
            "%(count)s difficultés sont dans le registre. Le fichier est effacé.",
            count,
        )
    else:
        said = ngettext(
            "Une idée est dans la boîte. Le fichier est effacé.",
            "%(count)s idées sont dans la boîte. Le fichier est effacé.",
            count,
        )
    return said % {"count": count}
