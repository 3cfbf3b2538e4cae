"""`marchepied consensus` with groups given, or their number: what is taken, told, and refused."""

import json
import re

import jsonschema
import pytest

from marchepied.engines.consensus.command import run
from marchepied.engines.consensus.result import load_schema

VOTES = "participant,statement,vote\n" + "".join(
    f"{person},{statement},{1 if person % 2 == statement % 2 else -1}\n"
    for person in range(12)
    for statement in range(8)
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "votes.csv").write_text(VOTES, encoding="utf-8")
    return tmp_path


def compute(place, *options):
    arguments = [str(place / "votes.csv"), "--json", str(place / "out.json"), *options]
    assert run(arguments) == 0
    result = json.loads((place / "out.json").read_text(encoding="utf-8"))
    jsonschema.validate(result, load_schema())
    return result


def give(place, lines):
    path = place / "groups.csv"
    path.write_text("participant,group\n" + lines, encoding="utf-8")
    return "--groups-from", str(path)


def found_groups(result):
    return [(group["id"], group["size"]) for group in result["groups"]]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Dans le fichier des groupes mais pas dans celui des votes : 2 personnes."),
        ("en", "In the file of groups but not in that of votes: 2 people."),
    ],
)
def test_people_who_are_not_in_the_votes_are_told_and_make_no_group(place, capsys, language, sentence):
    lines = "".join(f"{person},{'ab'[person % 2]}\n" for person in range(12))
    page = place / "page.html"
    options = (*give(place, lines + "777,c\n888,a\n"), "--language", language, "--html", str(page))
    result = compute(place, *options)
    assert found_groups(result) == [("a", 6), ("b", 6)]
    assert (result["warnings"], result["parameters"]["unknown_people"]) == (["unknown-people"], 2)
    assert capsys.readouterr().out.splitlines().count(sentence) == 1
    assert page.read_text(encoding="utf-8").count(f"<p>{sentence}</p>") == 1


def test_a_file_that_names_everybody_tells_nothing(place):
    result = compute(place, *give(place, "".join(f"{person},{person % 2}.0\n" for person in range(12))))
    assert found_groups(result) == [("0", 6), ("1", 6)]
    assert (result["warnings"], result["parameters"]["unknown_people"]) == ([], 0)


def test_a_small_group_is_told_even_alone(place):
    result = compute(place, *give(place, "0,a\n1,a\n2,-1\n3,\n"))
    assert found_groups(result) == [("a", 2)]
    assert result["warnings"] == ["people-not-placed", "small-group"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "777,c\n888,a\n",
            "Aucune personne du fichier des groupes n’est dans celui des votes. "
            "Écrivez les mêmes numéros dans les deux.",
        ),
        ("0,-1\n1,\n", "Le fichier des groupes n’en nomme aucun."),
        (
            "0,a\n1,b\n0,b\n",
            "Ligne 4 : « 0 » est déjà dans le groupe « a ». Une personne est dans un seul groupe.",
        ),
    ],
)
def test_groups_that_cannot_be_taken_are_refused(place, capsys, lines, said):
    assert run([str(place / "votes.csv"), *give(place, lines)]) == 1
    assert capsys.readouterr().err == said + "\n"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Vous avez demandé 5 groupes : ces votes n’en permettent pas plus de 2."),
        ("en", "You asked for 5 groups: these votes allow no more than 2."),
    ],
)
def test_more_groups_than_places_on_the_map_is_told(place, capsys, language, sentence):
    result = compute(place, "--group-count", "5", "--language", language)
    assert found_groups(result) == [("0", 6), ("1", 6)]
    assert result["warnings"] == ["fewer-groups"]
    assert capsys.readouterr().out.splitlines().count(sentence) == 1
    assert compute(place, "--group-count", "2")["warnings"] == []


@pytest.mark.parametrize("option", ["", "--statements", "--groups-from"])
def test_a_file_that_is_not_there_is_said_in_french(place, capsys, option):
    missing = str(place / "absent.csv")
    assert run([str(place / "votes.csv"), option, missing] if option else [missing]) == 1
    assert capsys.readouterr().err == f"{missing} ne s’ouvre pas : ce fichier n’existe pas.\n"


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_what_cannot_be_read_or_written_is_said_in_french(place, capsys, option):
    assert run([str(place)]) == 1
    assert capsys.readouterr().err == f"{place} ne s’ouvre pas : c’est un dossier.\n"
    target = str(place / "absent" / "out")
    assert run([str(place / "votes.csv"), option, target]) == 1
    error = capsys.readouterr().err
    assert error == f"{target} ne peut pas être écrit : son dossier n’existe pas.\n"
    assert re.search(r"Errno|No such", error) is None
