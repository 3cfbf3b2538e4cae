"""The items of a draft: written, rearranged, moved, taken out, seen as a participant; nobody loses a word."""

import pytest
from django.urls import reverse

from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.models import Draft
from marchepied.apps.referentials.selectors import stamp_of
from marchepied.apps.referentials.services import change_item, open_draft, remove_item
from marchepied.core.scope import scope
from marchepied.engines.referential import QuestionnaireItem, build_questionnaire, validate
from marchepied.engines.referential.editing import find_gaps, find_place
from tests.factories.referentials import text

pytestmark = pytest.mark.django_db


def sent_of(**more):
    """A question of three texts, in the fields of its form."""
    return {"wording-fr": "Qui rappelle ?", "depth": "express", **more}


def whole_of():
    """A question written in French from end to end."""
    levels = {f"levels-{n}-{part}-fr": f"{part} {n}" for n in range(5) for part in ("short", "description")}
    around = {f"{name}-fr": "Voir." for name in ("statement", "why", "discussion", "ends-low", "ends-high")}
    return sent_of(
        **levels,
        **around,
        **{"evidence-fr": "Un carnet\n\n Une  charte "},
        colleges=["members"],
        levers=["t1-d1-levier"],
    )


def add(desk, client, kind, parent="", **sent):
    return client.post(desk.url("item-add") + f"?sorte={kind}&dans={parent}", sent)


def content_of(desk):
    with scope(desk.organisation):
        return Draft.objects.get(pk=desk.draft.pk).content


def change(desk, item_id, **texts):
    """Somebody else writes meanwhile."""
    with scope(desk.organisation):
        draft = Draft.objects.get(pk=desk.draft.pk)
        place = find_place(draft.content, item_id)
        seen = stamp_of(place.kind, place.item)
        change_item(draft=draft, item_id=item_id, item=place.item | texts, seen=seen, by=desk.author)


def test_a_question_is_written_in_one_language_and_its_translation_waits(desk, client):
    desk.sign_in()
    response = add(desk, client, "question", "t1-d1", **whole_of())
    assert response.url == desk.url("draft") + "#voir"
    item = desk.item("voir")
    assert item["evidence"] == [{"fr": "Un carnet"}, {"fr": "Une charte"}]
    assert item["levels"][4] == {"short": {"fr": "short 4"}, "description": {"fr": "description 4"}}
    assert (item["colleges"], item["levers"], item["depth"]) == (["members"], ["t1-d1-levier"], "express")
    gaps = find_gaps(content_of(desk), None)
    assert {gap.code for gap in gaps if gap.item_id} <= {"lost-lever"}


def test_what_names_it_is_enough_and_nothing_is_not(desk, client):
    desk.sign_in()
    assert add(desk, client, "question", "t1-d1", **sent_of()).status_code == 302
    refused = add(desk, client, "question", "t1-d1", depth="express")
    assert list(refused.context["form"].errors) == ["wording-fr"]
    assert desk.item("qui-rappelle")["levels"] == [{}, {}, {}, {}, {}]


@pytest.mark.parametrize(
    ("kind", "parent"), [("axis", ""), ("domain", "theme-1"), ("lever", "t1-d1"), ("indicator", "t1-d1")]
)
def test_the_other_kinds_are_added_changed_and_taken_out(desk, client, kind, parent):
    desk.sign_in()
    assert (
        add(
            desk, client, kind, parent, **{"title-fr": "Bien accueillir", "nature": "qualitative"}
        ).status_code
        == 302
    )
    item = desk.item("bien-accueillir")
    assert item["title"] == {"fr": "Bien accueillir"}
    assert item["provenance"] == {"kind": "network", "source": content_of(desk)["sources"][0]["id"]}
    seen = client.get(desk.url("item", "bien-accueillir")).context["form"]["seen"].value()
    told = {"title-fr": "Mieux", "title-en": "Better", "seen": seen, "nature": "qualitative"}
    assert client.post(desk.url("item", "bien-accueillir"), told).status_code == 302
    assert desk.item("bien-accueillir")["title"] == {"fr": "Mieux", "en": "Better"}
    if kind == "indicator":
        assert desk.item("bien-accueillir")["kind"] == "qualitative"
    client.post(desk.url("item-remove", "bien-accueillir"))
    assert desk.item("bien-accueillir") is None


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        ("", ""),
        ("chapitre", ""),
        ("axis", "theme-1"),
        ("domain", "t1-d1"),
        ("question", "theme-1"),
        ("lever", ""),
    ],
)
def test_an_item_goes_only_where_one_may_go(desk, client, kind, parent):
    desk.sign_in()
    assert add(desk, client, kind, parent, **{"title-fr": "X"}).status_code == 404


