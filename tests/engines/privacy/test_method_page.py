"""The numbers of docs/methods/privacy.md are those of the engine."""

from marchepied.engines.privacy import CellCounts, protect_question
from tests.engines.worked_examples import read_numbers, write_number


def test_question():
    numbers = read_numbers("privacy.md", "question")
    levels = int(numbers[0])
    names = ("salariés", "élus", "clients")
    counts = {
        name: CellCounts(tuple(int(number) for number in numbers[1 + rank * levels :][:levels]))
        for rank, name in enumerate(names)
    }
    question = protect_question(counts)
    employees, pool = question.cells
    assert numbers[10:12] == [str(employees.respondents), write_number(employees.median, 2)]
    together = [counts["élus"].levels[rank] + counts["clients"].levels[rank] for rank in range(levels)]
    assert numbers[12:15] == [str(count) for count in together]
    assert (pool.colleges, pool.pattern, pool.levels) == (("élus", "clients"), "spread", None)
    assert numbers[15:] == [str(count) for count in question.total.levels]
