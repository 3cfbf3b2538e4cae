"""Indicators: formulas among them, values year by year, what words say of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.plans.enums import Direction, IndicatorKind
from marchepied.apps.plans.models import Indicator, IndicatorTarget, IndicatorValue
from marchepied.apps.plans.selectors.indicator_words import (
    describe_target,
    describe_trend,
    explain_formula,
    name_formula,
    show_gap,
    show_number,
    show_value,
)
from marchepied.apps.plans.selectors.indicators import (
    IndicatorContent,
    Measure,
    asked_year,
    indicators_of,
    lines_of,
    templates_for,
    years_without_value,
)
from marchepied.apps.plans.services.indicators import (
    FormulaRefusedError,
    add_indicator,
    adopt_templates,
    archive_indicator,
    delete_indicator,
    save_targets,
    save_values,
    update_indicator,
)
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from marchepied.web.templatetags.indicators import history_picture
from tests.factories.organisations import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    found = OrganisationFactory()
    with scope(found):
        yield found


def add(organisation, name, **fields):
    return add_indicator(organisation=organisation, content=IndicatorContent(name=name, **fields), by=None)


def note(organisation, year, **values):
    """Write values by the short name of their indicator."""
    rows = {row.key: row.pk for row in Indicator.objects.all()}
    measures = {
        rows[key]: value if isinstance(value, Measure) else Measure(number=Decimal(value))
        for key, value in values.items()
    }
    return save_values(organisation=organisation, year=year, measures=measures, by=None)


def lines(organisation):
    return {line.indicator.key: line for line in lines_of(indicators_of(organisation))}


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


def test_a_new_short_name_is_written_in_the_formulas(organisation):
    size = add(organisation, "Effectif")
    add(organisation, "b", formula="effectif*2+ abs( effectif)")
    update_indicator(indicator=size, content=IndicatorContent(name="Effectif", key="équipe"), by=None)
    assert Indicator.objects.get(key="b").formula == "équipe * 2 + abs(équipe)"


@pytest.mark.parametrize("key", ["si", "a b", "a.b", "3a", "a" * 41])
def test_a_short_name_that_formulas_cannot_read_is_refused(organisation, key):
    with pytest.raises(ValidationError) as caught:
        add(organisation, "Taux", key=key)
    assert list(caught.value.message_dict) == ["key"]


def test_a_short_name_is_taken_once(organisation):
    add(organisation, "Taux")
    assert add(organisation, "Taux").key == "taux_2"
    with pytest.raises(ValidationError, match="porte déjà"):
        add(organisation, "Autre", key="taux")


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


def test_values_are_written_changed_and_taken_away_with_a_trace(organisation):
    add(organisation, "a")
    add(organisation, "m", kind=IndicatorKind.WORDS)
    person = PersonFactory()
    rows = {row.key: row.pk for row in Indicator.objects.all()}

    def write(**measures):
        return [
            row.key
            for row in save_values(
                organisation=organisation,
                year=2027,
                measures={rows[key]: measure for key, measure in measures.items()},
                by=person,
            )
        ]

    assert write(a=Measure(Decimal("1.5"), note="relevé"), m=Measure(words="calme")) == ["a", "m"]
    assert write(a=Measure(Decimal("1.50"), note="relevé")) == []
    assert write(a=Measure(Decimal(2))) == ["a"]
    assert write(a=Measure()) == ["a"]
    assert list(IndicatorValue.objects.values_list("words", flat=True)) == ["calme"]
    entries = AuditEntry.objects.filter(verb="indicator.measured", target_id=str(rows["a"])).order_by("at")
    told = [(entry.detail["before"], entry.detail["after"]) for entry in entries]
    assert [(_short(before), _short(after)) for before, after in told] == [
        ("", "1.5"),
        ("1.5", "2"),
        ("2", ""),
    ]


def _short(text):
    return str(Decimal(text).normalize()) if text else ""


def test_ids_of_elsewhere_bring_nothing(organisation):
    other = OrganisationFactory()
    with scope(other):
        stranger = add(other, "a")
    assert (
        save_values(
            organisation=organisation, year=2027, measures={stranger.pk: Measure(Decimal(1))}, by=None
        )
        == []
    )


@pytest.mark.parametrize("year", [1949, 2101])
def test_a_year_out_of_time_is_refused(organisation, year):
    with pytest.raises(ValidationError):
        save_values(organisation=organisation, year=year, measures={}, by=None)


@pytest.mark.parametrize(
    ("values", "direction", "trend"),
    [
        ({2026: 40}, Direction.UP, ""),
        ({2025: 40, 2026: 52}, Direction.UP, "12 points de plus qu’en 2025, dans le bon sens"),
        (
            {2025: 40, 2026: 52},
            Direction.DOWN,
            "12 points de plus qu’en 2025, dans l’autre sens que celui voulu",
        ),
        ({2024: 40, 2026: 30}, Direction.DOWN, "10 points de moins qu’en 2024, dans le bon sens"),
        ({2025: 40, 2026: 52}, Direction.NONE, "12 points de plus qu’en 2025"),
        ({2025: 40, 2026: 40}, Direction.UP, "comme en 2025"),
    ],
)
def test_the_trend_in_words(organisation, values, direction, trend, plain):
    add(organisation, "a", unit="%", direction=direction)
    for year, value in values.items():
        note(organisation, year, a=value)
    assert plain(describe_trend(lines(organisation)["a"])) == trend


@pytest.mark.parametrize(
    ("value", "direction", "told"),
    [
        (None, Direction.UP, "80 % en 2028"),
        (62, Direction.UP, "80 % en 2028, encore 18 points à gagner"),
        (80, Direction.UP, "80 % en 2028, c’est atteint"),
        (92, Direction.UP, "80 % en 2028, c’est atteint"),
        (92, Direction.DOWN, "80 % en 2028, encore 12 points à réduire"),
        (62, Direction.DOWN, "80 % en 2028, c’est atteint"),
        (62, Direction.NONE, "80 % en 2028, à 18 points de là"),
    ],
)
def test_the_target_in_words(organisation, value, direction, told, plain):
    indicator = add(organisation, "a", unit="%", direction=direction)
    if value is not None:
        note(organisation, 2027, a=value)
    targets = {2026: Measure(Decimal(50)), 2028: Measure(Decimal(80)), 2030: Measure(Decimal(95))}
    save_targets(indicator=indicator, targets=targets, by=None)
    if value is None:
        save_targets(indicator=indicator, targets={2026: Measure()}, by=None)
    assert plain(describe_target(lines(organisation)["a"])) == told


@pytest.mark.parametrize(
    ("gap", "unit", "shown"),
    [
        ("0.5", "%", "0,5 point"),
        ("1.99", "%", "1,99 point"),
        ("-2", "%", "2 points"),
        ("-2", "jours", "2 jours"),
    ],
)
def test_between_two_shares_there_are_points(gap, unit, shown, plain):
    assert plain(show_gap(Decimal(gap), unit)) == shown


def test_targets_are_taken_away_one_by_one(organisation):
    indicator = add(organisation, "a")
    save_targets(indicator=indicator, targets={2028: Measure(Decimal(8)), 2030: Measure(Decimal(9))}, by=None)
    save_targets(indicator=indicator, targets={2028: Measure()}, by=None)
    assert list(IndicatorTarget.objects.values_list("year", "number")) == [(2030, Decimal(9))]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("12500.5", "12\u202f500,5"),
        ("-3", "−3"),
        ("0.6458", "0,6458"),
        ("1E+3", "1\u202f000"),
        ("5.0000", "5"),
    ],
)
def test_numbers_as_the_language_writes_them(number, shown):
    assert show_number(Decimal(number)).replace("\u00a0", "\u202f") == shown


@pytest.mark.parametrize(("today", "year"), [(date(2027, 1, 2), 2026), (date(2027, 12, 31), 2026)])
def test_the_year_that_is_asked(today, year):
    assert asked_year(today) == year


def test_only_what_is_typed_can_be_missing(organisation):
    add(organisation, "a")
    add(organisation, "b", formula="a + 1")
    add(organisation, "c")
    note(organisation, 2026, c=1)
    missing = years_without_value(list(lines(organisation).values()), 2026)
    assert [line.indicator.key for line in missing] == ["a"]


def test_archiving_keeps_everything(organisation):
    indicator = add(organisation, "a")
    note(organisation, 2026, a=1)
    archive_indicator(indicator=indicator, archived=True, by=None)
    archive_indicator(indicator=indicator, archived=False, by=None)
    assert (Indicator.objects.get().archived, IndicatorValue.objects.count()) == (False, 1)


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


def test_the_guide_proposes_indicators_for_the_questions_of_the_cycle(cycle, plain):
    with scope(cycle.organisation):
        offered = templates_for(cycle, [])
        chosen = [offered[0].id, offered[1].id]
        adopt_templates(cycle=cycle, template_ids=chosen, language="fr", by=None)
        added = list(Indicator.objects.order_by("position"))
        assert [row.template_id for row in added] == chosen
        assert plain(added[0].name) == "Âge de la carte des personnes concernées"
        assert "Date du jour moins date de la dernière relecture" in added[0].definition
        assert added[0].formula == ""
        assert not set(chosen) & {template.id for template in templates_for(cycle, added)}
        with pytest.raises(ValidationError, match="n’est plus proposé"):
            adopt_templates(cycle=cycle, template_ids=chosen, language="fr", by=None)
        with pytest.raises(ValidationError, match="Cochez au moins un indicateur"):
            adopt_templates(cycle=cycle, template_ids=[], language="fr", by=None)


@pytest.fixture
def cycle():
    load_shipped_referentials()
    return open_space(name="L’Atelier", legal_form="association", axis_id="theme-5", by=PersonFactory())


def draw(organisation, values, targets=()):
    indicator = add(organisation, "a")
    for year, value in values.items():
        note(organisation, year, a=value)
    save_targets(
        indicator=indicator, targets={year: Measure(Decimal(value)) for year, value in targets}, by=None
    )
    marks = history_picture(lines(organisation)["a"])["marks"]
    return [(mark.year, mark.x, mark.y, mark.said, mark.skipped, mark.target) for mark in marks]


def test_a_history_is_drawn_from_zero_and_skipped_years_are_dashed(organisation):
    assert draw(organisation, {2024: 10, 2025: 20, 2027: 40}, [(2028, 30)]) == [
        (2024, "6%", "97", "10", False, False),
        (2025, "28%", "76", "20", False, False),
        (2027, "72%", "34", "40", True, False),
        (2028, "94%", "55", "30", False, True),
    ]


def test_values_far_from_zero_are_drawn_from_the_lowest(organisation):
    assert [mark[2] for mark in draw(organisation, {2024: 90, 2025: 100})] == ["118", "34"]


def test_only_the_last_years_are_drawn_and_long_numbers_are_said_at_both_ends(organisation):
    shown = draw(organisation, {year: 100_000 + year for year in range(2015, 2028)})
    assert [mark[0] for mark in shown] == list(range(2020, 2028))
    assert [bool(mark[3]) for mark in shown] == [True, *[False] * 6, True]


@pytest.mark.parametrize(
    ("values", "targets"), [({}, [(2028, 3)]), ({2027: 3}, []), ({}, [(2028, 3), (2030, 4)])]
)
def test_too_little_to_draw(organisation, values, targets):
    assert draw(organisation, values, targets) == []
