"""An extension adds to a referential, and leaves it as it is."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.referential import (
    InvalidReferentialError,
    content_hash,
    extends_of,
    load_yaml,
    merge_extension,
    parse_referential,
)

from .conftest import read_example


def a_question(example, identity, lever):
    question = copy.deepcopy(example["axes"][0]["domains"][0]["questions"][0])
    return question | {"id": identity, "levers": [lever]}


@pytest.fixture
def extension(example):
    added = {"in": "arrivee", "questions": [a_question(example, "le-soir", "parrain")]}
    head = {name: example[name] for name in ("title", "purpose", "publisher", "licence", "provenance")}
    return head | {
        "id": "ajouts",
        "version": "1.0.0",
        "extends": {"referential": "exemple", "version": "1.0.0"},
        "sources": [{"id": "federation", "title": {"fr": "Elle", "en": "It"}, "publisher": "Elle"}],
        "axes": [{"in": "accueil", "domains": [added]}],
    }


def faults(base, extension):
    with pytest.raises(InvalidReferentialError) as caught:
        parse_referential(merge_extension(base, extension))
    return [str(problem) for problem in caught.value.problems]


def test_a_question_joins_the_domain_of_the_base(example, extension):
    whole = parse_referential(merge_extension(example, extension))
    assert (whole.id, whole.version) == ("ajouts", "1.0.0")
    assert [question.id for question in whole.walk_questions()] == ["premier-jour", "le-soir"]
    assert {source.id for source in whole.sources} == {"notre-reseau", "federation"}
    assert [axis.id for axis in whole.axes] == ["accueil", "ensuite"]


def test_neither_the_base_nor_the_extension_is_changed(example, extension):
    before = content_hash(example), content_hash(extension)
    merge_extension(example, extension)
    assert (content_hash(example), content_hash(extension)) == before


def test_a_domain_and_a_theme_of_its_own_come_last(example, extension):
    domain = copy.deepcopy(example["axes"][0]["domains"][0]) | {"id": "depart", "indicators": []}
    domain["levers"][0]["id"] = "au-revoir"
    domain["questions"] = [a_question(example, "dernier-jour", "au-revoir")]
    extension["axes"][0]["domains"].append(domain)
    extension["axes"].append(copy.deepcopy(example["axes"][1]) | {"id": "plus-loin", "number": 3})
    whole = parse_referential(merge_extension(example, extension))
    assert [domain.id for domain in whole.walk_domains()] == ["arrivee", "depart"]
    assert [axis.id for axis in whole.axes] == ["accueil", "ensuite", "plus-loin"]


def test_it_says_what_it_extends(example, extension):
    assert extends_of(extension) == ("exemple", "1.0.0")
    assert extends_of(example) is None
    assert extends_of([]) is None
    assert extends_of({"extends": "exemple"}) is None


def test_a_theme_that_the_base_lacks_is_named(example, extension):
    extension["axes"][0]["in"] = "absent"
    assert "le thème « absent » n’existe pas dans ce que l’on étend" in faults(example, extension)[0]


def test_what_the_base_says_cannot_be_changed(example, extension):
    extension["axes"][0]["title"] = {"fr": "Autre", "en": "Other"}
    extension["axes"][0]["domains"][0]["purpose"] = {"fr": "Autre", "en": "Other"}
    told = faults(example, extension)
    assert ["ne peut pas être changé par une extension" in sentence for sentence in told] == [True, True]


def test_an_id_of_the_base_cannot_be_taken_again(example, extension):
    extension["axes"][0]["domains"][0]["questions"][0]["id"] = "premier-jour"
    assert "l’identifiant « premier-jour » est déjà pris" in faults(example, extension)[0]


@pytest.mark.parametrize("axes", [None, [], "accueil", {}])
def test_an_extension_that_adds_nothing_says_so(example, extension, axes):
    extension["axes"] = axes
    assert "cette extension n’ajoute rien" in faults(example, extension)[0]


NAMES = st.sampled_from(
    ["in", "axes", "domains", "questions", "levers", "sources", "duties", "id", "extends"]
)
VALUES = st.recursive(
    st.none() | st.integers() | st.sampled_from(["accueil", "arrivee", "premier-jour", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


@given(axes=VALUES, sources=VALUES)
def test_whatever_is_added_is_told_in_sentences(axes, sources):
    base = load_yaml(read_example(), file="exemple.yaml")
    assert faults(base, {"axes": axes, "sources": sources}), "without a title it cannot be valid"


@pytest.mark.parametrize("wrong", [{"in": 3}, {"in": "accueil", "domains": "arrivee"}, {"in": ["a"]}])
def test_odd_shapes_are_faults_never_crashes(example, extension, wrong):
    extension["axes"] = [wrong]
    assert faults(example, extension)
