"""From its draft, an addition follows a later version of its guide: seen first, chosen, undone if wanted."""

import pytest

from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.models import Draft
from marchepied.apps.referentials.services import finish_draft
from marchepied.core.scope import scope
from marchepied.engines.referential.editing import find_place
from tests.factories.additions import publish_later, rename_domain
from tests.factories.referentials import text

pytestmark = pytest.mark.django_db
OFFER = "Le guide de base a une nouvelle version"


def texts(page, plain):
    return [plain(line.get_text(" ", strip=True)) for line in page.find_all("li")]


def draft_of(desk):
    with scope(desk.organisation):
        return Draft.objects.get(pk=desk.draft.pk)


def reword(axes):
    axes[0]["domains"][0]["questions"][0]["statement"] = text("Qui écoute les gens ?")


def test_the_draft_says_so_and_the_page_says_what_changes(desk, client, plain):
    desk.sign_in()
    item_id = desk.put()
    assert OFFER not in desk.read(desk.url("draft")).text
    later = publish_later(desk.base, reword)
    link = desk.read(desk.url("draft")).find("a", string="Voir ce que cela change pour nous")
    assert link["href"] == desk.url("draft-follow")
    page = desk.read(link["href"])
    assert "Vos ajouts gardent leur place : rien à faire." in plain(page.text)
    assert texts(page, plain) == [
        "La question « Qui écoute les gens ? », énoncé, en français : "
        "« Énoncé de t1-d1-q1 pour le pilote » devient « Qui écoute les gens ? ».",
        "La question « Qui écoute les gens ? », énoncé, en anglais : "
        "« In English, Énoncé de t1-d1-q1 pour le pilote » devient « In English, Qui écoute les gens ? ».",
    ]
    revision = page.find("input", {"name": "revision"})["value"]
    assert client.post(link["href"], {"revision": revision}).url == desk.url("draft")
    assert draft_of(desk).base_id == later.pk
    after = desk.read(desk.url("draft"))
    assert OFFER not in after.text
    assert "a fait suivre une autre version du guide : « Un guide d’essai, 1.1.0 »" in plain(after.text)
    client.post(desk.url("draft-undo"), {"revision": int(revision) + 1})
    assert draft_of(desk).base_id == desk.base.pk
    assert desk.item(item_id)["statement"] == text("Qui rappelle ?")


def test_what_hangs_nowhere_is_asked_and_nothing_is_written_without_it(desk, client, plain):
    desk.sign_in()
    item_id = desk.put()
    publish_later(desk.base, rename_domain)
    page = desk.read(desk.url("draft-follow"))
    field = page.find("select", {"name": "domain-gone-t1-d1"})
    assert plain(page.find("label", {"for": field["id"]}).text) == (
        "Le domaine « Domaine t1-d1 » n’est plus dans le guide"
    )
    assert [(option["value"], plain(option.text)) for option in field.find_all("option")] == [
        ("", "Choisissez une place"),
        ("keep", "Le garder chez nous, sous le même nom"),
        ("t1-d9", "Un autre domaine"),
    ]
    assert "Qui rappelle ?" in texts(page, plain)
    revision = page.find("input", {"name": "revision"})["value"]
    for sent in ({}, {"domain-gone-t1-d1": "ailleurs"}):
        answer = client.post(desk.url("draft-follow"), {"revision": revision, **sent})
        assert list(answer.context["form"].errors) == ["domain-gone-t1-d1"]
    assert draft_of(desk).base_id == desk.base.pk
    client.post(desk.url("draft-follow"), {"revision": revision, "domain-gone-t1-d1": "t1-d9"})
    assert find_place(draft_of(desk).content, item_id).domain == "t1-d9"


def test_what_somebody_wrote_meanwhile_is_not_lost(desk, client, plain):
    desk.sign_in()
    publish_later(desk.base)
    revision = desk.read(desk.url("draft-follow")).find("input", {"name": "revision"})["value"]
    item_id = desk.put()
    answer = client.post(desk.url("draft-follow"), {"revision": revision})
    assert "Quelqu’un a changé ce brouillon" in plain(str(answer.context["form"].non_field_errors()))
    assert desk.item(item_id) is not None
    assert draft_of(desk).base_id == desk.base.pk


def test_without_a_later_version_there_is_nothing_to_follow(desk, client):
    desk.sign_in()
    assert client.get(desk.url("draft-follow")).url == desk.url("draft")


def test_only_those_who_write_may_follow(desk, client):
    publish_later(desk.base)
    desk.sign_in(Role.READER)
    assert desk.read(desk.url("draft")).find("a", string="Voir ce que cela change pour nous") is None
    assert client.get(desk.url("draft-follow")).status_code == 404


def test_a_published_addition_says_that_its_guide_went_on(desk, plain):
    desk.sign_in()
    desk.put()
    with scope(desk.organisation):
        version = finish_draft(draft=draft_of(desk), number="1.0.0", by=desk.author)
    assert OFFER not in desk.read(desk.url("version", version.pk)).text
    publish_later(desk.base)
    assert OFFER in desk.read(desk.url("version", version.pk)).text
    assert "Ce guide a une nouvelle version." in plain(desk.read(desk.url("guides")).text)


def test_the_page_asks_the_same_queries_whatever_the_addition(desk, django_assert_num_queries, client):
    desk.sign_in()
    publish_later(desk.base, rename_domain)
    client.get(desk.url("draft-follow"))
    counts = []
    for n in (1, 3):
        for rank in range(n):
            desk.put(f"Qui rappelle, {n} et {rank} ?")
        with django_assert_num_queries(QUERIES) as seen:
            client.get(desk.url("draft-follow"))
        counts.append(len(seen))
    assert counts == [QUERIES, QUERIES]


QUERIES = 7
