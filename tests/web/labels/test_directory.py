"""The directory of labels: looked through by everybody, and one page a label."""

import pytest
from bs4 import BeautifulSoup

from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.enums import ExperienceState
from marchepied.apps.referentials.selectors import read_labels
from marchepied.apps.referentials.services.experiences import ExperienceContent, save_experience
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
DIRECTORY = "/labels/"


def read(client, address, **more):
    response = client.get(address, **more)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def found(page):
    return [link["href"].split("/")[-2] for link in page.select(".labels h3 a")]


def told(organisation, label_id="don-en-confiance", **more):
    content = ExperienceContent(
        **{"state": ExperienceState.OBTAINED, "useful": "Relire nos comptes.", **more}
    )
    with scope(organisation):
        return save_experience(
            organisation=organisation, label_id=label_id, content=content, by=PersonFactory()
        )


def test_every_label_is_there(client):
    page = read(client, DIRECTORY)
    assert sorted(found(page)) == sorted(label.id for label in read_labels("fr").labels)
    assert len(found(page)) >= 30


def test_words_are_found_in_any_form_the_name_first(client):
    assert found(read(client, f"{DIRECTORY}?q=Dons"))[0] == "don-en-confiance"
    assert found(read(client, f"{DIRECTORY}?q=reclamation"))[0] in {"qualiopi", "nf-service-domicile"}


def test_filters_add_up_and_keep_labels_open_to_all(client):
    page = read(client, f"{DIRECTORY}?secteur=finance&forme=mutuelle")
    names = found(page)
    assert names[0] == "finansol"
    assert "iso-9001" in names
    assert "qualiopi" not in names
    assert "don-en-confiance" not in names
    assert page.select_one("select[name=forme] option[selected]")["value"] == "mutuelle"
    assert found(read(client, f"{DIRECTORY}?territoire=region")) == ["ose", "esspratiques"]


def test_an_unknown_filter_asks_nothing_and_no_result_says_what_to_do(client, plain):
    assert len(found(read(client, f"{DIRECTORY}?secteur=inconnu&q={'x' * 200}"))) == len(
        read_labels("fr").labels
    )
    page = read(client, f"{DIRECTORY}?q=zèbre")
    assert plain(page.select_one("#trouves").text) == "Aucun label ne correspond"


def facts(page, plain):
    return {plain(term.text): plain(term.find_next("dd").text) for term in page.select("dl.where dt")}


def test_what_was_not_found_is_said_so(client, plain):
    said = facts(read(client, "/labels/finansol/"), plain)
    assert said["Durée de validité"] == "1 an"
    assert said["Temps pour l’obtenir"] == "non trouvé"
    assert said["Qui le porte"] == "FAIR"
    assert said["D’où cela vient"] == "Lu chez FAIR, 11/2026"
    assert facts(read(client, "/labels/don-en-confiance/"), plain)["Temps pour l’obtenir"] == "12 mois"
    assert facts(read(client, "/labels/lucie-26000/"), plain)["Temps pour l’obtenir"] == "3 à 12 mois"
    assert client.get("/labels/inconnu/").status_code == 404


def test_a_label_with_a_standard_says_that_a_correspondence_is_not_a_conformity(client, plain):
    assert "Une correspondance n’est pas une conformité." in plain(read(client, "/labels/iso-9001/").text)
    assert "conformité" not in plain(read(client, "/labels/finansol/").text)


def test_spaces_are_offered_to_those_who_have_some(client):
    membership = MembershipFactory(role=Role.READER)
    client.force_login(membership.person)
    links = [link["href"] for link in read(client, "/labels/iso-9001/").select(".card a")]
    assert links == [f"/e/{membership.organisation.slug}/labels/iso-9001/"]


def voices(page, plain):
    return [plain(line.text) for line in page.select(".told > li")]


def test_only_what_was_shared_is_told_with_form_and_sector(client, plain):
    association = MembershipFactory(organisation__legal_form="association", organisation__sector="health")
    told(association.organisation, shared=True, months=9, year=2024)
    told(MembershipFactory().organisation, useful="Entre nous", shared=False)
    page = read(client, "/labels/don-en-confiance/")
    assert voices(page, plain) == [
        "Association · Santé nous l’avons, depuis 2024, 9 mois de travail Utile : Relire nos comptes."
    ]
    assert association.organisation.name not in page.text
    assert "Entre nous" not in page.text


def test_the_name_is_told_only_when_asked(client, plain):
    named = MembershipFactory(organisation__name="La Ruche").organisation
    told(named, shared=True, named=True, useful="", heavy="Trop de papiers")
    assert voices(read(client, "/labels/don-en-confiance/"), plain) == [
        "La Ruche nous l’avons Lourd : Trop de papiers"
    ]


def test_the_demonstration_speaks_to_nobody(client, plain):
    told(MembershipFactory(organisation__is_demo=True).organisation, shared=True)
    assert voices(read(client, "/labels/don-en-confiance/"), plain) == []


def test_the_directory_asks_no_query_and_a_label_one_whatever_is_told(client, django_assert_num_queries):
    client.get(DIRECTORY)
    with django_assert_num_queries(0):
        client.get(DIRECTORY)
    for _number in range(3):
        told(MembershipFactory().organisation, shared=True)
        with django_assert_num_queries(1):
            client.get("/labels/don-en-confiance/")


def test_the_directory_speaks_english(client, plain):
    page = read(client, "/labels/clef-verte/", headers={"accept-language": "en"})
    assert plain(page.select_one("h1").text) == "Green Key"
