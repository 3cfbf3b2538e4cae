"""The tenancy fails closed."""

import pytest

from marchepied.apps.evidence.models import Evidence
from marchepied.core.scope import ScopeMissingError, scope, unscoped
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    organisations = OrganisationFactory.create_batch(2)
    for organisation in organisations:
        with scope(organisation):
            Evidence.objects.create(
                organisation=organisation, title=organisation.name, kind="link", url="https://exemple.fr"
            )
    return organisations


def test_a_query_outside_a_scope_raises(two):
    with pytest.raises(ScopeMissingError):
        list(Evidence.objects.all())


def test_a_scope_sees_its_organisation_only(two):
    with scope(two[0]):
        assert [row.title for row in Evidence.objects.all()] == [two[0].name]
    with scope(*two):
        assert {row.title for row in Evidence.objects.all()} == {o.name for o in two}


def test_scopes_nest_and_close(two):
    with scope(two[0]):
        with scope(two[1]):
            assert [row.title for row in Evidence.objects.all()] == [two[1].name]
        assert [row.title for row in Evidence.objects.all()] == [two[0].name]
    with pytest.raises(ScopeMissingError):
        Evidence.objects.count()


def test_leaving_the_scope_needs_a_reason(two):
    with pytest.raises(ValueError, match="reason"), unscoped(""):
        pass
    with unscoped("a maintenance task"):
        assert Evidence.objects.count() == 2
