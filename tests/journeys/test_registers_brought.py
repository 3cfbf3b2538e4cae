"""A house moves: its registers are taken away as files, and brought into another space, on a phone."""

import pytest

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.listening.models import Idea
from marchepied.apps.listening.services import decide, support_idea
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.listening import open_one, propose
from tests.factories.networks import pilot_of
from tests.factories.organisations import PersonFactory
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def houses(db):
    """The one that is left, with two ideas, and the one that is entered, with an empty box; one pilot."""
    load_shipped_referentials()
    person = PersonFactory()
    spaces = [
        open_space(name=name, legal_form="association", axis_id="theme-5", by=person).organisation
        for name in ("Avant", "Après")
    ]
    before, _after = (open_one(organisation, "ideas") for organisation in spaces)
    with scope(spaces[0]):
        bench = propose(before, "Un banc à l’ombre", signed="Zoé")
        support_idea(idea=bench, device="a")
        pool = propose(before, "Une piscine")
        decide(idea=pool, accepted=False, reason="Trop cher.", by=person)
    return spaces


def sign_in(page, client, person):
    client.force_login(person)
    page.goto("/")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])


def bring(page, space, path):
    page.goto(f"/e/{space.slug}/ecouter/idees/")
    page.get_by_role("link", name="Reprendre des idées").click()
    page.get_by_label("Le tableau").set_input_files(path)
    page.get_by_role("button", name="Lire le tableau").click()


def test_ideas_move_from_one_space_to_another_without_a_script(
    houses, new_page, client, tmp_path, axe, overflow, plain
):
    before, after = houses
    page = new_page(PHONE, java_script_enabled=False)
    sign_in(page, client, pilot_of(before))
    page.goto(f"/e/{before.slug}/ecouter/idees/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Emporter les idées (XLSX)").click()
    taken = tmp_path / "idees.xlsx"
    waiting.value.save_as(taken)

    bring(page, after, taken)
    page.get_by_role("heading", level=1, name="2 idées à reprendre.").wait_for()
    assert overflow(page) <= 0
    page.get_by_role("button", name="Oui, reprendre tout cela").click()
    page.get_by_role("status").filter(has_text="2 idées sont dans la boîte.").wait_for()
    with scope(after):
        rows = Idea.objects.order_by("number").values_list("number", "title", "signed", "state", "reason")
        assert list(rows) == [
            (1, "Un banc à l’ombre", "Zoé", "received", ""),
            (2, "Une piscine", "", "declined", "Trop cher."),
        ]
        assert Idea.objects.get(number=1).supports.count() == 1

    bring(page, after, taken)
    page.get_by_role("heading", level=1, name="Ce tableau n’apporte rien : tout est déjà là.").wait_for()
    page.get_by_role("button", name="Abandonner").click()
    page.get_by_role("status").filter(has_text="le fichier est effacé").wait_for()

    wrong = tmp_path / "cahier.csv"
    wrong.write_text("idée;reçue le\nUn four;hier\n", encoding="utf-8")
    desk = new_page()
    sign_in(desk, client, pilot_of(before))
    bring(desk, after, wrong)
    desk.get_by_role("heading", level=1, name="Une case est à corriger.").wait_for()
    told = [plain(line) for line in desk.get_by_role("main").get_by_role("listitem").all_inner_texts()]
    assert told == [
        "Ligne 2, colonne « reçue le » : hier Ce n’est pas un jour. Écrivez-le ainsi : 12/03/2026."
    ]
    assert axe(desk) == []
