"""An addition follows its guide to a later version; coming back gives everything back."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.models import OwnAnswer
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.upgrades import upgrade_targets
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.upgrades import upgrade_cycle
from marchepied.apps.referentials.models import Draft
from marchepied.apps.referentials.selectors import (
    base_of,
    changes_of,
    draft_data,
    left_behind,
    newer_base,
    numbers_of,
    stamp_of,
    usable_versions,
)
from marchepied.apps.referentials.services import (
    DraftConflictError,
    change_head,
    finish_draft,
    follow_base,
    open_next_version,
    undo_change,
)
from marchepied.apps.referentials.services.sharing import share_referential
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from marchepied.engines.referential import validate
from marchepied.engines.referential.editing import find_place
from tests.factories.additions import (
    OURS,
    begin_addition,
    make_guide,
    publish_addition,
    publish_later,
    rename_domain,
)
from tests.factories.diagnosis import CycleFactory
from tests.factories.networks import join
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.referentials import question, text

pytestmark = pytest.mark.django_db
CHOICE = {"domain-gone:t1-d1": "t1-d9"}


@pytest.fixture
def author():
    return PersonFactory()


@pytest.fixture
def house():
    with scope(organisation := OrganisationFactory()):
        yield organisation


@pytest.fixture
def guide():
    return make_guide()


def follow(draft, version, author, choices=None, revision=None):
    return follow_base(
        draft=draft,
        version=version,
        choices=choices or {},
        revision=draft.revision if revision is None else revision,
        by=author,
    )


def state_of(draft):
    row = Draft.objects.get(pk=draft.pk)
    return row.content, row.base_id


def test_a_draft_follows_and_publishes_on_the_new_version(house, guide, author):
    draft = begin_addition(house, guide, by=author)
    assert newer_base(draft, house) is None
    later = publish_later(guide, lambda axes: axes[0]["domains"][0]["questions"].pop())
    assert newer_base(draft, house) == later
    follow(draft, later, author)
    draft = Draft.objects.select_related("base").get(pk=draft.pk)
    assert draft.base == later
    assert draft.content["extends"] == {"referential": "guide-ess", "version": "1.1.0"}
    assert find_place(draft.content, OURS).domain == "t1-d1"
    assert newer_base(draft, house) is None
    assert next((change.verb, change.item_name) for change in changes_of(draft)) == (
        "base.changed",
        "Un guide d’essai, 1.1.0",
    )
    assert AuditEntry.objects.filter(verb="draft.changed").count() == 2
    published = finish_draft(draft=draft, number="1.0.0", by=author)
    assert published.base == later
    assert validate(draft_data(draft)) == ()


def test_coming_back_and_going_again_give_everything_back(house, guide, author):
    draft = begin_addition(house, guide, by=author)
    before = state_of(draft)
    later = publish_later(guide, rename_domain)
    follow(draft, later, author, CHOICE)
    after = state_of(draft)
    assert find_place(after[0], OURS).domain == "t1-d9"
    assert after[1] == later.pk
    undo_change(draft=draft, revision=draft.revision, by=author)
    assert state_of(draft) == before
    assert base_of(draft).version == "1.0.0"
    undo_change(draft=draft, revision=draft.revision, by=author)
    assert state_of(draft) == after


def test_taking_back_another_change_leaves_the_version(house, guide, author):
    draft = begin_addition(house, guide, by=author)
    later = publish_later(guide)
    follow(draft, later, author)
    moved = state_of(draft)
    change_head(draft=draft, head={"title": text("Autre")}, seen=stamp_of("head", draft.content), by=author)
    undo_change(draft=draft, revision=draft.revision, by=author)
    assert state_of(draft) == moved


def test_nothing_is_written_without_each_choice_nor_over_somebody_else(house, guide, author):
    draft = begin_addition(house, guide, by=author)
    before = state_of(draft)
    later = publish_later(guide, rename_domain)
    for choices in ({}, {"domain-gone:t1-d1": "nulle-part"}):
        with pytest.raises(ValidationError, match="Choisissez une place"):
            follow(draft, later, author, choices)
    with pytest.raises(DraftConflictError):
        follow(draft, later, author, CHOICE, revision=draft.revision - 1)
    with pytest.raises(ValidationError, match="ne peuvent pas suivre"):
        follow(draft, guide, author)
    assert state_of(draft) == before


def test_a_guide_that_one_may_not_use_any_more_proposes_nothing(house, author):
    owner = OrganisationFactory()
    base = make_guide()
    base.referential.owner = owner
    base.referential.slug = "de-l-autre"
    base.referential.save()
    share = share_referential(referential=base.referential, organisation=house, by=author)
    draft = begin_addition(house, base, by=author)
    later = publish_later(base)
    assert newer_base(draft, house) == later
    share.delete()
    assert newer_base(draft, house) is None


def test_the_versions_left_behind_are_those_of_a_guide_that_went_on(house, guide, author):
    version = publish_addition(house, guide, by=author)
    assert left_behind([version, guide], usable_versions(house)) == set()
    publish_later(guide)
    assert left_behind([version, guide], usable_versions(house)) == {version.pk}


def test_each_part_of_an_addition_has_the_number_of_its_own_version(house, guide, author):
    later = publish_later(guide, number="3.2.0")
    version = publish_addition(house, later, by=author)
    assert numbers_of(version) == {
        OURS: {"1.0.0"},
        **{f"t1-d1-q{n}": {"3.2.0"} for n in (1, 2, 3)},
    }


def test_a_member_of_the_federation_goes_on_with_its_answers(guide, author):
    """The guide turns its first scale, renames a domain and gains a question; the federation follows."""
    federation, member = OrganisationFactory(name="La Fédération"), OrganisationFactory()
    join(federation, member)
    with scope(federation):
        addition = publish_addition(federation, guide, by=author)
        share_referential(referential=addition.referential, organisation=member, by=author)
    asked = [f"t1-d1-q{n}" for n in (1, 2, 3)] + [OURS]
    with scope(member):
        cycle = CycleFactory(organisation=member, version=addition, question_ids=asked, depth="full")
        for level, name in enumerate(asked, start=1):
            save_own_answer(
                cycle=cycle, question_id=name, kind="level", level=level, narrative=f"Mots de {name}",
                evidence=[], by=author,
            )  # fmt: skip
        assert upgrade_targets(cycle) == []
    later = publish_later(guide, lambda axes: (rename_domain(axes), _add_question(axes)))
    rules = [
        {"question": "t1-d1-q1", "from_version": "1.0.0", "map": {str(n): 6 - n for n in range(1, 6)}},
    ]
    later.content |= {"rescales": rules}
    later.save()
    with scope(federation):
        draft = open_next_version(organisation=federation, version=addition, by=author)
        follow(draft, later, author, CHOICE)
        following = finish_draft(draft=draft, number="1.1.0", by=author)
    with scope(member):
        assert upgrade_targets(cycle) == [following]
        upgrade_cycle(cycle=cycle, version=following, by=author)
        cycle.refresh_from_db()
        assert [one.id for one in questions_of(cycle)] == [*asked[:3], "neuve", OURS]
        told = OwnAnswer.objects.filter(cycle=cycle).values_list("question_id", "level", "narrative")
        assert sorted(told) == sorted(
            [
                ("t1-d1-q1", 5, "Mots de t1-d1-q1"),
                ("t1-d1-q2", 2, "Mots de t1-d1-q2"),
                ("t1-d1-q3", 3, "Mots de t1-d1-q3"),
                (OURS, 4, f"Mots de {OURS}"),
            ]
        )


def _add_question(axes):
    axes[0]["domains"][0]["questions"].append(question("neuve", levers=["t1-d1-levier"]))
