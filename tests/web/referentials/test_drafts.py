"""« Nos guides » and a draft as a whole: its tree, its history, its publication; and who may do what."""

import pytest
from django.urls import reverse

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.models import Draft, ReferentialVersion, SharedReferential
from marchepied.apps.referentials.selectors import stamp_of
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def words(part, plain):
    return plain(part.get_text(" "))


def publish(desk, client, number="1.0.0", **more):
    desk.sign_in(Role.PILOT)
    return client.post(desk.url("draft-publish"), {"number": number, **more}, follow=True)


def test_the_list_says_what_is_written_published_and_to_be_followed(desk, client, plain):
    desk.put()
    publish(desk, client)
    page = desk.read(desk.url("guides"))
    assert [words(title, plain) for title in page.select("h2")] == [
        "Publiés",
        "Ce que vous pouvez suivre, ou compléter",
    ]
    version = ReferentialVersion.objects.get(referential__owner=desk.organisation)
    client.post(desk.url("version-next", version.pk))
    page = desk.read(desk.url("guides"))
    assert words(page.select_one("#brouillons ~ ul li a"), plain) == "Nos ajouts"
    assert words(page.select_one("#brouillons ~ ul .tag"), plain) == "prochaine version"


def test_without_any_guide_of_ones_own_the_page_proposes_the_first(client, plain):
    member = MembershipFactory(role=Role.FACILITATOR)
    client.force_login(member.person)
    response = client.get(reverse("referentials:guides", args=[member.organisation.slug]))
    assert "ajoutez-y vos questions" in plain(response.content.decode())
    assert response.content.decode().count('class="button"') == 1


def test_an_addition_is_proposed_first_and_a_blank_page_last(desk, client):
    desk.sign_in()
    form = client.get(desk.url("guide-new")).context["form"]
    choices = [key for key, _label in form.fields["start"].choices]
    assert choices == [str(desk.base.pk), "seul"]
    assert form.initial["start"] == str(desk.base.pk)
    response = client.post(desk.url("guide-new"), {"start": "seul", "title": "À nous", "purpose": ""})
    with scope(desk.organisation):
        made = Draft.objects.get(title="À nous")
    assert response.url == reverse("referentials:draft", args=[desk.organisation.slug, made.pk])
    assert (made.base, made.content["languages"], made.content["purpose"]) == (None, ["fr"], {})


def test_the_tree_greys_what_the_guide_says_and_opens_what_is_ours(desk, plain):
    item_id = desk.put()
    desk.sign_in()
    page = desk.read(desk.url("draft"))
    assert words(page.select_one(".lead"), plain) == "Tout y est : ce guide peut être publié."
    lines = page.select(".branches > li")
    assert [("soft" in (line.span.get("class") or []), line["id"]) for line in lines] == [
        (True, "t1-d1-q1"),
        (True, "t1-d1-q2"),
        (True, "t1-d1-q3"),
        (False, item_id),
    ]
    assert [bool(line.select(".menu")) for line in lines] == [False, False, False, True]
    assert page.select_one(".theme-draft details")["open"] == ""


def test_what_lacks_leads_to_the_place_where_it_is_written(desk, plain):
    item_id = desk.put(why={}, colleges=[])
    desk.sign_in()
    page = desk.read(desk.url("draft"))
    assert words(page.select_one(".lead"), plain) == "Encore 2 choses à écrire avant de publier."
    (line,) = page.select("#manque ~ .list > li")
    assert line.a["href"] == desk.url("item", item_id) + "#id_why-fr"
    assert [words(sentence, plain) for sentence in line.select("li")] == [
        "Il manque « Pourquoi on la pose ».",
        "Aucun groupe n’est choisi : à qui poser cette question ?",
    ]
    field = desk.read(desk.url("item", item_id)).select_one("#id_why-fr")
    assert field.name == "textarea"


def test_what_is_not_translated_waits_and_does_not_count(desk, plain):
    desk.put(why={"fr": "Pour voir."})
    desk.sign_in()
    page = desk.read(desk.url("draft"))
    assert words(page.select_one(".lead"), plain) == "Tout y est : ce guide peut être publié."
    assert "Un passage n’est pas encore traduit" in words(page, plain)


