"""The guide says what the engine does: its examples are files, and they are run."""

import contextlib
import io
import re
from pathlib import Path

from marchepied.engines.tables import build_mapping, extract_answers, read_table

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "reference" / "import-answers.md").read_text(encoding="utf-8")
METHOD = (ROOT / "docs" / "methods" / "tables.md").read_text(encoding="utf-8")
SHOWN = re.compile(r"<!-- (?P<refused>refus )?(?P<path>\S+) -->\n```\w+\n(?P<text>.*?)```", re.DOTALL)


def extract(name, **options):
    file = ROOT / "examples" / name
    table = read_table(file.read_bytes(), file.name)
    return extract_answers(table, build_mapping(table, **options))


def test_the_guide_shows_the_example_files_as_they_are():
    shown = {found["path"]: found["text"] for found in SHOWN.finditer(GUIDE) if not found["refused"]}
    files = {
        f"examples/{file.name}": file.read_text(encoding="utf-8") for file in ROOT.glob("examples/import-*")
    }
    assert shown == files


def test_one_row_per_person():
    extraction = extract("import-large.csv")
    assert extraction.levels.tolist() == [[4, 5, 2], [3, -1, 1], [5, 4, -2], [2, 0, 3]]
    assert dict(extraction.comments) == {(0, 2): "Les plannings arrivent tard"}
    assert [(college.name, college.people) for college in extraction.colleges] == [
        ("Salariés", 2),
        ("Bénévoles", 2),
    ]


def test_one_row_per_answer():
    extraction = extract("import-long.csv")
    assert extraction.levels.tolist() == [[4, 5], [5, -1]]
    assert dict(extraction.comments) == {(0, 1): "Bien accueilli"}


def test_words_and_weights():
    extraction = extract("import-mots.csv")
    assert [item.levels for item in extraction.items] == [4, 4]
    assert extraction.levels.tolist() == [[4, 3], [2, 4], [1, -1]]
    assert extraction.weights is not None
    assert extraction.weights.tolist() == [1.5, 0.5, 1.0]


def test_the_refusals_of_the_guide_are_those_of_the_engine():
    (shown,) = [found["text"] for found in SHOWN.finditer(GUIDE) if found["refused"]]
    extraction = extract("import-erreurs.csv", items="Q1,Q2", scale=(1, 5))
    lines = [
        f"Ligne {one.row_number}, {one.column}, « {one.value} » : {one.reason}".replace("«  »", "« »")
        for one in extraction.rejected
    ]
    assert shown.splitlines() == lines


def test_every_code_of_the_guide_is_known():
    table = GUIDE.split("## Ce qui n’est pas un niveau")[1].split("##")[0]
    meanings = {"Ne sait pas": -1, "Pas concerné": -2, "Pas de réponse": 0}
    named = {"cellule vide": "", "un point": ".", "un tiret": "-"}
    seen = []
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in meanings:
            seen.append(cells[0])
            for word in cells[1].split(", "):
                text = f'Q1\n"{named.get(word, word)}";\n3;\n'.replace(";", ",x")
                read = read_table(text.encode().replace(b"Q1\n", b"Q1,x\n"), "f.csv")
                extraction = extract_answers(read, build_mapping(read, college="T", items="Q1"))
                assert extraction.levels.ravel().tolist() == [meanings[cells[0]], 3], word
    assert seen == list(meanings)


def test_the_example_of_the_method_page_runs():
    code, printed = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", METHOD, re.DOTALL).groups()
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "docs/methods/tables.md", "exec"), {})
    assert output.getvalue() == printed
