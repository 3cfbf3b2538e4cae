"""The result of another survey, from the file that it gives away, beside the same questions of ours."""

import csv
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from marchepied.apps.listening.models import SurveyBenchmark
from marchepied.apps.listening.selectors.exports import write_grid
from marchepied.apps.listening.selectors.surveys.comparing import (
    Compared,
    compare_table,
    keep_few,
    points_of,
    read_result_table,
)
from marchepied.apps.listening.selectors.surveys.results import read_result, result_grid
from marchepied.apps.listening.selectors.surveys.trends import follow_questions
from marchepied.apps.listening.services.surveys import (
    add_benchmark,
    bring_benchmarks,
    close_survey,
    start_wave,
)
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from marchepied.engines.surveys import Question, read_questions
from marchepied.engines.tables import write_csv
from tests.factories.organisations import OrganisationFactory
from tests.factories.participation import CollegeFactory
from tests.factories.surveys import EVERY_KIND, FILLED, SCALE, fill, open_one, prepare_one

pytestmark = pytest.mark.django_db

CSPS = Path(__file__).resolve().parents[4] / "shared" / "data" / "csps2020"
HEADERS = ["question", "ce qui est demandé", "groupe", "ligne", "réponse", "personnes", "pour cent"]
ANSWERS = [choice["fr"] for choice in SCALE]
HAPPY, ORIGIN = EVERY_KIND[:2]
GIVEN = {"name": "Réseau Sud", "source": "https://exemple.fr/enquete", "moment": "2026"}


def block(wording="Content ?", counts=(1, 2, 3, 4), shares=(10, 20, 30, 40), **more):
    """The rows of a question in a file."""
    answers = more.get("answers", ANSWERS)
    head = [more.get("number", 1), wording, more.get("group", ""), more.get("line", "")]
    return [[*head, *cells] for cells in zip(answers, counts, shares, strict=True)]


def compare(rows, questions=EVERY_KIND, headers=HEADERS):
    return compare_table(questions, read_result_table(write_csv(headers, rows, separator=";"), "r.csv"))


def left_of(rows, plain, questions=(HAPPY,)):
    compared = compare(rows, questions)
    assert (compared.shares, compared.faults) == ((), ())
    return [plain(sentence) for sentence in compared.left]


def told(compared):
    return {share.question.id: (share.value, share.size) for share in compared.shares}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("groups", [0, 2])
def test_a_result_that_left_comes_back_the_same(house, kind, language, groups, plain):
    colleges = tuple(CollegeFactory(organisation=house) for _time in range(groups))
    survey = open_one(house, colleges=colleges)
    for place in range(groups or 1):
        fill(survey, FILLED, times=8, place=place)
        fill(survey, {**FILLED, "q1": "4", "q2": "1", "q5.1": "1"}, times=12, place=place)
        fill(survey, {**FILLED, "q1": "3", "q2": "2", "q3.1": "", "q3.2": "2"}, times=11, place=place)
    release = close_survey(survey=survey, by=None)
    release.survey = survey
    with translation.override(language):
        data = write_grid(result_grid(read_result(survey, release, language)), kind, sheet="Résultat")
    ours = {
        question.id: (point.share, point.people)
        for question, trend in follow_questions([release], "fr", {})
        for point in trend.rows[0].points
        if question.id in {"q1", "q2"} and point is not None
    }
    compared = compare_table(EVERY_KIND, read_result_table(data, f"resultat.{kind}"))
    times = groups or 1
    assert ours == {"q1": (74, 31 * times), "q2": (39, 31 * times)}
    assert told(compared) == {"q1": (23 / 31, 31 * times), "q2": (12 / 31, 31 * times)}
    assert [plain(sentence) for sentence in compared.left] == [
        "« Qu’avez-vous aimé ? » n’est pas reprise : un tableau ou des réponses à cocher ne se comparent pas "
        "par un fichier.",
        "« Diriez-vous que… » n’est pas reprise : un tableau ou des réponses à cocher ne se comparent pas "
        "par un fichier.",
    ]


def test_figures_come_from_the_counts_else_from_the_shares():
    other = block(
        "D’OÙ venez vous", [None] * 3, [51, "25,5 %", 23], answers=["d'ici", "D’À  CÔTÉ", "De loin"]
    )
    compared = compare([*block(), *other], EVERY_KIND[:2])
    assert told(compared) == {"q1": (0.7, 10), "q2": (0.51, None)}
    assert told(compare(block(counts=[3, None, 4, 3]), [HAPPY])) == {"q1": (0.7, None)}


