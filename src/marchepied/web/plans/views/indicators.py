"""Indicators: what is followed, its values year after year, where it should go."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.plans import selectors
from marchepied.apps.plans.selectors.indicator_words import (
    describe_target,
    describe_trend,
    explain_formula,
    name_formula,
)
from marchepied.apps.plans.selectors.indicators import (
    IndicatorLine,
    asked_year,
    find_indicator,
    indicators_of,
    lines_of,
    templates_for,
    years_without_value,
)
from marchepied.apps.plans.services import indicators as services
from marchepied.apps.plans.validators import FIRST_YEAR, LAST_YEAR
from marchepied.engines.referential import word_text
from marchepied.web.plans.finding import current_cycle_or_404
from marchepied.web.plans.forms.indicators import IndicatorForm, TargetsForm, ValuesForm
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


def indicator_or_404(request: SpaceRequest, indicator: UUID) -> Any:
    found = find_indicator(request.space.organisation, indicator)
    if found is None:
        raise Http404
    return found


def line_or_404(request: SpaceRequest, indicator: UUID) -> tuple[IndicatorLine, dict[str, str]]:
    """The indicator with all its years, and the names of all the indicators by key."""
    rows = indicators_of(request.space.organisation)
    names = {row.key: row.name for row in rows}
    for line in lines_of(rows):
        if line.indicator.pk == indicator:
            return line, names
    raise Http404


@member_view(Right.READ)
def indicators(request: SpaceRequest) -> HttpResponse:
    """Every indicator by what it serves: its last value, where it goes, how far the target is."""
    lines = lines_of(indicators_of(request.space.organisation))
    followed = [line for line in lines if not line.indicator.archived]
    year = asked_year()
    missing = years_without_value(followed, year)
    context = {
        "section": "plan",
        "sentence": sentence_of(followed, missing, year),
        "families": group_lines(followed),
        "followed": followed,
        "archived": [line.indicator for line in lines if line.indicator.archived],
        "year": year,
        "missing": {line.indicator.pk for line in missing},
    }
    return render(request, "plans/indicators.html", context)


def sentence_of(lines: list[IndicatorLine], missing: list[IndicatorLine], year: int) -> str:
    """What is measured, in one sentence; what is missing first."""
    if not lines:
        return _("Rien n’est encore mesuré.")
    if not missing:
        return _("Les valeurs de %(year)s sont notées.") % {"year": year}
    return ngettext(
        "Il manque la valeur de %(year)s pour un indicateur.",
        "Il manque la valeur de %(year)s pour %(count)s indicateurs.",
        len(missing),
    ) % {"year": year, "count": len(missing)}


def group_lines(lines: list[IndicatorLine]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The lines by the objective that they serve, those without one last; each said in words."""
    families: dict[Any, list[dict[str, Any]]] = {}
    for line in sorted(lines, key=_family_order):
        objective = line.indicator.objective
        families.setdefault(objective.text if objective else "", []).append(
            {"line": line, "trend": describe_trend(line), "target": describe_target(line)}
        )
    return list(families.items())


def _family_order(line: IndicatorLine) -> tuple[bool, int, int, str, int]:
    objective = line.indicator.objective
    if objective is None:
        return True, 0, 0, "", line.indicator.position
    return False, objective.horizon, objective.position, str(objective.pk), line.indicator.position


@member_view(Right.READ)
def indicator(request: SpaceRequest, indicator: UUID) -> HttpResponse:
    """One indicator: its definition, its history in a picture and a table, its targets."""
    line, names = line_or_404(request, indicator)
    language = translation.get_language() or "fr"
    years = [
        {
            "value": value,
            "formula": explain_formula(line.indicator, value, language) if value.computed else "",
            "target": line.target_of(value.year),
        }
        for value in reversed(line.values)
    ]
    context = {
        "section": "plan",
        "line": line,
        "indicator": line.indicator,
        "trend": describe_trend(line),
        "target": describe_target(line),
        "years": years,
        "ahead": [target for target in reversed(line.targets) if line.value_of(target.year) is None],
        "formula": name_formula(line.indicator, names, language),
        "year": asked_year(),
    }
    return render(request, "plans/indicator.html", context)


def objectives_in(request: SpaceRequest) -> list[Any]:
    cycle = selectors.plan_cycle(request.space.organisation)
    return selectors.plan_of(cycle).objectives if cycle else []


