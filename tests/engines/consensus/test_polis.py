"""The same figures as Polis on the open conversations whose results it published."""

import numpy as np
import pytest

from marchepied.engines.consensus import analyse_groups, partition, project
from marchepied.engines.consensus.representativeness import choose_representative
from marchepied.engines.consensus.together import choose_shared

from .conversations import Published, rand_index, read_published

STATISTICS = {
    "p-success": "p_success",
    "p-test": "p_test",
    "repness": "repness",
    "repness-test": "repness_test",
}
CENTER = 1e-9
# One conversation received votes after its published computation.
LATER = {"9hfkdabjkb"}


@pytest.fixture
def conversations(shared_data) -> tuple[Published, ...]:
    found = read_published(shared_data)
    assert len(found) == 13
    return found


def imposed(conversation: Published):
    names = tuple(str(group) for group in conversation.groups)
    return analyse_groups(conversation.votes, conversation.labels(), names)


def places(conversation: Published) -> dict[str, int]:
    return {str(label): place for place, label in enumerate(conversation.votes.statement_ids)}


def test_counts_of_every_group_and_statement_are_equal(conversations):
    compared = 0
    for conversation in conversations:
        analysis, where = imposed(conversation), places(conversation)
        for rank, group in enumerate(conversation.groups):
            published = conversation.math["group-votes"][str(group)]
            assert analysis.tally.sizes[rank] == published["n-members"]
            for label, counts in published["votes"].items():
                if label in where:
                    place = where[label]
                    ours = (tally[rank, place] for tally in (analysis.tally.agree, analysis.tally.disagree))
                    assert (*ours, analysis.tally.seen[rank, place]) == (
                        counts["A"],
                        counts["D"],
                        counts["S"],
                    )
                    compared += 1
    assert compared == 2485


def test_statistics_of_representative_statements_are_equal(conversations):
    compared = 0
    for conversation in conversations:
        measured, where = imposed(conversation).representativeness, places(conversation)
        for rank, group in enumerate(conversation.groups):
            for published in conversation.math["repness"][str(group)]:
                place = where[str(published["tid"])]
                assert measured.for_agree[rank, place] == (published["repful-for"] == "agree")
                for theirs, ours in STATISTICS.items():
                    assert measured.pick(ours)[rank, place] == pytest.approx(published[theirs], abs=1e-6)
                    compared += 1
    assert compared == 4 * 181


def test_the_same_statements_are_chosen_in_the_same_order(conversations):
    for conversation in conversations:
        analysis = imposed(conversation)
        labels = conversation.votes.statement_ids
        for rank, group in enumerate(conversation.groups):
            chosen = choose_representative(analysis.representativeness, analysis.tally, rank)
            assert [int(labels[place]) for place in chosen] == [
                published["tid"] for published in conversation.math["repness"][str(group)]
            ]


def test_consensus_of_everybody_and_across_groups_is_equal(conversations):
    for conversation in conversations:
        analysis, where = imposed(conversation), places(conversation)
        for label, product in conversation.math["group-aware-consensus"].items():
            if label in where:
                assert analysis.together.product_agree[where[label]] == pytest.approx(product, abs=1e-12)
        for side, chosen in zip(("agree", "disagree"), choose_shared(analysis.together), strict=True):
            labels = [int(conversation.votes.statement_ids[place]) for place in chosen]
            assert labels == [found["tid"] for found in conversation.math["consensus"][side]]


def test_components_and_center_are_equal_up_to_their_sign(conversations):
    for conversation in conversations:
        projection, where = project(conversation.votes), places(conversation)
        columns = [
            (rank, where[str(label)])
            for rank, label in enumerate(conversation.math["tids"])
            if str(label) in where
        ]
        theirs, ours = (list(side) for side in zip(*columns, strict=True))
        for rank, component in enumerate(conversation.math["pca"]["comps"]):
            cosine = projection.components[rank][ours] @ np.array(component)[theirs]
            assert abs(cosine) / np.linalg.norm(component) >= 0.9999
        center = np.array(conversation.math["pca"]["center"])[theirs]
        furthest = np.abs(projection.center[ours] + center).max()
        assert furthest < (0.01 if conversation.name in LATER else CENTER)


def test_people_stand_at_the_same_places(conversations):
    """Someone alone in a base cluster of Polis stands exactly at its center, up to the signs of the axes."""
    compared = 0
    for conversation in conversations:
        if conversation.name in LATER:
            continue
        coordinates = np.abs(project(conversation.votes).coordinates)
        rows = {str(label): row for row, label in enumerate(conversation.votes.participant_ids)}
        base = conversation.math["base-clusters"]
        apart = []
        for members, across, along in zip(base["members"], base["x"], base["y"], strict=True):
            if len(members) == 1 and str(members[0]) in rows:
                apart.append(np.abs(coordinates[rows[str(members[0])]] - np.abs([across, along])).max())
        assert np.median(apart) < 0.01
        compared += len(apart)
    assert compared > 500


@pytest.mark.parametrize(("imposed_count", "least"), [(False, 0.81), (True, 0.87)])
def test_most_people_are_in_the_groups_of_polis(conversations, imposed_count, least):
    indices = []
    for conversation in conversations:
        votes = conversation.votes
        found = partition(
            votes,
            project(votes),
            np.random.default_rng(0),
            count=len(conversation.groups) if imposed_count else None,
        )
        theirs = conversation.labels()
        both = (theirs >= 0) & (found.labels >= 0)
        indices.append(rand_index(theirs[both], found.labels[both]))
    assert np.median(indices) >= least


def test_asking_for_the_number_found_gives_a_split_as_clear(conversations):
    """The same number of groups, sought or asked: the silhouette loses 0.03 at most to Polis's start."""
    for conversation in conversations:
        mapped = project(conversation.votes)
        sought = partition(conversation.votes, mapped, np.random.default_rng(0))
        asked = partition(conversation.votes, mapped, np.random.default_rng(0), count=sought.count)
        assert asked.silhouette >= sought.silhouette - 0.03 - 1e-9
