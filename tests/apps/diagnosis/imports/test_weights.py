"""Weighted answers: the engine’s own indices, never where they would tell people apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.diagnosis.selectors.releases import figures_of
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.participation.models import Answer
from marchepied.apps.participation.services import erase_respondent_keys
from marchepied.engines.agreement import Scale, measure_item
from tests.apps.diagnosis.imports.answers import bring, weighted_file

pytestmark = pytest.mark.django_db


def measure(organisation, classes):
    outcome = bring(organisation, weighted_file(classes), scale=(1, 5))
    release = make_release(cycle=outcome.cycle, by=None)
    ((_question, cells),) = figures_of(release).items()
    return release.content, next(iter(cells.values()))


def test_weighted_indices_are_the_engines(organisation):
    classes = {0.5: (4, 3, 4, 2, 1), 2: (1, 2, 3, 6, 4)}
    release, indices = measure(organisation, classes)
    values = [
        level for counts in classes.values() for level, n in enumerate(counts, start=1) for _ in range(n)
    ]
    weights = [weight for weight, counts in classes.items() for _ in range(sum(counts))]
    expected = measure_item(values, Scale(1, 5), weights=weights)
    assert release["weighted"] is True
    assert indices["n"] == 30
    for name in ("variance", "rwg", "ad_mean", "ad_median", "a"):
        assert indices["weighted"][name] == pytest.approx(getattr(expected, name), abs=1e-9)
        assert indices[name] != indices["weighted"][name]
    for share, wanted in zip(indices["weighted"]["shares"], expected.shares, strict=True):
        assert share["share"] == pytest.approx(wanted.share, abs=1e-9)
        assert (share["low"], share["high"]) == (pytest.approx(wanted.low), pytest.approx(wanted.high))
    together = next(iter(release["groups"].values()))
    assert together["weighted"]["ad_j_mean"] == pytest.approx(expected.ad_mean)


@pytest.mark.parametrize(
    "classes",
    [
        {1: (3, 4, 5, 4, 4), 7.3: (1, 0, 0, 0, 0)},  # one person weighs more: their level would show
        {1: (0, 0, 12, 0, 0), 2: (4, 4, 1, 4, 4)},  # everybody of one weight said the same
        {1 + n / 10: (0, n % 2, 0, 1 - n % 2, 0) for n in range(20)},  # each has their own
    ],
)
def test_weights_that_tell_people_apart_give_no_weighted_index(organisation, classes):
    _release, indices = measure(organisation, classes)
    assert indices["weighted"] is None
    assert indices["rwg"] is not None


def test_protection_counts_people_whatever_their_weight(organisation):
    outcome = bring(organisation, weighted_file({100: (1, 1, 1, 1, 0)}), scale=(1, 5))
    release = make_release(cycle=outcome.cycle, by=None).content
    assert [cell["status"] for cell in release["questions"][0]["printed"]["cells"]] == ["hidden"]


def test_without_a_declared_weight_none_is_kept(organisation):
    text = weighted_file({3: (1, 1, 1, 1, 1)})
    outcome = bring(organisation, text, roles={"poids": "ignore"}, scale=(1, 5))
    assert set(Answer.objects.values_list("weight", flat=True)) == {1.0}
    release = make_release(cycle=outcome.cycle, by=None).content
    assert release["weighted"] is False


def test_weights_go_with_the_keys_that_link_answers(organisation):
    round_ = bring(organisation, weighted_file({3: (9, 9, 9, 9, 9)}), scale=(1, 5)).cycle.round
    later = timezone.localdate() + timedelta(days=400)
    assert erase_respondent_keys(today=later) == 1
    round_.refresh_from_db()
    assert round_.form["weighted"] is False
    assert set(Answer.objects.values_list("weight", "respondent")) == {(1.0, None)}
