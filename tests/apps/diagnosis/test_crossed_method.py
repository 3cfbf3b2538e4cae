"""The numbers of docs/methods/regards.md are those of the engines and of the verdicts."""

from pathlib import Path

import pytest

from marchepied.apps.diagnosis.compute import PARAMETERS
from marchepied.apps.diagnosis.selectors.effects import measure_effect
from marchepied.apps.diagnosis.selectors.verdicts import find_own_gap, judge, keep_placed, median_place
from marchepied.engines.privacy import CellCounts, compare_printed, protect_question
from tests.engines.worked_examples import PAGES, read_numbers, write_number

TEMPLATE = Path(__file__).resolve().parents[3] / "src/marchepied/templates/diagnosis/crossed_method.html"
EMPLOYEES = CellCounts((5, 5, 2, 0, 0))


def judged(administrators):
    printed = protect_question({"salariés": EMPLOYEES, "administrateurs": CellCounts(administrators)})
    gap = compare_printed(keep_placed(printed)).as_dict()
    row = {"levels": 5, "printed": printed.as_dict(), "gap": gap}
    return printed.cells, gap["gap"], judge(row)


def test_groups_in_numbers():
    numbers = read_numbers("regards.md", "apart")
    assert numbers[1:6] == [str(count) for count in EMPLOYEES.levels]
    low, high = judged(tuple(int(number) for number in numbers[7:12]))[0]
    assert [numbers[6], numbers[12]] == [write_number(cell.median, 2) for cell in (low, high)]
    _cells, gap, verdict = judged((0, 0, 2, 7, 3))
    delta = measure_effect([low, high])["delta"]
    assert numbers[13:] == [write_number(value, 2) for value in (gap, gap / 4, delta)]
    assert verdict == {"kind": "apart", "weight": pytest.approx(2 + delta)}


def test_a_small_group_in_words():
    numbers = read_numbers("regards.md", "banded")
    cells, _gap, verdict = judged(tuple(int(number) for number in numbers[1:6]))
    assert numbers[6:8] == [f"{level:.0f}" for level in median_place(cells[1])]
    effect = measure_effect(cells)
    assert numbers[8:] == [
        "4",
        "1,70",
        write_number(4 - cells[0].median, 2),
        write_number(effect["delta"], 2),
    ]
    assert effect["coarse"]
    assert verdict["weight"] == pytest.approx(2 + effect["delta"])


def test_the_organisation_between_its_groups():
    level, above, below = read_numbers("regards.md", "own")
    cells, _gap, _verdict = judged((0, 0, 2, 7, 3))
    assert [above, below] == [
        write_number(int(level) - cells[0].median, 2),
        write_number(cells[1].median - int(level), 2),
    ]
    assert find_own_gap(cells, int(level), 4) == ("", [])
    assert find_own_gap(cells, 5, 4) == ("above", [cells[0]])


def test_the_page_of_the_site_gives_the_same_example_and_settings():
    page = TEMPLATE.read_text(encoding="utf-8")
    numbers = read_numbers("regards.md", "apart")
    assert f"{', '.join(numbers[1:6])}. Leur médiane est {numbers[6]}." in page
    assert f"{', '.join(numbers[7:12])} : leur médiane est {numbers[12]}. L’écart est {numbers[13]}" in page
    assert PARAMETERS["threshold"] == PARAMETERS["discussed"] == 5
    settings = (
        (PAGES / "regards.md").read_text(encoding="utf-8").split("## Réglages")[1].split("## Exemple")[0]
    )
    cells = [line.split("|")[2].strip() for line in settings.strip().splitlines()[2:7]]
    assert cells == ["5", "un quart de l’échelle", "une personne sur trois", "5", "95 %"]
