"""Surveys brought in from elsewhere, and figures published elsewhere beside ours."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.listening.models import Survey, SurveyBenchmark
from marchepied.apps.listening.services.surveys._words import say_fault, say_faults
from marchepied.apps.listening.services.surveys.writing import SurveyContent, prepare_survey
from marchepied.apps.listening.validators import clean_line
from marchepied.core.audit import record
from marchepied.engines.surveys import ReadSurvey, read_lss, read_points, read_xlsform
from marchepied.engines.tables import TableError

MOST_BENCHMARKS = 20


@dataclass(frozen=True)
class BroughtSurvey:
    """The survey in preparation, and a sentence for each thing that was left out."""

    survey: Survey
    left: tuple[str, ...]


@transaction.atomic
def bring_survey(
    *, organisation: Any, data: bytes, file_name: str, responsible: str, by: Any
) -> BroughtSurvey:
    """Prepare a survey from a form (XLSForm) or the structure of a LimeSurvey survey (.lss).

    Raises ValidationError with a sentence for a file in which there is no question.
    """
    read = _read(data, file_name)
    if not read.questions:
        raise ValidationError(say_faults(read.faults[:3], ()))
    title = read.title.get("fr") or file_name.rsplit(".", 1)[0]
    content = SurveyContent(
        title={"fr": title, "en": read.title.get("en", "")}, closes_on=None, responsible=responsible
    )
    survey = prepare_survey(organisation=organisation, content=content, questions=list(read.questions), by=by)
    record("survey.brought", survey, by=by, file=file_name[:120])
    return BroughtSurvey(survey, tuple(dict.fromkeys(say_faults(read.faults, read.questions))))


@transaction.atomic
def add_benchmark(
    *, survey: Survey, question_id: str, name: str, source: str, points: str, by: Any
) -> SurveyBenchmark:
    """Put figures published elsewhere beside ours; they follow the survey from wave to wave.

    `points` is a line a moment (« 2019 ; 74 % »). Raises ValidationError with what is wrong.
    """
    read, faults = read_points(points)
    if faults:
        raise ValidationError({"points": [say_fault(fault) for fault in faults[:5]]})
    name, source = clean_line(name)[:160], clean_line(source)[:300]
    if not name or not source:
        raise ValidationError(_("Dites d’où viennent ces chiffres : un nom, et où les retrouver."))
    first = survey.first_id or survey.pk
    if SurveyBenchmark.objects.filter(survey_id=first).count() >= MOST_BENCHMARKS:
        raise ValidationError(_("Vingt comparaisons suffisent : retirez-en une d’abord."))
    row = SurveyBenchmark.objects.create(
        organisation_id=survey.organisation_id,
        survey_id=first,
        question_id=question_id,
        name=name,
        source=source,
        points=[dict(point) for point in read],
    )
    record("survey.benchmark_added", row, by=by, name=name)
    return row


@transaction.atomic
def remove_benchmark(*, benchmark: SurveyBenchmark, by: Any) -> None:
    """Take figures from elsewhere away."""
    record("survey.benchmark_removed", benchmark, by=by, name=benchmark.name)
    benchmark.delete()


def _read(data: bytes, file_name: str) -> ReadSurvey:
    if file_name.lower().endswith((".lss", ".xml")) or data.lstrip()[:5] == b"<?xml":
        return read_lss(data)
    try:
        return read_xlsform(data, file_name)
    except TableError as refusal:
        raise ValidationError(str(refusal)) from refusal
