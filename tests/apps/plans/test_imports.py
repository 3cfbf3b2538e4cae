"""Tables in and out: nothing half written, nothing lost, nothing that a spreadsheet would run."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.enums import ActionState, Direction, IndicatorKind
from marchepied.apps.plans.models import Action, Indicator, IndicatorValue, Objective, PendingTable
from marchepied.apps.plans.selectors.columns import guess_action_roles
from marchepied.apps.plans.selectors.exports import (
    action_grid,
    indicator_grid,
    indicator_template,
    write_grid,
)
from marchepied.apps.plans.selectors.import_actions import UPDATE, plan_actions
from marchepied.apps.plans.selectors.import_indicators import plan_indicators
from marchepied.apps.plans.selectors.indicators import IndicatorContent, Measure, indicators_of
from marchepied.apps.plans.selectors.pending import find_pending_table, read_plan_table
from marchepied.apps.plans.services import ActionContent, add_action, add_objective
from marchepied.apps.plans.services.imports import (
    erase_pending_tables,
    import_actions,
    import_indicators,
    keep_pending_table,
)
from marchepied.apps.plans.services.indicators import add_indicator, save_targets, save_values
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db

HOSTILE = [
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1+1", "＠SUM(1)",
    " =1+1", "\u200b=1+1", "'=1+1", "''=1", "=HYPERLINK(\"http://exemple.fr\")", "|calc", "%0A=1",
]  # fmt: skip
OPENINGS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|", "%")


@pytest.fixture
def cycle():
    load_shipped_referentials()
    found = open_space(
        name="L’Atelier", legal_form="association", axis_id="theme-5", by=PersonFactory(name="Ana")
    )
    with scope(found.organisation):
        yield found


def read(text: str):
    return read_plan_table(text.encode(), "table.csv")


def plan_measures(cycle, text):
    table = read(text)
    return plan_indicators(
        table, indicators_of(cycle.organisation), list(Objective.objects.filter(cycle=cycle))
    )


def bring_measures(cycle, text):
    return import_indicators(organisation=cycle.organisation, planned=plan_measures(cycle, text), by=None)


def values():
    rows = IndicatorValue.objects.order_by("indicator__key", "year")
    return [
        (row.indicator.key, row.year, _number(row.number) if row.number is not None else row.words, row.note)
        for row in rows.select_related("indicator")
    ]


def _number(number):
    return format(number.normalize(), "f")


# Indicators


def test_years_in_columns(cycle):
    count = bring_measures(
        cycle,
        "Indicateur;Unité;Sens;2026;2027;Cible 2028;Note 2027\n"
        "Réponses sous un mois;%;hausse;48;62,5;75;une personne de plus\n"
        "Ambiance;;;calme;;;\n",
    )
    assert count == 2
    assert values() == [
        ("ambiance", 2026, "calme", ""),
        ("réponses_sous_un_mois", 2026, "48", ""),
        ("réponses_sous_un_mois", 2027, "62.5", "une personne de plus"),
    ]
    found = Indicator.objects.get(key="réponses_sous_un_mois")
    assert (found.unit, found.direction, found.kind) == ("%", Direction.UP, IndicatorKind.NUMBER)
    assert [(row.year, row.number) for row in found.targets.all()] == [(2028, Decimal(75))]
    assert Indicator.objects.get(key="ambiance").kind == IndicatorKind.WORDS


def test_one_row_a_value(cycle):
    bring_measures(
        cycle, "Indicateur;Année;Valeur;Note\nAdhérents;2026;12;\nAdhérents;2027;15;après la fête\n"
    )
    assert values() == [("adhérents", 2026, "12", ""), ("adhérents", 2027, "15", "après la fête")]


def test_blank_cells_change_nothing_and_a_second_import_changes_nothing(cycle):
    text = "Indicateur;Définition;2026;2027\nAdhérents;à jour de cotisation;12;15\n"
    bring_measures(cycle, text)
    again = plan_measures(cycle, text)
    assert ([plan.state for plan in again.planned], again.ok) == (["same"], False)
    bring_measures(cycle, "Indicateur;Définition;2026;2027\nADHERENTS;;13;\n")
    assert values() == [("adhérents", 2026, "13", ""), ("adhérents", 2027, "15", "")]
    assert Indicator.objects.get().definition == "à jour de cotisation"


def test_what_will_change_is_said(cycle, plain):
    bring_measures(cycle, "Indicateur;2026\nAdhérents;12\n")
    planned = plan_measures(cycle, "Indicateur;Unité;2026;2027;Cible 2030\nAdhérents;personnes;13;15;20\n")
    assert [plain(change) for change in planned.planned[0].changes] == [
        "Unité", "2026 : 13 au lieu de 12", "2027 : 15", "cible 2030 : 20",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Indicateur;2026\nA;douze\nA2;1\nB;x\n", [(2, "2026", "douze"), (4, "2026", "x")]),
        ("Indicateur;2026\nA;1\na;2\n", [(3, "Indicateur", "a")]),
        ("Indicateur;Unité;2026\n;%;2\n", [(2, "Indicateur", "")]),
        ("Indicateur;Nom court;2026\nA;si;2\n", [(2, "Nom court", "si")]),
        ("Indicateur;Sens;2026\nA;partout;2\n", [(2, "Sens", "partout")]),
        ("Indicateur;Formule\nA;b +\n", [(2, "Formule", "b +")]),
        ("Indicateur;Formule\nA;b + 1\nB;a + 1\n", [(2, "Formule", "b + 1"), (3, "Formule", "a + 1")]),
        ("Indicateur;Année;Valeur\nA;27;1\nA;2027;1\nA;2027;2\n", [(2, "Année", "27"), (4, "Valeur", "2")]),
        ("truc;2026\nA;1\n", [(1, "", "truc, 2026")]),
    ],
)
def test_each_refusal_says_where(cycle, text, refused):
    # A known number: a word cannot then be its value.
    add_indicator(organisation=cycle.organisation, content=IndicatorContent(name="A", key="a"), by=None)
    add_indicator(organisation=cycle.organisation, content=IndicatorContent(name="B", key="b"), by=None)
    planned = plan_measures(cycle, text)
    assert [(row.row, row.column, row.value) for row in planned.refusals] == refused
    assert all(row.reason.endswith((".", "main.")) for row in planned.refusals)
    with pytest.raises(ValidationError):
        import_indicators(organisation=cycle.organisation, planned=planned, by=None)
    assert values() == []


def test_formulas_may_name_what_stands_lower(cycle):
    bring_measures(cycle, "Indicateur;Formule;2026\nTaux;100 * r / e;\nR;;3\nE;;4\n")
    assert Indicator.objects.get(key="taux").formula == "100 * r / e"


def test_columns_that_are_not_understood_are_said(cycle, plain):
    planned = plan_measures(cycle, "Indicateur;Couleur;Objectif;2026\nA;bleu;Plaire à tous;1\n")
    assert [plain(remark) for remark in planned.remarks] == [
        "Ligne 2 : l’objectif « Plaire à tous » n’est pas dans le plan ; il est laissé de côté.",
        "Colonnes qui ne sont pas comprises, et laissées de côté : « Couleur ».",
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_indicators_go_out_and_come_back_the_same(cycle, kind, language):
    objective = add_objective(cycle=cycle, text="Répondre à chacun", horizon=1, by=None)
    bring_measures(
        cycle,
        "Indicateur;Définition;Unité;Sens;Source;Objectif;Formule;2026;2027;Cible 2030;Note 2026\n"
        "Réponses;;;;cahier;Répondre à chacun;;1 250,5;-3;12;compté\n"
        "Effectif;;;;;;;48;;;\nTaux;Réponses par personne;%;hausse;;;réponses / effectif;;;;\n"
        "Climat;;;;;;;serein;agité;;\n",
    )
    assert Indicator.objects.get(key="réponses").objective == objective
    before = indicator_grid(cycle.organisation, language)
    data = write_grid(before, kind, sheet="x")
    table = read_plan_table(data, f"x.{kind}")
    objectives = list(Objective.objects.filter(cycle=cycle))
    assert [
        plan.state for plan in plan_indicators(table, indicators_of(cycle.organisation), objectives).planned
    ] == ["same"] * 4
    for indicator in Indicator.objects.all():
        indicator.delete()
    planned = plan_indicators(table, indicators_of(cycle.organisation), objectives)
    import_indicators(organisation=cycle.organisation, planned=planned, by=None)
    assert indicator_grid(cycle.organisation, language) == before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_table_to_fill_in_can_be_imported(cycle, language):
    table = read_plan_table(write_grid(indicator_template(2026, language), "xlsx", sheet="x"), "x.xlsx")
    planned = plan_indicators(table, [], [])
    assert (planned.refusals, planned.remarks, len(planned.added)) == ((), (), 1)
    assert sorted(planned.added[0].values) == [2025, 2026]
    assert sorted(planned.added[0].targets) == [2027, 2029]


# Actions


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
    for content in (
        ActionContent(
            title="Agir", owner=person, due_on=timezone.localdate(), objective=objective, state="doing"
        ),
        ActionContent(title="Agir", owner_name="Le bureau", note='deux\nlignes « et » ; "guillemets"'),
        ActionContent(
            title="Finir", result="fait\r\nbien", means="1,5 jour", first_step="appeler", state="dropped"
        ),
    ):
        add_action(cycle=cycle, content=content, by=None)
    before = action_grid(cycle, language)
    table = read_plan_table(write_grid(before, kind, sheet="x"), f"x.{kind}")
    arguments = {"people": [person], "objectives": [objective], "duplicates": UPDATE}
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


# What a spreadsheet must never run


def fill_with(cycle, text):
    """The hostile text in every field that people write, and that goes out."""
    clean = text.strip() or "x"
    objective = add_objective(cycle=cycle, text=clean, horizon=1, by=None)
    add_action(
        cycle=cycle,
        content=ActionContent(
            title=clean, first_step=text, owner_name=text, means=text, expected_result=text, result=text,
            note=text, objective=objective,
        ),
        by=None,
    )  # fmt: skip
    indicator = add_indicator(
        organisation=cycle.organisation,
        content=IndicatorContent(
            name=text, key="a", definition=text, kind=IndicatorKind.WORDS, unit=text, source=text,
            objective=objective,
        ),
        by=None,
    )  # fmt: skip
    measures = {indicator.pk: Measure(words=text, note=text)}
    save_values(organisation=cycle.organisation, year=2026, measures=measures, by=None)
    save_targets(indicator=indicator, targets={2028: Measure(words=text)}, by=None)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_export_holds_anything_that_a_spreadsheet_would_run(cycle, text):
    fill_with(cycle, text)
    for grid in (action_grid(cycle, "fr"), indicator_grid(cycle.organisation, "fr")):
        table = read_plan_table(write_grid(grid, "csv", sheet="x"), "x.csv")
        wanted = [str(cell) if cell is not None else "" for cell in grid[1][0]]
        assert list(table.rows[0]) == wanted
        sheet = openpyxl.load_workbook(io.BytesIO(write_grid(grid, "xlsx", sheet="x"))).active
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert {cell.data_type for cell in cells} == {"s"}
        assert [cell.value for cell in cells if cell.value.lstrip(" \u200b").startswith(OPENINGS)] == []
        raw = write_grid(grid, "csv", sheet="x").decode("utf-8-sig")
        written = [cell for line in _split(raw) for cell in line]
        assert [cell for cell in written if cell.lstrip(" \u200b").startswith(OPENINGS)] == []


def _split(raw):
    return list(csv.reader(io.StringIO(raw, newline=""), delimiter=";"))


def test_numbers_go_out_as_numbers(cycle):
    bring_measures(cycle, "Indicateur;2026;2027\nSolde;-3;1 250,5\n")
    raw = write_grid(indicator_grid(cycle.organisation, "fr"), "csv", sheet="x").decode("utf-8-sig")
    assert raw.splitlines()[1].endswith(";-3;1250,5")


# Between two screens


def test_a_table_put_aside_is_its_owners_for_a_day_then_erased(
    cycle, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    person = cycle.organisation.memberships.get().person
    other = MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person

    def keep():
        return keep_pending_table(
            organisation=cycle.organisation, data=b"quoi\nAgir", file_name="p.csv", what="actions", by=person
        )

    keep()
    with django_capture_on_commit_callbacks(execute=True):
        pending = keep()
    assert PendingTable.objects.count() == 1
    assert find_pending_table(cycle.organisation, person, pending.pk) == pending
    assert find_pending_table(cycle.organisation, other, pending.pk) is None
    pending.at = timezone.now() - timedelta(hours=25)
    pending.save()
    assert find_pending_table(cycle.organisation, person, pending.pk) is None
    with unscoped("as the maintenance does"), django_capture_on_commit_callbacks(execute=True):
        assert erase_pending_tables() == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
