"""Answers gathered elsewhere, sent as a table: read at once, then deposited whole or not at all."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from marchepied.apps.diagnosis.selectors.import_words import say
from marchepied.apps.listening.selectors.exports import TYPES, write_grid
from marchepied.apps.listening.selectors.surveys import is_full, questions_of, survey_of_round
from marchepied.apps.listening.selectors.surveys.bringing import (
    MOST_BYTES,
    PlannedAnswers,
    answers_grid,
    find_other_tabs,
    plan_sheets,
    read_answers_table,
)
from marchepied.apps.listening.services.surveys import BroughtAnswers, bring_answers
from marchepied.apps.organisations.enums import Right
from marchepied.engines.tables import Table, TableError
from marchepied.web.listening.surveys.finding import page
from marchepied.web.participation.places import CallPlace
from marchepied.web.participation.views.shared import attempt_in, posted, require_open, with_call
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.table_files import TableFileField

MOST_SAID = 8


class AnswersTableForm(forms.Form):
    """A table of answers, read at once into `table`; nothing of it is kept.

    `tabs` are the other filled sheets of its workbook.
    """

    file = TableFileField(
        label=_("Le tableau rempli"),
        help_text=_("CSV ou XLSX, 5 Mo et 1 000 lignes au plus."),
        read=read_answers_table,
        most_bytes=MOST_BYTES,
    )
    leave = forms.BooleanField(
        label=_(
            "Laisser de côté les colonnes que nous ne connaissons pas, les questions sans colonne et les "
            "autres onglets du classeur"
        ),
        required=False,
    )

    tabs: tuple[str, ...] = ()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.tabs = find_other_tabs(file.data, file.name, file.table)
        except TableError as error:
            raise forms.ValidationError(say(error.message)) from error
        return file


@member_view(Right.FACILITATE)
@with_call
def answers(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """The table to fill and where to send it; what is wrong in the one that was sent, cell by cell."""
    require_open(place.call)
    survey = _survey_at(place)
    form = AnswersTableForm(posted(request), request.FILES or None)
    planned: PlannedAnswers | None = None
    if form.is_bound and form.is_valid():
        leave = form.cleaned_data["leave"]
        planned = plan_sheets(
            questions_of(survey), form.cleaned_data["file"].table, tabs=form.tabs, leave=leave
        )
        if not (planned.sheets or planned.is_refused):
            form.add_error("file", _now("Aucune ligne de ce tableau ne répond à une question."))
        elif planned.ok and (done := _deposit(request, form, place, planned)):
            _tell(request, planned, done)
            _warn(request, form.cleaned_data["file"].table)
            return redirect(place.back)
    response = page(
        request,
        "answers_brought",
        place=place,
        call=place.call,
        survey=survey,
        form=form,
        planned=planned,
        full=is_full(place.call),
        to_fill=[(kind.upper(), place.url(f"answers-sheet-{kind}")) for kind in ("xlsx", "csv")],
    )
    response.status_code = 422 if form.is_bound else 200
    return response


@member_view(Right.FACILITATE)
@with_call
@require_safe
def sheet_csv(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """The empty table to fill, a column a question, as CSV."""
    return _hand_over(place, "csv")


@member_view(Right.FACILITATE)
@with_call
@require_safe
def sheet_xlsx(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """The empty table to fill, a column a question, as a workbook."""
    return _hand_over(place, "xlsx")


def _survey_at(place: CallPlace) -> Any:
    survey = survey_of_round(place.call.round)
    if survey is None:
        raise Http404
    return survey


def _hand_over(place: CallPlace, kind: str) -> HttpResponse:
    grid = answers_grid(questions_of(_survey_at(place)))
    response = HttpResponse(write_grid(grid, kind, sheet=_now("Réponses")), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{slugify(_now("reponses"))}.{kind}"'
    return response


def _deposit(
    request: SpaceRequest, form: forms.Form, place: CallPlace, planned: PlannedAnswers
) -> BroughtAnswers | None:
    done: list[BroughtAnswers] = []
    attempt_in(form, lambda: done.append(bring_answers(call=place.call, planned=planned, by=request.user)))
    return done[0] if done else None


def _tell(request: SpaceRequest, planned: PlannedAnswers, done: BroughtAnswers) -> None:
    """What went in, what was there already, what was left out."""
    if done.taken:
        said = ngettext(
            "La réponse d’une personne est déposée.",
            "Les réponses de %(count)s personnes sont déposées.",
            done.taken,
        )
        messages.success(request, said % {"count": done.taken})
    if done.known and not done.taken:
        messages.warning(
            request,
            _now(
                "Ce tableau est déjà déposé : rien n’est compté deux fois. Si ce sont d’autres personnes, "
                "qui ont répondu de même, saisissez leurs feuilles une à une."
            ),
        )
    elif done.known:
        said = ngettext(
            "La réponse d’une autre était déjà là.",
            "Celles de %(count)s autres étaient déjà là.",
            done.known,
        )
        messages.info(request, said % {"count": done.known})
    if left := " ".join(_say_left(planned)):
        messages.info(request, left)


def _warn(request: SpaceRequest, table: Table) -> None:
    """What the reading of the file had to suppose; the other sheets are told with what was left out."""
    said = " ".join(say(one) for one in table.warnings if one.code != "other_sheets")
    if said:
        messages.warning(request, said)


def _say_left(planned: PlannedAnswers) -> Iterator[str]:
    if planned.silent:
        said = ngettext(
            "Une ligne sans réponse n’est pas comptée.",
            "%(count)s lignes sans réponse ne sont pas comptées.",
            planned.silent,
        )
        yield said % {"count": planned.silent}
    if planned.tabs:
        yield _now("Onglets laissés de côté : %(names)s.") % {"names": _list(planned.tabs)}
    if planned.unknown:
        yield _now("Colonnes laissées de côté : %(names)s.") % {"names": _list(planned.unknown)}
    if planned.missing:
        yield _now("Sans réponse, faute de colonne : %(names)s.") % {"names": _list(planned.missing)}


def _list(names: tuple[str, ...]) -> str:
    """A few names, and how many more."""
    said = " ; ".join(name[:80] for name in names[:MOST_SAID])
    more = len(names) - MOST_SAID
    return f"{said} … (+{more})" if more > 0 else said
