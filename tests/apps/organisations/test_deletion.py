"""A space goes with every row of every app, and touches no other space."""

import pytest
from django.apps import apps

from marchepied.apps.organisations import services
from marchepied.apps.organisations.models import Organisation
from marchepied.core import audit
from marchepied.core.models import ScopedModel
from marchepied.core.scope import scope, unscoped
from tests.factories.diagnosis import OwnAnswerFactory
from tests.factories.evidence import FileFactory
from tests.factories.organisations import MemberInvitationFactory, MembershipFactory, SiteFactory
from tests.factories.participation import InvitationFactory, RoundCollegeFactory, RoundFactory

pytestmark = pytest.mark.django_db


def fill(organisation, person):
    """One row or more in the tables whose keys could hold one another back."""
    call = RoundCollegeFactory(round=RoundFactory(organisation=organisation))
    InvitationFactory(call=call)
    SiteFactory(organisation=organisation)
    MemberInvitationFactory(organisation=organisation)
    with scope(organisation):
        answer = OwnAnswerFactory(cycle__organisation=organisation, cycle__round=call.round)
        evidence = FileFactory(organisation=organisation)
        answer.evidence.add(evidence)
        services.set_purposes(organisation=organisation, texts=["Nourrir"], by=person)
        audit.trace(evidence, answer, by=person)
    return evidence


def rows_by_organisation():
    owned = [model for model in apps.get_models() if issubclass(model, ScopedModel)]
    with unscoped("test"):
        return {
            (model._meta.label, organisation)
            for model in owned
            for organisation in model.objects.order_by().values_list("organisation", flat=True)
        }


def test_nothing_stays_of_a_deleted_space_and_the_others_stay_whole(django_capture_on_commit_callbacks):
    here, there = MembershipFactory(), MembershipFactory()
    evidence = fill(here.organisation, here.person)
    fill(there.organisation, there.person)
    gone = here.organisation_id
    before = rows_by_organisation()
    assert len({label for label, organisation in before if organisation == gone}) >= 10
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_organisation(
            organisation=here.organisation, typed_name=here.organisation.name, by=here.person
        )
    assert rows_by_organisation() == {row for row in before if row[1] != gone}
    assert [organisation.pk for organisation in Organisation.objects.all()] == [there.organisation_id]
    assert not evidence.file.storage.exists(evidence.file.name)
