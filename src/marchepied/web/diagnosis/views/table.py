"""« Autour de la table »: the sheet, the meeting on one telephone, a few actions."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.rules import READ_CYCLE, RUN_WORKSHOP
from marchepied.apps.diagnosis.selectors.cycles import themes_of
from marchepied.apps.diagnosis.selectors.next_cycle import earlier_positions
from marchepied.apps.diagnosis.selectors.table import Table, TableQuestion, read_table
from marchepied.apps.diagnosis.services.table import gather_round_table, note_at_table, settle_question
from marchepied.apps.meetings.enums import Presence
from marchepied.apps.plans.selectors import tally_actions
from marchepied.engines.documents import PaperQuestion, TableSheet, render_table_sheet
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.diagnosis.forms.table import NO_LEVEL, GatherForm, SettleForm, TableNoteForm
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle


@member_view(READ_CYCLE)
def show_sheet(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The questions with their descriptions, for everybody to read beforehand."""
    row = cycle_or_404(request, cycle)
    table = read_table(row)
    context = {"cycle": row, "table": table, "section": "cycle"}
    return render(request, "diagnosis/table_sheet.html", context)


@member_view(READ_CYCLE)
def sheet_pdf(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The same on one sheet of paper, with room for the three actions."""
    row = cycle_or_404(request, cycle)
    language = get_language() or "fr"
    sheet = TableSheet(
        organisation=row.organisation.name,
        subject=", ".join(axis.short.read_in(language) for axis in themes_of(row)),
        questions=tuple(
            PaperQuestion(
                question.worded.wording, tuple(choice.description for choice in question.worded.choices)
            )
            for question in read_table(row).questions
        ),
    )
    response = HttpResponse(render_table_sheet(sheet, language=language).pdf, content_type="application/pdf")
    name = slugify(f"{row.organisation.name} {_('la feuille')}")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@member_view(RUN_WORKSHOP)
def hold_meeting(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Who is round the table; then where the meeting has come to, and what is kept for later."""
    row = cycle_or_404(request, cycle)
    table = read_table(row)
    gathering = table.held_on is None or "presents" in request.GET
    if gathering:
        return _gather(request, row, table)
    noting = TableNoteForm(posted_data(request))
    if request.method == "POST" and noting.is_valid():
        note_at_table(cycle=row, text=noting.cleaned_data["text"], by=request.user)
        messages.success(request, _("C’est gardé pour plus tard."))
        return redirect("diagnosis:table-meeting", request.space.slug, row.pk)
    context = {
        "cycle": row,
        "table": table,
        "headline": _say_where(table),
        "people": _say_people(table),
        "form": noting,
        "actions": tally_actions(row).total,
        "section": "cycle",
    }
    return render(request, "diagnosis/table_meeting.html", context)


def _gather(request: SpaceRequest, cycle: "Cycle", table: Table) -> HttpResponse:
    rows = table.attendance.rows
    initial = {
        "people": table.attendance.present or None,
        "names": "\n".join(row.name for row in rows if row.name and row.presence == Presence.PRESENT),
        "held_on": table.held_on or timezone.localdate(),
    }
    form = GatherForm(posted_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            gather_round_table(
                cycle=cycle,
                people=form.cleaned_data["people"],
                names=form.names_written(),
                held_on=form.cleaned_data["held_on"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _go_to_next(request, cycle, table)
    context = {"cycle": cycle, "form": form, "again": table.held_on is not None, "section": "cycle"}
    context["detailed"] = bool(initial["names"]) or form.is_bound
    return render(request, "diagnosis/table_gather.html", context)


def _go_to_next(request: SpaceRequest, cycle: "Cycle", table: Table) -> HttpResponse:
    waiting = table.next_question
    if waiting is None:
        return redirect("diagnosis:table-meeting", request.space.slug, cycle.pk)
    return redirect("diagnosis:table-question", request.space.slug, cycle.pk, waiting.id)


def _say_where(table: Table) -> str:
    waiting = table.next_question
    if waiting is None:
        return _("Vous avez parlé de toutes les questions.")
    values = {"n": waiting.number, "all": len(table.questions)}
    if not table.settled:
        return _("Vous êtes réunis : on peut commencer.")
    return _("Vous en êtes à la question %(n)s sur %(all)s.") % values


def _say_people(table: Table) -> str:
    names = [row.name for row in table.attendance.rows if row.name]
    present = table.attendance.present
    if names and len(names) == present:
        return ", ".join(names)
    told = _("%(n)s autour de la table") % {"n": present}
    return f"{told} : {', '.join(names)}…" if names else told


@member_view(RUN_WORKSHOP)
def settle(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """One question: read aloud, talk, say where we are."""
    row = cycle_or_404(request, cycle)
    table = read_table(row)
    question = table.find(question_id)
    if question is None:
        raise Http404
    choices = question.worded.choices
    form = SettleForm(
        posted_data(request),
        levels=[choice.description for choice in choices],
        initial=_initial_of(question),
    )
    if request.method == "POST" and form.is_valid() and _save(request, row, question, form):
        return _go_on(request, row, table, question)
    following = table.after(question)
    context = {
        "cycle": row,
        "table": table,
        "question": question,
        "place": _("Question %(n)s sur %(all)s") % {"n": question.number, "all": len(table.questions)},
        "form": form,
        "value": form["level"].value() or "",
        "agreed": form["agreement"].value() or "",
        "disagreeing": Agreement.DISAGREEMENT,
        "following": following,
        "previous": table.before(question),
        "earlier": _say_earlier(row, question),
        "section": "cycle",
    }
    return render(request, "diagnosis/table_question.html", context)


def _say_earlier(cycle: "Cycle", question: TableQuestion) -> dict[str, Any] | None:
    """What the table agreed last time on the same question, to be read before talking."""
    position = earlier_positions(cycle).get(question.id)
    if position is None:
        return None
    said = [choice.description for choice in question.worded.choices if choice.level == position.level]
    return {"title": position.cycle.title, "said": said[0] if said else "", "words": position.words}


def _initial_of(question: TableQuestion) -> dict[str, Any]:
    position = question.position
    if position is None:
        return {}
    return {
        "level": NO_LEVEL if position.level is None else str(position.level),
        "words": position.words,
        "agreement": position.agreement,
        "disagreement_note": position.disagreement_note,
        "disagreement_by": position.disagreement_by,
        **{f"hands_{level}": count for level, count in position.counts.items()},
    }


def _save(request: SpaceRequest, cycle: "Cycle", question: TableQuestion, form: SettleForm) -> bool:
    """Whether what the table says could be written; otherwise the form says why."""
    said = {
        name: form.cleaned_data[name]
        for name in ("words", "agreement", "disagreement_note", "disagreement_by")
    }
    try:
        settle_question(
            cycle=cycle,
            question_id=question.id,
            level=form.chosen_level(),
            counts=form.counts(),
            by=request.user,
            **said,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _go_on(request: SpaceRequest, cycle: "Cycle", table: Table, question: TableQuestion) -> HttpResponse:
    """The next question; after the last, the actions, or what was left aside."""
    following = table.after(question)
    if following is not None and request.POST.get("then") != "pause":
        return redirect("diagnosis:table-question", request.space.slug, cycle.pk, following.id)
    waiting = [other for other in table.questions if other.position is None and other.id != question.id]
    if request.POST.get("then") == "pause" or waiting:
        messages.success(request, _("C’est noté. Vous pouvez reprendre quand vous voulez."))
        return redirect("diagnosis:table-meeting", request.space.slug, cycle.pk)
    return redirect("diagnosis:table-actions", request.space.slug, cycle.pk)
