"""The numbers of docs/methods/bridges.md are those of the engine, and of the trap it avoids."""

from marchepied.engines.bridges import Declared, Framework, Item, Link, carry
from tests.engines.bridges.oracle import Unrolled
from tests.engines.worked_examples import read_numbers


def numbers_of(example: str) -> list[float]:
    return [float(number.replace(",", ".")) for number in read_numbers("bridges.md", example)]


def test_value():
    parts, norm, low, high, *results = numbers_of("value")
    frameworks = (
        Framework("g", (Item("satisfaction", int(parts)),)),
        Framework("n", (Item("norm"),)),
        Framework("i", (Item("indicator"),)),
    )
    links = [Link("norm", "satisfaction", covers=("1",)), Link("indicator", "satisfaction", covers=("2",))]
    both = [Declared("norm", norm, norm), Declared("indicator", low, high)]
    found = [carry(frameworks, links, said).bounds("satisfaction") for said in (both, both[:1])]
    assert [bound for bounds in found for bound in bounds or ()] == results


def test_cycle():
    parts, value, *numbers = numbers_of("cycle")
    frameworks = (
        Framework("a", (Item("a", int(parts)),)),
        Framework("b", (Item("b"),)),
        Framework("c", (Item("c"),)),
    )
    links = [Link("b", "a", covers=("1",)), Link("c", "a", covers=("2",)), Link("a", "b", covers=("1",))]
    declared = [Declared("c", value, value)]
    carried = carry(frameworks, links, declared)
    assert [*(carried.bounds("a") or ()), *(carried.bounds("b") or ())] == numbers[:4]
    low, amplified = numbers[0], []
    for _round in range(2):
        low = (low + value) / parts
        amplified.append(low)
    assert numbers[4:] == [*amplified, 1.0]
    slow = Unrolled(frameworks, links, declared, 3)
    assert (slow["a"].low, slow["b"].low) == (0.5, 0.5)
