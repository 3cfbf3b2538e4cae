"""Reading the glossary, and finding its words in a text."""

import copy
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.referential import InvalidReferentialError, parse_glossary

DATA = {
    "format": 1,
    "as_of": "2026-11",
    "terms": [
        {
            "id": "ag",
            "term": {"fr": "Assemblée générale", "en": "General assembly"},
            "forms": {"fr": ["AG", "assemblée générale extraordinaire"], "en": ["AGM"]},
            "definition": {"fr": "Réunion de tous les membres.", "en": "Meeting of all members."},
            "in_practice": {"fr": "Elle vote les comptes.", "en": "It votes the accounts."},
            "see": ["bilan"],
        },
        {
            "id": "bilan",
            "term": {"fr": "Bilan social", "en": "Social report"},
            "definition": {"fr": "Chiffres de l’année.", "en": "Figures of the year."},
            "source": {"fr": "Code du travail, article L. 1", "en": "Labour Code, article L. 1"},
        },
        {
            "id": "ai",
            "term": {"fr": "Association intermédiaire", "en": "Intermediary"},
            "forms": {"fr": ["AI"]},
            "definition": {"fr": "Elle embauche.", "en": "It hires."},
        },
        {
            "id": "association",
            "term": {"fr": "Association", "en": "Non-profit body"},
            "definition": {"fr": "Un projet à plusieurs.", "en": "A shared project."},
        },
        {
            "id": "cap",
            "term": {"fr": "Cap", "en": "Heading"},
            "looked_for": False,
            "definition": {"fr": "Où aller.", "en": "Where to go."},
        },
        {
            "id": "statuts",
            "term": {"fr": "Statuts", "en": "Articles"},
            "definition": {"fr": "Le texte fondateur.", "en": "The founding text."},
        },
    ],
}
GLOSSARY = parse_glossary(DATA)
DECOMPOSED = unicodedata.normalize("NFD", "Assemblée générale")


def ids(text, language="fr"):
    return [term.id for term in GLOSSARY.find_terms(text, language)]


def marked(text, language="fr"):
    return [text[found.start : found.end] for found in GLOSSARY.find_mentions(text, language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le bilan social est prêt.", ["bilan social"]),
        ("Deux BILANS SOCIAUX", ["BILANS SOCIAUX"]),
        ("l’assemblée générale, les assemblees generales", ["assemblée générale", "assemblees generales"]),
        ("d'AG en AG", ["AG", "AG"]),
        ("Une assemblée générale extraordinaire", ["assemblée générale extraordinaire"]),
        ("Une association intermédiaire est une association", ["association intermédiaire", "association"]),
        ("bilan\u00a0social, bilan\nsocial", ["bilan\u00a0social", "bilan\nsocial"]),
        (f"{DECOMPOSED}.", [DECOMPOSED]),
        ("Ni agir, ni l’âge, ni un ag : j’ai dit AGIR", []),
        ("J’ai vu des ai", []),
        ("Un bilan. Social ou non ?", []),
        ("un bilan, social", []),
        ("un bilan\n\nsocial", []),
        ("associationnisme, para-association, association-écran", []),
        ("Ce statut n’est pas les statuts", ["statuts"]),
        ("Le cap est fixé", []),
        ("", []),
        ("« AG » (AG) AG.", ["AG", "AG", "AG"]),
    ],
)  # fmt: skip
def test_words_are_found_whole_whatever_their_accents_and_number(text, found):
    assert marked(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two general assemblies, one AGM, some AGMs", ["general assemblies", "AGM", "AGMs"]),
        ("non profit bodies and a Non-profit body", ["non profit bodies", "Non-profit body"]),
        ("assemblée générale", []),
    ],
)
def test_english_has_its_own_words(text, found):
    assert marked(text, "en") == found


def test_terms_come_once_in_the_order_of_the_text():
    assert ids("L’association lit le bilan social ; l’AG de l’association aussi.") == [
        "association",
        "bilan",
        "ag",
    ]


def test_a_language_without_words_finds_none():
    assert GLOSSARY.find_terms("assemblée générale", "br") == ()


@given(st.text(alphabet="AGag éè’-\u0301œ\nbilan social", max_size=60))
def test_mentions_are_inside_the_text_and_never_overlap(text):
    mentions = GLOSSARY.find_mentions(text, "fr")
    places = [place for found in mentions for place in (found.start, found.end)]
    assert places == sorted(places)
    assert all(0 <= found.start < found.end <= len(text) for found in mentions)


def test_terms_are_sorted_without_minding_accents():
    assert [term.id for term in GLOSSARY.sort_terms("fr")] == [
        "ag",
        "association",
        "ai",
        "bilan",
        "cap",
        "statuts",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ag", ["ag"]),
        ("ASSEMBLEE", ["ag"]),
        ("gen ass", ["ag"]),
        ("asso", ["association", "ai"]),
        ("embauche", ["ai"]),
        ("cap", ["cap"]),
        ("e", []),
        ("zèbre", []),
        ("?!", []),
        ("", []),
        ("comptes", ["ag"]),
    ],
)
def test_search_ignores_accents_and_prefers_names(query, found):
    assert [term.id for term in GLOSSARY.search(query, "fr")] == found


def test_a_slip_of_the_keyboard_is_understood():
    assert [term.id for term in GLOSSARY.suggest("assemblé génral", "fr")] == ["ag"]
    assert GLOSSARY.suggest("xyz", "fr") == ()


def test_a_term_is_read():
    term = GLOSSARY.find("ag")
    assert (term.forms_in("en"), term.see, term.looked_for) == (("AGM",), ("bilan",), True)
    assert term.in_practice.read_in("en") == "It votes the accounts."
    assert (term.stands_for, term.source) == (None, None)
    with pytest.raises(KeyError):
        GLOSSARY.find("absent")


def test_typography_is_applied_to_what_is_read_not_to_what_is_looked_for():
    glossary = parse_glossary(DATA, lambda text, language: text.replace(" ", "\u00a0"))
    assert glossary.find("bilan").name.read_in("fr") == "Bilan\u00a0social"
    assert [term.id for term in glossary.find_terms("bilan social", "fr")] == ["bilan"]


def refusal(**changes):
    data = copy.deepcopy(DATA)
    data["terms"][1].update(changes)
    with pytest.raises(InvalidReferentialError) as refused:
        parse_glossary(data)
    return [(problem.path, problem.message_fr) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": "ag"}, ("terms[1].id", "l’identifiant « ag » est déjà pris.")),
        ({"see": ["absent"]}, ("terms[1].see[0]", "« absent » n’est pas un autre mot du glossaire.")),
        ({"see": ["bilan"]}, ("terms[1].see[0]", "« bilan » n’est pas un autre mot du glossaire.")),
        ({"forms": {"fr": ["AG"]}}, ("terms[1].term.fr", "« AG » est déjà une forme de « ag ».")),
        (
            {"term": {"fr": "assemblee GÉNÉRALE", "en": "Social report"}},
            ("terms[1].term.fr", "« assemblee GÉNÉRALE » est déjà une forme de « ag »."),
        ),
        ({"term": {"fr": "Bilan"}}, ("terms[1].term", "il manque « en ».")),
    ],
)
def test_what_is_wrong_is_said(changes, problem):
    assert problem in refusal(**changes)