def test_what_the_guide_says_is_not_to_be_changed(desk, client):
    desk.sign_in()
    for name in ("item", "item-move", "item-remove", "item-preview"):
        assert client.get(desk.url(name, "t1-d1-q1")).status_code == 404
    assert client.post(desk.url("item-shift", "t1-d1-q1")).status_code == 404


def test_plain_questions_become_conditions_and_go_away(desk, client):
    desk.sign_in()
    conditions = {"has_employees": "yes", "has_ag": "no", "legal_forms": ["mutuelle"], "min_employees": "11"}
    add(desk, client, "question", "t1-d1", **sent_of(**conditions))
    kept = {"has_employees": True, "has_ag": False, "legal_forms": ["mutuelle"], "min_employees": 11}
    assert desk.item("qui-rappelle")["applicability"] == kept
    page = desk.read(desk.url("item", "qui-rappelle"))
    assert page.select_one("#id_has_ag option[selected]")["value"] == "no"
    assert page.select_one("details:has(#id_has_ag)")["open"] == ""
    seen = page.select_one("[name=seen]")["value"]
    client.post(desk.url("item", "qui-rappelle"), sent_of(seen=seen))
    assert "applicability" not in desk.item("qui-rappelle")


def test_levers_keep_their_order_and_those_of_the_guide_are_offered(desk, client):
    desk.sign_in()
    add(desk, client, "lever", "t1-d1", **{"title-fr": "Rappeler"})
    add(desk, client, "question", "t1-d1", **sent_of(levers=["rappeler"]))
    form = client.get(desk.url("item", "qui-rappelle")).context["form"]
    assert [key for key, _label in form.fields["levers"].choices] == ["t1-d1-levier", "rappeler"]
    seen = form["seen"].value()
    client.post(desk.url("item", "qui-rappelle"), sent_of(seen=seen, levers=["t1-d1-levier", "rappeler"]))
    assert desk.item("qui-rappelle")["levers"] == ["rappeler", "t1-d1-levier"]


def test_a_translation_has_no_more_lines_than_its_original(desk, client):
    desk.sign_in()
    refused = add(
        desk, client, "question", "t1-d1", **sent_of(**{"evidence-fr": "Un", "evidence-en": "One\nTwo"})
    )
    assert list(refused.context["form"].errors) == ["evidence-en"]
    assert refused.context["form"]["evidence-en"].value() == "One\nTwo"


def test_answers_are_exchanged_as_they_are_typed_and_nothing_is_kept(desk, client):
    desk.sign_in()
    typed = whole_of() | {"swap": "3", "colleges": ["members", "volunteers"]}
    page = add(desk, client, "question", "t1-d1", **typed)
    form = page.context["form"]
    answers = [form[f"levels-{n}-short-fr"].value() for n in range(5)]
    assert answers == ["short 0", "short 2", "short 1", "short 3", "short 4"]
    assert form["colleges"].value() == ["members", "volunteers"]
    assert form.errors == {}
    assert content_of(desk)["axes"] == []


def test_two_people_on_one_question_see_both_texts(desk, client, plain):
    item_id = desk.put()
    desk.sign_in()
    seen = client.get(desk.url("item", item_id)).context["form"]["seen"].value()
    change(desk, item_id, why=text("Ce que l’autre a écrit"))
    mine = whole_of() | {"seen": seen, "why-fr": "Ce que j’ai écrit"}
    page = client.post(desk.url("item", item_id), mine)
    assert plain(page.content.decode()).count("Ce que l’autre a écrit") == 2  # in French, then in English
    assert page.context["form"]["why-fr"].value() == "Ce que j’ai écrit"
    assert desk.item(item_id)["why"]["fr"] == "Ce que l’autre a écrit"
    again = mine | {"seen": page.context["form"]["seen"].value()}
    assert client.post(desk.url("item", item_id), again).status_code == 302
    assert desk.item(item_id)["why"]["fr"] == "Ce que j’ai écrit"


