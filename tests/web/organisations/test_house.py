"""The house: each page does what it says, works without JavaScript, and costs a known number of queries."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.organisations import selectors, services
from marchepied.apps.organisations.enums import LegalForm, Role
from marchepied.apps.organisations.models import Organisation, Person
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, PersonFactory, SiteFactory
from tests.factories.places import CommuneFactory

pytestmark = pytest.mark.django_db
HOUSE = "/e/ici/maison/"


@pytest.fixture
def pilot():
    return MembershipFactory(organisation__slug="ici", organisation__name="Ici", person__name="Zoé")


@pytest.fixture
def house(client, pilot):
    client.force_login(pilot.person)
    return pilot.organisation


@pytest.fixture
def saint_denis():
    return [
        CommuneFactory(
            code="97411", name="Saint-Denis", department="974", postcodes="97400", population=155_000
        ),
        CommuneFactory(
            code="93066", name="Saint-Denis", department="93", postcodes="93200", population=150_000
        ),
    ]


def profile(**said):
    return {"name": "Ici", "legal_form": "association", "commune": "", "commune_code": "", **said}


def fresh():
    return Organisation.objects.select_related("commune").get(slug="ici")


def errors(answer):
    return {
        field: [" ".join(error.split()) for error in found]
        for field, found in answer.context["form"].errors.items()
    }


@pytest.mark.parametrize("things", [1, 3])
def test_the_house_costs_the_same_whatever_it_holds(client, house, things, django_assert_num_queries):
    for number in range(things):
        SiteFactory(organisation=house, commune=CommuneFactory(code=f"0000{number}"))
        MembershipFactory(organisation=house)
    with scope(house):
        services.set_purposes(
            organisation=house, texts=[f"Raison {n}" for n in range(things)], by=PersonFactory()
        )
    # session, person, membership with its organisation, people, sites, purposes, activities, pilots
    with django_assert_num_queries(8):
        assert client.get(HOUSE).status_code == 200


@pytest.mark.parametrize("things", [1, 3])
def test_the_people_cost_the_same_whatever_their_number(client, house, things, django_assert_num_queries):
    with scope(house):
        for number in range(things):
            MembershipFactory(organisation=house)
            services.invite_member(
                organisation=house, email=f"i{number}@exemple.fr", role=Role.READER, by=PersonFactory()
            )
    # session, person, membership, people, pilots, invitations
    with django_assert_num_queries(6):
        assert client.get(f"{HOUSE}personnes/").status_code == 200


@pytest.mark.parametrize("spaces", [1, 3])
def test_the_list_of_spaces_costs_the_same_whatever_their_number(client, spaces, django_assert_num_queries):
    person = PersonFactory()
    for _ in range(spaces):
        MembershipFactory(person=person, role=Role.ACCOMPAGNATEUR)
    client.force_login(person)
    # session, person, memberships, what they are asked to review
    with django_assert_num_queries(5):
        assert len(client.get("/mes-espaces/").context["lines"]) == spaces


def test_an_empty_list_of_spaces_shows_the_next_step(client):
    client.force_login(PersonFactory())
    page = BeautifulSoup(client.get("/mes-espaces/").content, "html.parser")
    assert page.select_one("a.button")["href"] == reverse("diagnosis:start")


def test_the_profile_is_kept(client, house):
    commune = CommuneFactory()
    answer = client.post(
        f"{HOUSE}profil/",
        profile(
            name="Là",
            size_band="1-9",
            sector="food",
            commune="saint etienne",
            has_volunteers="yes",
            has_ag="no",
        ),
    )
    assert (answer.status_code, answer.url) == (302, HOUSE)
    organisation = fresh()
    assert (organisation.name, organisation.size_band, organisation.sector, organisation.commune) == (
        "Là", "1-9", "food", commune,
    )  # fmt: skip
    assert organisation.traits == {"has_volunteers": True, "has_ag": False}


def test_a_profile_without_a_name_says_so_and_keeps_the_rest(client, house):
    answer = client.post(f"{HOUSE}profil/", profile(name=" ", presentation="Bonjour"))
    assert answer.status_code == 422
    assert list(errors(answer)) == ["name"]
    assert "Bonjour" in answer.content.decode()


def test_without_javascript_a_commune_is_searched_then_chosen(client, house, saint_denis):
    answer = client.post(f"{HOUSE}profil/", profile(commune="SAINT DENIS"))
    assert errors(answer) == {
        "commune": ["Plusieurs communes sont possibles : choisissez la vôtre ci-dessous."]
    }
    page = BeautifulSoup(answer.content, "html.parser")
    choices = page.select("input[name=commune_picked]")
    assert [choice["value"] for choice in choices] == ["97411", "93066"]
    assert page.select_one("input[name=commune]")["value"] == "SAINT DENIS"
    answer = client.post(f"{HOUSE}profil/", profile(commune="SAINT DENIS", commune_picked="93066"))
    assert (answer.status_code, str(fresh().commune)) == (302, "Saint-Denis (93)")


@pytest.mark.parametrize(
    ("typed", "code", "kept"),
    [
        ("Saint-Denis (974)", "", "97411"),
        ("Saint-Denis (93)", "93066", "93066"),
        ("Saint-Denis (974)", "93066", "97411"),
        ("93200", "", "93066"),
        ("", "93066", None),
    ],
)
def test_what_is_typed_prevails_over_what_a_list_had_filled(client, house, saint_denis, typed, code, kept):
    client.post(f"{HOUSE}profil/", profile(commune=typed, commune_code=code))
    assert fresh().commune_id == kept


def test_a_commune_that_is_none_is_told(client, house):
    answer = client.post(f"{HOUSE}profil/", profile(commune="Zzz"))
    assert errors(answer) == {
        "commune": ["Nous ne trouvons pas cette commune. Essayez le début de son nom, ou son code postal."]
    }


def test_communes_are_given_as_a_list(client, house, saint_denis):
    assert client.get("/communes/", {"q": "st denis"}).json() == {
        "communes": [
            {"code": "97411", "label": "Saint-Denis (974)"},
            {"code": "93066", "label": "Saint-Denis (93)"},
        ]
    }
    assert client.get("/communes/").json() == {"communes": []}


def test_purposes_and_activities_are_written_one_a_line(client, house):
    client.post(f"{HOUSE}projet/", {"purposes": "Nourrir\r\n\r\n Relier ", "activities": "Cuisine"})
    with scope(house):
        assert [line.text for line in selectors.purposes_of(house)] == ["Nourrir", "Relier"]
        assert [line.text for line in selectors.activities_of(house)] == ["Cuisine"]
    page = BeautifulSoup(client.get(f"{HOUSE}projet/").content, "html.parser")
    assert page.select_one("[name=purposes]").text.strip() == "Nourrir\nRelier"


def test_a_line_too_long_is_named(client, house):
    answer = client.post(f"{HOUSE}projet/", {"purposes": "Nourrir\n" + "x" * 301, "activities": ""})
    assert errors(answer) == {"purposes": ["La ligne 2 dépasse 300 caractères : coupez-la en deux lignes."]}


def test_places_are_added_changed_and_removed(client, house):
    CommuneFactory()
    client.post(f"{HOUSE}lieux/ajouter/", {"name": "Atelier", "commune": "42000"})
    with scope(house):
        site = selectors.sites_of(house)[0]
    assert (site.name, site.commune_id) == ("Atelier", "42218")
    client.post(f"{HOUSE}lieux/{site.pk}/", {"name": "Boutique", "commune": ""})
    with scope(house):
        assert [(site.name, site.commune) for site in selectors.sites_of(house)] == [("Boutique", None)]
    client.get(f"{HOUSE}lieux/{site.pk}/retirer/")
    client.post(f"{HOUSE}lieux/{site.pk}/retirer/")
    with scope(house):
        assert selectors.sites_of(house) == []


def test_own_words_are_on_the_pages_of_the_space_and_of_no_other(client, house, pilot, plain):
    other = MembershipFactory(person=pilot.person, organisation__slug="la").organisation
    answer = client.post(
        f"{HOUSE}mots/", {"members": "Sociétaires", "board": "gouvernail", "users": "bénéficiaires"}
    )
    assert answer.url == HOUSE
    # A shipped word is kept by its id, so that it has its English; the usual word is not kept at all.
    assert fresh().vocabulary == {"members": "societaires", "board": "gouvernail"}
    sentence = "Les sociétaires se réunissent en assemblée générale, élisent le gouvernail"
    assert sentence in plain(client.get(HOUSE).content.decode())
    assert sentence not in plain(client.get(f"/e/{other.slug}/maison/").content.decode())


@pytest.mark.parametrize(("gender", "article"), [("m", "le cercle"), ("f", "la cercle"), ("", "le cercle")])
def test_the_gender_of_an_own_word_is_the_one_said(client, house, gender, article):
    client.post(f"{HOUSE}mots/", {"board": "cercle", "board_gender": gender})
    assert selectors.vocabulary_of(fresh(), "fr")["the_board"] == article
    page = BeautifulSoup(client.get(f"{HOUSE}mots/").content, "html.parser")
    assert page.select_one("[name=board]")["value"] == "cercle"
    assert page.select_one("[name=board_gender] [selected]")["value"] == gender


def test_a_word_that_begins_like_a_known_one_has_its_gender(client, house):
    client.post(f"{HOUSE}mots/", {"board": "comité local", "users": "comités"})
    assert fresh().vocabulary == {
        "board": {"singular": "comité local", "plural": "comité local", "gender": "m"},
        "users": "comités",
    }
    assert selectors.vocabulary_of(fresh(), "fr")["of_the_board"] == "du comité local"


def test_the_example_follows_the_words_typed_and_stores_nothing(client, house):
    text = client.get(f"{HOUSE}mots/exemple/", {"members": "sociétaires", "users": "<b>voisins</b>"}).json()[
        "text"
    ]
    assert text.startswith("Les sociétaires se réunissent")
    assert text.endswith("pour les <b>voisins</b>.")
    assert fresh().vocabulary == {}


def test_hostile_words_stay_words(client, house):
    client.post(f"{HOUSE}mots/", {"members": "<script>alert(1)</script>", "board": "{the_board}"})
    page = client.get(HOUSE).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_one_key_holder_is_urged_to_be_two(client, house):
    sentence = "Une seule personne a les clés de cet espace."
    assert sentence in client.get(HOUSE).content.decode()
    MembershipFactory(organisation=house)
    assert sentence not in client.get(HOUSE).content.decode()


def test_addresses_are_for_pilots(client, house):
    MembershipFactory(organisation=house, person__email="lea@exemple.fr", person__name="")
    reader = MembershipFactory(organisation=house, role=Role.READER)
    assert "lea@exemple.fr" in client.get(f"{HOUSE}personnes/").content.decode()
    client.force_login(reader.person)
    for path in (HOUSE, f"{HOUSE}personnes/"):
        assert "lea@exemple.fr" not in client.get(path).content.decode()


def test_a_space_is_deleted_once_its_name_is_typed(client, house):
    answer = client.post(f"{HOUSE}supprimer/", {"typed_name": "Là"})
    assert list(errors(answer)) == ["typed_name"]
    assert Organisation.objects.filter(slug="ici").exists()
    answer = client.post(f"{HOUSE}supprimer/", {"typed_name": "ici"})
    assert answer.url == "/mes-espaces/"
    assert not Organisation.objects.filter(slug="ici").exists()
    assert client.get(HOUSE).status_code == 404


def test_a_new_space_works_at_once(client):
    person = PersonFactory()
    organisation = services.create_organisation(name="Neuf", legal_form=LegalForm.MUTUELLE, by=person)
    client.force_login(person)
    assert client.get(f"/e/{organisation.slug}/maison/").status_code == 200
    assert Person.objects.count() == 1