def test_only_everybody_together_is_taken():
    rows = [
        *block(counts=(9, 0, 0, 0), group="Salariés"),
        *block(),
        *block(counts=(0, 0, 0, 9), group="Élus"),
    ]
    assert told(compare(rows, [HAPPY])) == {"q1": (0.7, 10)}


def test_either_language_of_a_question_is_known():
    choices = [{"fr": "Non", "en": "No"}, {"fr": "Oui", "en": "Yes"}]
    question = Question("q1", "scale", {"fr": "Content ?", "en": "Happy?"}, choices=tuple(choices))
    headers = ["Question", "What is asked", "GROUP", "line", "Answer", "people", "per cent"]
    rows = block("happy ?", [1, 3], [25, 75], answers=["no", "YES"])
    assert told(compare(rows, [question], headers)) == {"q1": (0.75, 4)}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (block("Autre ?") + block("Content ?", group="Élus", number=2),
         "ce fichier ne la donne pas pour tout le monde ensemble."),
        (block(answers=ANSWERS[::-1]), "les réponses n’y sont pas dans le même ordre."),
        (block(answers=[*ANSWERS[:3], "Oui"]), "les réponses proposées n’y sont pas les mêmes."),
        (block(answers=[*ANSWERS[:3], ANSWERS[0]]), "les réponses proposées n’y sont pas les mêmes."),
        (block()[:3], "les réponses proposées n’y sont pas les mêmes."),
        (block(line="on vous écoute"), "les réponses proposées n’y sont pas les mêmes."),
        (block() + block(number=2), "ce fichier pose plusieurs fois cette question."),
        (block(counts=[None] * 4, shares=[None] * 4), "des chiffres y sont cachés."),
        (block(counts=[1, None, 2, 3], shares=[10, None, 30, 40]), "des chiffres y sont cachés."),
        (block(counts=[0] * 4, shares=[0] * 4), "personne n’y a répondu."),
        (block(counts=[None] * 4, shares=[10, 20, 30, 30]), "les parts n’y font pas cent en tout."),
        (block(counts=[None] * 4, shares=["0,1", "0,2", "0,3", "0,4"]),
         "les parts n’y font pas cent en tout."),
    ],
)  # fmt: skip
def test_a_question_is_left_out_with_its_reason(rows, reason, plain):
    assert left_of(rows, plain)[-1] == f"« Content ? » n’est pas reprise : {reason}"


def test_signs_tell_answers_apart(plain):
    choices = tuple({"fr": text} for text in ("- -", "-", "+", "+ +"))
    question = Question("q1", "scale", {"fr": "???"}, choices=choices)
    rows = block("???", answers=["- -", "-", "+", "+ +"])
    assert told(compare(rows, [question])) == {"q1": (0.7, 10)}
    assert compare(block("???", answers=["- -", "-", "+", "++"]), [question]).shares == ()


def test_what_one_of_the_two_does_not_ask_is_said(plain):
    rows = [*block(), *block("Autre ?", number=2), *block("Encore ?", number=3)]
    assert [plain(sentence) for sentence in compare(rows, EVERY_KIND[:2]).left] == [
        "2 questions de ce fichier ne sont pas dans cette enquête.",
        "« D’où venez-vous ? » n’est pas reprise : ce fichier n’en donne pas le résultat.",
    ]


def test_a_question_that_we_ask_twice_is_left_out(plain):
    twin = Question("q9", "scale", {"fr": "Content"}, choices=HAPPY.choices)
    said = "« %s » n’est pas reprise : vous posez plusieurs fois cette question."
    assert left_of(block(), plain, (HAPPY, twin)) == [said % "Content ?", said % "Content"]
    other = Question("q9", "scale", {"fr": "Content"}, choices=HAPPY.choices[:2])
    assert told(compare(block(), (HAPPY, other))) == {"q1": (0.7, 10)}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"counts": [1, "beaucoup", 3, 4]},
         "Ligne 3, colonne « personnes » : « beaucoup » n’est pas un nombre de personnes."),
        ({"counts": [1, 2, 3, "2,5"]},
         "Ligne 5, colonne « personnes » : « 2,5 » n’est pas un nombre de personnes."),
        ({"counts": [-1, 2, 3, 4]},
         "Ligne 2, colonne « personnes » : « -1 » n’est pas un nombre de personnes."),
        ({"shares": [10, 20, 30, 140]},
         "Ligne 5, colonne « pour cent » : « 140 » n’est pas un nombre de 0 à 100."),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_number_refuses_the_file(changes, said, plain):
    compared = compare(block(**changes), [HAPPY])
    assert (compared.shares, [plain(fault) for fault in compared.faults]) == ((), [said])


