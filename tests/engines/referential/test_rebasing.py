"""An addition follows its guide to another version: what hangs nowhere is asked, nothing of ours is lost."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.referential import merge_extension, parse_referential, validate
from marchepied.engines.referential.editing import (
    AXIS_GONE,
    DOMAIN_GONE,
    ID_TAKEN,
    KEEP,
    LOST_LEVER,
    MOVED,
    RENUMBERED,
    THEIRS,
    add_item,
    find_place,
    ids_in,
    new_content,
    plan_rebase,
    rebase,
    walk_places,
)
from tests.factories.referentials import announced, axis, domain, generated, lever, question, text

BASE = generated(2, 2, 2)
TYPED = parse_referential(BASE)


@pytest.fixture
def content():
    """In each domain of the guide a question, a lever in one, a domain in a theme, a theme of our own."""
    draft = new_content(title=text("Nos ajouts"), purpose=text("Voir."), publisher="Nous", base=TYPED)
    origin = draft["provenance"]
    for place in ("t1-d1", "t1-d2", "t2-d1"):
        asked = question(
            f"q-{place}", levers=[f"{place}-levier"], provenance=origin, levels_provenance=origin
        )
        draft = add_item(draft, "question", asked, place, TYPED)
    draft = add_item(draft, "lever", lever("notre-levier") | {"provenance": origin}, "t1-d1", TYPED)
    own = domain("notre-domaine", [question("q-notre-domaine", provenance=origin, levels_provenance=origin)])
    draft = add_item(draft, "domain", settle(own, origin), "theme-2", TYPED)
    theme = axis(3, [domain("d-a-nous", [question("q-a-nous")])]) | {"id": "theme-a-nous"}
    return add_item(draft, "axis", settle(theme, origin), "", TYPED)


def settle(item, origin):
    """The same item, whose every origin is the draft's."""
    if isinstance(item, list):
        return [settle(one, origin) for one in item]
    if not isinstance(item, dict):
        return item
    named = ("provenance", "levels_provenance")
    return {name: origin if name in named else settle(value, origin) for name, value in item.items()}


def changed(change):
    after = copy.deepcopy(BASE) | {"version": "1.1.0"}
    change(after["axes"])
    return after


def own_ids(content):
    return [place.item["id"] for place in walk_places(content)]


def where(content, item_id):
    place = find_place(content, item_id)
    return place.axis, place.domain


def is_valid(after, content):
    return validate(merge_extension(after, content)) == ()


def test_nothing_is_asked_when_the_places_are_still_there(content):
    after = changed(lambda axes: axes[0]["domains"][0]["questions"].pop())
    plan = plan_rebase(content, BASE, after)
    assert (plan.conflicts, plan.notices) == ((), ())
    assert rebase(content, BASE, after, {}) == content


def test_what_moved_in_the_guide_takes_our_questions_with_it(content):
    after = changed(lambda axes: axes[1]["domains"].append(axes[0]["domains"].pop(1)))
    plan = plan_rebase(content, BASE, after)
    assert plan.conflicts == ()
    assert [(notice.code, notice.id, notice.where) for notice in plan.notices] == [
        (MOVED, "t1-d2", text("Le thème numéro 2"))
    ]
    moved = rebase(content, BASE, after, {})
    assert where(moved, "q-t1-d2") == ("theme-2", "t1-d2")
    assert sorted(own_ids(moved)) == sorted(own_ids(content))
    assert is_valid(after, moved)


def drop_domain(axes):
    axes[0]["domains"].pop(1)
    axes[0]["examples"] = [one for one in axes[0]["examples"] if one["domain"] != "t1-d2"]


@pytest.mark.parametrize(
    ("chosen", "place"),
    [
        ("t1-d1", ("theme-1", "t1-d1")),
        ("t2-d2", ("theme-2", "t2-d2")),
        ("notre-domaine", ("theme-2", "notre-domaine")),
        ("d-a-nous", ("theme-a-nous", "d-a-nous")),
        (KEEP, ("theme-1", "t1-d2")),
    ],
)
def test_a_domain_that_is_gone_asks_where_its_additions_go(content, chosen, place):
    after = changed(drop_domain)
    (conflict,) = plan_rebase(content, BASE, after).conflicts
    assert (conflict.code, conflict.id, conflict.may_keep) == (DOMAIN_GONE, "t1-d2", True)
    assert (conflict.name, len(conflict.items)) == (text("Domaine t1-d2"), 1)
    moved = rebase(content, BASE, after, {conflict.key: chosen})
    assert where(moved, "q-t1-d2") == place
    assert set(own_ids(content)) <= set(own_ids(moved))
    kept = find_place(moved, "t1-d2")
    assert (kept.item["title"] if kept else None) == (text("Domaine t1-d2") if chosen == KEEP else None)


