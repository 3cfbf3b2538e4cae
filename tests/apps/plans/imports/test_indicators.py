"""Tables of indicators, in and out: nothing half written, nothing lost."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.plans.enums import Direction, IndicatorKind
from marchepied.apps.plans.models import Indicator, Objective
from marchepied.apps.plans.selectors.exports import (
    indicator_grid,
    indicator_template,
    write_grid,
)
from marchepied.apps.plans.selectors.import_indicators import plan_indicators
from marchepied.apps.plans.selectors.indicators import IndicatorContent, indicators_of
from marchepied.apps.plans.selectors.pending import read_plan_table
from marchepied.apps.plans.services import add_objective
from marchepied.apps.plans.services.imports import (
    import_indicators,
)
from marchepied.apps.plans.services.indicators import add_indicator
from tests.apps.plans.imports.measures import bring_measures, plan_measures, values

pytestmark = pytest.mark.django_db


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
