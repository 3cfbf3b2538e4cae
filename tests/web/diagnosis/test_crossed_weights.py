"""Answers that were imported with weights: what the pages of crossed views show of them."""

import pytest
from django.urls import reverse

from marchepied.apps.diagnosis.selectors.imports import ImportChoices, decide_mapping
from marchepied.apps.diagnosis.selectors.releases import figures_of
from marchepied.apps.diagnosis.services.imports import import_answers
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.core.scope import scope
from marchepied.engines.tables import read_table
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db

EXPLAINED = "une réponse de poids 2 compte ici comme deux"


@pytest.fixture
def pages(client, plain):
    """The page of all questions and the page of one, once these answers {weight: counts} are shown."""

    def show(classes):
        membership = MembershipFactory()
        client.force_login(membership.person)
        lines = [
            f"A;{weight};{level}"
            for weight, counts in classes.items()
            for level, count in enumerate(counts, start=1)
            for _ in range(count)
        ]
        table = read_table(("groupe;poids;Q1\n" + "\n".join(lines) + "\n").encode(), "reponses.csv")
        with scope(membership.organisation):
            mapping = decide_mapping(table, ImportChoices(scale=(1, 5)), None)
            cycle = import_answers(
                organisation=membership.organisation,
                table=table,
                mapping=mapping,
                title="",
                cycle=None,
                by=None,
            ).cycle
            release = make_release(cycle=cycle, by=None)
            ((question_id, cells),) = figures_of(release).items()
        place = [membership.organisation.slug, cycle.pk]
        addresses = (
            reverse("diagnosis:crossed", args=place),
            reverse("diagnosis:crossed-question", args=[*place, question_id]),
        )
        (indices,) = cells.values()
        return indices, [plain(client.get(address).content.decode()) for address in addresses]

    return show


def test_weighted_indices_stand_beside_the_others_and_are_explained(pages):
    indices, texts = pages({0.5: (4, 3, 4, 2, 1), 2: (1, 2, 3, 6, 4)})
    assert [text.count(EXPLAINED) for text in texts] == [1, 1]
    assert ["réponses pondérées" in text for text in texts] == [True, True]
    one = texts[1]
    for name in ("variance", "rwg", "ad_mean", "ad_median", "a"):
        for value in (indices[name], indices["weighted"][name]):
            assert f'value="{value!r}"' in one
    for share in indices["weighted"]["shares"]:
        assert f'value="{share["share"]!r}"' in one


def test_weights_that_would_tell_too_much_are_not_spoken_of(pages):
    _indices, texts = pages({1: (5, 5, 5, 5, 5), 2: (0, 0, 12, 0, 0)})
    assert [EXPLAINED in text for text in texts] == [False, False]
