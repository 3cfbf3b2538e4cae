"""A referential is written, undone, published; what it extends stays as it is."""

import copy

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.referentials.models import Draft, ReferentialVersion, SharedReferential
from marchepied.apps.referentials.selectors import (
    changes_of,
    drafts_of,
    find_draft,
    read_referential,
    usable_versions,
)
from marchepied.apps.referentials.services import (
    DraftConflictError,
    Gesture,
    NumberTakenError,
    change_draft,
    discard_draft,
    load_shipped_referentials,
    open_draft,
    open_next_version,
    publish_draft,
    undo_change,
)
from marchepied.core.scope import scope
from marchepied.engines.referential import InvalidReferentialError
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.referentials import OURS, ReferentialVersionFactory, generated, question, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return PersonFactory()


@pytest.fixture
def house():
    organisation = OrganisationFactory()
    with scope(organisation):
        yield organisation


@pytest.fixture
def draft(house, author):
    content = generated() | {"id": "le-notre"}
    return open_draft(organisation=house, title="Le nôtre", content=content, by=author)


def renamed(draft, words):
    return copy.deepcopy(draft.content) | {"title": text(words)}


def extension_of(base, *questions):
    """An extension of the first theme of a base, whose questions join its first domain."""
    axis = base.content["axes"][0]
    levers = [axis["domains"][0]["levers"][0]["id"]]
    added = {"in": axis["domains"][0]["id"], "questions": [item | {"levers": levers} for item in questions]}
    return {
        "id": "ajouts",
        "version": "1.0.0",
        "title": text("Ce que nous ajoutons"),
        "purpose": text("Pour notre métier."),
        "publisher": "Notre fédération",
        "licence": "CC-BY-SA-4.0",
        "provenance": OURS,
        "extends": {"referential": base.content["id"], "version": base.number},
        "axes": [{"in": axis["id"], "domains": [added]}],
    }


def test_a_change_is_kept_with_who_and_what(draft, author):
    change_draft(
        draft=draft,
        content=renamed(draft, "Autre"),
        gesture=Gesture("title.changed", item_name="Autre", credit="Awa"),
        revision=0,
        by=author,
    )
    kept = find_draft(draft.organisation, draft.pk)
    assert (kept.revision, kept.content["title"]["fr"]) == (1, "Autre")
    (change,) = changes_of(kept)
    assert (change.verb, change.item_name, change.credit, change.by) == (
        "title.changed",
        "Autre",
        "Awa",
        author,
    )


def test_two_people_never_write_over_one_another(draft, author):
    change_draft(draft=draft, content=renamed(draft, "A"), gesture=Gesture("a"), revision=0, by=author)
    late = Draft.objects.get(pk=draft.pk)
    with pytest.raises(DraftConflictError):
        change_draft(draft=late, content=renamed(draft, "B"), gesture=Gesture("b"), revision=0, by=author)
    assert Draft.objects.get(pk=draft.pk).content["title"]["fr"] == "A"


def test_a_change_is_undone_and_the_undoing_is_told(draft, author):
    before = copy.deepcopy(draft.content)
    change_draft(draft=draft, content=renamed(draft, "A"), gesture=Gesture("a"), revision=0, by=author)
    undo_change(draft=draft, revision=1, by=author)
    assert Draft.objects.get(pk=draft.pk).content == before
    assert [change.verb for change in changes_of(draft)] == ["change.undone", "a"]


def test_nothing_done_cannot_be_undone(draft, author):
    with pytest.raises(ValidationError, match="rien à annuler"):
        undo_change(draft=draft, revision=0, by=author)


def test_only_the_latest_changes_keep_what_they_replaced(draft, author):
    for number in range(32):
        change_draft(
            draft=draft, content=renamed(draft, str(number)), gesture=Gesture("a"), revision=number, by=author
        )
    assert [bool(change.before) for change in draft.changes.all()] == [True] * 30 + [False] * 2


def test_a_draft_is_published_once_as_a_version_of_its_own(draft, house, author):
    version = publish_draft(draft=draft, number="1.0.0", by=author)
    assert (version.referential.owner, version.referential.slug, version.number) == (
        house,
        "le-notre",
        "1.0.0",
    )
    assert read_referential(version).version == "1.0.0"
    assert drafts_of(house) == []
    for gesture in (publish_draft, discard_draft):
        with pytest.raises(ValidationError):
            gesture(draft=draft, by=author, **({"number": "1.0.1"} if gesture is publish_draft else {}))


def test_an_incomplete_draft_is_kept_but_not_published(draft, author):
    content = copy.deepcopy(draft.content)
    del content["axes"][0]["domains"][0]["questions"][0]["why"]
    change_draft(draft=draft, content=content, gesture=Gesture("a"), revision=0, by=author)
    with pytest.raises(InvalidReferentialError):
        publish_draft(draft=draft, number="1.0.0", by=author)
    assert ReferentialVersion.objects.filter(referential__owner=draft.organisation).count() == 0


def test_the_next_version_starts_from_the_last_and_must_change_something(draft, house, author):
    first = publish_draft(draft=draft, number="1.0.0", by=author)
    following = open_next_version(organisation=house, version=first, by=author)
    with pytest.raises(ValidationError, match="déjà en cours"):
        open_next_version(organisation=house, version=first, by=author)
    with pytest.raises(ValidationError, match="Rien n’a changé"):
        publish_draft(draft=following, number="1.1.0", by=author)
    change_draft(
        draft=following, content=renamed(following, "B"), gesture=Gesture("a"), revision=0, by=author
    )
    with pytest.raises(NumberTakenError):
        publish_draft(draft=following, number="1.0.0", by=author)
    second = publish_draft(draft=following, number="1.1.0", by=author)
    assert second.referential == first.referential
    assert read_referential(first).title.read_in("fr") != read_referential(second).title.read_in("fr")


def test_another_organisations_referential_has_no_next_version_here(house, author):
    theirs = ReferentialVersionFactory(referential__owner=OrganisationFactory())
    with pytest.raises(ValidationError, match="pas le vôtre"):
        open_next_version(organisation=house, version=theirs, by=author)


def test_an_extension_adds_and_copies_nothing(house, author):
    base = ReferentialVersionFactory()
    content = extension_of(base, question("en-plus"))
    draft = open_draft(organisation=house, title="Ajouts", content=content, base=base, by=author)
    version = publish_draft(draft=draft, number="1.0.0", by=author)
    assert "en-plus" not in [q.id for q in read_referential(base).walk_questions()]
    whole = [q.id for q in read_referential(version).walk_questions()]
    assert set(whole) == {q.id for q in read_referential(base).walk_questions()} | {"en-plus"}
    assert len(version.content["axes"][0]["domains"][0]["questions"]) == 1


def test_an_organisation_uses_what_ships_its_own_and_what_is_shared_with_it(draft, house, author):
    load_shipped_referentials()
    own = publish_draft(draft=draft, number="1.0.0", by=author)
    network = OrganisationFactory()
    theirs = ReferentialVersionFactory(referential__owner=network, referential__slug="federation")
    ReferentialVersionFactory(referential__owner=OrganisationFactory())
    SharedReferential.objects.create(organisation=house, referential=theirs.referential)
    usable = [version.referential.slug for version in usable_versions(house)]
    assert usable[0] == "guide-ess"
    assert usable[-2:] == [own.referential.slug, "federation"]
