"""`marchepied themes`: what it prints and writes, what it refuses."""

import json
import subprocess
import sys

import pytest

from marchepied.engines.tables import read_table
from marchepied.engines.themes.command import run

from .corpus import EXAMPLE

OPTIONS = [str(EXAMPLE), "--column", "parole"]


def test_what_is_read_in_a_terminal(capsys):
    assert run(OPTIONS) == 0
    out = capsys.readouterr().out
    assert out.split("\n\n")[1].splitlines()[:2] == [
        "t1  bus, arrêt, samedi, soir, heures, horaires : 8 textes (25 %)",
        "    « Mettre une navette depuis la gare, le bus est trop rare. »",
    ]
    assert out.endswith(
        "32 textes, 4 thèmes ; 1 hors de tout thème.\n\n".rstrip("\n")
        + "\nMasqués : 2 noms, 1 téléphone. Relisez : il peut en rester.\n"
        "Ce sont des suggestions : à vous de nommer, réunir, séparer, déplacer.\n"
    )


def test_json(capsys, tmp_path):
    assert run([*OPTIONS, "--json", "--count", "3"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["schema"], result["parameters"]["count"]) == ("marchepied/themes/1", 3)
    assert (result["texts"], len(result["themes"])) == (32, 3)
    assert run([*OPTIONS, "--count", "3", "--json", str(tmp_path / "out.json")]) == 0
    assert json.loads((tmp_path / "out.json").read_text()) == result


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_a_table_that_no_spreadsheet_can_run(tmp_path, name):
    path = tmp_path / "mots.csv"
    texts = [
        '=HYPERLINK("http://x.fr";"bus")',
        "+bus 06 12 34 56 78",
        "@ bus",
        "-2 bus",
        "le bus de Nathalie",
    ]
    path.write_text(
        "mot\n" + "".join('"' + text.replace('"', '""') + '"\n' for text in texts), encoding="utf-8"
    )
    assert run([str(path), "--column", "mot", "--to", str(tmp_path / name)]) == 0
    written = (tmp_path / name).read_bytes()
    table = read_table(written, name)
    assert table.headers == ("Ligne", "Thème", "Clé", "Confiance", "Autres thèmes", "Texte masqué")
    assert table.list_values(5)[1:] == ("+bus [téléphone]", "@ bus", "-2 bus", "le bus de [nom]")
    assert table.list_values(1) == ("bus",) * 5
    if name.endswith("csv"):
        cells = written.decode("utf-8-sig").splitlines()[1:]
        assert not [cell for line in cells for cell in line.split(";") if cell.strip('"')[:1] in set("=+-@")]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([str(EXAMPLE), "--column", "mots"], 1, "Colonnes du fichier : lieu, parole."),
        (["absent.csv", "--column", "x"], 1, "absent.csv"),
        ([str(EXAMPLE)], 2, "il manque : --column"),
        ([*OPTIONS, "--count", "0"], 1, "Demandez de 1 à 50 thèmes."),
        ([*OPTIONS, "--count", "x"], 2, "ce n’est pas un nombre entier"),
        ([*OPTIONS, "--method", "magic"], 2, "choix inconnu"),
        ([*OPTIONS, "--nope"], 2, "options inconnues : --nope"),
    ],
)
def test_refusals_say_why(capsys, arguments, code, words):
    assert run(arguments) == code
    assert words in capsys.readouterr().err


def test_help(capsys):
    assert run(["--help"]) == 0
    assert "usage : marchepied themes" in capsys.readouterr().out


def test_the_command_runs_without_loading_django():
    code = (
        "import sys; from marchepied.cli import main; "
        "code = main(sys.argv[1:]); assert 'django' not in sys.modules; sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "themes", *OPTIONS], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 thèmes" in done.stdout
