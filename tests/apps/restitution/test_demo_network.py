"""The federation of the demonstration has three members, and a call that is over, with its history."""

import pytest

from marchepied.apps.networks.models import Proposal
from marchepied.apps.networks.selectors.affiliations import members_of, networks_of
from marchepied.apps.networks.selectors.appeals import appeals_of, history_of, shared_appeals
from marchepied.core.scope import scope

pytestmark = pytest.mark.django_db


def test_the_federation_has_its_three_members(demo):
    *members, network = demo.values()
    with scope(network):
        assert {line.name for line in members_of(network)} == {member.name for member in members}
    assert [[line.name for line in networks_of(member)] for member in members] == [[network.name]] * 3


def test_a_call_is_over_and_tells_what_became_of_each_proposal(demo):
    *members, network = demo.values()
    with scope(network):
        (appeal,) = appeals_of(network)
        proposals = list(Proposal.objects.filter(appeal=appeal))
        moments = history_of(appeal)
    assert appeal.phase == "closed"
    assert [(one.credit, one.state) for one in proposals] == [
        ("Solange, Les Amis du Lavoir", "merged"),
        ("L’Établi des Saules", "partly"),
        ("Mutuelle des Mariniers", "declined"),
    ]
    assert all(one.reply and one.on < one.replied_on <= appeal.closed_on for one in proposals)
    assert {moment.proposal.pk for moment in moments} == {one.pk for one in proposals}
    assert [shared_appeals(member) for member in members] == [[appeal]] * 3
