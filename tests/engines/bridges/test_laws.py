"""What must hold whatever is linked and declared: the laws of docs/methods/bridges.md."""

import random
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marchepied.engines.bridges import Declared, Framework, Item, Link, State
from tests.engines.bridges.networks import Case, cases, intervals, links_between, values_of

SLACK = 1e-12
LAW = settings(max_examples=150, deadline=None)


@LAW
@given(cases(), st.integers(1, 3))
def test_a_copy_carries_the_exact_interval(case, hops):
    before = case.carry(hops)
    copies = tuple(Item(f"z{item.id}", 3) for item in case.items)
    copying = [Link(item.id, f"z{item.id}", covers=("*",)) for item in case.items]
    after = case.add(Framework("z", copies), *copying).carry(hops + 1)
    for item in before:
        assert after.bounds(f"z{item}") == (before.bounds(item) or None)
        if before.state(item) not in {State.PARTLY, State.TOUCHED}:
            assert after.state(f"z{item}") == before.state(item)


@LAW
@given(cases(neutral=False), st.booleans())
def test_what_is_all_satisfied_stays_so_wherever_parts_are_covered(case, satisfied):
    bound = float(satisfied)
    declared = tuple(replace(each, low=bound, high=bound) for each in case.declared)
    carried = replace(case, declared=declared).carry()
    for item in carried:
        for part in carried[item].parts:
            if part.state is State.COVERED:
                assert (part.low, part.high) == (bound, bound)
        if carried.state(item) is State.COVERED:
            assert carried.bounds(item) == (bound, bound)


@LAW
@given(cases(), st.data())
def test_a_better_declared_value_never_lowers_a_bound(case, data):
    places = [place for place, each in enumerate(case.declared) if each.applicable]
    assume(places)
    place = data.draw(st.sampled_from(places))
    worse = case.declared[place]
    low, high = data.draw(intervals())
    better = replace(worse, low=max(worse.low, low), high=max(worse.high, low, high))
    before = case.carry()
    after = replace(case, declared=(*case.declared[:place], better, *case.declared[place + 1 :])).carry()
    for item in before:
        for one, other in zip(before.bounds(item) or (), after.bounds(item) or (), strict=True):
            assert other >= one


@LAW
@given(cases(), st.data())
def test_more_evidence_never_widens_unless_it_contradicts(case, data):
    link = data.draw(st.none() | links_between(case.items))
    word = data.draw(st.none() | values_of(case.items))
    before = case.carry(2)
    after = case.add(*(each for each in (link, word) if each)).carry(data.draw(st.integers(2, 4)))
    for item in before:
        if after.state(item) is State.CONTRADICTION or after.clashes(item):
            continue
        was, now = before.bounds(item), after.bounds(item)
        if was is None or now is None:
            assert now is None
        else:
            assert was[0] - SLACK <= now[0]
            assert now[1] <= was[1] + SLACK


@LAW
@given(st.lists(st.lists(intervals(), min_size=1, max_size=3), min_size=1, max_size=4), st.data())
def test_what_does_not_apply_is_neutral(parts, data):
    """An item with parts and sources that do not apply is worth what it is without them."""

    def carry(spare_parts: int, spare_sources: int) -> tuple[float, float] | None:
        sources, links, declared = [], [], []
        told = [*parts, *[[] for _spare in range(spare_parts)]]
        for part, given_values in enumerate(told, start=1):
            for value in [*given_values, *[None] * (spare_sources or not given_values)]:
                name = f"s{len(sources)}"
                sources.append(Item(name))
                links.append(Link(name, "t", covers=(str(part),)))
                declared.append(Declared(name, *value) if value else Declared(name, applicable=False))
        frameworks = (Framework("t", (Item("t", len(told)),)), Framework("s", tuple(sources)))
        return Case(frameworks, tuple(links), tuple(declared)).carry().bounds("t")

    spare = data.draw(st.tuples(st.integers(0, 3), st.integers(0, 2)))
    assert carry(*spare) == carry(0, 0)


def test_nothing_left_that_applies():
    frameworks = (Framework("t", (Item("t", 2),)), Framework("s", (Item("s"),)), Framework("u", (Item("u"),)))
    links = (Link("s", "t", covers=("*",)), Link("t", "u", covers=("1",)))
    carried = Case(frameworks, links, (Declared("s", applicable=False),)).carry()
    assert [carried.state(item) for item in "stu"] == [State.NOT_APPLICABLE] * 3
    assert [carried.bounds(item) for item in "stu"] == [None] * 3


@LAW
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_changes_no_bit(case, draw: random.Random):
    def shuffled(values):
        return tuple(draw.sample(list(values), len(values)))

    frameworks = [
        Framework(each.id, shuffled([Item(item.id, shuffled(item.part_names)) for item in each.items]))
        for each in case.frameworks
    ]
    other = Case(shuffled(frameworks), shuffled(case.links), shuffled(case.declared))
    assert other.carry().as_dict() == case.carry().as_dict()


@LAW
@given(cases(), st.data())
def test_what_leaves_a_framework_never_comes_back_to_it(case, data):
    """Cycles add nothing: a framework is worth the same when none of its links out exist."""
    framework = data.draw(st.sampled_from(case.frameworks))
    own = {item.id for item in framework.items}
    before = replace(case, links=tuple(link for link in case.links if link.source not in own)).carry()
    after = case.carry()
    for item in own:
        assert after.bounds(item) == before.bounds(item)
        assert after.state(item) == before.state(item)


def test_the_cycle_that_a_plain_fixpoint_amplifies():
    frameworks = (Framework("a", (Item("a", 2),)), Framework("b", (Item("b"),)), Framework("c", (Item("c"),)))
    links = (Link("b", "a", covers=("1",)), Link("c", "a", covers=("2",)), Link("a", "b", covers=("1",)))
    for hops in range(1, 7):
        carried = Case(frameworks, links, (Declared("c", 1, 1),)).carry(hops)
        assert carried.bounds("a") == (0.5, 1.0)
        assert carried.bounds("b") == ((0.0, 1.0) if hops == 1 else (0.5, 1.0))
