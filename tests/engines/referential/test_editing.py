"""Writing a referential item by item: each gesture makes a new content; what is missing is told by code."""

import copy

import pytest

from marchepied.engines.referential import Changes, compare, merge_extension, parse_referential, validate
from marchepied.engines.referential.editing import (
    add_item,
    draw_outline,
    fill_languages,
    find_gaps,
    find_place,
    make_id,
    move_item,
    new_content,
    new_item,
    propose_number,
    remove_item,
    replace_item,
    say_name,
    shift_item,
    walk_places,
)
from tests.factories.referentials import domain, generated, lever, question, text


@pytest.fixture
def content():
    """Two themes of two domains of three questions."""
    return generated(2, 2, 3)


@pytest.fixture
def base(content):
    return parse_referential(content)


@pytest.fixture
def extension(base):
    return new_content(title=text("Ajouts"), purpose=text("Pour nous."), publisher="Nous", base=base)


def ids(content, kind):
    return [place.item["id"] for place in walk_places(content) if place.kind == kind]


def added(extension, base, *names, parent="t1-d2"):
    for name in names:
        item = question(name) | {"levers": [f"{parent}-levier"]}
        extension = add_item(extension, "question", item, parent, base)
    return extension


def test_nothing_given_is_changed(content):
    before = copy.deepcopy(content)
    add_item(content, "question", question("neuve"), "t1-d1")
    replace_item(content, "t1-d1-q1", question("autre"))
    shift_item(content, "theme-1", 1)
    move_item(content, "t1-d1-q1", "t2-d1")
    remove_item(content, "t1-d1")
    fill_languages(content, ("fr", "en"))
    assert content == before


def test_an_item_changed_keeps_its_id(content):
    changed = replace_item(content, "t1-d1-q1", question("autre"))
    assert find_place(changed, "autre") is None
    assert find_place(changed, "t1-d1-q1").item["statement"] == question("autre")["statement"]


def test_items_stand_earlier_or_later_and_stop_at_the_ends(content):
    first = ["t1-d1-q1", "t1-d1-q2", "t1-d1-q3"]
    assert ids(shift_item(content, "t1-d1-q1", 1), "question")[:3] == [first[1], first[0], first[2]]
    assert shift_item(content, "t1-d1-q1", -1) == content
    themes = shift_item(content, "theme-2", -1)["axes"]
    assert [(theme["id"], theme["number"]) for theme in themes] == [("theme-2", 1), ("theme-1", 2)]


def test_a_question_goes_to_another_domain_and_a_domain_to_another_theme(content):
    moved = move_item(content, "t1-d1-q1", "t2-d2")
    assert find_place(moved, "t1-d1-q1").parent == "t2-d2"
    assert len(ids(moved, "question")) == 12
    assert find_place(move_item(content, "t1-d1", "theme-2"), "t1-d1").axis == "theme-2"
    assert move_item(content, "t1-d1-q1", "t1-d1") == content
    with pytest.raises(KeyError):
        move_item(content, "t1-d1-q1", "nulle-part")


def test_a_lever_that_goes_is_no_longer_named(content):
    shorter = remove_item(content, "t1-d1-levier")
    assert [q["levers"] for q in shorter["axes"][0]["domains"][0]["questions"]] == [[], [], []]
    assert find_place(shorter, "t1-d2-q1").item["levers"] == ["t1-d2-levier"]


def test_a_domain_goes_with_its_questions_and_its_examples(content):
    shorter = remove_item(content, "t1-d1")
    assert ids(shorter, "domain") == ["t1-d2", "t2-d1", "t2-d2"]
    assert shorter["axes"][0]["examples"] == []
    assert validate(shorter) == ()


def test_an_addition_stands_under_the_base_and_goes_with_the_last_of_it(content, base, extension):
    grown = added(extension, base, "une", "deux")
    assert [list(axis) for axis in grown["axes"]] == [["in", "domains"]]
    assert validate(merge_extension(content, grown)) == ()
    shorter = remove_item(remove_item(grown, "une"), "deux")
    assert shorter["axes"] == []


def test_a_theme_or_a_domain_of_ones_own_joins_the_base(content, base, extension):
    own = {**domain("a-nous", [question("la-notre")]), "id": "a-nous"}
    grown = add_item(extension, "domain", own, "theme-2", base)
    assert find_place(grown, "la-notre").axis == "theme-2"
    assert validate(merge_extension(content, grown)) == ()
    theme = new_item(grown, "axis", base)
    assert theme["number"] == 3
    with pytest.raises(KeyError):
        add_item(extension, "question", question("x"), "nulle-part", base)


def test_the_outline_tells_what_is_ones_own(base, extension):
    outline = draw_outline(added(extension, base, "une", "deux"), base)
    assert [(theme.id, theme.own, theme.holds_own()) for theme in outline] == [
        ("theme-1", False, True),
        ("theme-2", False, False),
    ]
    questions = outline[0].domains[1].questions
    assert [(q.id, q.own, q.first, q.last) for q in questions[2:]] == [
        ("t1-d2-q3", False, True, True),
        ("une", True, True, False),
        ("deux", True, False, True),
    ]


