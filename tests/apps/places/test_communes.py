"""The communes that ship, and how people look for them."""

import pytest

from marchepied.apps.places.models import Commune
from marchepied.apps.places.selectors import communes_by_label, find_commune, match_commune, search_communes
from marchepied.apps.places.services import load_communes
from tests.factories.places import CommuneFactory


@pytest.fixture(scope="module")
def all_communes(django_db_setup, django_db_blocker):
    """The whole shipped table, loaded once for the module."""
    with django_db_blocker.unblock():
        load_communes()
        yield
        Commune.objects.all().delete()


@pytest.fixture
def france(all_communes, db):
    return None


def names(text, limit=10):
    return [str(commune) for commune in search_communes(text, limit)]


def test_loading_twice_writes_nothing_the_second_time(france):
    assert Commune.objects.count() == 34969
    assert load_communes() == 0


def test_a_commune_that_changed_or_went_is_brought_in_line(france):
    Commune.objects.filter(pk="42218").update(population=1)
    CommuneFactory(code="00000", name="Ancienneville", postcodes="42000")
    assert load_communes() == 2
    assert find_commune("42218").population > 100_000
    assert find_commune("00000").is_current is False
    assert names("Ancienneville") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("saint etienne", "Saint-Étienne (42)"),
        ("st etienne", "Saint-Étienne (42)"),
        ("saintetienne", "Saint-Étienne (42)"),
        ("l hay les roses", "L'Haÿ-les-Roses (94)"),
        ("L’HAY-LES-ROSES", "L'Haÿ-les-Roses (94)"),
        ("lhay les roses", "L'Haÿ-les-Roses (94)"),
        ("ECULLY", "Écully (69)"),
        ("paris 11e", "Paris (75)"),
        ("Lyon 3", "Lyon (69)"),
        ("13013", "Marseille (13)"),
        ("42000", "Saint-Étienne (42)"),
        ("havre", "Le Havre (76)"),
        ("saint denis (974)", "Saint-Denis (974)"),
        ("fort de f", "Fort-de-France (972)"),
        ("papeete", "Papeete (987)"),
        ("noumea", "Nouméa (988)"),
        ("saint denis 93200", "Saint-Denis (93)"),
        ("oeuilly", "Œuilly (51)"),
        ("Y", "Y (80)"),
    ],
)
def test_the_commune_meant_comes_first(france, typed, expected):
    assert names(typed)[0] == expected


def test_an_exact_name_comes_before_larger_communes_that_begin_so(france):
    assert names("vienne", 3)[0] == "Vienne (38)"
    assert names("lens", 2) == ["Lens (62)", "Lens-Lestang (26)"]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "zzzz", "99999", "' OR x=x"])
def test_what_names_no_commune_finds_none(france, typed):
    assert names(typed) == []


def test_a_whole_name_leaves_only_those_that_bear_it(france):
    assert {str(commune) for commune in match_commune("saint denis")} >= {
        "Saint-Denis (974)",
        "Saint-Denis (93)",
    }
    assert all(commune.name == "Saint-Denis" for commune in match_commune("saint denis"))
    assert [str(commune) for commune in match_commune("Saint-Étienne (42)")] == ["Saint-Étienne (42)"]


def test_a_search_takes_one_query_and_two_when_nothing_begins_so(france, django_assert_num_queries):
    with django_assert_num_queries(1):
        search_communes("saint etienne")
    with django_assert_num_queries(2):
        search_communes("zzzz")
    with django_assert_num_queries(0):
        search_communes(" ")


def test_labels_are_found_whatever_their_accents_and_only_whole(france, django_assert_num_queries):
    labels = [
        "Saint-Étienne (42)",
        "saint etienne (42)",
        "Saint-Denis (974)",
        "Saint-Denis",
        "Étienne (42)",
        "",
    ]
    with django_assert_num_queries(1):
        found = communes_by_label(labels)
    assert {label: str(commune) for label, commune in found.items()} == {
        "Saint-Étienne (42)": "Saint-Étienne (42)",
        "saint etienne (42)": "Saint-Étienne (42)",
        "Saint-Denis (974)": "Saint-Denis (974)",
    }
    with django_assert_num_queries(0):
        assert communes_by_label(["Saint-Denis"]) == {}
