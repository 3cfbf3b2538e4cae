"""A published guide handed to members, who begin with it or go on to it with their answers."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.models import OwnAnswer
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.upgrades import upgrade_cycle
from marchepied.apps.networks.selectors.sharings import offers_to, told_of
from marchepied.apps.networks.services import share_version
from marchepied.apps.referentials.selectors import startable_versions
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.drafts import publish_addition
from tests.factories.networks import join, pilot_of
from tests.factories.organisations import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    load_shipped_referentials()
    return OrganisationFactory(name="Les Rives")


@pytest.fixture
def version(network):
    with scope(network):
        return publish_addition(network, by=pilot_of(network))


def hand(network, version, *members):
    with scope(network):
        ids = [member.pk for member in members]
        return share_version(network=network, version=version, members=ids, by=pilot_of(network))


def offered(member):
    with scope(member):
        return offers_to(member)


def test_a_member_may_use_what_it_was_handed_and_nobody_else(
    network, version, django_capture_on_commit_callbacks
):
    lavoir, other = OrganisationFactory(), OrganisationFactory()
    for house in (lavoir, other):
        join(network, house)
    with django_capture_on_commit_callbacks(execute=True):
        hand(network, version, lavoir)
    assert [sent.to for sent in mail.outbox] == [[pilot_of(lavoir).email]]
    (offer,) = offered(lavoir)
    assert (offer.version, offer.network, offer.may_start) == (version, "Les Rives", True)
    assert (offer.cycle_id, offer.followed) == (None, False)
    for house, there in ((lavoir, True), (other, False)):
        with scope(house):
            assert (version in startable_versions(house)) is there
    assert offered(other) == []


def test_a_running_cycle_goes_on_to_it_with_its_answers(network, version):
    pilot = PersonFactory()
    cycle = open_space(name="Le Lavoir", legal_form="association", axis_id="theme-5", by=pilot)
    lavoir = cycle.organisation
    join(network, lavoir)
    with scope(lavoir):
        told = {"kind": "level", "level": 4, "narrative": "Au guichet.", "evidence": ()}
        save_own_answer(cycle=cycle, question_id=cycle.question_ids[0], by=pilot, **told)
    hand(network, version, lavoir)
    (offer,) = offered(lavoir)
    assert (offer.cycle_id, offer.may_start) == (cycle.pk, False)
    with scope(lavoir):
        upgrade_cycle(cycle=cycle, version=version, by=pilot)
        answers = list(OwnAnswer.objects.values_list("question_id", "level", "narrative"))
    assert answers == [(cycle.question_ids[0], 4, "Au guichet.")]
    (offer,) = offered(lavoir)
    assert (offer.cycle_id, offer.followed) == (None, True)


def test_only_ones_own_guide_is_handed_and_only_to_members_once(network, version):
    lavoir, stranger = OrganisationFactory(), OrganisationFactory()
    join(network, lavoir)
    with pytest.raises(ValidationError, match="de votre réseau"):
        hand(network, version, lavoir, stranger)
    assert offered(lavoir) == []
    hand(network, version, lavoir)
    with pytest.raises(ValidationError, match="pas encore"):
        hand(network, version, lavoir)
    with scope(network):
        assert told_of(version) == {lavoir.pk}
    with pytest.raises(ValidationError, match="pas le vôtre"):
        hand(stranger, version, lavoir)