def test_a_file_of_something_else_says_which_column_lacks(plain):
    faults = compare([["a", 2]], headers=["question", "réponse"]).faults
    assert [plain(fault) for fault in faults] == [
        "Ce n’est pas le résultat d’une enquête emporté de Marchepied : il y manque les colonnes "
        "« ce qui est demandé », « groupe », « ligne », « personnes », « pour cent »."
    ]
    (fault,) = compare([row[:-1] for row in block()], headers=HEADERS[:-1]).faults
    assert plain(fault).endswith("il y manque la colonne « pour cent ».")


def test_nothing_in_common_is_said(plain):
    (fault,) = compare(block("Autre ?")).faults
    assert plain(fault) == (
        "Ce fichier n’a aucune question en commun avec cette enquête : les mots doivent être les mêmes."
    )


def bring(survey, compared=None, **changes):
    compared = compared or compare(block(), [HAPPY])
    return bring_benchmarks(survey=survey, compared=compared, by=None, **{**GIVEN, **changes})


def refusal_of(gesture):
    with pytest.raises(ValidationError) as refused:
        gesture()
    return refused.value.messages


def test_each_moment_of_a_name_is_a_point_of_its_series(house):
    survey = prepare_one(house)
    for moment, rows in (("2026", block()), ("2024", block(counts=(5, 0, 0, 5))), ("2025", block())):
        bring(
            survey,
            compare(rows, [HAPPY]),
            moment=moment,
            name=f" réseau  {'sud' if moment == '2024' else 'Sud'}",
        )
    row = SurveyBenchmark.objects.get()
    assert (row.name, row.source, row.question_id) == ("réseau Sud", GIVEN["source"], "q1")
    assert [(one.label, one.share, one.people) for one in points_of(row)] == [
        ("2024", 50, 10),
        ("2025", 70, 10),
        ("2026", 70, 10),
    ]


def test_moments_without_a_year_keep_the_order_in_which_they_came(house):
    survey = prepare_one(house)
    for moment in ("vague 2", "vague 10", "2020"):
        bring(survey, moment=moment)
    assert [one.label for one in points_of(SurveyBenchmark.objects.get())] == ["vague 2", "vague 10", "2020"]


def test_figures_written_by_hand_get_a_moment_more_and_both_sources(house):
    survey = prepare_one(house)
    hand = {"question_id": "q1", "points": "2019 ; 74 %", "by": None}
    add_benchmark(survey=survey, name="Réseau Sud", source="Rapport 2019, page 4", **hand)
    bring(survey)
    bring(survey, moment="2027", source="Rapport 2019, page 4 ; https://exemple.fr/enquete")
    row = SurveyBenchmark.objects.get()
    assert [point["label"] for point in row.points] == ["2019", "2026", "2027"]
    assert row.source == "Rapport 2019, page 4 ; https://exemple.fr/enquete"


def test_the_same_moment_is_never_taken_twice(house, plain):
    survey = prepare_one(house)
    both = compare([*block(), *block("D’où venez-vous ?", (1, 1, 2), (25, 25, 50), answers=_origins())],
                   EVERY_KIND[:2])  # fmt: skip
    bring(survey)
    brought = bring(survey, both, name="RÉSEAU SUD")
    said = "« Content ? » n’est pas reprise : « 2026 » est déjà là pour cette question."
    assert (brought.taken, [plain(sentence) for sentence in brought.left]) == (1, [said])
    before = list(SurveyBenchmark.objects.values_list("question_id", "name", "points"))
    again = refusal_of(lambda: bring(survey, both, source="ailleurs"))
    assert [plain(sentence) for sentence in again] == [
        "Rien n’est repris de ce fichier.",
        said,
        "« D’où venez-vous ? » n’est pas reprise : « 2026 » est déjà là pour cette question.",
    ]
    assert list(SurveyBenchmark.objects.values_list("question_id", "name", "points")) == before


def _origins():
    return [choice["fr"] for choice in ORIGIN.choices]


