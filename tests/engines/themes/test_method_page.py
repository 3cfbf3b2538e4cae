"""The numbers of docs/methods/themes.md are those of the engine."""

from marchepied.engines.themes import find_themes, weigh
from tests.engines.worked_examples import read_numbers, write_number


def test_closeness():
    texts = ["le bus", "le bus", "la salle", "bus, salle"]
    found = find_themes(texts, count=2)
    first, second = found.themes
    assert (first.words, second.words) == (("bus",), ("salle",))
    near = (weigh(texts, found.model.vocabulary) @ found.model.directions.T)[3]
    last = found.placements[3]
    weight = found.model.vocabulary.weights[0]
    assert read_numbers("themes.md", "closeness") == [
        "3", "2", "2", write_number(weight, 2), "2", str(first.size), str(second.size),
        write_number(near[1], 2), write_number(near[0], 2),
        *(write_number(part, 2) for _key, part in last.themes), write_number(last.confidence, 2),
    ]  # fmt: skip
    assert [key for key, _part in last.themes] == [second.key, first.key]
