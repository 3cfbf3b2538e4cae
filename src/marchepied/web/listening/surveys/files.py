"""What leaves a survey as a file, and what comes in: forms of other tools, figures published elsewhere."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marchepied.apps.listening.selectors.exports import TYPES, write_grid
from marchepied.apps.listening.selectors.surveys import benchmarks_of, find_benchmark, questions_of, stage_of
from marchepied.apps.listening.selectors.surveys.comparing import points_of
from marchepied.apps.listening.selectors.surveys.results import read_result, result_grid
from marchepied.apps.listening.selectors.surveys.trends import FOLLOWED
from marchepied.apps.listening.services.surveys import add_benchmark, bring_survey, remove_benchmark
from marchepied.apps.organisations.enums import Right
from marchepied.engines.surveys import write_xlsform
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.listening.surveys.comparing import ComparedFileForm, bring_figures, tell_brought
from marchepied.web.listening.surveys.finding import back_to, page, with_survey
from marchepied.web.listening.surveys.forms import BenchmarkForm, FileForm
from marchepied.web.participation.views.shared import attempt_in
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(Right.READ)
@with_survey()
@require_safe
def results(request: SpaceRequest, survey: Any, kind: str) -> HttpResponse:
    """The last result shown, as a table: nothing that the page does not show."""
    release = stage_of(survey).release
    if release is None:
        raise Http404
    grid = result_grid(read_result(survey, release, translation.get_language() or "fr"))
    return hand_over(write_grid(grid, kind, sheet=_("Résultat")), kind, _("enquete"))


@member_view(Right.READ)
@with_survey()
@require_safe
def form(request: SpaceRequest, survey: Any) -> HttpResponse:
    """The questions as a form that ODK, Kobo and others read."""
    return hand_over(write_xlsform(survey.title, questions_of(survey)), "xlsx", _("formulaire"))


@member_view(Right.FACILITATE)
def bring(request: SpaceRequest) -> HttpResponse:
    """Prepare a survey from a file of another tool; what could not be taken is said."""
    form = FileForm(posted_data(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        who = f"{request.user.name} ({request.user.email})"[:200]
        made: list[Any] = []

        def take() -> None:
            made.append(
                bring_survey(
                    organisation=request.space.organisation,
                    data=file.read(),
                    file_name=file.name,
                    responsible=who,
                    by=request.user,
                )
            )

        if attempt_in(form, take):
            messages.success(
                request, _("Les questions sont là. Relisez-les, puis dites à qui et jusqu’à quand.")
            )
            for sentence in made[0].left[:8]:
                messages.warning(request, sentence)
            return back_to(request, made[0].survey)
    return page(request, "bring", form=form)


@member_view(Right.FACILITATE)
@with_survey()
def benchmarks(request: SpaceRequest, survey: Any) -> HttpResponse:
    """Figures published elsewhere, beside ours: written by hand, or the file of another survey."""
    asked = questions_of(survey)
    questions = [one for one in asked if one.kind in FOLLOWED]
    from_file = request.POST.get("gesture") == "file"
    form = BenchmarkForm(None if from_file else posted_data(request), questions=questions)
    file_form = ComparedFileForm(
        request.POST if from_file else None, request.FILES if from_file else None, questions=asked
    )
    if form.is_bound and form.is_valid():
        try:
            add_benchmark(survey=survey, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("C’est noté : ces chiffres paraissent à côté des vôtres."))
            return back_to(request, survey)
    if file_form.is_bound and file_form.is_valid() and (brought := bring_figures(request, survey, file_form)):
        tell_brought(request, file_form.cleaned_data["name"], brought)
        return redirect("listening:survey-elsewhere", request.space.slug, survey.pk)
    names = {one.id: one.wording for one in questions}
    rows = [(row, names.get(row.question_id, {}), points_of(row)) for row in benchmarks_of(survey)]
    return page(request, "elsewhere", survey=survey, form=form, file_form=file_form, rows=rows)


@member_view(Right.FACILITATE)
@with_survey()
@require_POST
def benchmark_remove(request: SpaceRequest, survey: Any, benchmark: UUID) -> HttpResponse:
    row = find_benchmark(survey, benchmark)
    if row is None:
        raise Http404
    remove_benchmark(benchmark=row, by=request.user)
    return redirect("listening:survey-elsewhere", request.space.slug, survey.pk)


def hand_over(data: bytes, kind: str, name: str) -> HttpResponse:
    """A table as a file."""
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{kind}"'
    return response