@member_view(Right.FACILITATE)
def indicator_add(request: SpaceRequest) -> HttpResponse:
    form = IndicatorForm(posted_data(request), objectives=objectives_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_indicator(
                organisation=request.space.organisation, content=form.content(), by=request.user
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("L’indicateur est suivi. Vous pouvez noter ses valeurs."))
            return redirect("plans:indicator", request.space.slug, added.pk)
    return render_form(request, form, None)


@member_view(Right.FACILITATE)
def indicator_edit(request: SpaceRequest, indicator: UUID) -> HttpResponse:
    found = indicator_or_404(request, indicator)
    initial = {name: getattr(found, name) for name in IndicatorForm.base_fields}
    initial["objective"] = str(found.objective_id or "")
    form = IndicatorForm(posted_data(request), objectives=objectives_in(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_indicator(indicator=found, content=form.content(), by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("L’indicateur est à jour."))
            return redirect("plans:indicator", request.space.slug, found.pk)
    return render_form(request, form, found)


def render_form(request: SpaceRequest, form: IndicatorForm, found: Any) -> HttpResponse:
    others = [
        row
        for row in indicators_of(request.space.organisation)
        if not row.archived and (found is None or row.pk != found.pk)
    ]
    context = {"section": "plan", "form": form, "indicator": found, "others": others}
    return render(request, "plans/indicator_form.html", context)


@member_view(Right.CONTRIBUTE)
def indicator_values(request: SpaceRequest, year: int) -> HttpResponse:
    """The values of one year, all on one page."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    lines = [
        line for line in lines_of(indicators_of(request.space.organisation)) if not line.indicator.archived
    ]
    form = ValuesForm(posted_data(request), lines=lines, year=year)
    if request.method == "POST" and form.is_valid():
        saved = services.save_values(
            organisation=request.space.organisation, year=year, measures=form.measures(), by=request.user
        )
        messages.success(request, tell_saved(len(saved)))
        return redirect("plans:indicators", request.space.slug)
    context = {
        "section": "plan",
        "form": form,
        "rows": [
            {"row": row, "value": row.line.value_of(year), "before": row.line.value_of(year - 1)}
            for row in form.rows()
        ],
        "year": year,
        "earlier": year - 1,
        "later": year + 1 if year < timezone.localdate().year else None,
    }
    return render(request, "plans/indicator_values.html", context)


def tell_saved(count: int) -> str:
    if not count:
        return _("Rien n’a changé.")
    return ngettext("Une valeur est notée.", "%(count)s valeurs sont notées.", count) % {"count": count}


@member_view(Right.FACILITATE)
def indicator_targets(request: SpaceRequest, indicator: UUID) -> HttpResponse:
    """Where the indicator should be in one year and in three, and the targets already set."""
    line, _names = line_or_404(request, indicator)
    form = TargetsForm(posted_data(request), line=line, years=target_years(line, timezone.localdate().year))
    if request.method == "POST" and form.is_valid():
        services.save_targets(indicator=line.indicator, targets=form.targets(), by=request.user)
        messages.success(request, _("La cible est notée."))
        return redirect("plans:indicator", request.space.slug, indicator)
    context = {"section": "plan", "form": form, "line": line, "indicator": line.indicator}
    return render(request, "plans/indicator_targets.html", context)


def target_years(line: IndicatorLine, today: int) -> dict[int, str]:
    """The years that the page asks for, with their labels: the old targets, then one year and three."""
    years = {target.year: str(target.year) for target in line.targets}
    years[today + 1] = _("Dans un an (%(year)s)") % {"year": today + 1}
    years[today + 3] = _("Dans trois ans (%(year)s)") % {"year": today + 3}
    return dict(sorted(years.items()))


@require_POST
@member_view(Right.FACILITATE)
def indicator_archive(request: SpaceRequest, indicator: UUID) -> HttpResponse:
    """Stop asking for an indicator, or ask for it again; nothing is lost either way."""
    found = indicator_or_404(request, indicator)
    archived = request.POST.get("gesture") != "restore"
    services.archive_indicator(indicator=found, archived=archived, by=request.user)
    said = _("Ses valeurs ne seront plus demandées. Vous pourrez le reprendre.")
    messages.success(request, said if archived else _("Ses valeurs seront de nouveau demandées."))
    return redirect(
        "plans:indicators" if archived else "plans:indicator",
        request.space.slug,
        *([] if archived else [found.pk]),
    )


@member_view(Right.FACILITATE)
def indicator_delete(request: SpaceRequest, indicator: UUID) -> HttpResponse:
    found = indicator_or_404(request, indicator)
    if request.method == "POST":
        try:
            services.delete_indicator(indicator=found, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("plans:indicator", request.space.slug, found.pk)
        messages.success(request, _("L’indicateur et ses valeurs sont supprimés."))
        return redirect("plans:indicators", request.space.slug)
    context = {
        "section": "plan",
        "question": _("Supprimer cet indicateur ?"),
        "what": found.name,
        "consequence": _("Toutes ses valeurs disparaissent. Pour les garder, archivez-le plutôt."),
    }
    return render(request, "plans/delete.html", context)


@member_view(Right.FACILITATE)
def indicator_adopt(request: SpaceRequest) -> HttpResponse:
    """Indicators that the guide proposes for the questions of the cycle."""
    cycle = current_cycle_or_404(request)
    cycle.organisation = request.space.organisation
    language = translation.get_language() or "fr"
    if request.method == "POST":
        try:
            added = services.adopt_templates(
                cycle=cycle, template_ids=request.POST.getlist("template"), language=language, by=request.user
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request,
                ngettext("Un indicateur est suivi.", "%(count)s indicateurs sont suivis.", len(added))
                % {"count": len(added)},
            )
            return redirect("plans:indicators", request.space.slug)
    vocabulary = vocabulary_of(request.space.organisation, language)

    def words(text: Any) -> str:
        return word_text(text.read_in(language), language, vocabulary)

    proposed = [
        {
            "id": template.id,
            "name": words(template.title),
            "definition": words(template.definition),
            "source": words(template.source_document),
            "chosen": template.id in request.POST.getlist("template"),
        }
        for template in templates_for(cycle, indicators_of(request.space.organisation))
    ]
    return render(request, "plans/indicator_adopt.html", {"section": "plan", "proposed": proposed})
