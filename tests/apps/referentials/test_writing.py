"""A draft written item by item: nobody loses a word, and a cycle asks what was published."""

import copy

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.services.cycles import start_cycle, start_next_cycle
from marchepied.apps.referentials.models import Draft, SharedReferential
from marchepied.apps.referentials.selectors import (
    changes_of,
    find_usable,
    own_versions,
    read_referential,
    stamp_of,
    startable_versions,
    version_after,
    version_holding,
)
from marchepied.apps.referentials.services import (
    ItemConflictError,
    ItemGoneError,
    add_item,
    change_head,
    change_item,
    finish_draft,
    move_item,
    open_next_version,
    publish_own_referential,
    remove_item,
    shift_item,
    start_draft,
    undo_change,
)
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from marchepied.engines.referential.editing import find_place, new_item
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.referentials import ReferentialVersionFactory, generated, question, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return PersonFactory()


@pytest.fixture
def house():
    organisation = OrganisationFactory(name="Le Lavoir")
    with scope(organisation):
        yield organisation


@pytest.fixture
def base():
    return ReferentialVersionFactory()


@pytest.fixture
def draft(house, base, author):
    return start_draft(
        organisation=house, title=text("Nos ajouts"), purpose=text("Voir."), base=base, by=author
    )


def put(draft, author, words="Qui rappelle les gens ?", **more):
    asked = question("sans-effet", levers=["t1-d1-levier"], statement=text(words), **more)
    return add_item(draft=draft, kind="question", parent="t1-d1", item=asked, by=author)


def item_of(draft, item_id):
    return find_place(Draft.objects.get(pk=draft.pk).content, item_id).item


def told(draft):
    return [(change.verb, change.item_name) for change in changes_of(draft)]


def test_a_draft_begins_with_a_name_and_its_base(draft, base, house):
    assert (draft.title, draft.base, draft.organisation) == ("Nos ajouts", base, house)
    assert draft.content["extends"] == {"referential": "guide-ess", "version": base.number}
    assert (draft.content["publisher"], draft.content["axes"]) == ("Le Lavoir", [])
    assert AuditEntry.objects.get().verb == "draft.opened"


def test_an_item_takes_an_id_of_its_words_that_nobody_has(draft, author):
    assert put(draft, author) == "qui-rappelle-gens"
    assert put(draft, author) == "qui-rappelle-gens-2"
    assert put(draft, author, words="t1 d1 q1") == "t1-d1-q1-2"
    assert told(draft)[-1] == ("question.added", "Qui rappelle les gens ?")


def test_an_id_that_was_published_is_never_given_to_something_else(draft, house, author):
    put(draft, author)
    version = finish_draft(draft=draft, number="1.0.0", by=author)
    following = open_next_version(organisation=house, version=version, by=author)
    remove_item(draft=following, item_id="qui-rappelle-gens", by=author)
    assert put(following, author) == "qui-rappelle-gens-2"


def test_nothing_is_added_where_nothing_is(draft, author):
    with pytest.raises(ItemGoneError):
        add_item(draft=draft, kind="question", parent="nulle-part", item=question("x"), by=author)
    assert told(draft) == []


def test_two_people_write_two_items_without_meeting(draft, author):
    first, second = put(draft, author), put(draft, author)
    seen = stamp_of("question", item_of(draft, first))
    change_item(
        draft=draft,
        item_id=second,
        item=question(second),
        seen=stamp_of("question", item_of(draft, second)),
        by=author,
    )
    changed = item_of(draft, first) | {"why": text("Autre")}
    change_item(draft=draft, item_id=first, item=changed, seen=seen, by=PersonFactory())
    assert item_of(draft, first)["why"]["fr"] == "Autre"


def test_the_same_item_is_never_written_over(draft, author):
    item_id = put(draft, author)
    seen = stamp_of("question", item_of(draft, item_id))
    theirs = item_of(draft, item_id) | {"why": text("A")}
    change_item(draft=draft, item_id=item_id, item=theirs, seen=seen, credit="Awa", by=author)
    with pytest.raises(ItemConflictError):
        change_item(
            draft=draft, item_id=item_id, item=theirs | {"why": text("B")}, seen=seen, by=PersonFactory()
        )
    assert item_of(draft, item_id)["why"]["fr"] == "A"
    assert changes_of(draft)[0].credit == "Awa"


def test_what_says_the_same_is_no_change(draft, author):
    item_id = put(draft, author)
    item = item_of(draft, item_id)
    change_item(draft=draft, item_id=item_id, item=item, seen=stamp_of("question", item), by=author)
    shift_item(draft=draft, item_id=item_id, step=1, by=author)
    move_item(draft=draft, item_id=item_id, parent="t1-d1", by=author)
    assert len(told(draft)) == 1


def test_items_move_and_go_and_come_back(draft, author):
    first, second = put(draft, author), put(draft, author)
    shift_item(draft=draft, item_id=second, step=-1, by=author)
    remove_item(draft=draft, item_id=first, by=author)
    for gesture in (remove_item, shift_item):
        with pytest.raises(ItemGoneError):
            gesture(draft=draft, item_id=first, by=author, **({"step": 1} if gesture is shift_item else {}))
    undo_change(draft=draft, revision=draft.revision, by=author)
    questions = Draft.objects.get(pk=draft.pk).content["axes"][0]["domains"][0]["questions"]
    assert [item["id"] for item in questions] == [second, first]
    assert [verb for verb, _name in told(draft)][:3] == [
        "change.undone",
        "question.removed",
        "question.moved",
    ]


