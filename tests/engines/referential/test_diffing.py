"""What changed between two contents is told item by item, in sentences, in both languages."""

import copy

import pytest

from marchepied.engines.referential import compare, count_changes, say_changes
from tests.factories.referentials import domain, generated, lever, question, text


@pytest.fixture
def before():
    return generated(n_axes=2, n_domains=2)


@pytest.fixture
def after(before):
    return copy.deepcopy(before)


def domains(data, axis=0):
    return data["axes"][axis]["domains"]


def verbs(changes):
    return [(change.verb, change.kind, change.id) for change in changes.changes]


def test_the_same_content_changes_nothing(before, after, plain):
    after["version"] = "1.1.0"
    assert not compare(before, after)
    assert say_changes(compare(before, after)) == ("Rien ne change.",)
    assert say_changes(compare(before, after), "en") == ("Nothing changes.",)


def test_an_added_question_is_told_with_its_domain(before, after, plain):
    domains(after)[0]["questions"].insert(1, question("neuve"))
    changes = compare(before, after)
    assert verbs(changes) == [("added", "question", "neuve")]
    assert [plain(said) for said in say_changes(changes)] == [
        "La question « Énoncé de neuve pour le pilote » est ajoutée dans « Domaine t1-d1 »."
    ]
    assert say_changes(changes, "en") == (
        "The question “In English, Énoncé de neuve pour le pilote” is added in “In English, Domaine t1-d1”.",
    )


def test_a_changed_text_is_told_with_both_words(before, after, plain):
    domains(after)[0]["questions"][0]["levels"][2]["short"]["fr"] = "Autrement"
    changes = compare(before, after)
    (change,) = changes.changes
    (field,) = change.fields
    assert (field.path, field.before, field.after) == (
        ("levels", "3", "short", "fr"),
        "Réponse 3",
        "Autrement",
    )
    assert [plain(said) for said in say_changes(changes)] == [
        "La question « Énoncé de t1-d1-q1 pour le pilote », niveau 3, réponse courte, en français : "
        "« Réponse 3 » devient « Autrement »."
    ]


def test_a_sixth_level_and_a_lost_field_are_told(before, after, plain):
    asked = domains(after)[0]["questions"][0]
    asked["levels"].append({"description": text("Plus loin."), "short": text("Plus loin")})
    asked["applicability"] = {"has_members": True}
    del asked["discussion"]["en"]
    said = [plain(sentence) for sentence in say_changes(compare(before, after))]
    name = "La question « Énoncé de t1-d1-q1 pour le pilote »"
    assert said == [
        f"{name}, niveau 6, ce que l’on observe, en français : ajout de « Plus loin. ».",
        f"{name}, niveau 6, ce que l’on observe, en anglais : ajout de « In English, Plus loin. ».",
        f"{name}, niveau 6, réponse courte, en français : ajout de « Plus loin ».",
        f"{name}, niveau 6, réponse courte, en anglais : ajout de « In English, Plus loin ».",
        f"{name}, pour qui, des membres : ajout de oui.",
        f"{name}, à débattre, en anglais : retrait de « In English, Qu’est-ce qui nous manque ? ».",
    ]


def test_a_question_that_changes_domain_is_moved_not_removed(before, after, plain):
    moved = domains(after)[0]["questions"].pop(0)
    domains(after)[1]["questions"].append(moved)
    changes = compare(before, after)
    assert verbs(changes) == [("moved", "question", "t1-d1-q1")]
    assert [plain(said) for said in say_changes(changes)] == [
        "La question « Énoncé de t1-d1-q1 pour le pilote » passe de « Domaine t1-d1 » à « Domaine t1-d2 »."
    ]


def test_the_fewest_moves_explain_a_new_order(before, after):
    questions = domains(after)[0]["questions"]
    questions.append(questions.pop(0))
    assert verbs(compare(before, after)) == [("moved", "question", "t1-d1-q1")]


def test_a_removed_domain_takes_what_it_held(before, after, plain):
    domains(after, axis=1).pop()
    changes = compare(before, after)
    removed = ["t2-d2", "t2-d2-levier", "t2-d2-q1", "t2-d2-q2", "t2-d2-q3", "t2-d2-indicateur"]
    assert sorted(change.id for change in changes.of("removed")) == sorted(removed)
    assert plain(count_changes(changes)) == "6 éléments retirés."
    assert count_changes(changes, "en") == "6 items removed."


def test_an_item_can_be_moved_and_changed_at_once(before, after):
    moved = domains(after)[0]["levers"].pop()
    moved["title"] = text("Autre titre")
    domains(after)[1]["levers"].append(moved)
    assert verbs(compare(before, after)) == [
        ("changed", "lever", "t1-d1-levier"),
        ("moved", "lever", "t1-d1-levier"),
    ]


def test_the_cover_is_compared_too(before, after, plain):
    after["title"] = text("Un autre nom")
    assert plain(say_changes(compare(before, after))[0]) == (
        "La présentation, titre, en français : « Un guide d’essai » devient « Un autre nom »."
    )


def test_contents_that_are_not_complete_can_be_compared(before):
    assert compare(None, None).changes == ()
    draft = {"axes": [{"id": "a", "domains": [{"id": "d", "questions": [{"id": "q"}, 3, None]}]}, "rien"]}
    assert [change.id for change in compare({}, draft).of("added")] == ["a", "d", "q"]
    assert [change.id for change in compare(draft, {}).of("removed")] == ["a", "d", "q"]


def test_comparing_changes_neither_side(before, after):
    domains(after)[0]["questions"].append(question("neuve"))
    domains(after)[0]["levers"].append(lever("nouveau"))
    kept = copy.deepcopy((before, after))
    compare(before, after)
    assert kept == (before, after)


def test_both_ways_tell_the_reverse(before, after):
    after["axes"][0]["domains"].append(domain("d-neuf", [question("q-neuf")]))
    there, back = compare(before, after), compare(after, before)
    assert {change.id for change in there.of("added")} == {change.id for change in back.of("removed")}
