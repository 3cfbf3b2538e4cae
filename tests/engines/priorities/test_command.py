"""`marchepied priorities`: what it prints, what it refuses."""

import json
import subprocess
import sys

import pytest

from marchepied.engines.priorities.command import run

BALLOTS = """college;Navette;Cuisine;Affiche
salariés;bonne;passable;
salariés;bonne;bonne;
bénévoles;à écarter;bonne;bonne
bénévoles;Bonne;3;1
salariés;passable;passable;
salariés;bonne;bonne;
"""
OPTIONS = ["--grades", "à écarter,passable,bonne", "--college", "college"]


@pytest.fixture
def ballots(tmp_path):
    path = tmp_path / "bulletins.csv"
    path.write_text(BALLOTS, encoding="utf-8")
    return str(path)


def test_table(ballots, capsys):
    assert run([ballots, *OPTIONS]) == 0
    assert capsys.readouterr().out == (
        "Rang  Proposition  Mention majoritaire  Au-dessus  En dessous  Avis  Sans avis\n"
        "----  -----------  -------------------  ---------  ----------  ----  ---------\n"
        "1     Cuisine      bonne−               0,00 %     33,33 %     6     0\n"
        "2     Navette      bonne−               0,00 %     33,33 %     6     0\n"
        "–     Affiche      trop peu d’avis      –          –           –     –\n"
        "\n"
        "Cuisine devant Navette : moins d’avis en dessous de « passable » (0,00 % contre 16,67 %).\n"
        "\n"
        "6 bulletins.\n"
        "Moins de 5 avis sur « Affiche » : elle n’est pas classée.\n"
    )


def test_json_with_weights(ballots, capsys):
    assert run([ballots, *OPTIONS, "--weights", "salariés=60,bénévoles=40", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["parameters"]["weights"] == {"salariés": "60", "bénévoles": "40"}
    assert [(p["proposal"], p["rank"]) for p in result["proposals"]] == [
        ("Cuisine", 1),
        ("Navette", 2),
        ("Affiche", None),
    ]
    assert result["proposals"][0]["shares"] == ["0", "3/10", "7/10"]


def test_numbers_make_their_own_scale(tmp_path, capsys):
    path = tmp_path / "b.csv"
    path.write_text("A,B\n" + "3,1\n" * 4 + "2,\n1,2\n", encoding="utf-8")
    assert run([str(path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["parameters"]["grades"] == ["1", "2", "3"]
    assert (result["ballots"], [p["proposal"] for p in result["proposals"]]) == (6, ["A", "B"])


@pytest.mark.parametrize(
    ("text", "options", "code", "words"),
    [
        ("A,B\n4,x\n", [], 1, "Ligne 2, colonne « B » : « x » n’est pas un nombre de 1 à 11."),
        ("A,B\nbien,zut\n", ["--grades", "mal,bien"], 1, "Ligne 2, colonne « B » : « zut » n’est pas"),
        ("A,B\n1\n", [], 1, "Ligne 2 : 1 colonnes au lieu de 2."),
        ("A,B\n", [], 1, "n’a pas de bulletin"),
        ("A,B\n1,2\n", ["--proposals", "C"], 1, "Il n’y a pas de colonne « C »"),
        ("A,A\n1,2\n", [], 1, "La colonne « A » est deux fois"),
        ("A,B\n1,2\n", ["--weights", "x=1"], 2, "--college"),
        ("c,B\nx,2\n", ["--college", "c", "--weights", "x=beaucoup"], 2, "n’est pas un poids"),
        ("A,B\n1,2\n", ["--grades", "bien,bien"], 2, "bien est donné deux fois"),
        ("A,B\n1,2\n", ["--nope"], 2, "options inconnues"),
    ],
)
def test_refusals_say_where(tmp_path, capsys, text, options, code, words):
    path = tmp_path / "b.csv"
    path.write_text(text, encoding="utf-8")
    assert run([str(path), *options]) == code
    assert words in capsys.readouterr().err


def test_the_command_runs_without_loading_django(ballots):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from marchepied.cli import main; "
            "code = main(sys.argv[1:]); assert 'django' not in sys.modules; sys.exit(code)",
            "priorities",
            ballots,
            *OPTIONS,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Navette" in done.stdout