@pytest.mark.parametrize("n", [1, 3])
def test_queries_are_counted(desk, client, django_assert_num_queries, n):
    for _question in range(n):
        desk.put()
    desk.sign_in()
    client.get(desk.url("draft"))  # the guide is read once a process
    with django_assert_num_queries(6):
        desk.read(desk.url("draft"))
    with django_assert_num_queries(5):
        desk.read(desk.url("draft-history"))
    with django_assert_num_queries(6):
        desk.read(desk.url("guides"))


def test_the_name_changes_and_the_history_says_who_and_whose_idea(desk, client, plain):
    person = desk.sign_in()
    seen = stamp_of("head", desk.draft.content)
    sent = {"title-fr": "Nos questions", "purpose-fr": "Voir.", "publisher": "Nous", "seen": seen}
    client.post(desk.url("draft-head"), {**sent, "title-en": "Ours", "credit": "Lucie"})
    page = desk.read(desk.url("draft-history"))
    assert words(page.select_one(".list li span"), plain) == (
        f"{person.get_short_name()} a changé le nom du guide ou ce à quoi il sert : « Nos questions ». "
        "Sur une idée de Lucie."
    )
    with scope(desk.organisation):
        assert Draft.objects.get().content["title"] == {"fr": "Nos questions", "en": "Ours"}


def test_two_names_at_once_lose_nothing(desk, client, plain):
    desk.sign_in()
    sent = {"title-fr": "Le mien", "purpose-fr": "Voir.", "publisher": "Nous", "seen": "vu-avant"}
    page = client.post(desk.url("draft-head"), sent)
    assert page.status_code == 200
    assert [theirs.text for theirs in page.context["theirs"]] == [
        "Nos ajouts",
        "In English, Nos ajouts",
        "In English, Voir.",
    ]
    assert page.context["form"]["title-fr"].value() == "Le mien"
    again = {**sent, "seen": page.context["form"]["seen"].value()}
    assert client.post(desk.url("draft-head"), again).status_code == 302


def test_the_latest_change_is_undone_and_only_the_latest(desk, client, messages_of):
    item_id = desk.put()
    desk.sign_in()
    late = client.post(desk.url("draft-undo"), {"revision": "0"}, follow=True)
    assert messages_of(late)[0].startswith("Quelqu’un a changé ce brouillon")
    assert desk.item(item_id) is not None
    client.post(desk.url("draft-undo"), {"revision": "1"})
    assert desk.item(item_id) is None


def test_publishing_says_what_is_in_it_and_freezes_it(desk, client, plain, messages_of):
    desk.put()
    desk.sign_in(Role.PILOT)
    page = desk.read(desk.url("draft-publish"))
    assert (
        words(page.select_one("#change ~ ul"), plain)
        == "La question « Qui rappelle ? » est ajoutée dans « Domaine t1-d1 »."
    )
    assert page.select_one("[name=number]")["value"] == "1.0.0"
    done = client.post(desk.url("draft-publish"), {"number": "1.0.0"}, follow=True)
    version = ReferentialVersion.objects.get(referential__owner=desk.organisation)
    assert done.redirect_chain == [(desk.url("version", version.pk), 302)]
    assert [tag.text for tag in desk.read(desk.url("version", version.pk)).select("li .tag")] == ["ajouté"]
    after = client.get(desk.url("draft"), follow=True)
    assert [plain(told) for told in messages_of(after)] == ["Ce guide est publié : il ne change plus."]


def test_nothing_is_published_that_is_not_whole(desk, client):
    desk.put(why={})
    response = publish(desk, client)
    assert response.status_code == 200
    assert ReferentialVersion.objects.filter(referential__owner=desk.organisation).count() == 0
    assert response.context["lacks"][0].sentences == ("Il manque « Pourquoi on la pose ».",)


def test_a_translation_is_asked_for_then_may_wait(desk, client, plain):
    desk.put(why={"fr": "Pour voir."})
    refused = publish(desk, client)
    assert refused.context["form"].errors["fill"][0].startswith("Des textes ne sont pas traduits")
    assert publish(desk, client, fill="on").redirect_chain[0][1] == 302


