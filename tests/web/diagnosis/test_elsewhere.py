"""« Déjà fait ailleurs » on the pages: declaring, being asked less, taking up, seeing it from a standard."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle, Declared, OwnAnswer
from marchepied.apps.diagnosis.services.cycles import finish_cycle
from marchepied.apps.diagnosis.services.elsewhere import spare_covered
from marchepied.apps.evidence.models import Evidence
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory, DeclaredFactory, OwnAnswerFactory, PositionFactory
from tests.factories.elsewhere import full_theme
from tests.factories.evidence import LinkFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.referentials import ReferentialVersionFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def scic(client):
    """A cooperative on theme 5, its pilot signed in; `url(name, *more)`, `of_cycle(name, *more)`."""
    cycle = full_theme()
    slug = cycle.organisation.slug

    def sign_in(role=Role.PILOT):
        client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)

    sign_in()
    return SimpleNamespace(
        organisation=cycle.organisation,
        cycle=cycle,
        sign_in=sign_in,
        url=lambda name, *more: reverse(f"diagnosis:{name}", args=[slug, *more]),
        of_cycle=lambda name, *more: reverse(f"diagnosis:{name}", args=[slug, cycle.pk, *more]),
    )


def have(scic, **more):
    with scope(scic.organisation):
        return DeclaredFactory(organisation=scic.organisation, **more)


def open_page(client, url):
    return BeautifulSoup(client.get(url).content, "html.parser")


def asked(scic):
    with scope(scic.organisation):
        return len(Cycle.objects.get(pk=scic.cycle.pk).question_ids)


def test_the_empty_page_says_with_numbers_what_it_saves(client, scic, plain):
    page = open_page(client, scic.url("elsewhere"))
    assert "répond déjà à tout ou partie de 5 questions du thème « Le lien avec les usagers »." in plain(
        page.select_one("main").text
    )
    ticks = [tick["value"] for tick in page.select("input[name=quoi]")]
    assert {"label:iso-9001", "label:revision-cooperative", "duty:dossier-esus", "own"} <= set(ticks)


def test_several_things_are_declared_with_one_gesture(client, scic, told):
    address = scic.url("elsewhere-add") + "?quoi=label:iso-9001&quoi=own"
    assert len(open_page(client, address).select("fieldset")) == 2
    sent = {
        "d0-scope": "L’atelier",
        "d0-obtained_on": "2026-05-02",
        "d0-valid_until": str(TODAY + timedelta(400)),
        "d0-new_file": SimpleUploadedFile("certificat.pdf", b"%PDF-1.7"),
        "d1-title": "Notre charte d’accueil",
        "d1-kind": "other",
        "d1-new_link": "https://exemple.fr/charte",
    }
    response = client.post(address, sent, follow=True)
    assert told(response) == ["2 choses sont notées. Il vous reste 11 questions au lieu de 13."]
    with scope(scic.organisation):
        rows = list(Declared.objects.order_by("title"))
        assert [(row.title, row.standard_id, row.kind) for row in rows] == [
            ("ISO 9001, management de la qualité", "iso-9001", "certification"),
            ("Notre charte d’accueil", "", "other"),
        ]
        certificate = Evidence.objects.get(kind="file")
        assert (certificate.title, certificate.valid_until) == (rows[0].title, rows[0].valid_until)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"d0-title": ""}, "title"),
        ({"d0-valid_until": "2020-01-01"}, "valid_until"),
        ({"d0-obtained_on": "hier"}, "obtained_on"),
        ({"d0-new_file": SimpleUploadedFile("a.html", b"<html>")}, "new_file"),
        ({"d0-new_link": "javascript:alert(1)"}, "new_link"),
        ({"d0-kind": "duty"}, "kind"),
    ],
)
def test_faults_save_nothing(client, scic, more, field):
    address = scic.url("elsewhere-add") + "?quoi=own"
    sent = {"d0-title": "Charte", "d0-kind": "other", "d0-obtained_on": "2026-05-02"}
    response = client.post(address, sent | more)
    assert list(response.context["forms"][0][1].errors) == [field]
    with scope(scic.organisation):
        assert (Declared.objects.count(), Evidence.objects.count()) == (0, 0)


def test_nothing_ticked_says_so(client, scic, told):
    response = client.get(scic.url("elsewhere-add") + "?quoi=label:unknown", follow=True)
    assert told(response) == ["Cochez d’abord ce que vous avez déjà."]


def test_the_list_of_questions_is_visibly_shorter(client, scic, plain, told):
    have(scic)
    page = plain(open_page(client, scic.of_cycle("questions")).select_one("main").text)
    assert "13 questions, 2 déjà répondues : il en reste 11." in page
    assert "Par ISO 9001, management de la qualité : la qualité du service est vérifiée" in page
    assert "Il reste : la relation avec les personnes est regardée." in page
    response = client.post(scic.of_cycle("spare"), {"gesture": "spare"}, follow=True)
    assert told(response) == ["C’est noté : il reste 11 questions à poser."]
    page = BeautifulSoup(response.content, "html.parser")
    assert len(page.select(".answers > li")) == 11
    assert plain(page.select_one("#ailleurs").text) == "2 questions ne sont plus posées"
    assert told(client.post(scic.of_cycle("spare"), {"gesture": "ask"}, follow=True)) == [
        "Toutes vos questions sont posées de nouveau."
    ]
    assert asked(scic) == 13


def test_the_scope_step_proposes_it_and_takes_it_back(client, scic, plain):
    assert open_page(client, scic.of_cycle("scope")).select_one("input[name=spare]") is None
    have(scic)
    page = open_page(client, scic.of_cycle("scope"))
    assert "13 questions, 2 déjà répondues : il en reste 11." in plain(page.select_one("main").text)
    sent = {"themes": ["theme-5"], "depth": "full"}
    client.post(scic.of_cycle("scope"), sent | {"spare": "on"})
    assert asked(scic) == 11
    assert open_page(client, scic.of_cycle("scope")).select_one("input[name=spare][checked]") is not None
    client.post(scic.of_cycle("scope"), sent)
    assert asked(scic) == 13


def test_an_ended_certificate_is_not_counted_and_this_is_said(client, scic, plain):
    have(scic, valid_until=TODAY - timedelta(1))
    page = plain(open_page(client, scic.url("elsewhere")).select_one("main").text)
    assert "cela ne compte plus, et ses questions sont posées." in page
    listed = plain(open_page(client, scic.of_cycle("questions")).select_one("main").text)
    assert "13 questions pour dire où vous en êtes" in listed
    assert "elle ne compte pas ici." in listed
    assert "déjà répondue" not in listed


def test_what_ends_while_questions_are_set_apart_is_asked_again_at_once(client, scic, plain):
    row = have(scic)
    client.post(scic.of_cycle("spare"), {"gesture": "spare"})
    assert client.get(scic.of_cycle("question", "t5-relevance")).status_code == 404
    with scope(scic.organisation):
        Declared.objects.filter(pk=row.pk).update(valid_until=TODAY - timedelta(1))
    page = open_page(client, scic.of_cycle("questions"))
    assert (len(page.select(".answers > li")), page.select_one("#ailleurs")) == (13, None)
    assert "elle ne compte pas ici." in plain(page.select_one("main").text)
    answer = {"answer": "3", "narrative": "", "then": "list"}
    assert client.post(scic.of_cycle("question", "t5-relevance"), answer).status_code == 302
    with scope(scic.organisation):
        assert OwnAnswer.objects.get().question_id == "t5-relevance"
    assert asked(scic) == 11  # a page that is read writes nothing: the daily upkeep does


def test_what_was_decided_together_is_held_against_it(client, scic, plain):
    have(scic)
    with scope(scic.organisation):
        PositionFactory(cycle=scic.cycle, question_id="t5-quality", level=1)
        PositionFactory(cycle=scic.cycle, question_id="t5-do-more", level=5)
    for address in (scic.of_cycle("questions"), scic.of_cycle("question", "t5-quality")):
        page = plain(open_page(client, address).select_one("main").text)
        assert page.count("Ce que vous avez décidé ensemble dit moins que ce que vous avez déclaré.") == 1
        assert page.count("Décidé ensemble : Personne n’est chargé d’écouter ce qui ne va pas.") == 1
        assert "Votre réponse dit moins" not in page
    with scope(scic.organisation):
        OwnAnswerFactory(cycle=scic.cycle, question_id="t5-quality", level=1)
    page = plain(open_page(client, scic.of_cycle("questions")).select_one("main").text)
    assert page.count("Votre réponse et ce que vous avez décidé ensemble disent moins") == 1


def test_the_way_through_another_standard_is_told(client, scic, plain):
    have(scic, standard_id="qualiopi", label_id="qualiopi", title="Qualiopi", item_ids=["30"])
    page = open_page(client, scic.of_cycle("question", "t5-relevance"))
    credit = plain(page.select_one(".credit").text)
    assert "Par Qualiopi (par ISO 9001) : on vérifie que l’offre répond" in credit
    assert "ISO 9001, La satisfaction des clients : La norme demande si les besoins des clients" in credit
    assert "Les avis recueillis : Les avis des personnes formées et de qui finance" in credit
    english = open_page_in_english(client, scic.of_cycle("question", "t5-relevance"))
    assert "The standard asks whether customers’ needs are met." in english


def open_page_in_english(client, url):
    return BeautifulSoup(client.get(url, headers={"accept-language": "en"}).content, "html.parser").text


def test_the_next_cycle_proposes_what_still_counts(client, scic, plain):
    have(scic, valid_until=TODAY + timedelta(30))
    have(scic, standard_id="qualiopi", label_id="qualiopi", valid_until=TODAY - timedelta(1))
    with scope(scic.organisation):
        spare_covered(cycle=scic.cycle, by=None)
        finish_cycle(cycle=scic.cycle, by=None)
    page = open_page(client, scic.url("start-next"))
    assert page.select_one("input[name=spare][checked]") is not None
    told = plain(page.select_one("main").text)
    assert ("ISO 9001" in told, "Qualiopi" in told) == (True, False)
    sent = {"themes": ["theme-5"], "depth": "full", "path": "groups", "assembly_on": ""}
    client.post(scic.url("start-next"), sent | {"spare": "on"})
    with scope(scic.organisation):
        following = Cycle.objects.get(follows=scic.cycle)
        assert (len(following.question_ids), len(following.spared_ids)) == (11, 2)


def test_the_next_cycle_proposes_nothing_where_nothing_counts_any_more(client, scic):
    have(scic, valid_until=TODAY - timedelta(1))
    with scope(scic.organisation):
        finish_cycle(cycle=scic.cycle, by=None)
    assert open_page(client, scic.url("start-next")).select_one("input[name=spare]") is None


def test_withdrawing_says_what_comes_back_and_gives_it(client, scic, plain):
    row = have(scic)
    client.post(scic.of_cycle("spare"), {"gesture": "spare"})
    address = scic.url("elsewhere-withdraw", row.pk)
    page = open_page(client, address)
    assert "Cela ne répondra plus à ces 5 questions :" in plain(page.select_one("main").text)
    assert len(page.select("main li")) == 5
    client.post(address)
    assert asked(scic) == 13


def test_topics_are_chosen_and_documents_joined(client, scic):
    row = have(scic)
    with scope(scic.organisation):
        link = LinkFactory(organisation=scic.organisation, title="Certificat")
    address = scic.url("elsewhere-change", row.pk)
    page = open_page(client, address)
    topics = page.select("input[name=topics]")
    assert len(topics) == len(page.select("input[name=topics][checked]")) == 29
    client.post(address, {"topics": ["10.1"], "evidence": [str(link.pk)], "note": "Le chantier seul"})
    with scope(scic.organisation):
        row.refresh_from_db()
        assert (row.item_ids, row.note, row.title) == (
            ["10.1"],
            "Le chantier seul",
            "ISO 9001, management de la qualité",
        )
        assert [item.title for item in row.evidence.order_by("id")] == ["Certificat"]


def test_taking_up_answers_with_the_words_and_the_documents(client, scic, plain, told):
    row = have(scic, scope="L’atelier")
    with scope(scic.organisation):
        row.evidence.add(LinkFactory(organisation=scic.organisation, title="Certificat"))
    address = scic.of_cycle("take-up", "t5-quality")
    assert told(client.post(address, follow=True)) == [
        "Repris. Relisez : vous pouvez compléter ou changer cette réponse."
    ]
    with scope(scic.organisation):
        answer = OwnAnswer.objects.get()
        assert (answer.kind, answer.level) == ("covered", None)
        assert [item.title for item in answer.evidence.order_by("id")] == ["Certificat"]
        assert plain(answer.narrative) == (
            "ISO 9001, management de la qualité : la qualité du service est vérifiée ; la satisfaction "
            "est demandée ; les réclamations sont traitées. Il reste : la relation avec les personnes est "
            "regardée. ISO 9001, management de la qualité porte sur : L’atelier. "
            "Une correspondance n’est pas une conformité."
        )
    assert told(client.post(address, follow=True)) == [
        "Cette question a déjà une réponse. Changez-la sur sa page."
    ]


def test_nothing_is_taken_up_where_nothing_answers(client, scic):
    have(scic, standard_id="ust", label_id="", title="UST")
    assert client.post(scic.of_cycle("take-up", "t5-value")).status_code == 404
    assert client.get(scic.of_cycle("take-up", "t5-value")).status_code == 405


def test_the_question_says_why_and_shows_both_sides_of_a_contradiction(client, scic, plain):
    have(scic)
    page = open_page(client, scic.of_cycle("question", "t5-quality"))
    credit = plain(page.select_one(".credit").text)
    assert "Déjà répondu en partie" in credit
    assert "La satisfaction des clients : La norme demande de suivre ce que pensent les clients." in credit
    assert "Une correspondance n’est pas une conformité." in credit
    assert page.select_one("input[name=answer][checked]") is None
    with scope(scic.organisation):
        OwnAnswerFactory(cycle=scic.cycle, question_id="t5-quality", level=1)
    page = open_page(client, scic.of_cycle("question", "t5-quality"))
    assert "Votre réponse dit moins que ce que vous avez déclaré." in plain(page.select_one(".credit").text)
    assert [radio["value"] for radio in page.select("input[name=answer][checked]")] == ["1"]


@pytest.mark.parametrize(("role", "may_write"), [(Role.READER, False), (Role.FACILITATOR, True)])
def test_who_may_write(client, scic, role, may_write):
    row = have(scic)
    scic.sign_in(role)
    page = open_page(client, scic.url("elsewhere"))
    assert bool(page.select("input[name=quoi]")) is may_write
    writing = [
        scic.url("elsewhere-add") + "?quoi=label:qualiopi",
        scic.url("elsewhere-change", row.pk),
        scic.url("elsewhere-withdraw", row.pk),
    ]
    assert {client.get(url).status_code for url in writing} == {200 if may_write else 404}
    assert client.post(scic.of_cycle("spare"), {"gesture": "spare"}).status_code == 404
    if not may_write:
        assert {client.post(url).status_code for url in writing} == {404}
        assert client.post(scic.of_cycle("take-up", "t5-quality")).status_code == 404
        with scope(scic.organisation):
            assert (Declared.objects.count(), OwnAnswer.objects.count()) == (1, 0)


def test_another_organisation_opens_nothing(client, scic):
    row = have(scic)
    other = OrganisationFactory()
    client.force_login(MembershipFactory(organisation=other, role=Role.PILOT).person)
    for url in (scic.url("elsewhere"), scic.url("standards"), scic.url("standard", "iso-9001")):
        assert client.get(url).status_code == 404
    for name in ("elsewhere-change", "elsewhere-withdraw"):
        assert client.post(scic.url(name, row.pk)).status_code == 404
        assert client.post(reverse(f"diagnosis:{name}", args=[other.slug, row.pk])).status_code == 404
    with scope(scic.organisation):
        assert Declared.objects.count() == 1


def test_answers_seen_from_a_standard_say_where_they_come_from(client, scic, plain):
    with scope(scic.organisation):
        OwnAnswerFactory(cycle=scic.cycle, question_id="t5-do-more", level=5)
        OwnAnswerFactory(cycle=scic.cycle, question_id="t5-quality", level=3)
    page = open_page(client, scic.url("standard", "iso-9001"))
    text = plain(page.select_one("main").text)
    assert "Sur 29 sujets : 1 déjà là, 2 en partie, 1 effleuré. Ce n’est pas une note." in text
    there = page.select_one(".topics--there > li")
    assert plain(there.select_one("h3").text).startswith("Choisir des améliorations")
    assert [link["href"] for link in there.select("details a")] == [scic.of_cycle("questions")]
    assert "Couvre : choisir ; faire." in plain(there.text)
    partly = plain(page.select_one(".topics--partly").text)
    assert "Il reste : échanger avec les clients." in partly
    listed = plain(open_page(client, scic.url("standards")).select_one("main").text)
    assert "Sur 29 sujets : 1 déjà là, 2 en partie, 1 effleuré." in listed
    assert client.get(scic.url("standard", "iso-0")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_whatever_was_declared(client, scic, count, django_assert_num_queries):
    client.get(scic.url("elsewhere"))
    for number in range(count):
        row = have(scic, title=f"ISO {number}")
        with scope(scic.organisation):
            row.evidence.add(LinkFactory(organisation=scic.organisation))
            OwnAnswerFactory(cycle=scic.cycle, question_id=scic.cycle.question_ids[number])
    with django_assert_num_queries(6):  # session, person, membership, cycle, declared, their documents
        client.get(scic.url("elsewhere"))
    # session, person, membership, cycle, declared, answers, evidence, positions
    with django_assert_num_queries(8):
        client.get(scic.of_cycle("questions"))
    with django_assert_num_queries(8):  # session, person, member, cycles, positions, answers, guide, declared
        client.get(scic.url("standard", "iso-9001"))


def test_without_a_cycle_the_whole_guide_is_held_against_it(client, plain):
    full_theme()
    organisation = OrganisationFactory()
    client.force_login(MembershipFactory(organisation=organisation, role=Role.PILOT).person)
    page = open_page(client, reverse("diagnosis:elsewhere", args=[organisation.slug]))
    assert "questions du guide." in plain(page.select_one("main").text)


def test_a_guide_of_ones_own_has_no_correspondence(client, plain):
    full_theme()
    organisation = OrganisationFactory()
    client.force_login(MembershipFactory(organisation=organisation, role=Role.PILOT).person)
    with scope(organisation):
        version = ReferentialVersionFactory(referential__slug="le-notre")
        cycle = CycleFactory(organisation=organisation, version=version)
        DeclaredFactory(organisation=organisation)
    page = plain(open_page(client, reverse("diagnosis:elsewhere", args=[organisation.slug])).text)
    assert "Ne répond à aucune de vos questions de cette année." in page
    address = reverse("diagnosis:questions", args=[organisation.slug, cycle.pk])
    assert "déjà répondue" not in plain(open_page(client, address).text)
