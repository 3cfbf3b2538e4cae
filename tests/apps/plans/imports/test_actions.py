"""Tables of actions, in and out: nothing half written, nothing lost."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.organisations.selectors import Project, project_of
from marchepied.apps.organisations.services import set_activities, set_purposes
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action, Objective
from marchepied.apps.plans.selectors.columns import guess_action_roles
from marchepied.apps.plans.selectors.exports import (
    action_grid,
    write_grid,
)
from marchepied.apps.plans.selectors.import_actions import UPDATE, plan_actions
from marchepied.apps.plans.selectors.pending import read_plan_table
from marchepied.apps.plans.services import ActionContent, add_action, add_objective
from marchepied.apps.plans.services.imports import (
    import_actions,
)
from tests.apps.plans.imports.measures import read

pytestmark = pytest.mark.django_db


def plan_table(cycle, text, **options):
    table = read(text)
    people = [membership.person for membership in cycle.organisation.memberships.select_related("person")]
    return plan_actions(
        table,
        options.pop("roles", None) or guess_action_roles(table.headers),
        actions=list(Action.objects.filter(cycle=cycle)),
        people=people,
        objectives=list(Objective.objects.filter(cycle=cycle)),
        **options,
    )


def write_project(organisation):
    owned = {"organisation": organisation, "by": None}
    set_purposes(**owned, texts=["Nourrir ; loger", "Relier"])
    set_activities(**owned, texts=["Cuisine"])
    return project_of(organisation)


def test_what_actions_serve_is_read_by_its_words(cycle, plain):
    project = write_project(cycle.organisation)
    known = add_action(
        cycle=cycle, content=ActionContent(title="Semer"), serves=Project(project.purposes[1:]), by=None
    )
    planned = plan_table(
        cycle,
        'Action;Raison d’être\nRécolter;"RELIER;cuisine;Voyager"\nSemer;"nourrir ; loger"\nArroser;\n',
        project=project,
        duplicates=UPDATE,
    )
    harvest, seed, water = planned.planned
    assert [plan.state for plan in planned.planned] == ["added", "changed", "added"]
    remarks = [plain(remark) for remark in harvest.remarks]
    assert remarks == ["« Voyager » n’est pas dans votre projet : gardé dans la note."]
    assert (plain(harvest.note_line), water.serves) == ("Raison d’être : Voyager", None)
    import_actions(cycle=cycle, planned=planned, by=None)
    served = {
        action.title: [line.text for line in [*action.purposes.all(), *action.activities.all()]]
        for action in Action.objects.all()
    }
    assert served == {"Récolter": ["Relier", "Cuisine"], "Semer": ["Nourrir ; loger"], "Arroser": []}
    assert Action.objects.get(title="Semer") == known
    assert seed.serves.purposes == project.purposes[:1]


def test_a_plan_with_its_own_columns(cycle, plain):
    planned = plan_table(
        cycle,
        "N°;Que faire;Responsable;Échéance;Statut;Budget;Axe\n"
        "1;Ouvrir un cahier d’avis;ana;fin 2026;Terminé;200 €;Écouter\n"
        "2;Former l’accueil;Nadia et Paul;dès que possible;à voir;;Écouter\n"
        "3;Répondre sous un mois;;12/03/2027;50 %;;\n",
    )
    import_actions(cycle=cycle, planned=planned, by=None)
    first, second, third = (Action.objects.get(title__startswith=word) for word in ("Ouv", "For", "Rép"))
    assert (str(first.owner), first.due_on.isoformat(), first.state, first.means, first.note) == (
        "Ana", "2026-12-31", "done", "200 €", "N° : 1",
    )  # fmt: skip
    assert first.objective == second.objective == Objective.objects.get(text="Écouter")
    assert (second.owner, second.owner_name, second.due_on, second.state) == (
        None,
        "Nadia et Paul",
        None,
        "todo",
    )
    assert second.note == "Échéance : dès que possible\nStatut : à voir\nN° : 2"
    assert (third.due_on.isoformat(), third.state, third.note) == (
        "2027-03-12",
        "doing",
        "Statut : 50 %\nN° : 3",
    )
    assert [[plain(remark) for remark in plan.remarks] for plan in planned.planned] == [
        ["« fin 2026 » devient le 31 décembre 2026."],
        [
            "« dès que possible » n’est pas une date : gardé dans la note.",
            "« à voir » n’est pas un état connu : gardé dans la note.",
        ],
        ["« 50 % » devient « en cours »."],
    ]


def test_actions_already_there_are_left_or_completed(cycle):
    kept = add_action(cycle=cycle, content=ActionContent(title="Ouvrir un cahier", means="200 €"), by=None)
    text = "Action;Qui;Moyens;État\nOUVRIR UN CAHIER;Nadia;;fait\nAutre chose;;;\n"
    assert [plan.state for plan in plan_table(cycle, text).planned] == ["skipped", "added"]
    planned = plan_table(cycle, text, duplicates=UPDATE)
    assert [plan.state for plan in planned.planned] == ["changed", "added"]
    import_actions(cycle=cycle, planned=planned, by=None)
    kept.refresh_from_db()
    assert (kept.owner_name, kept.means, kept.state) == ("Nadia", "200 €", ActionState.DONE)
    assert Action.objects.count() == 2


def test_nothing_long_is_lost(cycle):
    title, means = "Réunir " + "les voisins " * 30, "m" * 301
    planned = plan_table(cycle, f"Action;Moyens\n{title};{means}\n")
    import_actions(cycle=cycle, planned=planned, by=None)
    action = Action.objects.get()
    assert len(action.title) <= 200
    assert action.note == f"{title.strip()}\nMoyens : {means}"
    assert len(planned.planned[0].remarks) == 2


def test_a_row_without_action_is_refused_and_nothing_is_written(cycle):
    planned = plan_table(cycle, "Action;Qui\nAgir;Ana\n;Paul\n")
    assert [(row.row, row.column) for row in planned.refusals] == [(3, "Action")]
    with pytest.raises(ValidationError):
        import_actions(cycle=cycle, planned=planned, by=None)
    assert Action.objects.count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_plan_goes_out_and_comes_back_the_same(cycle, kind, language):
    person = cycle.organisation.memberships.get().person
    objective = add_objective(cycle=cycle, text="Écouter ; répondre", horizon=1, by=None)
    project = write_project(cycle.organisation)
    for content in (
        ActionContent(
            title="Agir", owner=person, due_on=timezone.localdate(), objective=objective, state="doing"
        ),
        ActionContent(title="Agir", owner_name="Le bureau", note='deux\nlignes « et » ; "guillemets"'),
        ActionContent(
            title="Finir", result="fait\r\nbien", means="1,5 jour", first_step="appeler", state="dropped"
        ),
    ):
        add_action(cycle=cycle, content=content, serves=project, by=None)
    before = action_grid(cycle, language)
    table = read_plan_table(write_grid(before, kind, sheet="x"), f"x.{kind}")
    arguments = {"people": [person], "objectives": [objective], "project": project, "duplicates": UPDATE}
    same = plan_actions(
        table,
        guess_action_roles(table.headers),
        actions=list(Action.objects.filter(cycle=cycle)),
        **arguments,
    )
    assert [plan.state for plan in same.planned] == ["same"] * 3
    for action in Action.objects.all():
        action.delete()
    planned = plan_actions(table, guess_action_roles(table.headers), actions=[], **arguments)
    import_actions(cycle=cycle, planned=planned, by=None)
    assert action_grid(cycle, language) == before