def test_numbers_are_proposed_and_taken_once(desk, client):
    item_id = desk.put()
    desk.put("Qui écoute ?")
    publish(desk, client)
    version = ReferentialVersion.objects.get(referential__owner=desk.organisation)
    following = client.post(desk.url("version-next", version.pk))
    assert client.post(desk.url("version-next", version.pk)).url == following.url
    unchanged = client.get(following.url + "publier/").context["form"]
    assert unchanged.initial["number"] == "1.1.0"
    same = client.post(following.url + "publier/", {"number": "1.1.0"})
    assert same.context["form"].non_field_errors() == ["Rien n’a changé depuis la dernière version."]
    client.post(f"{following.url}element/{item_id}/retirer/")
    page = client.get(following.url + "publier/")
    assert page.context["form"].initial["number"] == "2.0.0"
    assert page.context["changes"] == ["La question « Qui rappelle ? » est retirée dans « Domaine t1-d1 »."]
    client.post(f"{following.url}ajouter/?sorte=domain&dans=theme-1", {"title-fr": "Vide"})
    assert [lack.name for lack in client.get(following.url + "publier/").context["lacks"]] == ["Vide"]


def test_a_cycle_starts_with_the_guide_of_the_address(desk, client):
    item_id = desk.put()
    publish(desk, client)
    version = ReferentialVersion.objects.get(referential__owner=desk.organisation)
    address = reverse("diagnosis:start-next", args=[desk.organisation.slug])
    assert [v.pk for v in client.get(address).context["choice"].offered()] == [desk.base.pk, version.pk]
    sent = {"themes": ["theme-1"], "depth": "express", "path": "groups"}
    client.post(f"{address}?guide={version.pk}", sent)
    with unscoped("the only one"):
        cycle = Cycle.objects.get()
    assert (cycle.version, cycle.question_ids[-1]) == (version, item_id)


def test_a_cycle_does_not_start_with_the_guide_of_others(desk, client):
    desk.put()
    publish(desk, client)
    version = ReferentialVersion.objects.get(referential__owner=desk.organisation)
    stranger = MembershipFactory(role=Role.PILOT)
    client.force_login(stranger.person)
    own = [stranger.organisation.slug]
    assert client.get(reverse("diagnosis:start-next", args=own) + f"?guide={version.pk}").status_code == 404
    address = reverse("referentials:version", args=[*own, version.pk])
    assert client.get(address).status_code == 404
    with scope(stranger.organisation):
        SharedReferential.objects.create(organisation=stranger.organisation, referential=version.referential)
    assert client.get(address).status_code == 200
    assert client.post(reverse("referentials:version-next", args=[*own, version.pk])).status_code == 404


def test_a_draft_is_thrown_away_by_a_pilot(desk, client):
    desk.sign_in(Role.PILOT)
    assert "disparaît" in desk.read(desk.url("draft-discard")).get_text()
    client.post(desk.url("draft-discard"))
    with scope(desk.organisation):
        assert Draft.objects.count() == 0


WRITING = ("draft-head", "draft-undo", "item-add", "plain")
PILOTING = ("draft-publish", "draft-discard")


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_who_may_not_write_reads(desk, client, role):
    desk.put()
    desk.sign_in(role)
    page = desk.read(desk.url("draft"))
    assert page.select("form, .menu, .button") == []
    for name in ("guides", "draft-history"):
        desk.read(desk.url(name))
    for name in (*WRITING, *PILOTING):
        assert client.post(desk.url(name) + "?sorte=axis", {"revision": "1"}).status_code == 404
    with scope(desk.organisation):
        assert Draft.objects.get().revision == 1


def test_a_facilitator_does_not_publish(desk, client):
    desk.put()
    desk.sign_in(Role.FACILITATOR)
    assert {client.post(desk.url(name)).status_code for name in PILOTING} == {404}
    assert "Un pilote de l’espace peut le publier." in desk.read(desk.url("draft")).get_text()


def test_members_of_another_organisation_find_nothing(desk, client):
    item_id = desk.put()
    client.force_login(MembershipFactory(organisation=OrganisationFactory(), role=Role.PILOT).person)
    for name in ("draft", "draft-history", *WRITING, *PILOTING):
        assert client.post(desk.url(name)).status_code in {404, 405}
    for name in ("item", "item-move", "item-remove", "item-preview", "item-shift"):
        assert client.get(desk.url(name, item_id)).status_code in {404, 405}
