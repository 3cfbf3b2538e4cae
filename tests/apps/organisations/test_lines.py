"""What the organisation exists for and does: a sentence that is corrected stays the same record."""

import pytest

from marchepied.apps.organisations import selectors, services
from marchepied.apps.organisations.models import Purpose
from marchepied.apps.organisations.services._lines import pair_corrections
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory

NOURISH, LODGE = "Nourrir dignement les gens du canton", "Loger ceux qui arrivent"


@pytest.mark.parametrize(
    ("gone", "new", "pairs"),
    [
        # a slip of the pen, a capital, a full stop, a word more
        ([NOURISH], ["Nourir dignement les gens du canton"], {0: 0}),
        ([NOURISH], ["NOURRIR DIGNEMENT LES GENS DU CANTON."], {0: 0}),
        ([NOURISH], ["Nourrir dignement tous les gens du canton"], {0: 0}),
        # another sentence altogether
        ([NOURISH], [LODGE], {}),
        ([NOURISH], ["Nourrir"], {}),
        # the closest goes first, whatever the order, and each serves once
        ([NOURISH, LODGE], ["Loger tous ceux qui arrivent", "Nourrir les gens du canton"], {0: 1, 1: 0}),
        ([NOURISH], ["Nourrir dignement les gens", "Nourrir dignement les gens du pays"], {1: 0}),
        ([NOURISH, "Nourrir les gens du canton"], ["Nourrir les gens du canton !"], {0: 1}),
        ([], [NOURISH], {}),
        ([NOURISH], [], {}),
    ],
)
def test_a_correction_is_told_from_a_replacement(gone, new, pairs):
    assert pair_corrections(gone, new) == {new[after]: gone[before] for after, before in pairs.items()}


def test_two_thirds_of_the_letters_make_a_correction():
    assert pair_corrections(["abcdef"], ["abcdxy"]) == {"abcdxy": "abcdef"}  # four of six letters
    assert pair_corrections(["abcdef"], ["abcxyz"]) == {}


@pytest.mark.django_db
def test_a_sentence_that_stays_or_is_corrected_keeps_its_record():
    member = MembershipFactory()
    owned = {"organisation": member.organisation, "by": member.person}
    with scope(member.organisation):
        first, second, third = services.set_purposes(**owned, texts=[NOURISH, LODGE, "Relier"])
        after = services.set_purposes(
            **owned, texts=["Loger ceux qui arrivent ici", "Apprendre à lire", NOURISH]
        )
        assert [line.pk for line in after] == [second.pk, after[1].pk, first.pk]
        assert after[1].pk not in {first.pk, second.pk, third.pk}
        assert [line.text for line in selectors.purposes_of(member.organisation)] == [
            "Loger ceux qui arrivent ici", "Apprendre à lire", NOURISH,
        ]  # fmt: skip
        assert not Purpose.objects.filter(pk=third.pk).exists()


@pytest.mark.django_db
def test_a_line_belongs_to_its_organisation_alone():
    here, there = MembershipFactory(), MembershipFactory()
    with scope(there.organisation):
        (purpose,) = services.set_purposes(organisation=there.organisation, texts=[NOURISH], by=None)
        (activity,) = services.set_activities(organisation=there.organisation, texts=["Cuisine"], by=None)
    with scope(there.organisation, here.organisation):
        assert selectors.find_purpose(there.organisation, purpose.pk) == purpose
        assert selectors.find_activity(there.organisation, activity.pk) == activity
        assert selectors.find_purpose(here.organisation, purpose.pk) is None
        assert selectors.find_activity(here.organisation, activity.pk) is None
