"""What an organisation says of a label: written once, shared on purpose, taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from marchepied.apps.referentials.models import LabelExperience
from marchepied.apps.referentials.selectors import find_experience, own_experiences, shared_experiences
from marchepied.apps.referentials.services.experiences import (
    ExperienceContent,
    delete_experience,
    save_experience,
)
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    organisation = OrganisationFactory()
    with scope(organisation):
        yield organisation


def say(organisation, label_id="esus", **content):
    return save_experience(
        organisation=organisation,
        label_id=label_id,
        content=ExperienceContent(**{"state": "obtained", **content}),
        by=PersonFactory(),
    )


def test_words_are_written_in_the_place_of_those_before(organisation):
    first = say(organisation, useful="  Écrire notre but ")
    again = say(organisation, state="past", heavy="Recommencer")
    assert again.pk == first.pk
    assert (again.state, again.useful, again.heavy) == ("past", "", "Recommencer")
    verbs = AuditEntry.objects.order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["label-experience.added", "label-experience.changed"]


def test_a_name_is_kept_only_with_words_that_are_shared(organisation):
    assert say(organisation, useful="Oui", named=True).named is False
    assert say(organisation, useful="Oui", shared=True, named=True).named is True
    with pytest.raises(IntegrityError), transaction.atomic():
        LabelExperience.objects.update(shared=False, named=True)


@pytest.mark.parametrize("content", [{"state": "ailleurs"}, {"shared": True, "useful": "  "}])
def test_what_makes_no_sense_is_refused(organisation, content):
    with pytest.raises(ValidationError):
        say(organisation, **content)
    assert own_experiences(organisation) == {}


def test_taken_back_it_is_gone_for_all(organisation):
    experience = say(organisation, useful="Oui", shared=True)
    assert [row.pk for row in shared_experiences("esus")] == [experience.pk]
    delete_experience(experience=experience, by=PersonFactory())
    assert shared_experiences("esus") == []
    assert find_experience(organisation, "esus") is None


def test_only_what_others_shared_is_read_and_not_ones_own(organisation):
    say(organisation, useful="À nous", shared=True)
    other, quiet, demo = OrganisationFactory(), OrganisationFactory(), OrganisationFactory(is_demo=True)
    for place, shared in ((other, True), (quiet, False), (demo, True)):
        with scope(place):
            say(place, useful="À eux", shared=shared)
    assert [row.organisation for row in shared_experiences("esus", but=organisation)] == [other]
    assert {row.organisation for row in shared_experiences("esus")} == {other, organisation}
