"""`marchepied referential` counts, checks, and says what is wrong and where."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from marchepied.engines.referential import (
    list_shipped_referentials,
    load_yaml,
    read_shipped_referential,
    referential_stats,
    validate,
)
from marchepied.engines.referential.command import LABELS, UnknownReferentialError, find_referential, run

ROOT = Path(__file__).resolve().parents[3]
TASKS = "stats|check|export|import|diff"
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
        ([], f"usage : marchepied referential [-h] {TASKS} ...\nil manque : {TASKS}.\n"),
        (["check"], "usage : marchepied referential check [-h] NOM\nil manque : NOM.\n"),
        (
            ["stats", "guide-ess", "--vite"],
            f"usage : marchepied referential [-h] {TASKS} ...\noptions inconnues : --vite.\n",
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


@pytest.mark.parametrize(("kind", "name"), [("yaml", "g.yaml"), ("xlsx", "g.xlsx"), ("csv", "g.csv")])
def test_what_is_exported_changes_nothing(tmp_path, capsys, kind, name):
    assert run(["export", "cap", "--to", str(tmp_path / name)]) == 0
    capsys.readouterr()
    assert run(["diff", "cap", str(tmp_path / name)]) == 0
    assert capsys.readouterr().out == "Rien ne change.\n"


def test_a_form_is_exported_and_read(tmp_path, capsys):
    form = str(tmp_path / "cap.xlsx")
    assert run(["export", "cap", "--to", form, "--format", "xlsform"]) == 0
    assert run(["import", form]) == 0
    cap = read_shipped_referential("cap")
    count = sum(1 for _ in cap.walk_questions())
    told = f"cap.xlsx (xlsform) : {len(cap.axes)} thèmes, {count} questions.\n"
    assert capsys.readouterr().out.endswith(told)


def test_the_template_is_exported_and_asks_for_the_rest(tmp_path, capsys):
    assert run(["export", "modele", "--to", str(tmp_path / "m.xlsx")]) == 0
    assert run(["import", str(tmp_path / "m.xlsx")]) == 1
    assert capsys.readouterr().err.startswith("Feuille « Présentation », ligne 2 : il manque « Identifiant »")


def test_an_import_writes_yaml_once_it_is_valid(tmp_path, capsys):
    kept = tmp_path / "accueil.yaml"
    assert run(["import", str(ROOT / "examples/guide-questions.csv"), "--to", str(kept)]) == 0
    assert capsys.readouterr().out.endswith("guide-questions.csv (table) : 1 thèmes, 3 questions.\n")
    assert validate(load_yaml(kept.read_bytes())) == ()


def test_a_faulty_import_writes_nothing_and_says_where(tmp_path, capsys):
    kept = tmp_path / "arbre.yaml"
    assert run(["import", str(ROOT / "examples/guide-arbre-faux.csv"), "--to", str(kept)]) == 1
    assert capsys.readouterr().err == (
        "Ligne 2, colonne « points » (D) : sous 1, « points » fait 11 au lieu de 10. Corrigez les "
        "lignes 3, 4.\n"
    )
    assert not kept.exists()


def test_an_unknown_ending_is_explained(tmp_path, capsys):
    assert run(["export", "cap", "--to", str(tmp_path / "cap.doc")]) == 1
    assert capsys.readouterr().err == (
        "Dites le format avec --format, ou finissez le nom par .yaml, .xlsx ou .csv.\n"
    )


def test_changes_are_told_in_english_too(tmp_path, capsys):
    changed = tmp_path / "cap.yaml"
    run(["export", "cap", "--to", str(changed)])
    changed.write_text(changed.read_text().replace("publisher: ", "publisher: Nous et ", 1))
    capsys.readouterr()
    assert run(["diff", "cap", str(changed), "--language", "en"]) == 0
    assert capsys.readouterr().out.endswith("1 item changed.\n")
