"""Formulas among indicators: computed, refused with their place, followed once each."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.plans.enums import IndicatorKind
from marchepied.apps.plans.models import Indicator, IndicatorValue
from marchepied.apps.plans.selectors.indicator_words import (
    explain_formula,
    name_formula,
    show_value,
)
from marchepied.apps.plans.selectors.indicators import (
    IndicatorContent,
    indicators_of,
    lines_of,
)
from marchepied.apps.plans.services.indicators import (
    FormulaRefusedError,
    delete_indicator,
    update_indicator,
)
from tests.apps.plans.indicators.measures import add, lines, note

pytestmark = pytest.mark.django_db


def test_a_short_name_is_made_and_formulas_use_it(organisation):
    add(organisation, "Réponses")
    add(organisation, "Effectif")
    rate = add(organisation, "Taux de réponse", formula="100 * réponses / effectif", unit="%")
    note(organisation, 2026, réponses=31, effectif=48)
    note(organisation, 2027, réponses=12)
    found = lines(organisation)["taux_de_réponse"]
    assert rate.key == "taux_de_réponse"
    assert [(value.year, show_value(value, "%"), value.lacking) for value in found.values] == [
        (2026, "64,58\u00a0%", ()),
        (2027, "", ("Effectif",)),
    ]
    assert explain_formula(rate, found.values[0], "fr") == "100 × 31 / 48"
    assert explain_formula(rate, found.values[1], "fr") == "100 × 12 / ?"
    names = {"réponses": "Réponses", "effectif": "Effectif"}
    assert name_formula(rate, names, "fr") == "100 × « Réponses » / « Effectif »"


def test_computed_values_feed_other_computed_values(organisation):
    add(organisation, "a")
    add(organisation, "b", formula="a * 2")
    add(organisation, "c", formula="b + a")
    note(organisation, 2027, a=5)
    found = lines(organisation)["c"]
    assert [(value.year, value.number) for value in found.values] == [(2027, Decimal(15))]


def test_a_division_by_zero_is_said_in_the_year(organisation, plain):
    add(organisation, "a")
    add(organisation, "b", formula="1 / a")
    note(organisation, 2027, a=0)
    (value,) = lines(organisation)["b"].values
    assert value.number is None
    assert [plain(problem) for problem in value.problems] == ["Division par zéro : « a » vaut 0."]


@pytest.mark.parametrize(
    ("formula", "sentence", "place"),
    [
        ("a +", "Caractère 3. La formule s’arrête trop tôt : il manque quelque chose après « + ».",
         "a +\n  ^"),
        ("a + effectis", "Caractère 5. « effectis » n’existe pas. Est-ce « effectif » ?",
         "a + effectis\n    ^^^^^^^^"),
        ("a + mots", "Caractère 5. Ici, il faut un nombre ; c’est un texte.", "a + mots\n    ^^^^"),
        ("a = 1", "Caractère 1. Ici, il faut un nombre ; c’est vrai ou faux.", "a = 1\n^^^^^"),
        ("taux + 1", "« taux » ne peut pas se calculer à partir de lui-même.", ""),
    ],
)  # fmt: skip
def test_a_faulty_formula_is_refused_with_its_place(organisation, formula, sentence, place, plain):
    add(organisation, "a")
    add(organisation, "Effectif")
    add(organisation, "Mots", kind=IndicatorKind.WORDS)
    with pytest.raises(FormulaRefusedError) as caught:
        add(organisation, "Taux", formula=formula)
    assert (plain(caught.value.messages[0]), caught.value.place) == (sentence, place)
    assert Indicator.objects.count() == 3


def test_a_loop_is_refused_and_named(organisation):
    first = add(organisation, "a")
    add(organisation, "b", formula="a + 1")
    add(organisation, "c", formula="b * 2")
    with pytest.raises(FormulaRefusedError) as caught:
        update_indicator(indicator=first, content=IndicatorContent(name="a", formula="c / 2"), by=None)
    assert "a → c → b → a" in caught.value.messages[0]
    assert Indicator.objects.get(key="a").formula == ""


def test_deleting_waits_for_the_formulas(organisation):
    first = add(organisation, "a")
    second = add(organisation, "b", formula="a + 1")
    with pytest.raises(ValidationError, match="« b » se calcule avec cet indicateur"):
        delete_indicator(indicator=first, by=None)
    delete_indicator(indicator=second, by=None)
    delete_indicator(indicator=first, by=None)
    assert Indicator.objects.count() == 0


def test_what_a_formula_needs_stays_a_number(organisation):
    first = add(organisation, "a")
    add(organisation, "b", formula="a + 1")
    with pytest.raises(ValidationError, match="Ce doit rester un chiffre"):
        update_indicator(
            indicator=first, content=IndicatorContent(name="a", kind=IndicatorKind.WORDS), by=None
        )


def follow_all(organisation, formulas):
    """{key: formula} as rows, without asking anything of each."""
    Indicator.objects.bulk_create(
        Indicator(organisation=organisation, key=key, name=key, formula=formula)
        for key, formula in formulas.items()
    )
    start = Indicator.objects.get(key=next(iter(formulas)))
    IndicatorValue.objects.create(organisation=organisation, indicator=start, year=2026, number=1)
    return {line.indicator.key: line for line in lines_of(indicators_of(organisation))}


def test_formulas_that_name_one_another_two_by_two_are_walked_once(organisation):
    """Forty steps of two names each are a million million ways; the page takes none of them twice."""
    formulas = {"a0": "", "b0": "a0"}
    for step in range(1, 41):
        formulas |= dict.fromkeys((f"a{step}", f"b{step}"), f"(a{step - 1} + b{step - 1}) / 2")
    lines = follow_all(organisation, formulas)
    assert [(value.year, value.number) for value in lines["b40"].values] == [(2026, Decimal(1))]


def test_a_chain_of_formulas_may_be_as_long_as_the_list(organisation):
    formulas = {"a0": "", **{f"a{step}": f"a{step - 1} + 1" for step in range(1, 1_001)}}
    lines = follow_all(organisation, dict(sorted(formulas.items(), key=lambda pair: pair[0] != "a0")))
    assert lines["a1000"].values[0].number == 1_001


def test_a_formula_that_a_broken_row_turns_round_still_ends(organisation):
    """Two people saving at once could write a loop: values are then unknown, and nothing hangs."""
    add(organisation, "a")
    add(organisation, "b", formula="a + 1")
    Indicator.objects.filter(key="a").update(formula="b + 1")
    found = lines(organisation)
    assert found["a"].last is None
    assert found["b"].last is None
