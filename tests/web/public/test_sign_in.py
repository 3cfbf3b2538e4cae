"""Signing in with a code sent by mail, end to end."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from marchepied.apps.organisations.models import Person
from tests.factories.organisations import MembershipFactory, PersonFactory

SIGN_IN, CODE, HOME = "/connexion/", "/connexion/code/", "/mes-espaces/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def ask(client, email="zoe@exemple.fr", **data):
    return client.post(SIGN_IN, {"email": email, **data})


def read_code():
    return re.search(r"^ {4}([A-Z]{3}-[A-Z]{3})$", mail.outbox[-1].body, re.MULTILINE)[1]


def signed_in(client):
    return client.get(HOME).status_code == 200


def errors(response):
    return {
        field: [" ".join(error.split()) for error in found]
        for field, found in response.context["form"].errors.items()
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False])
def test_a_code_signs_in_the_known_and_the_new_alike(client, known):
    if known:
        PersonFactory(email="zoe@exemple.fr")
    answer = ask(client, " Zoe@Exemple.fr ")
    assert (answer.status_code, answer.url) == (302, CODE)
    assert [message.to for message in mail.outbox] == [["zoe@exemple.fr"]]
    assert mail.outbox[0].subject.startswith("Votre code Marchepied")
    answer = client.post(CODE, {"code": read_code().lower().replace("-", " ")})
    assert (answer.status_code, answer.url) == (302, HOME)
    assert signed_in(client)
    person = Person.objects.get()
    assert (person.email, person.has_usable_password()) == ("zoe@exemple.fr", False)


@pytest.mark.django_db(transaction=True)
def test_the_page_is_the_same_for_the_known_and_the_new(client):
    pages = []
    for known in (True, False):
        cache.clear()
        if known:
            PersonFactory(email="zoe@exemple.fr")
        else:
            Person.objects.all().delete()
        client.cookies.clear()
        ask(client)
        page = client.get(CODE).content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page))
    assert pages[0] == pages[1]


@pytest.mark.django_db(transaction=True)
def test_no_access_exists_before_the_code_is_typed(client):
    ask(client)
    assert Person.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_reading_the_pages_consumes_nothing(client):
    ask(client)
    for _ in range(20):
        assert client.get(SIGN_IN).status_code == 200
        assert client.get(CODE).status_code == 200
        assert client.get(f"{CODE}?code={read_code()}").status_code == 200
    assert not signed_in(client)
    client.post(CODE, {"code": read_code()})
    assert signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_a_code_serves_once_and_only_in_the_browser_that_asked(client):
    other = type(client)()
    ask(client)
    code = read_code()
    answer = other.post(CODE, {"code": code})
    assert (answer.url, signed_in(other)) == (SIGN_IN, False)
    client.post(CODE, {"code": code})
    client.post("/deconnexion/")
    answer = client.post(CODE, {"code": code})
    assert (answer.url, signed_in(client)) == (SIGN_IN, False)


@pytest.mark.django_db(transaction=True)
def test_a_wrong_code_is_told_and_the_fifth_ends_it(client, messages_of, plain):
    ask(client)
    right = read_code()
    for left in (4, 3, 2, 1):
        answer = client.post(CODE, {"code": "AAA-AAA"})
        assert answer.status_code == 422
        assert errors(answer) == {
            "code": ["Ce n’est pas le code du dernier message envoyé. Vérifiez-le, ou demandez-en un autre."]
        }
        assert f"Il reste {left} essai" in plain(answer.content.decode())
    answer = client.post(CODE, {"code": "AAA-AAA"}, follow=True)
    assert [" ".join(sentence.split()) for sentence in messages_of(answer)] == [
        "Cinq essais sans le bon code : il est annulé. Écrivez votre adresse pour un autre code."
    ]
    client.post(CODE, {"code": right})
    assert not signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_an_empty_code_costs_no_try(client):
    ask(client)
    for _ in range(8):
        assert errors(client.post(CODE, {"code": " "})) == {"code": ["Recopiez le code reçu par e-mail."]}
    client.post(CODE, {"code": read_code()})
    assert signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_a_code_expires(client, settings, messages_of):
    ask(client)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    answer = client.post(CODE, {"code": read_code()}, follow=True)
    assert messages_of(answer) == [
        "Le code n’est plus valable. Écrivez votre adresse pour en recevoir un autre."
    ]
    assert not signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_another_code_replaces_the_first(client, messages_of):
    ask(client)
    first = read_code()
    answer = client.post(CODE, {"action": "resend"}, follow=True)
    assert messages_of(answer) == ["Un autre code est parti. Le précédent ne sert plus."]
    second = read_code()
    assert len(mail.outbox) == 2
    assert client.post(CODE, {"code": first}).status_code == 422
    client.post(CODE, {"code": second})
    assert signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_too_many_demands_for_one_address_wait(client):
    for _ in range(4):
        assert ask(client).status_code == 302
    answer = ask(client)
    assert answer.status_code == 422
    assert errors(answer) == {
        "email": ["Trop de demandes à la suite. Attendez quelques minutes, puis recommencez."]
    }
    assert len(mail.outbox) == 4
    answer = client.post(CODE, {"action": "resend"})
    assert (answer.status_code, len(mail.outbox)) == (302, 4)


@pytest.mark.django_db(transaction=True)
def test_somebody_closed_out_gets_no_code(client):
    PersonFactory(email="zoe@exemple.fr", is_active=False)
    assert ask(client).url == CODE
    assert mail.outbox == []
    assert client.post(CODE, {"code": ""}).status_code == 422


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/mon-compte/", "/mon-compte/"),
        ("https://ailleurs.example/", HOME),
        ("//ailleurs.example/", HOME),
        ("javascript:alert(1)", HOME),
    ],
)
def test_the_page_asked_comes_after_and_never_one_elsewhere(client, asked, reached):
    ask(client, next=asked)
    assert client.post(CODE, {"code": read_code(), "next": asked}).url == reached


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("spaces", "reached"), [(0, HOME), (1, "/e/ici-0/"), (2, HOME)])
def test_somebody_with_one_space_enters_it(client, spaces, reached):
    person = PersonFactory(email="zoe@exemple.fr")
    for number in range(spaces):
        MembershipFactory(person=person, organisation__slug=f"ici-{number}")
    ask(client)
    assert client.post(CODE, {"code": read_code()}).url == reached


@pytest.mark.django_db(transaction=True)
def test_a_page_that_needs_an_access_is_reached_after_the_code(client):
    answer = client.get("/mon-compte/?x=1")
    assert answer.url == "/connexion/?next=/mon-compte/%3Fx%3D1"
    page = client.get(answer.url)
    assert page.context["next"] == "/mon-compte/?x=1"


@pytest.mark.django_db(transaction=True)
def test_the_mail_speaks_the_language_of_the_person(client):
    PersonFactory(email="zoe@exemple.fr", language="en")
    ask(client)
    client.post(CODE, {"code": read_code()})
    assert client.cookies["langue"].value == "en"


@pytest.mark.django_db
def test_signing_out_takes_a_post(client):
    client.force_login(PersonFactory())
    assert client.get("/deconnexion/").status_code == 200
    assert signed_in(client)
    assert client.post("/deconnexion/").url == reverse("public:home")
    assert not signed_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "zoe", "zoe@", "a@b\nBcc: x@y.fr"])
def test_an_address_that_is_none_is_told(client, email):
    answer = ask(client, email)
    assert answer.status_code == 422
    assert set(errors(answer)) == {"email"}
    assert mail.outbox == []
