"""What the plan serves, in the account to the assembly: there once something is said to serve a purpose."""

import pytest

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.diagnosis.services.positions import point_to, take_position
from marchepied.apps.organisations.selectors import Project
from marchepied.apps.organisations.services import set_purposes
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.apps.restitution.compute import build_document, build_pack
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db
FEED, LINK = "Nourrir les gens du canton", "Relier les voisins"


@pytest.fixture
def cycle():
    load_shipped_referentials()
    cycle = open_space(
        name="La Table", legal_form="association", axis_id="theme-5", by=PersonFactory(name="Claire Morel")
    )
    with scope(cycle.organisation):
        yield cycle


def write_plan(cycle, *served):
    """Two purposes, and an action for each of these lists of purposes."""
    purposes = set_purposes(organisation=cycle.organisation, texts=[FEED, LINK], by=None)
    for number, chosen in enumerate(served):
        add_action(
            cycle=cycle,
            content=ActionContent(title=f"Action {number}"),
            serves=Project([purposes[place] for place in chosen]),
            by=None,
        )
    return purposes


def section_keys(cycle):
    return [section.key for section in build_document(cycle, "fr").sections]


@pytest.mark.parametrize("written", [False, True])
def test_nothing_is_said_while_nothing_is_linked(cycle, written):
    if written:
        write_plan(cycle, [])
    assert build_pack(cycle, "fr").coherence == ()
    assert "coherence" not in section_keys(cycle)


def test_each_purpose_is_told_with_what_serves_it(cycle, plain):
    purposes = write_plan(cycle, [0], [])
    position = take_position(
        cycle=cycle, question_id=cycle.question_ids[0], level=1, words="", agreement="consensus", by=None
    )
    point_to(position=position, project=Project([purposes[1]]), by=None)
    (table,) = build_pack(cycle, "fr").coherence
    assert plain(table.sentence) == (
        "Une raison d’être sur deux est servie par au moins une action. "
        f"Décidé, mais sans action pour l’instant : « {LINK} ». "
        "Une action n’est reliée à aucune raison d’être."
    )
    assert [tuple(map(plain, row)) for row in table.rows] == [
        (FEED, "– Action 0 (à faire)"), (LINK, "Décidé, mais sans action pour l’instant"),
    ]  # fmt: skip
    keys = section_keys(cycle)
    assert keys.index("coherence") == keys.index("plan") + 1


def test_a_round_table_keeps_its_two_pages(cycle):
    write_plan(cycle, [0])
    cycle.path = Path.TABLE
    assert build_pack(cycle, "fr").coherence == ()