def test_ids_are_made_of_words_and_never_taken_twice():
    assert make_id("Qui rappelle les gens, l’été ?", set()) == "qui-rappelle-gens-ete"
    assert make_id("Cœur de métier", {"coeur-metier"}) == "coeur-metier-2"
    assert make_id("…", set(), "question") == "question"
    assert len(make_id("mot " * 40, set())) <= 50


def gap_codes(gaps):
    return [(gap.item_id, gap.code, gap.field, gap.language) for gap in gaps]


def test_a_whole_content_lacks_nothing(content, base, extension):
    assert find_gaps(content) == ()
    assert find_gaps(added(extension, base, "une"), base) == ()


def test_what_lacks_is_said_item_by_item(base, extension):
    item = question("une") | {
        "levers": ["parti"],
        "colleges": [],
        "wording": {"fr": "mot " * 16 + "{rien}. Oui ?"},
    }
    del item["why"]
    item["evidence"] = [text("Un"), {"fr": "Deux"}]
    gaps = find_gaps(add_item(extension, "question", item, "t1-d1", base), base)
    assert gap_codes(gaps) == [
        ("une", "placeholder", "wording", "fr"),
        ("une", "words", "wording", "fr"),
        ("une", "sentences", "wording", "fr"),
        ("une", "translation", "wording", "en"),
        ("une", "missing", "why", ""),
        ("une", "lines", "evidence", "en"),
        ("une", "no-colleges", "colleges", ""),
        ("une", "lost-lever", "levers", ""),
    ]


def test_an_empty_guide_lacks_a_theme_then_a_domain_then_a_question():
    empty = new_content(title={"fr": "Nous"}, purpose={"fr": "Voir."}, publisher="Nous", languages=("fr",))
    assert gap_codes(find_gaps(empty)) == [("", "no-axis", "", "")]
    theme = new_item(empty, "axis") | {
        "id": "a",
        **{k: {"fr": "A"} for k in ("title", "short", "purpose", "about")},
    }
    theme |= {"key_ideas": [{"fr": "A"}], "stakes": {"enterprise": [{"fr": "A"}], "society": [{"fr": "A"}]}}
    grown = add_item(empty, "axis", theme)
    assert gap_codes(find_gaps(grown)) == [("a", "no-domain", "", "")]
    place = new_item(grown, "domain") | {"id": "b", "title": {"fr": "B"}, "purpose": {"fr": "B"}}
    grown = add_item(grown, "domain", place, "a")
    assert gap_codes(find_gaps(grown)) == [("b", "no-question", "", ""), ("b", "no-lever", "", "")]


def test_a_guide_without_gaps_is_valid(content):
    """From a blank page, in one language, to data that the format takes."""
    own = new_content(title={"fr": "Nous"}, purpose={"fr": "Voir."}, publisher="Nous", languages=("fr",))
    theme = {**content["axes"][0], **new_item(own, "axis"), "provenance": own["provenance"]}
    own = add_item(own, "axis", theme)
    place = new_item(own, "domain") | {"id": "b", "title": {"fr": "B"}, "purpose": {"fr": "B"}}
    own = add_item(own, "domain", place, "theme-1")
    own = add_item(own, "lever", lever("agir") | {"provenance": own["provenance"]}, "b")
    asked = question("q", levers=["agir"]) | dict.fromkeys(
        ("provenance", "levels_provenance"), own["provenance"]
    )
    own = add_item(own, "question", asked, "b")
    french = copy.deepcopy(own)
    drop_english(french)
    assert find_gaps(french) == ()
    assert validate(french) == ()


def drop_english(value):
    if isinstance(value, dict):
        if set(value) == {"fr", "en"}:
            del value["en"]
        for inner in value.values():
            drop_english(inner)
    elif isinstance(value, list):
        for inner in value:
            drop_english(inner)


def test_what_is_not_translated_says_its_first_language(content):
    drop_english(content["axes"][1])
    filled = fill_languages(content, ("fr", "en"))
    assert filled["axes"][1]["title"] == {"fr": "Le thème numéro 2", "en": "Le thème numéro 2"}
    assert filled["axes"][0] == content["axes"][0]
    assert validate(filled) == ()


def test_a_name_is_found_in_any_language():
    assert say_name({"title": {"en": "Here"}, "id": "x"}) == "Here"
    assert say_name({"id": "x"}) == "x"


@pytest.mark.parametrize(
    ("gesture", "number"),
    [
        (lambda c: c, "1.3.0"),
        (lambda c: remove_item(c, "t1-d1-indicateur"), "1.3.0"),
        (lambda c: replace_item(c, "t1-d1-q1", find_place(c, "t1-d1-q1").item | {"why": text("x")}), "1.3.0"),
        (lambda c: replace_item(c, "t1-d1-q1", find_place(c, "t1-d1-q1").item | {"levels": []}), "2.0.0"),
        (lambda c: remove_item(c, "t1-d1-q1"), "2.0.0"),
    ],
)
def test_the_first_figure_goes_up_when_answers_cannot_be_compared(content, gesture, number):
    assert propose_number("1.2.5", compare(content, gesture(content))) == number


def test_a_first_version_and_an_odd_number():
    assert propose_number("", Changes(())) == "1.0.0"
    assert propose_number("1.0.0+2", Changes(())) == "1.1.0"
    assert propose_number("brouillon", Changes(())) == "1.0.0"
