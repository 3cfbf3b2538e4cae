"""`marchepied referential` counts, checks, and says what is wrong and where."""

import json
import subprocess
import sys

import pytest

from marchepied.engines.referential import (
    list_shipped_referentials,
    read_shipped_referential,
    referential_stats,
)
from marchepied.engines.referential.command import LABELS, UnknownReferentialError, find_referential, run

NOWHERE = (
    f"« nulle-part » n’est ni un référentiel livré ({', '.join(list_shipped_referentials())}), "
    "ni un dossier, ni un fichier. Vérifiez le nom.\n"
)


@pytest.fixture
def example_file(tmp_path, example_text):
    path = tmp_path / "exemple.yaml"
    path.write_text(example_text, encoding="utf-8")
    return path


def test_stats_in_json_are_those_of_the_engine(capsys):
    assert run(["stats", "guide-ess", "--json"]) == 0
    stats = json.loads(capsys.readouterr().out)
    assert stats == referential_stats(read_shipped_referential())
    assert set(stats) >= {
        "axes", "domains", "questions", "express", "questions_with_five_levels", "languages", "examples",
        "indicators", "levers", "resources", "long_sentences",
    }  # fmt: skip


def test_stats_of_a_file_are_a_table_in_french(capsys, example_file):
    assert run(["stats", str(example_file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    stats = referential_stats(find_referential(str(example_file)))
    shown = {line[:35].strip(): line[35:].strip() for line in lines}
    assert len(lines) == len(stats)
    assert shown["questions"] == str(stats["questions"])
    assert shown["langues"] == ", ".join(stats["languages"])


def test_every_figure_has_a_french_name():
    assert set(referential_stats(read_shipped_referential())) <= set(LABELS)


def test_a_folder_is_read_like_what_ships(tmp_path, example_text):
    (tmp_path / "referential.yaml").write_text(example_text, encoding="utf-8")
    assert find_referential(str(tmp_path)).id == "exemple"


@pytest.mark.parametrize("name", ["guide-ess", "FILE"])
def test_nothing_to_correct_is_said(capsys, example_file, name):
    given = str(example_file) if name == "FILE" else name
    assert run(["check", given]) == 0
    assert capsys.readouterr() == (f"{given} : rien à corriger.\n", "")


@pytest.mark.parametrize(("task", "stream"), [("check", "out"), ("stats", "err")])
def test_every_fault_is_listed_with_its_line(capsys, tmp_path, example_text, task, stream):
    lines = example_text.splitlines()
    depth = next(number for number, line in enumerate(lines) if "depth: express" in line)
    kind = next(number for number, line in enumerate(lines) if "kind: ours" in line)
    lines[depth] = lines[depth].replace("express", "rapide")
    lines[kind] = lines[kind].replace("kind: ours", "kind: mine")
    path = tmp_path / "faux.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert run([task, str(path)]) == 1
    told = getattr(capsys.readouterr(), stream).splitlines()
    assert len(told) == 2
    assert any(f"faux.yaml, ligne {depth + 1} (" in line and "« rapide »" in line for line in told)
    assert any(f"faux.yaml, ligne {kind + 1} (" in line and "« mine »" in line for line in told)


def test_what_is_not_yaml_is_refused_with_its_line(capsys, tmp_path):
    path = tmp_path / "casse.yaml"
    path.write_text("id: a\nid: b\n", encoding="utf-8")
    assert run(["check", str(path)]) == 1
    assert capsys.readouterr().err == (
        "casse.yaml, ligne 2 : la clé « id » est écrite deux fois (déjà ligne 1). Gardez-en une seule.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "err"),
    [
        (["stats", "nulle-part"], NOWHERE),
        (["check", "nulle-part"], NOWHERE),
        ([], "usage : marchepied referential [-h] stats|check ...\nil manque : stats|check.\n"),
        (["check"], "usage : marchepied referential check [-h] NOM\nil manque : NOM.\n"),
        (
            ["stats", "guide-ess", "--vite"],
            "usage : marchepied referential [-h] stats|check ...\noptions inconnues : --vite.\n",
        ),
    ],
)
def test_a_wrong_call_is_explained(capsys, arguments, err):
    assert run(arguments) == 2
    assert capsys.readouterr() == ("", err)


def test_help_is_in_french(capsys):
    assert run(["check", "--help"]) == 0
    assert "usage : marchepied referential check [-h] NOM" in capsys.readouterr().out


def test_an_unknown_name_says_what_ships():
    with pytest.raises(UnknownReferentialError, match="guide-ess"):
        find_referential("nulle-part")


def test_the_commands_load_no_django():
    code = (
        "import sys; from marchepied.cli import main; main(['referential', 'check', 'guide-ess']);"
        "main(['readability', 'examples/annonce.txt', '--json']);"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