def test_a_name_changes_and_comes_back(draft, author):
    seen = stamp_of("head", draft.content)
    change_head(draft=draft, head={"title": text("Autrement")}, seen=seen, by=author)
    assert Draft.objects.get(pk=draft.pk).title == "Autrement"
    with pytest.raises(ItemConflictError):
        change_head(draft=draft, head={"title": text("Encore")}, seen=seen, by=author)
    undo_change(draft=draft, revision=1, by=author)
    assert Draft.objects.get(pk=draft.pk).title == "Nos ajouts"


def test_what_is_not_translated_is_published_in_french_when_asked(draft, author):
    put(draft, author, why={"fr": "Pour voir."})
    with pytest.raises(ValueError, match="« en »"):
        finish_draft(draft=Draft.objects.get(pk=draft.pk), number="1.0.0", by=author)
    version = finish_draft(draft=Draft.objects.get(pk=draft.pk), number="1.0.0", fill=True, by=author)
    asked = [q for q in read_referential(version).walk_questions() if q.id == "qui-rappelle-gens"]
    assert asked[0].why.read_in("en") == "Pour voir."
    assert told(draft)[0][0] == "languages.filled"


@pytest.fixture
def published(draft, author):
    put(draft, author)
    return finish_draft(draft=draft, number="1.0.0", by=author)


def test_a_cycle_asks_what_was_published(published, house, author):
    cycle = start_cycle(organisation=house, axis_ids=["theme-1"], version_id=published.pk, by=author)
    assert cycle.version == published
    assert cycle.question_ids == ["t1-d1-q1", "t1-d1-q2", "qui-rappelle-gens"]


def test_without_a_choice_a_cycle_follows_the_guide(published, base, house, author):
    assert start_cycle(organisation=house, axis_ids=["theme-1"], by=author).version == base
    assert version_holding(["theme-1"], house) == base
    assert version_holding(["theme-9"], house) is None


def test_themes_of_ones_own_are_found_by_themselves(house, author, base):
    own = start_draft(organisation=house, title=text("À nous"), purpose=text("Voir."), base=base, by=author)
    theme = (
        copy.deepcopy(generated(3)["axes"][2])
        | new_item(own.content, "axis", read_referential(base))
        | {"id": "sans-effet"}
    )
    theme["domains"] = copy.deepcopy(generated(3)["axes"][2]["domains"])
    source = own.content["provenance"]
    set_source(theme, source)
    item_id = add_item(draft=own, kind="axis", parent="", item=theme, by=author)
    version = finish_draft(draft=own, number="1.0.0", by=author)
    assert version_holding([item_id], house) == version
    assert start_cycle(organisation=house, axis_ids=[item_id], by=author).version == version


def set_source(value, source):
    if isinstance(value, dict):
        for name in ("provenance", "levels_provenance"):
            if name in value:
                value[name] = source
        for inner in value.values():
            set_source(inner, source)
    elif isinstance(value, list):
        for inner in value:
            set_source(inner, source)


def test_the_guide_of_others_is_not_for_us(base, author, house):
    stranger = OrganisationFactory()
    with scope(stranger):
        theirs = start_draft(
            organisation=stranger, title=text("Eux"), purpose=text("x"), base=base, by=author
        )
        put(theirs, author)
        version = finish_draft(draft=theirs, number="1.0.0", by=author)
    with scope(house):
        with pytest.raises(ValidationError, match="parmi ceux que vous pouvez suivre"):
            start_cycle(organisation=house, axis_ids=["theme-1"], version_id=version.pk, by=author)
        assert find_usable(house, version.pk) is None
        SharedReferential.objects.create(organisation=house, referential=version.referential)
        assert find_usable(house, version.pk) == version
        assert (
            start_cycle(organisation=house, axis_ids=["theme-1"], version_id=version.pk, by=author).version
            == version
        )


def test_the_answers_of_a_file_are_no_guide_to_start_with(base, house, author):
    content = generated() | {"id": "enquete"}
    kept = publish_own_referential(owner=house, title=content["title"], content=content, by=author)
    assert startable_versions(house) == [base]
    assert own_versions(house) == []
    assert version_after(kept.pk, house) == base


def test_the_next_cycle_follows_the_next_version(published, house, author):
    first = start_cycle(organisation=house, axis_ids=["theme-1"], version_id=published.pk, by=author)
    first.state = "finished"
    first.save()
    following = open_next_version(organisation=house, version=published, by=author)
    put(following, author, words="Et qui écoute ?")
    second = finish_draft(draft=following, number="1.1.0", by=author)
    assert version_after(published.pk, house) == second
    cycle = start_next_cycle(
        last=first, axis_ids=["theme-1"], depth=first.depth, path=first.path, version_id=second.pk, by=author
    )
    assert cycle.question_ids == [*first.question_ids, "qui-ecoute"]
    assert [version.number for version in own_versions(house)] == ["1.1.0", "1.0.0"]
