"""The pages of the indicators: what they say, what they cost, who may open them."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.enums import IndicatorKind
from marchepied.apps.plans.models import Indicator, IndicatorTarget, IndicatorValue
from marchepied.apps.plans.selectors.indicators import IndicatorContent, Measure, asked_year
from marchepied.apps.plans.services import add_objective
from marchepied.apps.plans.services.indicators import add_indicator, save_targets, save_values
from marchepied.apps.referentials.services import load_shipped_referentials
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


def add(cycle, name, **fields):
    with scope(cycle.organisation):
        return add_indicator(
            organisation=cycle.organisation, content=IndicatorContent(name=name, **fields), by=None
        )


def note(cycle, indicator, year, number, words=""):
    measure = Measure(number=None if number is None else Decimal(number), words=words)
    with scope(cycle.organisation):
        save_values(organisation=cycle.organisation, year=year, measures={indicator.pk: measure}, by=None)


def fields_of(page, **changed):
    """The fields of the page's form as a browser sends them, some of them changed."""
    sent = {}
    for bound in page.context["form"]:
        value = bound.value()
        sent[bound.html_name] = "" if value is None else str(bound.field.prepare_value(value))
        if bound.field.show_hidden_initial:
            sent[bound.html_initial_name] = sent[bound.html_name]
    return {**sent, **changed}


def test_an_empty_page_says_where_to_begin(cycle, pilot, client, plain):
    page = client.get(address(cycle, "indicators"))
    assert plain(page.context["sentence"]) == "Rien n’est encore mesuré."
    assert address(cycle, "indicator-adopt") in page.content.decode()


def test_the_page_opens_on_what_is_missing(cycle, pilot, client, plain):
    year = asked_year()
    first, second = add(cycle, "Réponses"), add(cycle, "Effectif")
    add(cycle, "Taux", formula="réponses / effectif")
    note(cycle, first, year, 3)
    page = client.get(address(cycle, "indicators"))
    assert plain(page.context["sentence"]) == f"Il manque la valeur de {year} pour un indicateur."
    assert page.context["missing"] == {second.pk}
    note(cycle, second, year, 4)
    page = client.get(address(cycle, "indicators"))
    assert plain(page.context["sentence"]) == f"Les valeurs de {year} sont notées."


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_size(cycle, pilot, client, count, django_assert_num_queries):
    with scope(cycle.organisation):
        objective = add_objective(cycle=cycle, text="Répondre", horizon=1, by=None)
    for number in range(count):
        indicator = add(cycle, f"Indicateur {number}", objective=objective)
        for year in (2025, 2026):
            note(cycle, indicator, year, number)
        with scope(cycle.organisation):
            save_targets(indicator=indicator, targets={2030: Measure(number=Decimal(9))}, by=None)
    with django_assert_num_queries(6):
        client.get(address(cycle, "indicators"))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("indicator", 6), ("indicator-values", 6)])
def test_the_other_pages_too(cycle, pilot, client, count, name, queries, django_assert_num_queries):
    rows = [add(cycle, f"Indicateur {number}") for number in range(count)]
    for row in rows:
        note(cycle, row, 2026, 1)
    argument = rows[0].pk if name == "indicator" else 2026
    with django_assert_num_queries(queries):
        client.get(address(cycle, name, argument))


def test_indicators_are_grouped_by_what_they_serve(cycle, pilot, client):
    with scope(cycle.organisation):
        far = add_objective(cycle=cycle, text="Loin", horizon=3, by=None)
        near = add_objective(cycle=cycle, text="Près", horizon=1, by=None)
    add(cycle, "Libre")
    add(cycle, "A", objective=far)
    add(cycle, "B", objective=near)
    families = client.get(address(cycle, "indicators")).context["families"]
    shown = [(family, [row["line"].indicator.name for row in lines]) for family, lines in families]
    assert shown == [("Près", ["B"]), ("Loin", ["A"]), ("", ["Libre"])]


def content(**changed):
    return {"name": "Taux", "kind": "number", "direction": "none", **changed}