def test_two_people_on_two_questions_do_not_meet(desk, client):
    first, second = desk.put(), desk.put()
    desk.sign_in()
    seen = client.get(desk.url("item", first)).context["form"]["seen"].value()
    change(desk, second, why=text("Ailleurs"))
    assert client.post(desk.url("item", first), whole_of() | {"seen": seen}).status_code == 302
    assert desk.item(second)["why"]["fr"] == "Ailleurs"


def test_what_was_written_for_a_question_that_is_gone_is_shown(desk, client, plain):
    item_id = desk.put()
    desk.sign_in()
    with scope(desk.organisation):
        remove_item(draft=Draft.objects.get(pk=desk.draft.pk), item_id=item_id, by=desk.author)
    page = client.post(desk.url("item", item_id), whole_of())
    assert page.status_code == 409
    assert "Un carnet" in plain(page.content.decode())
    assert client.get(desk.url("item", item_id)).status_code == 404


def test_items_are_put_elsewhere_and_in_another_order(desk, client):
    first, second = desk.put("Un"), desk.put("Deux")
    desk.sign_in()
    client.post(desk.url("item-shift", second), {"up": "1"})
    domain = content_of(desk)["axes"][0]["domains"][0]
    assert [item["id"] for item in domain["questions"]] == [second, first]
    add(desk, client, "domain", "theme-1", **{"title-fr": "À nous"})
    page = desk.read(desk.url("item-move", first))
    assert [box["value"] for box in page.select("[name=parent]")] == ["t1-d1", "nous"]
    client.post(desk.url("item-move", first), {"parent": "nous"})
    assert find_place(content_of(desk), first).domain == "nous"
    assert client.post(desk.url("item-move", first), {"parent": "nulle-part"}).status_code == 200


def test_taking_out_says_what_goes_along(desk, client, plain):
    desk.sign_in()
    add(desk, client, "domain", "theme-1", **{"title-fr": "Accueil"})
    desk.put(parent="accueil")
    desk.put(parent="accueil")
    add(desk, client, "lever", "accueil", **{"title-fr": "Rappeler"})
    named = desk.put(levers=["rappeler"])

    def losses(item_id):
        page = desk.read(desk.url("item-remove", item_id))
        return [plain(line.get_text()) for line in page.select("li")]

    assert losses("accueil") == [
        "Ses 2 questions partent avec lui.",
        "Son levier part avec lui.",
        "Une question qui reste perd un levier : il faudra peut-être lui en choisir un autre.",
    ]
    assert losses("rappeler") == [
        "Une question qui reste perd un levier : il faudra peut-être lui en choisir un autre."
    ]
    assert losses(named) == []


def test_taking_a_theme_out_says_all_that_is_in_it(desk, client, plain):
    desk.sign_in()
    add(desk, client, "axis", **{"title-fr": "Un thème"})
    for name in ("Accueil", "Suite"):
        add(desk, client, "domain", "theme", **{"title-fr": name})
    desk.put(parent="accueil")
    add(desk, client, "indicator", "suite", nature="quantitative", **{"title-fr": "Des jours"})
    page = desk.read(desk.url("item-remove", "theme"))
    assert [plain(line.get_text()) for line in page.select("li")] == [
        "Ses 2 domaines partent avec lui.",
        "Sa question part avec lui.",
        "Son indicateur part avec lui.",
    ]


def test_the_preview_is_the_page_of_a_participant(desk, client, plain):
    item_id = desk.put(wording={"fr": "{members} : qui les rappelle ?"}, colleges=["members", "volunteers"])
    desk.organisation.vocabulary = {"members": "sociétaires"}
    desk.organisation.save()
    desk.sign_in(Role.READER)
    page = desk.read(desk.url("item-preview", item_id) + "?groupe=volunteers")
    assert plain(page.select_one("fieldset.question h2").text) == "Sociétaires : qui les rappelle ?"
    assert [plain(label.text) for label in page.select("fieldset .choices label")] == [
        *(f"Réponse {n}" for n in range(1, 6)),
        "Je ne sais pas",
        "Pas concerné",
    ]
    assert "« Bénévoles »" in plain(page.select_one(".message p").text)
    assert [link["href"] for link in page.select("details li a")] == ["?groupe=volunteers", "?groupe=members"]
    assert page.select("form, button") == []


