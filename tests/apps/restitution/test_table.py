"""What the account of a table says, and what the account of a second year opens with."""

import re

import pytest

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.table import gather_round_table, settle_question
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.services import ActionContent, add_action, change_action_state
from marchepied.apps.restitution.compute import build_pack
from marchepied.apps.restitution.compute.table import say_missing_at_table
from marchepied.apps.restitution.compute.years import list_since_last
from marchepied.core.scope import scope
from marchepied.engines.documents import render_pack
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.years import first_year, next_year, rewrite_guide

pytestmark = pytest.mark.django_db

LOW, HIGH = [2] * 14 + [3, 3, 4, 4, 5, 5], [2, 2] + [3, 3] + [4] * 10 + [5] * 6


def plain(text):
    return re.sub(r"[\u00a0\u202f]", " ", text)


@pytest.fixture
def table(db):
    membership = MembershipFactory()
    with scope(membership.organisation):
        cycle = CycleFactory(organisation=membership.organisation, path=Path.TABLE)
        cycle.pilot = membership.person
        yield cycle


def test_an_empty_table_says_what_is_missing_and_still_prints(table):
    pack = build_pack(table, "fr")
    assert pack.compact
    assert (pack.respondents, pack.decisions) == ((), ())
    assert len(say_missing_at_table(pack)) == 3
    assert render_pack(pack, language="fr").pages == 2


@pytest.mark.parametrize(
    ("people", "names", "told"),
    [
        (9, [], "9 personnes"),
        (1, [], "1 personne"),
        (2, ["Josiane", "Claire"], "Claire et Josiane"),
        (9, ["Josiane", "Claire"], "Claire, Josiane et 7 autres"),
    ],
)
def test_it_says_who_was_there(table, people, names, told):
    gather_round_table(cycle=table, people=people, names=names, by=table.pilot)
    (group,) = build_pack(table, "fr").respondents
    assert (group.college, plain(group.count)) == ("Autour de la table", told)


def test_the_descriptions_chosen_stand_with_whose_disagreement_it_is(table):
    settle_question(
        cycle=table, question_id="t1-d1-q1", level=4, words="Depuis peu.", agreement="consensus",
        by=table.pilot,
    )  # fmt: skip
    settle_question(
        cycle=table, question_id="t1-d1-q2", level=None, words="Deux avis.", agreement="disagreement",
        disagreement_note="Les horaires.", disagreement_by="deux bénévoles", by=table.pilot,
    )  # fmt: skip
    pack = build_pack(table, "fr")
    assert [(plain(item.question), item.statement, item.disagreement) for item in pack.decisions] == [
        ("Ici, que dit-on de t1-d1-q1 ?", "On observe le niveau 4. Depuis peu.", ""),
        ("Ici, que dit-on de t1-d1-q2 ?", "Deux avis.", "Les horaires (deux bénévoles)"),
    ]
    assert len(pack.debates) == 2


def test_the_words_of_the_pilot_are_debated_before_the_guides(table):
    table.debate_questions = ["Ouvrons-nous le dimanche ?"]
    settle_question(
        cycle=table, question_id="t1-d1-q1", level=1, words="", agreement="consent", by=table.pilot
    )
    assert [debate.question for debate in build_pack(table, "fr").debates] == ["Ouvrons-nous le dimanche ?"]


def test_a_first_account_has_nothing_since(table):
    assert list_since_last(table) == ()


def settle(cycle, level, place=1):
    take_position(
        cycle=cycle,
        question_id=cycle.question_ids[place],
        level=level,
        words="",
        agreement="consent",
        by=None,
    )


def test_a_second_account_opens_with_actions_then_changes(db):
    last = first_year({"Salariés": LOW, "Bénévoles": [1] * 6})
    with scope(last.organisation):
        for title, state in (("A", "done"), ("B", "dropped"), ("C", "todo")):
            action = add_action(cycle=last, content=ActionContent(title=title), by=None)
            change_action_state(action=action, state=ActionState(state), by=None)
        settle(last, 2)
    rewrite_guide(last.question_ids[0], "Ici, qui demande leur avis à qui ?")
    cycle = next_year(last, {"Salariés": HIGH, "Bénévoles": [5] * 6})
    with scope(last.organisation):
        settle(cycle, 3)
        lines = [plain(line) for line in build_pack(cycle, "fr").since_last]
    assert lines[0] == "Actions de la dernière fois : 3. Faites : 1 ; abandonnées : 1 ; à continuer : 1."
    assert lines[1].endswith("une réponse plus haut.")
    assert lines[2].endswith(
        "Salariés : bien plus de personnes choisissent une réponse du haut (entre +29 et +77 points)."
    )
    assert lines[-1] == "Une question a été réécrite : on ne la compare pas."
    assert not any("Bénévoles" in line for line in lines)


def test_nothing_certain_is_said_so(db):
    last = first_year({"Salariés": LOW})
    cycle = next_year(last, {"Salariés": LOW})
    with scope(last.organisation):
        assert [plain(line) for line in list_since_last(cycle)] == [
            "On ne peut dire d’aucune question qu’elle a changé."
        ]
