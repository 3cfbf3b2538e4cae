"""Lists of addresses as people paste them."""

import pytest

from marchepied.apps.participation.validators import Address, read_addresses
from tests.sentences import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("awa@exemple.fr", [Address("awa@exemple.fr")]),
        ("Awa Diallo <Awa@Exemple.fr>", [Address("awa@exemple.fr", "Awa Diallo")]),
        ('"Diallo, Awa" <awa@exemple.fr>', [Address("awa@exemple.fr", "Diallo Awa")]),
        ("Diallo;Awa;awa@exemple.fr", [Address("awa@exemple.fr", "Diallo Awa")]),
        ("awa@exemple.fr\tAwa Diallo", [Address("awa@exemple.fr", "Awa Diallo")]),
        ("a@exemple.fr; b@exemple.fr, c@exemple.fr", [Address(f"{n}@exemple.fr") for n in "abc"]),
        (
            "Awa <a@exemple.fr>, Bo <b@exemple.fr>",
            [Address("a@exemple.fr", "Awa"), Address("b@exemple.fr", "Bo")],
        ),
        ("\ufeffNom;Courriel\nAwa;a@exemple.fr\n\n ;; \n", [Address("a@exemple.fr", "Awa")]),
        ("Zoé O’Brien <zoe@exemple.fr>.", [Address("zoe@exemple.fr", "Zoé O’Brien")]),
    ],
)
def test_addresses_are_read_with_or_without_a_name(text, expected):
    found = read_addresses(text)
    assert (list(found.addresses), found.rejected, found.duplicates) == (expected, (), ())


def test_every_rejected_line_says_its_number_and_why():
    found = read_addresses("a@exemple.fr\nJean Dupont\n\npaul@exemple\n@exemple.fr, b@exemple.fr")

    assert [(line.number, line.text, plain(line.reason)) for line in found.rejected] == [
        (2, "Jean Dupont", "il n’y a pas d’adresse (il manque le signe @)."),
        (4, "paul@exemple", "« paul@exemple » n’est pas une adresse complète."),
        (5, "@exemple.fr", "« @exemple.fr » n’est pas une adresse complète."),
    ]
    assert [address.email for address in found.addresses] == ["a@exemple.fr", "b@exemple.fr"]


def test_an_address_written_twice_is_kept_once_and_said():
    found = read_addresses("Awa <a@exemple.fr>\nA@EXEMPLE.FR\na@exemple.fr\nb@exemple.fr")

    assert found.addresses == (Address("a@exemple.fr", "Awa"), Address("b@exemple.fr"))
    assert found.duplicates == ("a@exemple.fr",)


def test_nothing_to_read():
    assert read_addresses(" \n;;\n") == read_addresses("")


def test_a_line_that_would_add_a_header_to_a_mail_is_only_a_name():
    found = read_addresses("Awa\rBcc: x@exemple.fr\nb@exemple.fr")
    assert all("\r" not in a.email + a.name and "\n" not in a.email + a.name for a in found.addresses)
