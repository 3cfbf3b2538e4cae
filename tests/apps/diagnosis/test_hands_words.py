"""The shift between two turns, in a sentence that never says more than the hands do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.diagnosis.selectors.hands_words import say_shift
from marchepied.apps.meetings.selectors.turns import Turn, compare_turns

COUNTS = st.lists(st.integers(0, 9), min_size=5, max_size=5).map(tuple)


def say(first, second, silent=(0, 0)):
    return say_shift(compare_turns(Turn(tuple(first), silent[0]), Turn(tuple(second), silent[1])))


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (
            (1, 5, 3, 3, 0),
            (0, 3, 7, 2, 0),
            "Au premier tour, 5 personnes sur 12 voyaient le niveau 2 ; après discussion, 7 sur 12 se "
            "retrouvent au niveau 3. Les avis se sont rapprochés.",
        ),
        (
            (0, 6, 0, 6, 0),
            (0, 0, 12, 0, 0),
            "Au premier tour, les mains se partageaient entre les niveaux 2 et 4 ; après discussion, "
            "12 sur 12 se retrouvent au niveau 3. Les avis se sont rapprochés.",
        ),
        (
            (0, 8, 2, 0, 0),
            (5, 0, 0, 0, 5),
            "Au premier tour, 8 personnes sur 10 voyaient le niveau 2 ; après discussion, elles se partagent "
            "entre les niveaux 1 et 5. Les avis se sont écartés.",
        ),
        (
            (0, 4, 1, 0, 0),
            (0, 7, 1, 0, 0),
            "Au premier tour, 4 personnes sur 5 voyaient le niveau 2 ; après discussion, 7 sur 8 s’y "
            "retrouvent. Le nombre de mains a changé (5, puis 8) : on ne peut pas dire qui a bougé.",
        ),
        (
            (2, 2, 2, 0, 0),
            (2, 2, 0, 2, 0),
            "Au premier tour, les mains se partageaient entre 3 niveaux ; après discussion, elles se "
            "partagent entre 3 niveaux. Les avis se sont écartés.",
        ),
        (
            (0, 1, 0, 0, 0),
            (0, 0, 1, 0, 0),
            "Au premier tour, une personne sur 1 voyait le niveau 2 ; après discussion, une sur 1 se "
            "retrouve au niveau 3.",
        ),
    ],
)
def test_the_sentence(first, second, sentence, plain):
    assert plain(say(first, second)) == sentence


def test_no_opinion_counts_among_the_hands(plain):
    assert plain(say((0, 0, 0, 0, 0), (0, 3, 0, 0, 0), (4, 1))) == (
        "Au premier tour, personne n’avait choisi de niveau ; après discussion, 3 sur 4 se retrouvent au "
        "niveau 2."
    )
    assert plain(say((0, 3, 0, 0, 0), (0, 0, 0, 0, 0), (0, 3))) == (
        "Au premier tour, 3 personnes sur 3 voyaient le niveau 2 ; après discussion, personne n’en choisit."
    )


def test_nothing_moved_and_nothing_to_compare():
    assert say((1, 2, 3, 0, 0), (1, 2, 3, 0, 0)) == "Les mains n’ont pas bougé entre les deux tours."
    assert say_shift(None) == ""


@given(COUNTS, COUNTS)
def test_who_moved_is_never_said_when_other_hands_were_raised(first, second):
    sentence = say(first, second)
    assert ("on ne peut pas dire qui a bougé" in sentence) == (sum(first) != sum(second))
    assert sum(first) == sum(second) or "Les avis se sont" not in sentence
