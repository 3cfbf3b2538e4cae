"""Surveys brought in from elsewhere, and figures published elsewhere beside ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.listening.models import Survey, SurveyBenchmark
from marchepied.apps.listening.selectors.surveys.comparing import Compared, Share, keep_few, say_left
from marchepied.apps.listening.services.surveys._words import say_fault, say_faults
from marchepied.apps.listening.services.surveys.writing import SurveyContent, prepare_survey
from marchepied.apps.listening.validators import clean_line
from marchepied.core.audit import record
from marchepied.engines.surveys import ReadSurvey, read_lss, read_points, read_xlsform
from marchepied.engines.tables import TableError

# Of one question; each has so many moments at most.
MOST_BENCHMARKS, MOST_MOMENTS = 20, 40
NAME_LENGTH, SOURCE_LENGTH, MOMENT_LENGTH = 160, 300, 40
_SOURCES = " ; "
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)


@dataclass(frozen=True)
class BroughtSurvey:
    """The survey in preparation, and a sentence for each thing that was left out."""

    survey: Survey
    left: tuple[str, ...]


@dataclass(frozen=True)
class BroughtFigures:
    """How many questions have new figures beside them, and a sentence for each that was left out."""

    taken: int
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
    name, source = clean_line(name)[:NAME_LENGTH], clean_line(source)[:SOURCE_LENGTH]
    if not name or not source:
        raise ValidationError(_("Dites d’où viennent ces chiffres : un nom, et où les retrouver."))
    first = survey.first_id or survey.pk
    beside = SurveyBenchmark.objects.filter(survey_id=first, question_id=question_id)
    if beside.count() >= MOST_BENCHMARKS:
        raise ValidationError(_("Vingt comparaisons suffisent pour une question : retirez-en une d’abord."))
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
def bring_benchmarks(
    *, survey: Survey, compared: Compared, name: str, source: str, moment: str, by: Any
) -> BroughtFigures:
    """Put the result of another survey beside ours: a moment of it for each question that its file tells.

    The figures that have this name already get one moment more, never the same twice. One audit entry says
    how many. Raises ValidationError with the reasons, and writes nothing, when there is nothing to take.
    """
    if compared.faults:
        raise ValidationError(list(compared.faults))
    name, source = clean_line(name)[:NAME_LENGTH], clean_line(source)[:SOURCE_LENGTH]
    moment = clean_line(moment)[:MOMENT_LENGTH]
    if not name or not source or not moment:
        raise ValidationError(
            _("Dites de qui sont ces chiffres, où les retrouver, et de quel moment ils sont.")
        )
    first = survey.first_id or survey.pk
    # The same file sent twice at once would otherwise find nothing there twice.
    list(Survey.objects.select_for_update().filter(pk=first).values_list("pk"))
    beside: dict[str, list[SurveyBenchmark]] = {}
    for row in SurveyBenchmark.objects.filter(survey_id=first):
        beside.setdefault(row.question_id, []).append(row)
    taken, left = 0, list(compared.left)
    for share in compared.shares:
        rows = beside.get(share.question.id, [])
        if reason := _say_full(rows, name, moment):
            left.append(say_left(share.question, reason))
            continue
        row = _named(rows, name) or SurveyBenchmark(
            organisation_id=survey.organisation_id, survey_id=first, question_id=share.question.id, name=name
        )
        _add_moment(row, share, source, moment)
        taken += 1
    if not taken:
        raise ValidationError([_("Rien n’est repris de ce fichier."), *keep_few(left)])
    record("survey.benchmarks_brought", survey, by=by, name=name, moment=moment, questions=taken)
    return BroughtFigures(taken, tuple(left))


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


def _named(rows: Sequence[SurveyBenchmark], name: str) -> SurveyBenchmark | None:
    """The figures of a name, capitals aside."""
    return next((row for row in rows if row.name.casefold() == name.casefold()), None)


def _say_full(rows: Sequence[SurveyBenchmark], name: str, moment: str) -> str:
    """Why this moment cannot be added to the figures beside a question; empty when it can."""
    same = [row for row in rows if row.name.casefold() == name.casefold()]
    labels = {str(point["label"]).casefold() for row in same for point in row.points}
    if moment.casefold() in labels:
        return _("« %(moment)s » est déjà là pour cette question.") % {"moment": moment}
    if same and len(same[0].points) >= MOST_MOMENTS:
        return _("il y a déjà quarante moments pour cette question.")
    if not same and len(rows) >= MOST_BENCHMARKS:
        return _("il y a déjà vingt comparaisons pour cette question.")
    return ""


def _add_moment(row: SurveyBenchmark, share: Share, source: str, moment: str) -> None:
    """One moment more, in the order of the years where each has one, with its source if it is another."""
    sources = row.source.split(_SOURCES) if row.source else []
    row.source = _SOURCES.join(dict.fromkeys([*sources, *source.split(_SOURCES)]))
    if len(row.source) > SOURCE_LENGTH:
        said = _(
            "Avec celle des moments déjà là, cette source est trop longue : écrivez-la plus court, ou donnez "
            "un autre nom à ces chiffres."
        )
        raise ValidationError({"source": [said]})
    points = [*row.points, {"label": moment, "value": share.value, "size": share.size}]
    if all(_YEAR.search(str(point["label"])) for point in points):
        points.sort(key=lambda point: _YEAR.findall(str(point["label"]))[0])
    row.points = points
    row.save()