def test_an_indicator_is_written_changed_archived_restored_and_removed(cycle, pilot, client):
    client.post(address(cycle, "indicator-add"), content(unit="%", definition="Compter."))
    with scope(cycle.organisation):
        indicator = Indicator.objects.get()
    note(cycle, indicator, 2026, 5)
    response = client.post(
        address(cycle, "indicator-edit", indicator.pk),
        content(name="Taux de réponse", key="taux", direction="up"),
    )
    assert response["Location"] == address(cycle, "indicator", indicator.pk)
    client.post(address(cycle, "indicator-archive", indicator.pk), {"gesture": "archive"})
    assert client.get(address(cycle, "indicators")).context["archived"] == [indicator]
    client.post(address(cycle, "indicator-archive", indicator.pk), {"gesture": "restore"})
    with scope(cycle.organisation):
        found = Indicator.objects.get()
        assert (found.name, found.key, found.direction, found.archived) == (
            "Taux de réponse",
            "taux",
            "up",
            False,
        )
        assert client.get(address(cycle, "indicator-delete", indicator.pk)).status_code == 200
        assert Indicator.objects.count() == 1
        client.post(address(cycle, "indicator-delete", indicator.pk))
        assert Indicator.objects.count() == IndicatorValue.objects.count() == 0


def test_a_faulty_formula_points_at_its_characters(cycle, pilot, client, plain):
    add(cycle, "Effectif")
    page = client.post(address(cycle, "indicator-add"), content(formula="100 * effectis"))
    form = page.context["form"]
    said = plain(form.errors["formula"][0])
    assert said == "Caractère 7. « effectis » n’existe pas. Est-ce « effectif » ?"
    assert (
        '<pre class="place" aria-hidden="true">100 * effectis\n      ^^^^^^^^</pre>' in page.content.decode()
    )
    with scope(cycle.organisation):
        assert Indicator.objects.count() == 1


def test_what_a_formula_names_is_not_removed(cycle, pilot, client, plain):
    first = add(cycle, "Effectif")
    add(cycle, "Double", formula="effectif * 2")
    page = client.post(address(cycle, "indicator-delete", first.pk), follow=True)
    (message,) = page.context["messages"]
    assert plain(str(message)) == "« Double » se calcule avec cet indicateur. Changez d’abord leur formule."


def test_the_values_of_a_year_on_one_page(cycle, pilot, client, plain):
    number, words = add(cycle, "Réponses", unit="%"), add(cycle, "Climat", kind=IndicatorKind.WORDS)
    add(cycle, "Taux", formula="réponses / 2")
    url = address(cycle, "indicator-values", 2026)
    sent = {f"value-{number.pk}": "1 250,5 %", f"value-{words.pk}": "serein", f"note-{number.pk}": "compté"}
    page = client.post(url, fields_of(client.get(url), **sent), follow=True)
    (message,) = page.context["messages"]
    assert plain(str(message)) == "2 valeurs sont notées."
    with scope(cycle.organisation):
        rows = IndicatorValue.objects.order_by("indicator__name").values_list("number", "words", "note")
        assert list(rows) == [(None, "serein", ""), (Decimal("1250.5"), "", "compté")]


def test_a_value_that_is_no_number_is_refused_with_its_place(cycle, pilot, client, plain):
    number, other = add(cycle, "Réponses"), add(cycle, "Effectif")
    url = address(cycle, "indicator-values", 2026)
    page = client.post(
        url, fields_of(client.get(url), **{f"value-{number.pk}": "beaucoup", f"value-{other.pk}": "3"})
    )
    errors = page.context["form"].errors
    assert {key: plain(value[0]) for key, value in errors.items()} == {
        f"value-{number.pk}": "« beaucoup » n’est pas un nombre. Écrivez par exemple 1 250,5."
    }
    with scope(cycle.organisation):
        assert IndicatorValue.objects.count() == 0


def test_a_page_left_open_does_not_undo_what_others_wrote(cycle, pilot, client):
    mine, theirs = add(cycle, "Réponses"), add(cycle, "Effectif")
    url = address(cycle, "indicator-values", 2026)
    page = client.get(url)
    note(cycle, theirs, 2026, 48)
    client.post(url, fields_of(page, **{f"value-{mine.pk}": "31"}))
    with scope(cycle.organisation):
        rows = IndicatorValue.objects.order_by("number").values_list("number", flat=True)
        assert [int(number) for number in rows] == [31, 48]


