"""New votes without doing it all again: exactly the same figures on the same map."""

import numpy as np
import pytest

from marchepied.engines.consensus import Votes, analyse, analyse_groups
from marchepied.engines.consensus.updating import analyse_on_map, current_votes, is_stale, update

from .conversations import draw_groups


def assert_same(one, other):
    for name in ("everyone", "groups", "sizes"):
        np.testing.assert_array_equal(getattr(one.tally, name), getattr(other.tally, name))
    for name in ("p_success", "p_test", "repness", "repness_test"):
        np.testing.assert_array_equal(
            getattr(one.representativeness.agree, name), getattr(other.representativeness.agree, name)
        )
    np.testing.assert_array_equal(one.partition.labels, other.partition.labels)
    np.testing.assert_array_equal(one.projection.coordinates, other.projection.coordinates)
    np.testing.assert_array_equal(one.together.mean_agree, other.together.mean_agree)


def draw_votes(rng, people, statements, number=50):
    return rng.integers(0, people, number), rng.integers(0, statements, number), rng.integers(-1, 2, number)


def test_updates_in_a_row_are_a_full_computation_on_the_same_map():
    rng = np.random.default_rng(6)
    votes, _ = draw_groups(300, 25, 3, rng)
    analysis = analyse(votes, np.random.default_rng(0))
    for _ in range(4):
        analysis = update(analysis, *draw_votes(rng, 300, 25))
        assert_same(analysis, analyse_on_map(current_votes(analysis), analysis))


def test_the_votes_up_to_date_are_those_read_again():
    rng = np.random.default_rng(7)
    votes, _ = draw_groups(80, 15, 2, rng)
    people, statements, values = draw_votes(rng, 80, 15, 200)
    analysis = update(analyse(votes, rng), people[:90], statements[:90], values[:90])
    analysis = update(analysis, people[90:], statements[90:], values[90:])
    again = Votes.from_arrays(
        np.concatenate([votes.rows, people]),
        np.concatenate([votes.columns, statements]),
        np.concatenate([votes.values, values]),
        participant_ids=range(80),
        statement_ids=range(15),
    )
    current = current_votes(analysis)
    for name in ("starts", "columns", "values", "cast"):
        np.testing.assert_array_equal(getattr(current, name), getattr(again, name))


def test_new_people_are_placed_and_the_former_analysis_stays():
    rng = np.random.default_rng(9)
    votes, _ = draw_groups(60, 20, 2, rng)
    before = analyse(votes, np.random.default_rng(0))
    labels = before.partition.labels.copy()
    people, statements = np.repeat([60, 61], 20), np.tile(np.arange(20), 2)
    values = np.concatenate([votes.as_table(0)[0], votes.as_table(0)[1]]).astype(int)
    after = update(before, people, statements, values, new_participant_ids=("60", "61"))
    assert after.changes.participant_ids == range(62)
    assert after.tally.everyone.sum() == before.tally.everyone.sum() + 40
    assert after.partition.labels[60:].tolist() == labels[:2].tolist()
    np.testing.assert_array_equal(before.partition.labels, labels)
    assert_same(after, analyse_on_map(current_votes(after), after))


def test_imposed_groups_stay_and_new_people_are_in_none():
    rng = np.random.default_rng(10)
    votes, membership = draw_groups(40, 12, 2, rng)
    before = analyse_groups(votes, membership.astype(np.int8), ("ici", "là"))
    after = update(before, [0, 40], [3, 3], [1, -1], new_participant_ids=("nouvelle",))
    assert after.partition.labels.tolist() == [*membership, -1]
    assert after.group_ids == ("ici", "là")
    assert_same(after, analyse_on_map(current_votes(after), after))


def test_no_vote_changes_nothing_and_many_ask_for_a_new_map():
    votes, _ = draw_groups(50, 20, 2, np.random.default_rng(11))
    analysis = analyse(votes, np.random.default_rng(0))
    assert update(analysis, [], [], []) is analysis
    assert not is_stale(analysis)
    assert is_stale(update(analysis, np.arange(10), np.zeros(10, int), np.ones(10, int)))


def test_a_vote_of_someone_unknown_is_refused():
    votes, _ = draw_groups(50, 20, 2, np.random.default_rng(12))
    analysis = analyse(votes, np.random.default_rng(0))
    with pytest.raises(ValueError) as refusal:
        update(analysis, [50], [0], [1])
    assert str(refusal.value) == "Un vote vient d’une personne inconnue : donnez son étiquette."
