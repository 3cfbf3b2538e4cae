"""What leaves of a topic: the result as shown, votes under fresh numbers where it was announced."""

import csv
import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from marchepied.apps.deliberation.compute.exports import (
    may_export_votes,
    result_csv,
    result_json,
    votes_zip,
)
from marchepied.apps.deliberation.compute.imports import read_files
from marchepied.apps.deliberation.selectors.releases import latest_release
from marchepied.apps.deliberation.selectors.results import result_of
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.participation.selectors import votes_of
from marchepied.engines.consensus import NamedBytes, ReadingError, read_statements, read_votes
from tests.factories.deliberation import AGREE, DISAGREE, PASS, cast, open_one

pytestmark = pytest.mark.django_db
BALLOT = [AGREE, DISAGREE, PASS, AGREE, None, None]


@pytest.fixture
def over(house):
    topic = open_one(
        house, individual_export=True, lines=["=1+1", "@SUM(A1)", "Trois.", "Quatre.", "Cinq.", "Six."]
    )
    cast(topic, [BALLOT] * 11 + [[DISAGREE, None, None, None, None, None]])
    return end_vote(topic=topic, by=None)


def rows_of(data, separator=","):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=separator))


def unzip(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_result_is_one_line_a_statement_and_no_formula(over, plain):
    rows = rows_of(result_csv(result_of(latest_release(over))), ";")
    assert [row["Numéro de la phrase"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row["Texte de la phrase"] for row in rows[:2]] == ["'=1+1", "'@SUM(A1)"]
    # one person in twelve disagrees: figures would tell who
    assert (rows[0]["Ce que dit le résultat"], rows[0]["D’accord"]) == ("Ce qui nous rassemble", "")
    assert rows[4]["Ce que dit le résultat"] == "Trop peu de votes"


@pytest.mark.parametrize(
    ("language", "header"),
    [
        (
            "fr",
            "Numéro de la phrase;Texte de la phrase;Ce que dit le résultat;"
            "D’accord;Passe;Pas d’accord;En une phrase",
        ),
        (
            "en",
            "Statement number;Text of the statement;What the result says;Agree;Pass;Disagree;In a sentence",
        ),
    ],
)
def test_headers_are_those_of_the_language_in_one_order(over, plain, language, header):
    with translation.override(language):
        data = result_csv(result_of(latest_release(over)))
    assert plain(data.decode("utf-8-sig").splitlines()[0]) == header


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_table_of_the_result_is_taken_for_votes_or_statements_in_no_language(over, plain, language):
    """It holds no votes: readers say so whatever its language, rather than read sentences as numbers."""
    with translation.override(language):
        data = result_csv(result_of(latest_release(over)))
    given = NamedBytes("resultat.csv", data)
    with pytest.raises(ReadingError) as votes:
        read_votes(given)
    with pytest.raises(ReadingError) as statements:
        read_statements(given)
    assert [error.value.template.split(" (")[0] for error in (votes, statements)] == [
        "%(file)s : aucune colonne ne dit qui vote. Nommez-la « participant »",
        "%(file)s : aucune colonne ne numérote les affirmations",
    ]
    with pytest.raises(ValidationError) as refused:
        read_files({"resultat.csv": data})
    assert plain(refused.value.messages[0]).startswith("resultat.csv : aucune colonne ne dit qui vote.")


def test_the_json_is_the_release_with_how_it_was_made(over):
    release = latest_release(over)
    read = json.loads(result_json(over, release))
    assert {key: read[key] for key in ("title", "voters", "engine_version", "parameters")} == {
        "title": over.title,
        "voters": 12,
        "engine_version": release.engine_version,
        "parameters": release.parameters,
    }
    assert read["statements"] == release.content["statements"]


def test_votes_leave_in_polis_format_and_come_back_the_same(over):
    files = unzip(votes_zip(over))
    assert sorted(files) == ["comments.csv", "participants-votes.csv", "votes.csv"]
    assert len(rows_of(files["votes.csv"])) == 11 * 4 + 1
    long, wide = (
        read_files({"votes.csv": files["votes.csv"]}),
        read_files({"participants-votes.csv": files["participants-votes.csv"]}),
    )
    as_sets = [sorted(sorted(ballot.items()) for ballot in one.ballots) for one in (long, wide)]
    expected = sorted([[(1, 1), (2, 3), (3, 2), (4, 1)]] * 11 + [[(1, 3)]])
    assert as_sets == [expected, expected]
    assert rows_of(files["comments.csv"])[0] == {
        "statement_id": "1",
        "is_meta": "0",
        "moderated": "1",
        "agree_count": "11",
        "disagree_count": "1",
        "pass_count": "0",
        "text": "'=1+1",
    }


def test_numbers_of_people_are_drawn_again_each_time(over):
    keys = {str(key) for key in votes_of(over.round).respondents.tolist()}
    places = set()
    for _file in range(20):
        rows = rows_of(unzip(votes_zip(over))["participants-votes.csv"])
        assert not keys & {row["participant"] for row in rows}
        places.add(next(place for place, row in enumerate(rows) if row["n-votes"] == "1"))
    assert len(places) > 1


@pytest.mark.parametrize("announced", [True, False])
def test_votes_leave_only_where_it_was_announced_and_the_vote_is_over(house, announced):
    topic = open_one(house, individual_export=announced)
    cast(topic, [BALLOT] * 5)
    assert not may_export_votes(topic, latest_release(topic))
    end_vote(topic=topic, by=None)
    assert may_export_votes(topic, latest_release(topic)) is announced


def test_under_five_people_no_votes_leave(house):
    topic = open_one(house, individual_export=True)
    cast(topic, [BALLOT] * 4)
    end_vote(topic=topic, by=None)
    assert not may_export_votes(topic, latest_release(topic))
