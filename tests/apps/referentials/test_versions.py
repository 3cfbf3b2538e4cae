"""Publishing the shipped guide, and reading it."""

import copy

import pytest

from marchepied.apps.referentials.models import Referential, ReferentialVersion
from marchepied.apps.referentials.selectors import (
    GUIDE,
    GuideMissingError,
    find_version,
    guide_version,
    read_referential,
)
from marchepied.apps.referentials.services import (
    NumberTakenError,
    load_shipped_referentials,
    publish_version,
)
from marchepied.engines.referential import InvalidReferentialError, content_hash
from tests.factories.referentials import ReferentialFactory, ReferentialVersionFactory, generated

pytestmark = pytest.mark.django_db


def test_loading_twice_publishes_once():
    first = load_shipped_referentials()
    second = load_shipped_referentials()
    assert [version.pk for version in second] == [version.pk for version in first]
    assert Referential.objects.count() == len(first)


def test_the_shipped_guide_has_eight_themes():
    load_shipped_referentials()
    guide = read_referential(guide_version())
    assert [axis.number for axis in guide.axes] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [axis.provenance.kind for axis in guide.axes].count("law") == 6
    assert [axis.id for axis in guide.axes if axis.announced] == []


def test_changed_content_makes_a_new_version_and_keeps_the_former():
    load_shipped_referentials()
    version = guide_version()
    former = copy.deepcopy(version.content)
    former["purpose"]["fr"] = "Autre chose."
    ReferentialVersion.objects.filter(pk=version.pk).update(content=former, content_hash=content_hash(former))
    (latest,) = [loaded for loaded in load_shipped_referentials() if loaded.referential.slug == GUIDE]
    assert latest.number == f"{version.number}+2"
    assert guide_version().pk == latest.pk
    assert find_version(version.pk).content["purpose"]["fr"] == "Autre chose."


def test_a_published_number_is_never_taken_again():
    version = ReferentialVersionFactory()
    with pytest.raises(NumberTakenError, match="déjà publiée"):
        publish_version(referential=version.referential, content=generated(), number=version.number, by=None)


def test_a_faulty_content_is_not_published():
    content = generated()
    del content["axes"][0]["domains"][0]["questions"][0]["levels"][4]
    referential = ReferentialFactory()
    with pytest.raises(InvalidReferentialError):
        publish_version(referential=referential, content=content, number="2.0.0", by=None)
    assert referential.versions.count() == 0


def test_reading_is_parsed_once(django_assert_num_queries):
    version = ReferentialVersionFactory(content=generated(n_questions=4))
    with django_assert_num_queries(1):
        read_referential(version)
    with django_assert_num_queries(0):
        assert read_referential(version.pk) is read_referential(version)


def test_texts_come_typeset():
    content = generated()
    content["axes"][0]["purpose"] = {"fr": "Pour quoi : voir !", "en": "What for: to see!"}
    axis = read_referential(ReferentialVersionFactory(content=content)).find_axis("theme-1")
    assert axis.purpose.read_in("fr") == "Pour quoi\u00a0: voir\u202f!"
    assert axis.purpose.read_in("en") == "What for: to see!"


def test_without_a_guide_the_command_is_named():
    with pytest.raises(GuideMissingError, match="load_content"):
        guide_version()
