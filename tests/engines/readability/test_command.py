"""`marchepied readability` measures a text or a referential, and says what to change."""

import io
import json

import pytest

from marchepied.engines.readability import measure, review_referential
from marchepied.engines.readability.command import run
from marchepied.engines.referential import list_shipped_referentials, read_shipped_referential
from marchepied.engines.referential.command import find_referential

HEAVY = "Les modalités de concertation préalable des usagers ont-elles été formalisées ?"
NOTHING_OR_TWO = "Donnez un fichier (ou - pour l’entrée), ou --referential NOM, ou --shipped.\n"
SHIPPED = ", ".join(list_shipped_referentials())
GUIDE = read_shipped_referential()


@pytest.fixture
def heavy_guide(tmp_path):
    """A copy of the reference page's example, one question of which is written as offices write."""
    from tests.engines.referential.conftest import read_example

    example = read_example()
    wording = next(line for line in example.splitlines() if line.strip().startswith("wording:"))
    heavy = wording.split("fr:")[0] + f'fr: "{HEAVY}", en: "What do offices say?"}}'
    path = tmp_path / "lourd.yaml"
    path.write_text(example.replace(wording, heavy), encoding="utf-8")
    return path


def test_a_text_is_measured_in_french(capsys, tmp_path):
    path = tmp_path / "texte.txt"
    path.write_text(HEAVY, encoding="utf-8")
    assert run([str(path), "--kind", "participant"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert [line.split("  ")[0] for line in lines[:7]] == [
        "Mots", "Phrases", "Mots par phrase", "Plus longue phrase", "Syllabes par mot", "Score", "Mots rares",
    ]  # fmt: skip
    assert "À revoir, pour un texte de type « participant » :" in lines
    assert lines[-1].startswith("  * 4 mots rares : « modalités », « concertation », « préalable »")


def test_a_plain_text_is_within_its_limits(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("On note chaque avis."))
    assert run(["-", "--kind", "participant"]) == 0
    assert capsys.readouterr().out.endswith("\nDans les limites d’un texte de type « participant ».\n")


def test_json_holds_the_measure_and_the_findings(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("We note each opinion."))
    assert run(["-", "--language", "en", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["score"] == measure("We note each opinion.", "en").score
    assert (found["kind"], found["findings"], found["parameters"]["name"]) == ("pilot", [], "Flesch (1948)")


def test_no_text_is_said(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["-"]) == 0
    assert "Le texte ne contient aucun mot : il n’y a rien à mesurer." in capsys.readouterr().out


def test_strict_fails_for_a_participant_only(monkeypatch):
    for kind, code in (("participant", 1), ("pilot", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(HEAVY))
        assert run(["-", "--kind", kind, "--strict"]) == code


def test_what_ships_holds_its_participants_texts(capsys):
    assert run(["--shipped", "--strict"]) == 0
    lines = capsys.readouterr().out.splitlines()
    heads = [line.split(" : ")[0] for line in lines if " textes, " in line]
    assert heads == list(list_shipped_referentials())


def test_a_review_in_json_lists_every_outlier(capsys):
    assert run(["--referential", "guide-ess", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    expected = review_referential(GUIDE)
    assert [outlier["id"] for outlier in found["guide-ess"]] == [outlier.id for outlier in expected]
    assert [outlier["findings"] for outlier in found["guide-ess"]] == [
        [str(finding) for finding in outlier.findings] for outlier in expected
    ]


def test_a_heavy_wording_comes_first_and_fails(capsys, heavy_guide):
    assert run(["--referential", str(heavy_guide), "--strict"]) == 1
    lines = capsys.readouterr().out.splitlines()
    first = lines.index("À revoir :") + 1
    assert lines[first].endswith(" · wording · fr · participants")
    assert lines[first + 1] == f"    « {HEAVY} »"
    outside = [o for o in review_referential(find_referential(str(heavy_guide))) if o.kind == "participant"]
    assert [line for line in lines[1:first] if f"participants {len(outside)}" in line] != []
    assert run(["--referential", str(heavy_guide)]) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "err"),
    [
        ([], 2, NOTHING_OR_TWO),
        (["-", "--shipped"], 2, NOTHING_OR_TWO),
        (
            ["--referential", "nulle-part"], 2,
            f"« nulle-part » n’est ni un référentiel livré ({SHIPPED}), ni un dossier, ni un fichier. "
            "Vérifiez le nom.\n",
        ),
        (["absent.txt"], 1, "absent.txt : ce fichier ne peut pas être lu. Vérifiez son nom et ses droits.\n"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_explained(capsys, arguments, code, err):
    assert run(arguments) == code
    assert capsys.readouterr() == ("", err)


def test_a_wrong_choice_is_explained_in_french(capsys):
    assert run(["-", "--kind", "poème"]) == 2
    assert "choix inconnu : 'poème' (choisissez parmi" in capsys.readouterr().err


def test_a_file_that_is_not_utf8_is_refused(capsys, tmp_path):
    path = tmp_path / "latin.txt"
    path.write_bytes("été".encode("latin-1"))
    assert run([str(path)]) == 1
    assert capsys.readouterr().err == (
        f"{path} : le fichier n’est pas en UTF-8. Enregistrez-le en UTF-8, puis recommencez.\n"
    )
