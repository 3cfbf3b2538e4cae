"""What is said of each item: states, contradictions, sources, and what is refused."""

import datetime

import pytest

from marchepied.engines.bridges import (
    BridgeError,
    Claim,
    Contradiction,
    Declared,
    Framework,
    Item,
    Link,
    Reach,
    Relation,
    State,
    build_network,
    carry,
    carry_over,
)

QUALITY = Framework("iso9001", (Item("iso:9.1.2"), Item("iso:10.2")))
TRAINING = Framework("qualiopi", (Item("q:30"), Item("q:31")))
GUIDE = Framework("guide", (Item("g:1", ("listen", "answer")), Item("g:2"), Item("g:3")))
FRAMEWORKS = (QUALITY, TRAINING, GUIDE)
LISTEN = Link("iso:9.1.2", "g:1", Relation.BROAD, ("listen",), "la clause le demande", "Ana")
ANSWER = Link("q:31", "g:1", Relation.CLOSE, ("answer",))


def test_states():
    links = [LISTEN, ANSWER, Link("q:30", "g:2")]
    carried = carry(FRAMEWORKS, links, [Declared("iso:9.1.2", 1, 1), Declared("q:30", 1, 1)])
    assert {item: (carried.state(item).value, carried.bounds(item)) for item in carried} == {
        "g:1": ("partly", (0.5, 1.0)),
        "g:2": ("touched", (0.0, 1.0)),
        "g:3": ("unknown", (0.0, 1.0)),
        "iso:10.2": ("unknown", (0.0, 1.0)),
        "iso:9.1.2": ("covered", (1.0, 1.0)),
        "q:30": ("covered", (1.0, 1.0)),
        "q:31": ("unknown", (0.0, 1.0)),
    }
    assert [(part.part, part.low, part.high, part.state) for part in carried["g:1"].parts] == [
        ("answer", 0.0, 1.0, State.UNKNOWN),
        ("listen", 1.0, 1.0, State.COVERED),
    ]


def test_every_part_covered():
    carried = carry(FRAMEWORKS, [LISTEN, ANSWER], [Declared("iso:9.1.2", 1, 1), Declared("q:31", 0.5, 0.75)])
    assert (carried["g:1"].state, carried["g:1"].low, carried["g:1"].high) == (State.COVERED, 0.75, 0.875)


def test_every_part_is_every_part_whatever_else_is_named():
    links = [Link("s", "t", covers=("unknown", "*"))]
    frameworks = [Framework("a", (Item("s"),)), Framework("b", (Item("t", 3),))]
    assert carry(frameworks, links, [Declared("s", 1, 1)]).bounds("t") == (1.0, 1.0)


def test_covered_by_what_is_itself_known_in_part_is_known_in_part():
    links = [LISTEN, Link("g:1", "iso:10.2", covers=("*",))]
    carried = carry((*FRAMEWORKS, Framework("x", (Item("x"),))), [*links, Link("g:1", "x", covers=("1",))],
                    [Declared("iso:9.1.2", 1, 1)])  # fmt: skip
    assert (carried.state("x"), carried.bounds("x")) == (State.PARTLY, (0.5, 1.0))
    # what came from ISO 9001 does not come back to ISO 9001
    assert (carried.state("iso:10.2"), carried.bounds("iso:10.2")) == (State.UNKNOWN, (0.0, 1.0))


def test_a_contradiction_shows_both_sources_and_travels_on():
    same = Link("q:30", "g:2", covers=("1",))
    other = Link("iso:10.2", "g:2", covers=("1",))
    onward = Link("g:2", "x", covers=("1",))
    carried = carry(
        (*FRAMEWORKS, Framework("x", (Item("x"),))),
        [same, other, onward],
        [Declared("q:30", 0.75, 1), Declared("iso:10.2", 0, 0.25)],
    )
    expected = Contradiction("g:2", "1", Claim("q:30", 0.75, 1.0, same), Claim("iso:10.2", 0.0, 0.25, other))
    assert expected.hull == (0.0, 1.0)
    for item in ("g:2", "x"):
        found = carried[item]
        assert (found.state, found.low, found.high) == (State.CONTRADICTION, 0.25, 0.75)
        assert found.contradictions == (expected,)


