"""The written condition of a question: kept once it can be read, said back, wrong with its characters."""

import pytest
from bs4 import BeautifulSoup

from marchepied.apps.organisations.enums import LegalForm, Sector
from marchepied.apps.referentials.models import Draft
from marchepied.core.scope import scope
from marchepied.engines.referential.conditions import FORM_WORDS, SECTOR_WORDS

pytestmark = pytest.mark.django_db


def sent(**more):
    return {"wording-fr": "Qui rappelle ?", "depth": "express", **more}


def seen_of(page):
    return page.find("input", {"name": "seen"})["value"]


def test_a_condition_is_kept_said_back_and_taken_out(desk, client, plain):
    desk.sign_in()
    added = desk.url("item-add") + "?sorte=question&dans=t1-d1"
    client.post(added, sent(when=" effectif ≥ 10 et non ag ", has_members="yes"))
    item = desk.item("qui-rappelle")
    assert item["when"] == "effectif ≥ 10 et non ag"
    assert item["applicability"] == {"has_members": True}
    page = desk.read(desk.url("item", "qui-rappelle"))
    box = page.find(id="id_when").find_parent(class_="written")
    assert page.find(id="id_when").text.strip() == "effectif ≥ 10 et non ag"
    assert plain(box.find(attrs={"data-plain-said": True}).get_text(" ", strip=True)) == (
        "Posée s’il y a au moins 10 salariés et s’il n’y a pas d’assemblée générale."
    )
    assert page.find(id="id_when").find_parent("details").has_attr("open")
    client.post(desk.url("item", "qui-rappelle"), sent(seen=seen_of(page), has_members="yes"))
    item = desk.item("qui-rappelle")
    assert ("when" in item, item["applicability"]) == (False, {"has_members": True})


@pytest.mark.parametrize(
    ("when", "error"),
    [
        (
            'ag et forme = "sic"',
            'Caractère 15, « "sic" » : « sic » n’est pas un mot que « forme » connaît. Est-ce « scic » ?',
        ),
        ("effectifs > 3", "Caractère 1, « effectifs » : « effectifs » n’existe pas. Est-ce « effectif » ?"),
        (
            "ag et",
            "Caractère 4, « et » : La formule s’arrête trop tôt : il manque quelque chose après « et ».",
        ),
        ("effectif + 1", "Caractère 1, « effectif + 1 » : Ici, il faut vrai ou faux ; c’est un nombre."),
    ],
)
def test_a_wrong_condition_is_told_with_its_characters_and_nothing_is_lost(desk, client, plain, when, error):
    desk.sign_in()
    answer = client.post(desk.url("item-add") + "?sorte=question&dans=t1-d1", sent(when=when))
    assert [plain(told) for told in answer.context["form"].errors["when"]] == [error]
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.find(id="id_when").text.strip() == when
    assert page.find(id="id_when").find_parent("details").has_attr("open")
    with scope(desk.organisation):
        assert Draft.objects.get(pk=desk.draft.pk).content["axes"] == []


def test_a_condition_is_read_while_it_is_written(desk, client, plain):
    desk.sign_in()

    def read(text):
        told = client.post(desk.url("plain"), {"text": text, "kind": "condition", "language": "fr"}).json()
        return plain(told["count"]), [plain(finding) for finding in told["findings"]]

    assert read("") == ("", [])
    assert read("esus") == ("Posée s’il y a l’agrément ESUS.", [])
    assert read("esuss") == ("", ["Caractère 1, « esuss » : « esuss » n’existe pas. Est-ce « esus » ?"])
    assert read("a " * 5000)[1] != []


def test_the_page_names_the_facts_and_their_words(desk):
    desk.sign_in()
    page = desk.read(desk.url("item-add") + "?sorte=question&dans=t1-d1")
    named = {code.text for code in page.find_all("code")}
    assert {"effectif", "salariés", "parcours", "esus", '"scic"', '"santé"', "≥"} <= named
    assert (set(FORM_WORDS), set(SECTOR_WORDS)) == (set(LegalForm.values), set(Sector.values))


def test_two_people_who_write_a_condition_see_both(desk, client):
    item_id = desk.put(when="ag")
    desk.sign_in()
    page = desk.read(desk.url("item", item_id))
    seen = seen_of(page)
    client.post(desk.url("item", item_id), sent(seen=seen, when="esus"))
    answer = client.post(desk.url("item", item_id), sent(seen=seen, when="parcours"))
    assert [
        (text.label, text.text, text.yours) for text in answer.context["theirs"] if text.text == "esus"
    ] == [("Condition écrite", "esus", "parcours")]
    assert desk.item(item_id)["when"] == "esus"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, None),
        ({"when": "ag et ("}, None),
        (
            {
                "when": "effectif ≥ 10",
                "applicability": {"legal_forms": ["cooperative_scic"], "has_ag": False},
            },
            "Posée si la forme est SCIC, s’il n’y a pas d’assemblée générale "
            "et s’il y a au moins 10 salariés.",
        ),
    ],
    ids=["everybody", "unread", "some"],
)
def test_the_preview_says_for_whom_it_is(desk, plain, more, said):
    item_id = desk.put(**more)
    desk.sign_in()
    page = desk.read(desk.url("item-preview", item_id))
    told = [plain(line.text) for line in page.select(".message p")][1:]
    assert told == ([said] if said else [])
