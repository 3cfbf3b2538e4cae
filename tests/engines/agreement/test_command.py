"""`marchepied agreement`: real data, what it prints, what it refuses."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from marchepied.engines.agreement import load_schema
from marchepied.engines.agreement.command import run

ITEMS = [f"LEAD{rank:02d}" for rank in range(1, 12)]
ROOT = Path(__file__).resolve().parents[3]


def write(folder, text, encoding="utf-8"):
    path = folder / "answers.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def measure(capsys, *arguments):
    code = run([*arguments, "--json"])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    result = json.loads(printed.out)
    jsonschema.validate(result, load_schema())
    return result


@pytest.fixture
def lq2002(shared_data):
    return shared_data / "likert" / "lq2002.csv"


def test_rwg_of_lq2002_equals_the_published_values(lq2002, capsys):
    """R package multilevel (Bliese): rwg of LEAD01 in each of the 49 companies."""
    result = measure(capsys, str(lq2002), "--group", "COMPID", "--items", ",".join(ITEMS), "--scale", "1-5")
    with (lq2002.parent / "ref_lq2002_rwg_lead01.csv").open() as source:
        published = {row["grpid"]: (float(row["rwg"]), int(row["gsize"])) for row in csv.DictReader(source)}
    assert len(published) == 49
    measured = {group["group"]: group["items"][0] for group in result["groups"]}
    assert measured.keys() == published.keys()
    for name, (rwg, size) in published.items():
        assert measured[name]["rwg"] == pytest.approx(rwg, abs=1e-6)
        assert measured[name]["n"] == size


def test_rwg_j_and_ad_of_lq2002_equal_the_formulas_written_out(lq2002, capsys):
    """No published file holds them: computed here from the people, in plain Python."""
    result = measure(capsys, str(lq2002), "--group", "COMPID", "--items", ",".join(ITEMS), "--scale", "1-5")
    people = {}
    with lq2002.open() as source:
        for row in csv.DictReader(source):
            people.setdefault(row["COMPID"], []).append([int(row[item]) for item in ITEMS])
    assert [group["group"] for group in result["groups"]] == list(people)
    for group in result["groups"]:
        rows = people[group["group"]]
        variances, around_mean, around_median = [], [], []
        for column in zip(*rows, strict=True):
            n, ordered = len(column), sorted(column)
            mean = sum(column) / n
            median = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
            variances.append(sum((value - mean) ** 2 for value in column) / (n - 1))
            around_mean.append(sum(abs(value - mean) for value in column) / n)
            around_median.append(sum(abs(value - median) for value in column) / n)
        ratio = min(sum(variances) / 11 / 2, 1)
        assert group["rwg_j"] == pytest.approx(11 * (1 - ratio) / (11 * (1 - ratio) + ratio), abs=1e-9)
        assert group["ad_j_mean"] == pytest.approx(sum(around_mean) / 11, abs=1e-9)
        assert group["ad_j_median"] == pytest.approx(sum(around_median) / 11, abs=1e-9)


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-8-sig"), (";", "utf-8")]
)
def test_separators_and_encodings_are_found(tmp_path, capsys, separator, encoding):
    rows = [
        ("Collège", "Écoute", "poids"),
        ("Salariés", "4", "1"),
        ("Salariés", "2", "1"),
        ("Élus", "NA", "2"),
    ]
    path = write(tmp_path, "\n".join(separator.join(row) for row in rows), encoding)
    result = measure(capsys, path, "--group", "Collège", "--items", "Écoute", "--scale", "1-5")
    assert [(group["group"], group["items"][0]["n"]) for group in result["groups"]] == [
        ("Salariés", 2),
        ("Élus", 0),
    ]
    assert result["groups"][0]["items"][0]["median"] == 3


def test_reversed_first_item_weight_and_inferred_scale(tmp_path, capsys):
    path = write(tmp_path, "g;A;B;w\nx;0;1;1\nx;4;2;3\nx;;1;2\n")
    result = measure(capsys, path, "--group", "g", "--items", "-A,B", "--weight", "w")
    assert result["parameters"]["scale"] == {"low": 0, "high": 4, "levels": 5}
    assert result["parameters"]["reversed_items"] == ["A"]
    assert result["warnings"][0].startswith("Échelle déduite des réponses : de 0 à 4.")
    first = result["groups"][0]["items"][0]
    assert (first["n"], first["missing"], first["weight"], first["mean"]) == (2, 1, 4.0, 1.0)
    assert result["groups"][0]["n_complete"] == 2


def test_json_goes_to_a_file(tmp_path, capsys):
    path = write(tmp_path, "g,A\nx,1\nx,5\n")
    target = tmp_path / "out.json"
    assert run([path, "--group", "g", "--items", "A", "--scale", "1-5", "--json", str(target)]) == 0
    assert capsys.readouterr() == ("", "")
    assert json.loads(target.read_text())["groups"][0]["items"][0]["rwg"] == -3


def test_the_table_reads_in_french(tmp_path, capsys):
    path = write(tmp_path, "g,A,B\nx,1,2\nx,2,2\ny,5,4\ny,5,\n")
    assert run([path, "--group", "g", "--items", "A,-B", "--scale", "1-5"]) == 0
    assert capsys.readouterr().out == (
        "Groupe  n  Item      Réponses  Médiane  Moyenne  rwg   a_wg  Écart moyen  A\n"
        "------  -  --------  --------  -------  -------  ----  ----  -----------  ----\n"
        "x       2  A         2         1,50     1,50     0,75  –     0,50         0,75\n"
        "x       2  −B        2         4,00     4,00     1,00  –     0,00         1,00\n"
        "x       2  ensemble  2                           0,93  –     0,25\n"
        "y       2  A         2         5,00     5,00     1,00  1,00  0,00         1,00\n"
        "y       2  −B        1         2,00     2,00     –     –     –            1,00\n"
        "y       2  ensemble  1                           –     –     –\n"
        "\n"
        "Alphas, tous items ensemble\n"
        "x : Cronbach 0,00 (2 personnes complètes), Krippendorff 0,83\n"
        "y : Cronbach – (1 personnes complètes), Krippendorff –\n"
        "tous : Cronbach −9,33 (3 personnes complètes), Krippendorff −0,15\n"
        "\n"
        "Écarts entre groupes (médianes), le plus grand effet d’abord\n"
        "A : 3,50 niveaux entre x et y ; delta de Cliff 1,00\n"
        "B : 2,00 niveaux entre y et x ; delta de Cliff 1,00\n"
        "\n"
        "Part due au groupe\n"
        "A : ICC(1) 0,9600, ICC(2) 0,9796\n"
        "B : ICC(1) 1,0000, ICC(2) 1,0000\n"
        "moyenne des items : ICC(1) 0,5714, ICC(2) 0,6667\n"
        "\n"
        "Échelle de 1 à 5 ; écart moyen jugé faible jusqu’à 0,83.\n"
        "Groupe y : Moins de deux réponses (B) : l’accord d’une seule personne n’a pas de sens, "
        "rwg et l’écart moyen ne sont pas calculés.\n"
        "Groupe y : 1 personnes sur 2 n’ont pas répondu à tous les items : "
        "elles ne comptent pas dans rwg(j) ni dans l’écart moyen d’ensemble.\n"
    )


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("g,A\nx,1\nx,trois\n", [], "Ligne 3, colonne « A » : « trois » n’est pas un niveau."),
        ("g,A\nx,1\nx,2.5\n", [], "Ligne 3, colonne « A » : « 2.5 » n’est pas un niveau."),
        (
            "g,A\nx,1\nx,9\n",
            ["--scale", "1-5"],
            "Ligne 2, item A : 9 n’est pas un niveau de l’échelle de 1 à 5.",
        ),
        ("g,A\nx,1\nx,99\n", [], "Les réponses vont de 1 à 99, plus de 11 niveaux"),
        ("g,A\nx,3\nx,3\n", [], "Toutes les réponses valent 3 : indiquez l’échelle"),
        ("g,A\nx,\nx,NA\n", [], "Aucune réponse dans les colonnes nommées"),
        ("g,B\nx,1\n", [], "Il n’y a pas de colonne « A ». Colonnes du fichier : g, B."),
        ("g,A,A\nx,1,2\n", [], "La colonne « A » est deux fois"),
        ("g,A\nx,1,2\n", [], "Ligne 2 : 3 colonnes au lieu de 2."),
        ("g,A\n", [], "n’a pas de ligne de réponses"),
        ("g,A,w\nx,1,-1\nx,2,1\n", ["--weight", "w"], "Ligne 2, colonne « w » : « -1 » n’est pas un poids."),
        ("g\0,A\n", [], "n’est pas un fichier texte"),
    ],
)
def test_a_refused_file_says_where_and_what_to_do(tmp_path, capsys, text, options, words):
    assert run([write(tmp_path, text), "--group", "g", "--items", "A", *options]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "il manque : FICHIER, --group, --items."),
        (["f.csv", "--group", "g"], "il manque : --items."),
        (["f.csv", "--items", "A", "--group"], "option --group: une valeur doit suivre."),
        (["f.csv", "--group", "g", "--items", ","], "donnez au moins un nom de colonne"),
        (["f.csv", "--group", "g", "--items", "A,-A"], "A est donné deux fois"),
        (["f.csv", "--group", "g", "--items", "A", "--scale", "cinq"], "« cinq » n’est pas une échelle"),
        (["f.csv", "--group", "g", "--items", "A", "--scale", "1-50"], "il en faut de 2 à 11"),
        (["f.csv", "--group", "g", "--items", "A", "--grade"], "options inconnues : --grade."),
    ],
)
def test_a_wrong_command_line_answers_two(capsys, arguments, words):
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err


def test_help_answers_zero(capsys):
    assert run(["--help"]) == 0
    assert "fichier CSV, une personne par ligne" in capsys.readouterr().out


def test_an_absent_file_is_a_sentence(tmp_path, capsys):
    assert run([str(tmp_path / "none.csv"), "--group", "g", "--items", "A"]) == 1
    assert "none.csv ne s’ouvre pas" in capsys.readouterr().err


def test_the_engines_load_neither_django_nor_the_network():
    code = (
        "import sys; from marchepied.engines import stats, agreement, privacy; "
        "import marchepied.engines.agreement.command; "
        "loaded = {name.split('.')[0] for name in sys.modules}; "
        "print(sorted(loaded & {'django', 'requests', 'httpx', 'urllib3'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"


def test_the_published_schema_is_the_shipped_one():
    published = json.loads((ROOT / "docs/reference/agreement.schema.json").read_text(encoding="utf-8"))
    assert published == load_schema()
    jsonschema.Draft202012Validator.check_schema(published)