def test_one_entry_says_how_many_and_a_refusal_writes_nothing(house):
    survey = prepare_one(house)
    before = AuditEntry.objects.count()
    bring(survey)
    entry = AuditEntry.objects.get(verb="survey.benchmarks_brought")
    assert (AuditEntry.objects.count() - before, entry.detail) == (
        1,
        {"name": "Réseau Sud", "moment": "2026", "questions": 1},
    )
    for refused in (
        lambda: bring(survey),
        lambda: bring(survey, moment="  "),
        lambda: bring(survey, name=""),
        lambda: bring(survey, Compared(faults=("non",))),
        lambda: bring(survey, source="x" * 290, moment="2027"),
    ):
        refusal_of(refused)
    assert (SurveyBenchmark.objects.get().points, AuditEntry.objects.count() - before) == (
        [{"label": "2026", "value": 0.7, "size": 10}],
        1,
    )


def test_a_source_that_no_longer_fits_is_refused_whole(house, plain):
    survey = prepare_one(house)
    bring(survey, source="x" * 290)
    both = compare([*block("D’où venez-vous ?", (1, 1, 2), (25, 25, 50), answers=_origins()), *block()],
                   [ORIGIN, HAPPY])  # fmt: skip
    (said,) = refusal_of(lambda: bring(survey, both, moment="2027"))
    assert plain(said).startswith("Avec celle des moments déjà là, cette source est trop longue")
    assert [row.question_id for row in SurveyBenchmark.objects.all()] == ["q1"]


def test_a_question_has_so_many_comparisons_and_moments(house, plain):
    survey = prepare_one(house)
    for rank in range(20):
        bring(survey, name=f"Réseau {rank}")
    _nothing, said = refusal_of(lambda: bring(survey))
    assert plain(said).endswith("il y a déjà vingt comparaisons pour cette question.")
    known = {"survey": survey, "name": "Autre", "source": "x", "points": "2019 ; 74 %", "by": None}
    (said,) = refusal_of(lambda: add_benchmark(question_id="q1", **known))
    assert plain(said) == "Vingt comparaisons suffisent pour une question : retirez-en une d’abord."
    assert add_benchmark(question_id="q2", **known).question_id == "q2"
    for rank in range(39):
        bring(survey, name="Réseau 0", moment=f"vague {rank}")
    _nothing, said = refusal_of(lambda: bring(survey, name="Réseau 0", moment="vague 40"))
    assert plain(said).endswith("il y a déjà quarante moments pour cette question.")


def test_figures_follow_the_survey_from_wave_to_wave(house):
    first = open_one(house)
    close_survey(survey=first, by=None)
    second = start_wave(survey=first, by=None)
    bring(second)
    assert SurveyBenchmark.objects.get().survey_id == first.pk


def test_another_organisation_keeps_its_own_figures(house):
    survey = prepare_one(house)
    other = OrganisationFactory()
    with scope(other):
        bring(prepare_one(other))
    bring(survey)
    assert SurveyBenchmark.objects.get().organisation_id == house.pk


def test_few_sentences_are_said():
    assert keep_few(["a"] * 8) == ("a",) * 8
    assert keep_few(["a"] * 9) == (*("a",) * 8, "… et une de plus.")
    assert keep_few(["a"] * 11)[-1] == "… et 3 de plus."


def test_formulas_and_markup_come_back_as_they_were():
    texts = ["=1+1", "@a", "<b>non</b>", "'=oui"]
    choices = [{"fr": text} for text in texts]
    (question,) = read_questions(
        [{"id": "q1", "kind": "scale", "wording": {"fr": "=HYPERLINK(1)"}, "choices": choices}]
    )
    rows = block("=HYPERLINK(1)", answers=texts)
    data = write_csv(HEADERS, rows, separator=";")
    assert data.count(b"'=") + data.count(b"'@") == 4 + 3
    assert told(compare(rows, [question])) == {"q1": (0.7, 10)}


@pytest.mark.skipif(not CSPS.exists(), reason="needs the shared figures of a survey of organisations")
def test_a_published_series_comes_in_year_after_year(house):
    with (CSPS / "mean_timeseries_2009_2020.csv").open(encoding="utf-8-sig", newline="") as file:
        published = next(row for row in csv.DictReader(file) if row["Measure"] == "EES")
    years = [str(year) for year in range(2009, 2021)]
    answers = ("Favorable", "Pas favorable")
    choices = tuple({"fr": text} for text in answers)
    question = Question("q1", "single", {"fr": "Engagé ?"}, choices=choices)
    survey = prepare_one(house, questions=(question,))
    for year in reversed(years):
        share = round(100 * float(published[year]))
        rows = block("Engagé ?", [None] * 2, [share, 100 - share], answers=answers)
        bring(survey, compare(rows, [question]), moment=year)
    (row,) = SurveyBenchmark.objects.all()
    assert [point["label"] for point in row.points] == years
    assert [point["value"] for point in row.points] == [float(published[year]) for year in years]
