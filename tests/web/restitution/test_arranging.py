"""The pack on the screen: moved, hidden, written, by one person or by two at once."""

import io

import docx
import pytest
from bs4 import BeautifulSoup

from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.restitution.compute import arrange_pack, build_document
from marchepied.apps.restitution.models import PackDraft
from marchepied.apps.restitution.services import hide_section, move_section, write_section
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from marchepied.engines.documents import list_texts
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
DEFAULT = [
    "synopsis", "foreword", "themes", "state", "differ", "decisions", "plan", "debates", "annex", "frame",
]  # fmt: skip


def keys_on(page):
    soup = BeautifulSoup(page.content, "html.parser")
    return [section["id"].removeprefix("section-") for section in soup.select(".part")]


def read_form(client, url):
    """What a browser would send back unchanged."""
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    form = soup.select_one("form[data-keep]")
    sent = {field["name"]: field.get("value", "") for field in form.select("input")}
    # A browser leaves out the first end of line of a text area.
    return sent | {area["name"]: area.text.removeprefix("\n") for area in form.select("textarea")}


def fields_of(client, url):
    """The name of each field by its label."""
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    return {label.text.strip(): label["for"].removeprefix("id_") for label in soup.select("label")}


def texts_of(cycle, language="fr"):
    with scope(cycle.organisation):
        return list_texts(build_document(cycle, language))


def test_the_page_shows_every_section_and_links_what_lacks(answered, client, address, plain):
    page = client.get(address("pack"))
    assert keys_on(page) == DEFAULT
    soup = BeautifulSoup(page.content, "html.parser")
    lacks = {plain(link.text): link["href"] for link in soup.select(".missing a")}
    base = f"/e/{answered.organisation.slug}/demarche/{answered.pk}"
    assert lacks == {
        "Aucun groupe n’a été interrogé : le dossier porte votre seule parole.": f"{base}/groupes/",
        "Aucun document n’appuie ce que vous dites : le dossier l’écrit.": f"{base}/questions/",
        "Rien n’a été décidé ensemble pour l’instant.": f"{base}/reunion/",
        "Le plan est vide : le dossier ne promet rien.": f"/e/{answered.organisation.slug}/plan/",
        "La date de l’assemblée n’est pas fixée.": f"{base}/assemblee/",
    }
    assert "On demande quand ça coince." in plain(soup.select_one("#section-state").text)


def test_a_reader_sees_the_pack_and_no_tool(answered, client, address):
    member = MembershipFactory(organisation=answered.organisation, role=Role.READER)
    client.force_login(member.person)
    soup = BeautifulSoup(client.get(address("pack")).content, "html.parser")
    assert (len(soup.select(".part")), soup.select(".tool"), soup.select("main form")) == (8, [], [])


@pytest.mark.parametrize(
    ("gesture", "key", "order", "focus"),
    [
        ("down", "synopsis", ["foreword", "synopsis", *DEFAULT[2:]], "down-synopsis"),
        # At an end the arrow that was pressed is gone: the other one has the focus.
        ("up", "foreword", ["foreword", "synopsis", *DEFAULT[2:]], "down-foreword"),
        ("up", "synopsis", DEFAULT, "down-synopsis"),
        ("down", "frame", DEFAULT, "up-frame"),
    ],
)
def test_sections_move_by_one_place(answered, client, address, gesture, key, order, focus):
    response = client.post(address("pack-arrange"), {"key": key, "gesture": gesture})
    assert response["Location"] == f"{address('pack')}#{focus}"
    assert f'id="{focus}"' in client.get(address("pack")).content.decode()
    assert keys_on(client.get(address("pack"))) == order


def test_a_section_is_hidden_then_taken_back_at_its_place(answered, client, address):
    client.post(address("pack-arrange"), {"key": "plan", "gesture": "hide"})
    assert keys_on(client.get(address("pack"))) == DEFAULT
    assert "Ce que nous allons faire" not in texts_of(answered)
    client.post(address("pack-arrange"), {"key": "plan", "gesture": "show"})
    assert "Ce que nous allons faire" in texts_of(answered)