@pytest.mark.parametrize("gone", ["removed", "announced"])
def test_a_theme_that_is_gone_asks_for_what_hangs_on_it_and_on_its_domains(content, gone):
    def change(axes):
        axes[1:] = [announced(2)] if gone == "announced" else []

    after = changed(change)
    plan = plan_rebase(content, BASE, after)
    assert [(conflict.key, conflict.may_keep) for conflict in plan.conflicts] == [
        (f"{AXIS_GONE}:theme-2", False),
        (f"{DOMAIN_GONE}:t2-d1", False),
    ]
    choices = {f"{AXIS_GONE}:theme-2": "theme-1", f"{DOMAIN_GONE}:t2-d1": "notre-domaine"}
    moved = rebase(content, BASE, after, choices)
    assert where(moved, "q-t2-d1") == ("theme-1", "notre-domaine")
    assert sorted(own_ids(moved)) == sorted(own_ids(content))
    with pytest.raises(ValueError, match="keep"):
        rebase(content, BASE, after, choices | {f"{DOMAIN_GONE}:t2-d1": KEEP})


def test_an_id_that_the_guide_took_is_theirs_or_ours_under_another_name(content):
    def adopt(axes):
        axes[0]["domains"][0]["questions"].append(question("q-t1-d1", levers=["t1-d1-levier"]))

    after = changed(adopt)
    (conflict,) = plan_rebase(content, BASE, after).conflicts
    assert (conflict.code, conflict.id) == (ID_TAKEN, "q-t1-d1")
    theirs = rebase(content, BASE, after, {conflict.key: THEIRS})
    assert set(own_ids(content)) - set(own_ids(theirs)) == {"q-t1-d1"}
    ours = rebase(content, BASE, after, {conflict.key: KEEP})
    assert where(ours, "q-t1-d1-2") == ("theme-1", "t1-d1")
    assert is_valid(after, theirs)
    assert is_valid(after, ours)


def test_a_lever_that_takes_another_id_is_named_so_by_its_questions(content):
    place = find_place(content, "q-t1-d1")
    place.item["levers"] = ["notre-levier"]
    after = changed(lambda axes: axes[1]["domains"][0]["levers"].append(lever("notre-levier")))
    ours = rebase(content, BASE, after, {f"{ID_TAKEN}:notre-levier": KEEP})
    assert find_place(ours, "q-t1-d1").item["levers"] == ["notre-levier-2"]
    assert is_valid(after, ours)


def test_a_lever_that_is_gone_is_told_and_kept_to_be_mended(content):
    def rename(axes):
        found = axes[0]["domains"][0]
        found["levers"][0]["id"] = "autre-levier"
        for one in found["questions"]:
            one["levers"] = ["autre-levier"]

    after = changed(rename)
    plan = plan_rebase(content, BASE, after)
    assert [(notice.code, notice.id) for notice in plan.notices] == [(LOST_LEVER, "q-t1-d1")]
    assert rebase(content, BASE, after, {}) == content


def test_our_theme_gives_its_number_back(content):
    after = changed(lambda axes: axes.append(axis(3, [domain("t3-d1", [question("t3-d1-q1")])])))
    plan = plan_rebase(content, BASE, after)
    assert [(notice.code, notice.id) for notice in plan.notices] == [(RENUMBERED, "theme-a-nous")]
    moved = rebase(content, BASE, after, {})
    assert find_place(moved, "theme-a-nous").item["number"] == 4
    assert "theme-a-nous" in ids_in(moved)


def test_a_conflict_without_a_choice_and_a_choice_that_leads_nowhere_are_refused(content):
    after = changed(drop_domain)
    with pytest.raises(KeyError, match="domain-gone:t1-d2"):
        rebase(content, BASE, after, {})
    with pytest.raises(ValueError, match="nulle-part"):
        rebase(content, BASE, after, {"domain-gone:t1-d2": "nulle-part"})


@given(st.sets(st.sampled_from(["t1-d1", "t1-d2", "t2-d1", "t2-d2"])), st.booleans(), st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_goes_and_whatever_is_chosen_nothing_of_ours_is_lost(gone, swapped, data):
    draft = new_content(title=text("Nos ajouts"), purpose=text("Voir."), publisher="Nous", base=TYPED)
    for place in ("t1-d1", "t1-d2", "t2-d1", "t2-d2"):
        draft = add_item(draft, "question", question(f"q-{place}"), place, TYPED)
    after = copy.deepcopy(BASE)
    for one in after["axes"]:
        one["domains"] = [two for two in one["domains"] if two["id"] not in gone]
    if swapped:
        first, second = after["axes"]
        first["domains"], second["domains"] = second["domains"], first["domains"]
    plan = plan_rebase(draft, BASE, after)
    assert {conflict.id for conflict in plan.conflicts} == gone
    left = [two["id"] for one in after["axes"] for two in one["domains"]]
    choices = {conflict.key: data.draw(st.sampled_from([*left, KEEP])) for conflict in plan.conflicts}
    before = copy.deepcopy(draft)
    moved = rebase(draft, BASE, after, choices)
    assert draft == before
    questions = [place.item["id"] for place in walk_places(moved) if place.kind == "question"]
    assert sorted(questions) == ["q-t1-d1", "q-t1-d2", "q-t2-d1", "q-t2-d2"]