def test_an_own_value_is_a_source_like_another():
    link = Link("q:30", "g:2", covers=("1",))
    declared = [Declared("q:30", 0.25, 0.75), Declared("g:2", 0.5, 1)]
    assert carry(FRAMEWORKS, [link], declared).bounds("g:2") == (0.5, 0.75)
    apart = carry(FRAMEWORKS, [link], [Declared("q:30", 0, 0.25), Declared("g:2", 0.5, 1)])["g:2"]
    assert apart.state is State.CONTRADICTION
    assert apart.contradictions == (
        Contradiction("g:2", None, Claim("g:2", 0.5, 1.0, None), Claim("g:2", 0.0, 0.25, None)),
    )
    twice = carry(FRAMEWORKS, [], [Declared("g:2", 0, 0.5), Declared("g:2", 0.25, 1)])
    assert twice.bounds("g:2") == (0.25, 0.5)


def test_rounding_is_no_contradiction():
    thirds = Framework("t", (Item("t", 3),))
    links = [Link(f"g:{rank}", "t", covers=(str(rank),)) for rank in (1, 2, 3)]
    values = (0.1, 0.2, 0.3)
    assert (0.1 + 0.2 + 0.3) / 3 > 0.2  # by one bit
    declared = [Declared(f"g:{rank}", value, value) for rank, value in enumerate(values, start=1)]
    carried = carry((GUIDE, thirds), links, [*declared, Declared("t", 0.2, 0.2)])
    assert carried.state("t") is State.COVERED
    assert carried.bounds("t") == pytest.approx((0.2, 0.2))


@pytest.mark.parametrize("parts", range(1, 60))
def test_a_mean_of_equal_values_is_that_value_to_the_last_bit(parts):
    frameworks = (Framework("t", (Item("t", parts),)), Framework("s", (Item("s"),)))
    values = [0.1, 0.3, 1 / 49, 0.7, 1 / 3]
    links = [Link("s", "t", covers=("*",))]
    found = [carry(frameworks, links, [Declared("s", value, value)]).bounds("t") for value in values]
    assert found == [(value, value) for value in values]


def test_a_source_that_does_not_apply_is_told_when_another_gives_a_value():
    value, neutral = Link("q:30", "g:2", covers=("1",)), Link("iso:10.2", "g:2", covers=("1",))
    carried = carry(
        FRAMEWORKS, [value, neutral], [Declared("q:30", 0.5, 1), Declared("iso:10.2", applicable=False)]
    )
    found = carried["g:2"]
    assert (found.state, found.low, found.high) == (State.COVERED, 0.5, 1.0)
    assert found.contradictions == (
        Contradiction(
            "g:2", "1", Claim("q:30", 0.5, 1.0, value), Claim("iso:10.2", None, None, neutral), True
        ),
    )
    assert found.contradictions[0].hull is None


def test_its_own_word_on_what_applies_prevails():
    link = Link("q:30", "g:2", covers=("1",))
    onward = Link("g:2", "x", covers=("1",))
    frameworks = (*FRAMEWORKS, Framework("x", (Item("x"),)))
    silent = carry(frameworks, [link, onward], [Declared("q:30", 1, 1), Declared("g:2", applicable=False)])
    assert [silent.state(item) for item in ("g:2", "x")] == [State.NOT_APPLICABLE] * 2
    assert [each.applicability for each in silent["g:2"].contradictions] == [True]
    assert [source.item for source in silent["x"].sources] == ["g:2"]
    valued = carry(frameworks, [link], [Declared("q:30", applicable=False), Declared("g:2", 0.5, 1)])
    assert (valued.state("g:2"), valued.bounds("g:2")) == (State.COVERED, (0.5, 1.0))
    assert valued.clashes("g:2")


def test_sources_say_what_through_which_links_and_how_far():
    second = Link("g:1", "x", covers=("1",), date=datetime.date(2026, 11, 22), confidence=0.5)
    near, touch = Link("q:30", "x", covers=("1",)), Link("iso:10.2", "x")
    carried = carry(
        (*FRAMEWORKS, Framework("x", (Item("x", 2),))),
        [LISTEN, second, near, touch],
        [Declared("iso:9.1.2", 0.5, 1), Declared("q:30", applicable=False), Declared("iso:10.2", 1, 1)],
    )
    assert [
        (each.item, each.low, each.high, each.reach, each.hops, each.path, each.parts)
        for each in carried["x"].sources
    ] == [
        ("q:30", None, None, Reach.COVERS, 1, (near,), ("1",)),
        ("iso:9.1.2", 0.5, 1.0, Reach.COVERS, 2, (LISTEN, second), ("1",)),
        ("iso:10.2", 1.0, 1.0, Reach.TOUCHES, 1, (touch,), ()),
    ]
    assert [each.reach for each in carried["q:30"].sources] == [Reach.ITSELF]