def test_what_limits_the_figures_is_not_hidden(cycle, pilot, client, address, plain, monkeypatch):
    from tests.web.restitution.test_views import call_groups

    with scope(cycle.organisation):
        call_groups(cycle, ("Salariés", 20, [1, 1, 1, 2, 2, 1, 1, 2, 2, 3, 1, 2]), ("Bénévoles", 4, [5, 5]))
    page = client.post(address("pack-arrange"), {"key": "method", "gesture": "hide"}, follow=True)
    assert "elle reste" in plain(page.content.decode())
    assert "Comment lire les chiffres" in texts_of(cycle)
    edit = plain(client.get(address("pack-section", "method")).content.decode())
    assert "c’est la promesse faite à ceux qui ont répondu" in edit
    soup = BeautifulSoup(client.get(address("pack")).content, "html.parser")
    assert soup.select("#section-method button[value=hide]") == []
    # The reason why a small group is not shown is on the screen too.
    assert "non montré" in plain(soup.select_one("#section-state").text)


def test_unknown_gestures_and_sections_are_refused_in_words(answered, client, address, plain):
    page = client.post(address("pack-arrange"), {"key": "plan", "gesture": "burn"}, follow=True)
    assert "Ce geste n’existe pas." in plain(page.content.decode())
    page = client.post(address("pack-arrange"), {"key": "nothing", "gesture": "up"}, follow=True)
    assert "Le dossier n’a pas cette section." in plain(page.content.decode())
    assert client.get(address("pack-section", "nothing")).status_code == 404
    assert client.post(address("pack-restore", "nothing")).status_code == 404


def test_the_text_proposed_is_the_starting_point_and_unchanged_stays_proposed(answered, client, address):
    url = address("pack-section", "synopsis")
    before = texts_of(answered)
    sent = read_form(client, url)
    assert "part2" in sent
    response = client.post(url, sent)
    assert response["Location"] == f"{address('pack')}#section-synopsis"
    assert texts_of(answered) == before
    with scope(answered.organisation):
        (entry,) = [e for e in PackDraft.objects.get().sections if e["key"] == "synopsis"]
        assert (entry["title"], entry["text"]) == ({}, {})


def test_own_words_are_printed_and_can_be_given_back(answered, client, address, plain):
    url = address("pack-section", "synopsis")
    fields = fields_of(client, url)
    sent = read_form(client, url)
    sent["title"] = "En bref"
    sent[fields["Ce à quoi nous nous engageons"]] = "Nous promettons :\r\n- d’écouter\r\n- de répondre"
    client.post(url, sent)
    told = texts_of(answered)
    assert {"En bref", "Nous promettons :", "d’écouter", "de répondre"} <= set(told)
    file = docx.Document(io.BytesIO(client.get(address("pack-docx")).content))
    listed = [p.text for p in file.paragraphs if p.style.name == "List Bullet"]
    assert listed[-2:] == ["d’écouter", "de répondre"]
    assert "corrigée" in client.get(address("pack")).content.decode()
    assert "Nous promettons" not in texts_of(answered, "en")
    asked = plain(client.get(address("pack-restore", "synopsis")).content.decode())
    assert "Nous promettons :" in asked
    client.post(address("pack-restore", "synopsis"))
    assert "L’essentiel en une page" in texts_of(answered)
    assert "d’écouter" not in texts_of(answered)


def test_an_empty_part_goes_back_to_what_is_proposed(answered, client, address):
    url = address("pack-section", "plan")
    sent = read_form(client, url) | {"part0": "Un mot."}
    client.post(url, sent)
    assert "Un mot." in texts_of(answered)
    client.post(url, read_form(client, url) | {"part0": ""})
    assert "Un mot." not in texts_of(answered)


def test_words_are_never_markup(answered, client, address):
    url = address("pack-section", "foreword")
    hostile = "<script>alert(1)</script> {date} #let =cmd|' /C calc'!A0"
    client.post(url, read_form(client, url) | {"part0": hostile})
    soup = BeautifulSoup(client.get(address("pack")).content, "html.parser")
    assert soup.select("#section-foreword script") == []
    assert "<script>alert(1)</script>" in soup.select_one("#section-foreword").text
    file = docx.Document(io.BytesIO(client.get(address("pack-docx")).content))
    assert any("=cmd|" in paragraph.text for paragraph in file.paragraphs)


def test_too_long_a_text_is_refused_and_kept_on_the_screen(answered, client, address, plain):
    url = address("pack-section", "foreword")
    long = "mot " * 3000
    page = client.post(url, read_form(client, url) | {"part0": long})
    assert page.status_code == 200
    assert page.content.decode().count("mot mot") > 1000
    assert "foreword" not in {e["key"] for e in _stored(answered) if e.get("text")}


