"""Opening, changing and closing a register; what the menu shows."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.listening.models import Idea
from marchepied.apps.listening.selectors.registers import (
    code_of,
    find_door,
    find_register,
    keepers_of,
    registers_of,
)
from marchepied.apps.listening.services import (
    RegisterContent,
    add_idea_group,
    change_register,
    close_register,
    open_register,
    remove_idea_group,
)
from marchepied.apps.organisations.enums import Role
from marchepied.core.models import AuditEntry
from tests.factories.listening import open_one, propose
from tests.factories.organisations import MembershipFactory


def test_a_new_space_has_nothing_open(house):
    assert house.opened == []
    assert registers_of(house) == {}
    assert find_register(house, "complaints") is None


def test_the_menu_shows_an_entry_while_one_register_is_open(house):
    first, second = open_one(house, "complaints"), open_one(house, "ideas")
    assert house.opened == ["listening"]
    close_register(register=first, by=house.pilot)
    assert house.opened == ["listening"]
    close_register(register=second, by=house.pilot)
    house.refresh_from_db()
    assert house.opened == []
    verbs = AuditEntry.objects.filter(verb__in=["register.opened", "register.closed", "menu.changed"])
    assert sorted(verbs.values_list("verb", flat=True)) == [
        "menu.changed", "menu.changed", "register.closed", "register.closed",
        "register.opened", "register.opened",
    ]  # fmt: skip


def test_opening_again_keeps_the_door_and_what_came(house, ideas):
    idea, handle = propose(ideas), ideas.handle
    close_register(register=ideas, by=house.pilot)
    again = open_register(organisation=house, kind="ideas", content=RegisterContent(), by=house.pilot)
    assert (again.pk, again.handle, again.is_open) == (ideas.pk, handle, True)
    assert list(Idea.objects.all()) == [idea]


@pytest.mark.parametrize(("first", "last"), [(0, 30), (31, 30), (7, 400)])
def test_delays_that_make_no_sense_are_refused(house, first, last):
    content = RegisterContent(acknowledge_days=first, answer_days=last)
    with pytest.raises(ValidationError) as refusal:
        open_register(organisation=house, kind="complaints", content=content, by=house.pilot)
    assert list(refusal.value.error_dict) == ["answer_days"]
    assert registers_of(house) == {}


def test_roles_that_may_never_see_who_wrote_are_left_out(house, complaints):
    content = RegisterContent(person_roles=("reader", "facilitator", "contributor"), erase_months=500)
    row = change_register(register=complaints, content=content, by=house.pilot)
    assert (row.person_roles, row.erase_months) == (["facilitator"], 60)


def test_a_door_opens_its_own_kind_and_says_the_group(house, complaints, ideas):
    group = add_idea_group(register=ideas, name=" Les  bénévoles ", by=house.pilot)
    assert find_door(code_of(complaints), "complaints") == (complaints, None)
    assert find_door(code_of(complaints), "ideas") is None
    assert find_door(code_of(ideas), "ideas") == (ideas, None)
    assert find_door(code_of(ideas, group), "ideas") == (ideas, group)
    assert find_door(code_of(ideas, group), "complaints") is None
    assert group.name == "Les bénévoles"


def test_a_box_kept_inside_opens_by_the_links_of_groups_alone(house):
    box = open_one(house, "ideas", openness="inside")
    group = add_idea_group(register=box, name="L’atelier", by=house.pilot)
    assert find_door(code_of(box), "ideas") is None
    assert find_door(code_of(box, group), "ideas") == (box, group)
    remove_idea_group(group=group, by=house.pilot)
    assert find_door(code_of(box, group), "ideas") is None


def test_a_group_has_one_link_and_a_name(house, ideas):
    add_idea_group(register=ideas, name="L’atelier", by=house.pilot)
    for name in ("L’atelier", "  "):
        with pytest.raises(ValidationError):
            add_idea_group(register=ideas, name=name, by=house.pilot)


def test_the_keeper_is_written_to_while_a_member_then_the_pilots(house):
    member = MembershipFactory(organisation=house, role=Role.FACILITATOR)
    row = open_one(house, "complaints", keeper=member.person)
    assert keepers_of(row) == [member.person]
    member.delete()
    assert keepers_of(row) == [house.pilot]
