"""The plan's pages: what they say, who may open them, what they cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action, Objective
from marchepied.apps.plans.selectors import proposals_for
from marchepied.apps.plans.services import ActionContent, add_action, add_objective
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.models import Trace
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    load_shipped_referentials()
    pilot = PersonFactory(name="Claire Morel")
    return open_space(name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=pilot)


@pytest.fixture
def pilot(cycle, client):
    person = cycle.organisation.memberships.get().person
    client.force_login(person)
    return person


def address(cycle, name, *arguments):
    return reverse(f"plans:{name}", args=[cycle.organisation.slug, *arguments])


def action(cycle, title, **fields):
    with scope(cycle.organisation):
        return add_action(cycle=cycle, content=ActionContent(title=title, **fields), by=None)


def days(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.mark.parametrize(
    ("actions", "sentence"),
    [
        ([], "Le plan attend sa première action."),
        ([{"due_on": 10}], "Une action est en route, sans retard."),
        ([{"due_on": 10}, {}], "2 actions sont en route, aucune n’est en retard."),
        ([{"due_on": -1}, {"due_on": 10}], "Une action a pris du retard."),
        ([{"due_on": -1}, {"due_on": -9}], "2 actions ont pris du retard."),
        ([{"due_on": 0}], "Une action est en route, sans retard."),
        ([{"due_on": -1, "state": "done"}], "Toutes les actions du plan sont terminées."),
    ],
)
def test_the_page_opens_on_the_state_of_the_plan(cycle, pilot, client, actions, sentence, plain):
    for number, fields in enumerate(actions):
        due_on = fields.pop("due_on", None)
        action(cycle, f"Action {number}", due_on=None if due_on is None else days(due_on), **fields)
    assert plain(client.get(address(cycle, "plan")).context["sentence"]) == sentence


def test_actions_are_listed_by_date_and_late_ones_marked(cycle, pilot, client):
    action(cycle, "Sans date")
    action(cycle, "Plus tard", due_on=days(30))
    late = action(cycle, "En retard", due_on=days(-3))
    shown = client.get(address(cycle, "plan")).context
    assert [row.title for row in shown["plan"].running] == ["En retard", "Plus tard", "Sans date"]
    assert shown["late"] == {late.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_costs_the_same_whatever_its_size(cycle, pilot, client, count, django_assert_num_queries):
    for number in range(count):
        action(cycle, f"Action {number}", due_on=days(number), owner=pilot)
    with scope(cycle.organisation):
        add_objective(cycle=cycle, text="Répondre à chacun", horizon=1, by=pilot)
    with django_assert_num_queries(8):
        client.get(address(cycle, "plan"))


def test_levers_are_proposed_where_there_is_something_to_gain(cycle, pilot, client):
    with scope(cycle.organisation):
        low, high, agreed = cycle.question_ids[:3]
        answer = {"cycle": cycle, "kind": "level", "narrative": "", "evidence": [], "by": pilot}
        save_own_answer(question_id=low, level=2, **answer)
        save_own_answer(question_id=high, level=5, **answer)
        take_position(
            cycle=cycle,
            question_id=agreed,
            level=3,
            words="À reprendre",
            agreement=Agreement.CONSENT,
            by=pilot,
        )
        assert [(p.question.id, p.agreed) for p in proposals_for(cycle)] == [(low, False), (agreed, True)]


def test_chosen_levers_become_actions_that_remember_where_they_come_from(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        question_id = cycle.question_ids[0]
        position = take_position(
            cycle=cycle, question_id=question_id, level=2, words="", agreement=Agreement.CONSENSUS, by=pilot
        )
        lever = proposals_for(cycle)[0].levers[0]
    response = client.post(
        address(cycle, "propose"),
        {"lever": f"{question_id}|{lever.id}", "owner": str(pilot.pk), "due_on": "2027-06-01"},
        follow=True,
    )
    assert response.status_code == 200
    with scope(cycle.organisation):
        made = Action.objects.get()
        assert (made.question_id, made.lever_id, made.position_of, made.owner) == (
            question_id,
            lever.id,
            position,
            pilot,
        )
        assert made.due_on.isoformat() == "2027-06-01"
        assert "{" not in made.title + made.first_step + made.means + made.expected_result
        row = Trace.objects.get()
        assert (row.source_id, row.target_id) == (str(position.pk), str(made.pk))
        assert lever.id not in {left.id for p in proposals_for(cycle) for left in p.levers}


def test_nothing_chosen_is_said_and_nothing_written(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        save_own_answer(
            cycle=cycle,
            question_id=cycle.question_ids[0],
            kind="dont_know",
            level=None,
            narrative="",
            evidence=[],
            by=pilot,
        )
    response = client.post(address(cycle, "propose"), {"owner": "", "due_on": ""})
    assert "Cochez au moins une action." in plain(response.content.decode())
    with scope(cycle.organisation):
        assert Action.objects.count() == 0


def test_an_action_is_written_changed_and_removed(cycle, pilot, client):
    fields = {"title": "Relire la charte", "state": "todo", "owner": "", "due_on": "2027-02-06"}
    client.post(address(cycle, "action-add"), fields)
    with scope(cycle.organisation):
        made = Action.objects.get()
    client.post(address(cycle, "action", made.pk), {**fields, "state": "done", "result": "Relue à douze."})
    with scope(cycle.organisation):
        made.refresh_from_db()
        assert (made.state, made.result) == (ActionState.DONE, "Relue à douze.")
    client.post(address(cycle, "action-state", made.pk), {"state": "todo"})
    with scope(cycle.organisation):
        made.refresh_from_db()
        assert made.state == ActionState.TODO
    assert client.get(address(cycle, "action-delete", made.pk)).status_code == 200
    client.post(address(cycle, "action-delete", made.pk))
    with scope(cycle.organisation):
        assert Action.objects.count() == 0


def test_a_removed_objective_leaves_its_actions(cycle, pilot, client):
    client.post(address(cycle, "objective-add"), {"text": "Répondre à chacun", "horizon": "3"})
    with scope(cycle.organisation):
        objective = Objective.objects.get()
        assert objective.horizon == 3
    made = action(cycle, "Écrire la réponse", objective=objective)
    client.post(address(cycle, "objective-delete", objective.pk))
    with scope(cycle.organisation):
        made.refresh_from_db()
        assert made.objective is None


def test_hostile_words_are_only_words(cycle, pilot, client):
    client.post(address(cycle, "action-add"), {"title": "<script>alert(1)</script>", "state": "todo"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(address(cycle, "plan")).content.decode()


PAGES = ["vision", "objective-add", "propose", "action-add", "plan"]


@pytest.mark.parametrize(
    ("role", "open_pages"),
    [
        (Role.READER, {"plan"}),
        (Role.CONTRIBUTOR, {"plan", "action-add"}),
        (Role.FACILITATOR, set(PAGES)),
        (Role.ACCOMPAGNATEUR, set(PAGES)),
        (Role.PILOT, set(PAGES)),
    ],
)
def test_each_role_opens_its_pages(cycle, client, role, open_pages):
    member = MembershipFactory(organisation=cycle.organisation, role=role)
    client.force_login(member.person)
    found = {name for name in PAGES if client.get(address(cycle, name)).status_code == 200}
    assert found == open_pages


def test_another_organisation_meets_404_everywhere(cycle, client):
    made = action(cycle, "Secret")
    stranger = MembershipFactory()
    client.force_login(stranger.person)
    own = stranger.organisation.slug
    for slug in (cycle.organisation.slug, own):
        for name in ("action", "action-delete"):
            assert client.get(reverse(f"plans:{name}", args=[slug, made.pk])).status_code == 404
        assert client.post(reverse("plans:action-state", args=[slug, made.pk])).status_code == 404


def test_without_a_cycle_the_page_says_where_to_begin(client, plain):
    member = MembershipFactory()
    client.force_login(member.person)
    page = plain(client.get(reverse("plans:plan", args=[member.organisation.slug])).content.decode())
    assert "Il n’y a pas encore de démarche, donc pas de plan." in page
