"""`marchepied bridges`: what it prints, what it refuses."""

import json
import subprocess
import sys

import pytest

from marchepied.engines.bridges.command import run

LINKS = """#curie_map:
#  g: https://example.org/g/
#  iso: https://example.org/iso/
#  m: https://marchepied.invalid/bridges/
#  q: https://example.org/q/
#mapping_set_id: https://example.org/ponts
#license: https://example.org/licence
#extension_definitions:
#  - slot_name: marchepied_covers
#    property: m:covers
subject_id\tpredicate_id\tobject_id\tmapping_justification\tmarchepied_covers
iso:9\tskos:broadMatch\tg:1\tsemapv:ManualMappingCuration\tlire
q:30\tskos:closeMatch\tg:1\tsemapv:ManualMappingCuration\tlire
q:31\tskos:relatedMatch\tg:2\tsemapv:ManualMappingCuration\t
g:2\tskos:exactMatch\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t
"""
VALUES = (
    "item;valeur;bas;haut;concerne;parties\niso:9;1;;;;\nq:30;;0;0,25;;\nq:31;;;;non;\ng:1;;;;;lire|dire\n"
)


@pytest.fixture
def files(tmp_path):
    links, values = tmp_path / "ponts.sssom.tsv", tmp_path / "valeurs.csv"
    links.write_text(LINKS, encoding="utf-8")
    values.write_text(VALUES, encoding="utf-8")
    return str(links), str(values)


def test_table(files, capsys):
    assert run(["carry", *files]) == 0
    assert capsys.readouterr().out == (
        "Question  État           Valeur       Vient de\n"
        "--------  -------------  -----------  -----------------------------\n"
        "g:1       contradiction  0,12 à 1,00  iso:9 (1 lien), q:30 (1 lien)\n"
        "g:2       effleurée      0,00 à 1,00  q:31 (1 lien effleurant)\n"
        "iso:9     couverte       1,00         elle-même\n"
        "q:30      couverte       0,00 à 0,25  elle-même\n"
        "q:31      sans objet     –            elle-même\n"
        "\n"
        "g:1, partie lire : iso:9 dit 1,00, q:30 dit 0,00 à 0,25.\n"
        "\n"
        "1 correspondance(s) n’ont de question que d’un côté : aucun lien.\n"
        "Une correspondance n’est pas une conformité.\n"
    )


def test_what_no_link_touches_is_listed(files, tmp_path, capsys):
    questions = tmp_path / "questions.csv"
    questions.write_text("item\ng:1\ng:3\niso:9\ng:2\ng:4\n", encoding="utf-8")
    assert run(["missing", files[0], str(questions)]) == 0
    assert capsys.readouterr().out == "g:3\ng:4\n2 question(s) sur 5 sans correspondance.\n"
    assert run(["missing", files[0], str(tmp_path / "absent.csv")]) == 1


def test_json(files, capsys):
    assert run(["carry", *files, "--json", "--max-hops", "1"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["schema"], result["parameters"]) == ("marchepied/bridges/1", {"max_hops": 1})
    item = next(item for item in result["items"] if item["item"] == "g:1")
    assert [(part["part"], part["low"], part["high"]) for part in item["parts"]] == [
        ("dire", 0.0, 1.0),
        ("lire", 0.25, 1.0),
    ]
    assert [(source["item"], source["hops"], source["parts"]) for source in item["sources"]] == [
        ("iso:9", 1, ["lire"]),
        ("q:30", 1, ["lire"]),
    ]
    assert item["contradictions"][0]["hull"] == [0.0, 1.0]


def test_guessed_parts_are_said(files, tmp_path, capsys):
    values = tmp_path / "court.csv"
    values.write_text("item,value\niso:9,1\n", encoding="utf-8")
    assert run(["carry", files[0], str(values)]) == 0
    assert "1 question(s) sans colonne « parts » : leurs parties sont celles que les liens nomment" in (
        capsys.readouterr().out
    )


def test_check(files, capsys):
    assert run(["check", files[0]]) == 0
    assert capsys.readouterr().out == (
        "ponts.sssom.tsv se lit : 4 correspondance(s), 3 lien(s), dont 2 qui disent ce qu’ils couvrent "
        "(marchepied_covers).\n"
        "1 correspondance(s) n’ont de question que d’un côté : aucun lien.\n"
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ("item;value\niso:9;deux\n", "Ligne 2 : « deux » n’est pas un nombre."),
        ("item;value\n;1\n", "Ligne 2 : il manque l’identifiant de la question."),
        ("item;value;concerne\niso:9;1;peut-être\n", "Ligne 2 : « peut-être » n’est ni oui ni non."),
        (
            "item;value\niso:9;2\n",
            "Ligne 2 : La valeur de « iso:9 » est un intervalle dans [0, 1] : 2.0 à 2.0 ne l’est pas.",
        ),
        ("item;parts\ng:1;0\n", "Ligne 2 : « g:1 » doit avoir de 1 à 1000 parties."),
        (
            "item;parts\ng:1;écrire\n",
            "Le lien de « iso:9 » vers « g:1 » couvre la partie « lire », que « g:1 » n’a pas.",
        ),
        ("question;value\nx:1;1\n", ""),
        ("nom;value\nx:1;1\n", "Ligne 1 : il manque une colonne « item »."),
        ("", "Ligne 1 : il manque une colonne « item »."),
    ],
)
def test_refused_values(files, tmp_path, capsys, values, sentence):
    path = tmp_path / "autre.csv"
    path.write_text(values, encoding="utf-8")
    assert run(["carry", files[0], str(path)]) == (1 if sentence else 0)
    assert capsys.readouterr().err.strip() == sentence


def test_refused_links(files, capsys):
    assert run(["check", files[1]]) == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        "valeurs.csv : Ligne 1, colonne 1 : predicate_id : cette colonne est obligatoire."
    )
    assert run(["check", "absent.tsv"]) == 1
    assert capsys.readouterr().err == "absent.tsv ne s’ouvre pas : No such file or directory.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "il manque : carry|check|missing."),
        (["carry", "x"], "il manque : VALEURS."),
        (["check", "x", "--strict"], "options inconnues : --strict."),
        (["carry", "x", "y", "--max-hops", "z"], "option --max-hops: ce n’est pas un nombre entier : 'z'."),
    ],
)
def test_wrong_options(capsys, arguments, words):
    assert run(arguments) == 2
    assert capsys.readouterr().err.rstrip().endswith(words)


def test_help_is_no_error(capsys):
    assert run(["--help"]) == 0
    assert capsys.readouterr().out.startswith("usage : marchepied bridges")


def test_it_runs_without_django():
    code = (
        "import sys; from marchepied.cli import main; "
        "main(['bridges', 'check', 'absent']); print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