def test_an_unfinished_question_is_seen_as_far_as_it_goes(desk, client, plain):
    desk.sign_in()
    add(desk, client, "question", "t1-d1", **sent_of())
    page = desk.read(desk.url("item-preview", "qui-rappelle"))
    assert plain(page.select_one(".choices").text).startswith("Pas encore écrit")


def test_plain_words_are_told_while_one_writes_and_nothing_is_kept(desk, client):
    desk.sign_in()
    told = client.post(
        desk.url("plain"),
        {
            "text": "Une formulation anticonstitutionnelle, pour les {members}.",
            "kind": "participant",
            "language": "fr",
        },
    ).json()
    assert told["count"].startswith("6 mots")
    assert len(told["findings"]) == 2
    assert "anticonstitutionnelle" in told["findings"][0]
    empty = client.post(desk.url("plain"), {"text": " ", "kind": "pilot", "language": "en"}).json()
    assert empty == {"count": "", "findings": []}
    assert client.post(desk.url("plain"), {"text": "x", "kind": "autre", "language": "fr"}).status_code == 404
    assert client.post(desk.url("plain"), {"text": "x", "kind": "pilot", "language": "de"}).status_code == 404
    assert client.get(desk.url("plain")).status_code == 405


def test_plain_words_are_told_without_a_script_too(desk, client, plain):
    desk.sign_in()
    add(desk, client, "question", "t1-d1", **sent_of(**{"wording-fr": "mot " * 18}))
    page = desk.read(desk.url("item", "mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot"))
    said = page.select_one(".written:has(#id_wording-fr) .plainly")
    assert plain(said.p.text).startswith("18 mots, sur 15 au plus")
    assert "Une phrase a 18 mots" in plain(said.li.text)


def test_markup_that_somebody_typed_is_never_markup(desk, client):
    desk.sign_in()
    nasty = "<script>alert(1)</script>"
    add(desk, client, "question", "t1-d1", **whole_of() | {"wording-fr": nasty, "statement-fr": nasty})
    item_id = "script-alert-1-script"
    for address in (
        desk.url("draft"),
        desk.url("draft-history"),
        *(desk.url(n, item_id) for n in ("item", "item-preview")),
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert nasty not in response.content.decode()


@pytest.mark.parametrize("kind", ["question", "domain"])
def test_queries_of_a_form(desk, client, django_assert_num_queries, kind):
    desk.put()
    desk.sign_in()
    add(desk, client, "domain", "theme-1", **{"title-fr": "Accueil"})
    address = desk.url("item", "accueil" if kind == "domain" else "qui-rappelle")
    client.get(address)
    with django_assert_num_queries(4):
        client.get(address)


def test_a_questionnaire_keeps_its_own_scale(desk, client):
    """Questions brought from elsewhere: from two to eleven answers, and no sheet around them."""
    asked = [QuestionnaireItem("Êtes-vous content ?", ("non", "un peu", "oui"))]
    content, (item_id,) = build_questionnaire(slug="avis", title="Avis", items=asked, publisher="Nous")
    with scope(desk.organisation):
        draft = open_draft(organisation=desk.organisation, title="Avis", content=content, by=desk.author)
    assert find_gaps(content) == ()
    desk.sign_in()
    address = reverse("referentials:item", args=[desk.organisation.slug, draft.pk, item_id])
    form = client.get(address).context["form"]
    assert (form.levels, "colleges" in form.fields, "why-fr" in form.fields) == (3, False, True)
    sent = {name: form[name].value() or "" for name in form.fields}
    more = client.post(address, sent | {"levels_count": "3", "levels_step": "more"}).context["form"]
    assert more.levels == 4
    sent |= {"levels_count": "4", "levels-3-short-fr": "très", "levels-3-short-en": "very"}
    sent |= {"levels-3-description-fr": "très", "levels-3-description-en": "very"}
    assert client.post(address, sent).status_code == 302
    with scope(desk.organisation):
        kept = Draft.objects.get(pk=draft.pk).content
    levels = find_place(kept, item_id).item["levels"]
    assert [level["short"]["fr"] for level in levels] == ["non", "un peu", "oui", "très"]
    assert validate(kept) == ()