def test_hops_are_bounded():
    chain = tuple(Framework(f"f{rank}", (Item(f"i{rank}"),)) for rank in range(9))
    links = [Link(f"i{rank}", f"i{rank + 1}", covers=("1",)) for rank in range(8)]
    for hops in range(1, 7):
        carried = carry(chain, links, [Declared("i0", 1, 1)], max_hops=hops)
        assert [carried.state(f"i{rank}") is State.COVERED for rank in range(9)] == [
            rank <= hops for rank in range(9)
        ]
    for hops in (0, 7):
        with pytest.raises(BridgeError, match=r"^Le nombre de liens de suite va de 1 à 6\.$"):
            carry(chain, links, [], max_hops=hops)


def test_links_inside_a_framework_carry_nothing_and_it_is_said():
    carried = carry(FRAMEWORKS, [Link("g:2", "g:3", covers=("1",))], [Declared("g:2", 1, 1)])
    assert carried.state("g:3") is State.UNKNOWN
    assert carried.notes == (
        "1 lien(s) à l’intérieur d’un même référentiel ne transportent rien : "
        "une question n’y répond pas pour une autre.",
    )


def test_nothing_given():
    assert list(carry((), (), ())) == []
    empty = carry((Framework("a", ()), GUIDE), [], [])
    assert {empty.state(item) for item in empty} == {State.UNKNOWN}
    assert len(empty) == 3


def test_one_network_serves_many_declarations():
    network = build_network(FRAMEWORKS, [LISTEN, ANSWER])
    assert network.link_count == 2
    for value in (0.0, 1.0):
        carried = carry_over(network, [Declared("iso:9.1.2", value, value)])
        assert carried.bounds("g:1") == (value / 2, value / 2 + 0.5)


def test_too_many_paths_are_refused_with_a_sentence():
    names = [f"f{rank:02}" for rank in range(14)]
    frameworks = tuple(Framework(name, (Item(name),)) for name in names)
    links = [Link(one, other, covers=("1",)) for one in names for other in names if one != other]
    with pytest.raises(BridgeError, match=r"^Trop de chemins entre les référentiels pour 6 liens de suite"):
        carry(frameworks, links, [Declared(name, 1, 1) for name in names], max_hops=6)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: Declared("g:1", 0.5, 0.25),
            "La valeur de « g:1 » est un intervalle dans [0, 1] : 0.5 à 0.25 ne l’est pas.",
        ),
        (
            lambda: Declared("g:1", float("nan")),
            "La valeur de « g:1 » est un intervalle dans [0, 1] : nan à 1.0 ne l’est pas.",
        ),
        (
            lambda: Declared("g:1", 0, 1.5),
            "La valeur de « g:1 » est un intervalle dans [0, 1] : 0 à 1.5 ne l’est pas.",
        ),
        (lambda: Item("g:1", 0), "« g:1 » doit avoir de 1 à 1000 parties."),
        (lambda: Item("g:1", 1_001), "« g:1 » doit avoir de 1 à 1000 parties."),
        (
            lambda: Item("g:1", ("a", "a")),
            "Les parties de « g:1 » portent chacune un nom différent, ni vide ni « * ».",
        ),
        (lambda: Link("a", "b", confidence=2), "La confiance du lien de « a » vers « b » va de 0 à 1."),
        (lambda: carry((GUIDE, GUIDE), [], []), "L’identifiant « guide » sert à plusieurs référentiels."),
        (
            lambda: carry((GUIDE, Framework("x", (Item("g:2"),))), [], []),
            "L’identifiant « g:2 » sert à plusieurs questions.",
        ),
        (
            lambda: carry((GUIDE,), [Link("q:1", "g:2")], []),
            "Le lien de « q:1 » vers « g:2 » nomme « q:1 », que les référentiels donnés n’ont pas.",
        ),
        (
            lambda: carry(FRAMEWORKS, [Link("q:30", "g:1", covers=("3",))], []),
            "Le lien de « q:30 » vers « g:1 » couvre la partie « 3 », que « g:1 » n’a pas.",
        ),
        (
            lambda: carry((GUIDE,), [], [Declared("q:1")]),
            "« q:1 » a une valeur, mais aucun référentiel donné ne l’a.",
        ),
    ],
)
def test_refusals(make, sentence):
    with pytest.raises(BridgeError) as refused:
        make()
    assert str(refused.value) == sentence