def _stored(cycle):
    with scope(cycle.organisation):
        draft = PackDraft.objects.first()
        return draft.sections if draft else []


def test_two_people_at_once_see_both_texts(answered, client, address, plain):
    url = address("pack-section", "foreword")
    mine, hers = read_form(client, url), read_form(client, url)
    client.post(url, hers | {"part0": "Le texte d’Awa."})
    page = client.post(url, mine | {"part0": "Mon texte."})
    assert page.status_code == 409
    said = plain(page.content.decode())
    assert "Claire Morel a écrit cette section pendant que vous l’écriviez aussi." in said
    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.select_one("textarea[name=part0]").text.strip() == "Mon texte."
    assert [plain(line.text) for line in soup.select(".other p")] == ["L’autre texte", "Le texte d’Awa."]
    assert "Le texte d’Awa." in texts_of(answered)
    # Saved again, knowingly: the last one holds.
    again = {"part0": "Nos deux textes.", "title": "Pour commencer"}
    again["read_at"] = soup.select_one("input[name=read_at]")["value"]
    assert client.post(url, again).status_code == 302
    assert "Nos deux textes." in texts_of(answered)


def test_two_people_on_two_sections_do_not_meet(answered, client, address):
    one, other = address("pack-section", "foreword"), address("pack-section", "annex")
    mine, hers = read_form(client, one), read_form(client, other)
    assert client.post(other, hers | {"part0": "À lire."}).status_code == 302
    client.post(address("pack-arrange"), {"key": "plan", "gesture": "up"})
    assert client.post(one, mine | {"part0": "Bonjour."}).status_code == 302
    assert {"À lire.", "Bonjour."} <= set(texts_of(answered))


def test_a_text_proposed_that_changes_is_shown_beside_ours(answered, client, address, plain):
    url = address("pack-section", "synopsis")
    fields = fields_of(client, url)
    client.post(url, read_form(client, url) | {fields["Ce à quoi nous nous engageons"]: "- Écouter."})
    assert "à relire" not in client.get(address("pack")).content.decode()
    with scope(answered.organisation):
        add_action(cycle=answered, content=ActionContent(title="Répondre à chacun"), by=None)
    assert "à relire" in client.get(address("pack")).content.decode()
    page = plain(client.get(url).content.decode())
    assert "Le texte proposé a changé depuis votre correction" in page
    assert "1. Répondre à chacun" in page
    assert "Répondre à chacun" not in _first_page(answered)


def _first_page(cycle):
    with scope(cycle.organisation):
        synopsis = build_document(cycle, "fr").sections[0]
    return " ".join(text for block in synopsis.printed for text in block.texts)


def test_a_hundred_moves_lose_no_section(answered, pilot):
    with scope(answered.organisation):
        for turn in range(30):
            key = DEFAULT[turn * 7 % 10]
            move_section(cycle=answered, key=key, down=turn % 3 == 0, language="fr", by=pilot)
        found = [section.key for section in arrange_pack(answered, "fr").sections]
    assert sorted(found) == sorted(DEFAULT)
    assert found != DEFAULT


def test_every_gesture_is_in_the_log(answered, pilot):
    with scope(answered.organisation):
        move_section(cycle=answered, key="plan", down=False, language="fr", by=pilot)
        hide_section(cycle=answered, key="plan", hidden=True, language="fr", by=pilot)
        write_section(
            cycle=answered,
            key="foreword",
            language="fr",
            title="",
            texts={"foreword.text": "Bonjour."},
            read_at="",
            by=pilot,
        )
        verbs = list(
            AuditEntry.objects.filter(verb__startswith="pack.").order_by("at").values_list("verb", flat=True)
        )
        details = [str(entry.detail) for entry in AuditEntry.objects.filter(verb="pack.section_written")]
    assert verbs == ["pack.section_moved", "pack.section_hidden", "pack.section_written"]
    assert "Bonjour." not in details[0]


@pytest.mark.parametrize("count", [1, 3])
def test_writing_costs_the_same_whatever_the_size(
    answered, client, address, count, django_assert_num_queries
):
    with scope(answered.organisation):
        for place in range(count):
            add_action(cycle=answered, content=ActionContent(title=f"Action {place}"), by=None)
    url = address("pack-section", "plan")
    client.get(url)
    with django_assert_num_queries(23):
        client.get(url)
