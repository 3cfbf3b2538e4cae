"""Up to three years side by side, and what changed from the last to this one."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.rules import READ_CYCLE
from marchepied.apps.diagnosis.selectors.comparison import Comparison, comparison_of
from marchepied.engines.tables import write_csv
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(READ_CYCLE)
def show_years(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Each question, year by year, and in sentences what may be said to have changed."""
    row = cycle_or_404(request, cycle)
    comparison = comparison_of(row)
    context: dict[str, Any] = {"cycle": row, "comparison": comparison, "section": "cycle"}
    if comparison is not None:
        context["headline"] = say_changes(comparison)
        context["before"] = comparison.cycles[1]
    return render(request, "diagnosis/years.html", context)


def say_changes(comparison: Comparison) -> str:
    """The page's own sentence: of how many questions something may be said to have changed."""
    changed = sum(bool(question.certain) or question.moved for question in comparison.questions)
    compared = sum(question.same for question in comparison.questions)
    if not compared:
        return _("Aucune question n’est restée la même : rien ne se compare.")
    if not changed:
        return _("On ne peut dire d’aucune question qu’elle a changé.")
    return ngettext(
        "Une question a changé depuis la dernière fois.",
        "%(n)s questions ont changé depuis la dernière fois.",
        changed,
    ) % {"n": changed}


@member_view(READ_CYCLE)
def years_csv(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The same as a table: one line a question, a year and a voice."""
    comparison = comparison_of(cycle_or_404(request, cycle))
    if comparison is None:
        raise Http404
    about = (_("question"), _("démarche"), _("même question"))
    headers = (*about, _("qui"), _("réponse"), _("réponses du haut"), _("sur"))
    content = write_csv(headers, _list_rows(comparison), separator=";")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = slugify(f"{request.space.organisation.name} {_('années')}")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _list_rows(comparison: Comparison) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for question in comparison.questions:
        for year in question.years:
            start = (question.wording, year.cycle.title, year.same)
            if year.said:
                who = _("en réunion") if year.by_meeting else _("l’organisation")
                rows.append((*start, who, year.said, None, None))
            rows += [(*start, group.name, group.place, group.high, group.rated) for group in year.groups]
    return rows
