"""A real file, imported as one round of 49 groups: what is shown equals the published references."""

import csv
import json
import math

import pytest

from marchepied.apps.diagnosis.selectors.releases import figures_of
from marchepied.apps.diagnosis.services.imports import import_answers
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.participation.selectors import calls_of, respondent_matrix
from marchepied.cli import main
from marchepied.core.scope import scope
from marchepied.engines.agreement import Scale, measure_agreement
from marchepied.engines.tables import build_mapping, read_table
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db

ITEMS = [f"LEAD{number:02}" for number in range(1, 12)]
# Cells where all but two people or fewer chose the same level: said « presque toutes », without numbers.
NEARLY_ALL = {("lead01", "48"), ("lead05", "17")}


@pytest.fixture
def file(shared_data):
    return shared_data / "likert" / "lq2002.csv"


@pytest.fixture
def table(file):
    return read_table(file.read_bytes(), file.name)


@pytest.fixture
def cycle(table, django_assert_max_num_queries):
    organisation = OrganisationFactory()
    mapping = build_mapping(table, group="COMPID", items=",".join(ITEMS), scale=(1, 5), weight="")
    with scope(organisation):
        with django_assert_max_num_queries(40):
            outcome = import_answers(organisation=organisation, table=table, mapping=mapping, by=None)
        assert outcome.ok
        yield outcome.cycle


@pytest.fixture
def release(cycle, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        stored = make_release(cycle=cycle, by=None)
    for row in stored.content["questions"]:
        row["indices"] = figures_of(stored, {row["id"]})[row["id"]]
    return stored.content


def names_of(release):
    return {college["id"]: college["name"] for college in release["colleges"]}


def test_the_file_becomes_one_closed_round_of_49_groups(cycle, release):
    colleges = release["colleges"]
    assert len(colleges) == 49
    assert [college["name"] for college in colleges] == sorted(
        (college["name"] for college in colleges), key=int
    )
    assert sum(college["answered"] for college in colleges) == 2042
    assert cycle.round.state == "closed"
    assert [question["id"] for question in release["questions"]] == [item.lower() for item in ITEMS]
    assert release["closing"] is True


def test_all_cells_are_shown_save_two_where_nearly_all_agree(release):
    names = names_of(release)
    cells = [
        (question["id"], names[college], cell["status"])
        for question in release["questions"]
        for cell in question["printed"]["cells"]
        for college in cell["colleges"]
    ]
    assert len(cells) == 49 * 11
    hidden = {(item, name) for item, name, status in cells if status != "shown"}
    assert hidden == NEARLY_ALL
    assert {status for item, name, status in cells if (item, name) in hidden} == {"nearly_all"}


def test_rwg_of_each_group_equals_the_published_reference(release, shared_data):
    with (shared_data / "likert" / "ref_lq2002_rwg_lead01.csv").open(encoding="utf-8") as reference:
        expected = {row["grpid"]: (float(row["rwg"]), int(row["gsize"])) for row in csv.DictReader(reference)}
    names = names_of(release)
    question = release["questions"][0]
    shown = {
        names[college]: (indices["rwg"], indices["n"]) for college, indices in question["indices"].items()
    }
    hidden = {name for item, name in NEARLY_ALL if item == "lead01"}
    assert set(shown) == set(expected) - hidden
    for name, (rwg, size) in shown.items():
        assert rwg == pytest.approx(expected[name][0], abs=1e-6)
        assert size == expected[name][1]


def test_indices_equal_the_engine_and_the_command(release, table, file, capsys):
    places = [table.headers.index(item) for item in ITEMS]
    answers = [[float(row[place] or math.nan) for place in places] for row in table.rows]
    groups = list(table.list_values(table.headers.index("COMPID")))
    engine = measure_agreement(answers, groups, scale=Scale(1, 5), items=ITEMS).as_dict()
    assert main(["agreement", str(file), "--group", "COMPID", "--items", ",".join(ITEMS), "--json"]) == 0
    command = json.loads(capsys.readouterr().out)
    names = names_of(release)
    # A group where a question is not printed exactly has its rwg(j) over the others only.
    partial = {name for _, name in NEARLY_ALL}
    compared = 0
    for reference in (engine, command):
        by_name = {group["group"]: group for group in reference["groups"]}
        for college, together in release["groups"].items():
            name = names[college]
            assert together["items"] == (10 if name in partial else 11)
            if name in partial:
                continue
            for key in ("rwg_j", "ad_j_mean", "ad_j_median"):
                assert together[key] == pytest.approx(by_name[name][key], abs=1e-6)
            for place, question in enumerate(release["questions"]):
                for key in ("rwg", "ad_mean", "ad_median", "a"):
                    expected = by_name[name]["items"][place][key]
                    assert question["indices"][college][key] == pytest.approx(expected, abs=1e-6)
            compared += 1
    assert compared == 2 * (49 - len(partial))


def test_the_answers_of_a_person_stay_together_and_no_more(cycle, table):
    places = [table.headers.index(item) for item in ITEMS]
    group = table.headers.index("COMPID")
    sent = {}
    for row in table.rows:
        sent.setdefault(row[group], []).append(tuple(int(row[place]) for place in places))
    for call in calls_of(cycle.round):
        kept = respondent_matrix(call).rows
        assert sorted(kept) == sorted(sent[call.college.name])