def test_emptying_a_box_takes_its_value_away(cycle, pilot, client):
    indicator = add(cycle, "Réponses")
    note(cycle, indicator, 2026, 5)
    url = address(cycle, "indicator-values", 2026)
    client.post(url, fields_of(client.get(url), **{f"value-{indicator.pk}": ""}))
    with scope(cycle.organisation):
        assert IndicatorValue.objects.count() == 0


def test_targets_at_one_and_three_years(cycle, pilot, client):
    indicator, year = add(cycle, "Réponses"), timezone.localdate().year
    with scope(cycle.organisation):
        save_targets(indicator=indicator, targets={2020: Measure(number=Decimal(1))}, by=None)
    url = address(cycle, "indicator-targets", indicator.pk)
    page = client.get(url)
    assert list(page.context["form"].fields) == ["target-2020", f"target-{year + 1}", f"target-{year + 3}"]
    client.post(url, fields_of(page, **{f"target-{year + 3}": "80", "target-2020": ""}))
    with scope(cycle.organisation):
        assert list(IndicatorTarget.objects.values_list("year", "number")) == [(year + 3, Decimal(80))]


def test_the_history_shows_inputs_what_is_missing_and_a_picture(cycle, pilot, client, plain):
    answers, size = add(cycle, "Réponses"), add(cycle, "Effectif")
    rate = add(cycle, "Taux", formula="arrondi(100 * réponses / effectif ; 1)", unit="%")
    for year, number in ((2024, 24), (2025, 31), (2026, 12)):
        note(cycle, answers, year, number)
    for year in (2024, 2025):
        note(cycle, size, year, 48)
    page = client.get(address(cycle, "indicator", rate.pk))
    shown = [(row["value"].year, plain(row["formula"])) for row in page.context["years"]]
    assert shown == [
        (2026, "arrondi(100 × 12 / ? ; 1)"),
        (2025, "arrondi(100 × 31 / 48 ; 1)"),
        (2024, "arrondi(100 × 24 / 48 ; 1)"),
    ]
    assert plain(page.context["formula"]) == "arrondi(100 × « Réponses » / « Effectif » ; 1)"
    html = plain(page.content.decode())
    assert "Il manque pour 2026 : Effectif." in html
    assert "<desc>2024 : 50 %, 2025 : 64,6 %. 14,6 points de plus qu’en 2024</desc>" in html


def test_one_value_alone_is_not_drawn(cycle, pilot, client):
    indicator = add(cycle, "Réponses")
    note(cycle, indicator, 2026, 5)
    assert "<svg" not in client.get(address(cycle, "indicator", indicator.pk)).content.decode()


def test_indicators_of_the_guide_are_chosen(cycle, pilot, client):
    page = client.get(address(cycle, "indicator-adopt"))
    chosen = page.context["proposed"][0]["id"]
    client.post(address(cycle, "indicator-adopt"), {"template": [chosen]})
    with scope(cycle.organisation):
        assert list(Indicator.objects.values_list("template_id", flat=True)) == [chosen]
    after = client.get(address(cycle, "indicator-adopt")).context["proposed"]
    assert chosen not in {template["id"] for template in after}


FACILITATOR = {
    "indicator-add", "indicator-edit", "indicator-targets", "indicator-archive", "indicator-delete",
    "indicator-adopt", "indicators-import",
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        (Role.READER, FACILITATOR | {"indicator-values"}),
        (Role.CONTRIBUTOR, FACILITATOR),
        (Role.FACILITATOR, set()),
        (Role.PILOT, set()),
    ],
)
def test_each_role_opens_its_pages(cycle, client, role, closed):
    indicator = add(cycle, "Réponses")
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)
    pages = {
        "indicators": [], "indicator": [indicator.pk], "indicator-values": [2026], "indicators-csv": [],
        **{name: [indicator.pk] for name in ("indicator-edit", "indicator-targets", "indicator-delete")},
        "indicator-add": [], "indicator-adopt": [], "indicators-import": [],
    }  # fmt: skip
    codes = {
        name: client.get(address(cycle, name, *arguments)).status_code for name, arguments in pages.items()
    }
    assert codes == {name: 404 if name in closed else 200 for name in pages}


@pytest.mark.parametrize("year", [1900, 2200])
def test_a_year_out_of_time_is_not_found(cycle, pilot, client, year):
    assert client.get(address(cycle, "indicator-values", year)).status_code == 404
