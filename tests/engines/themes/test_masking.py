"""What says who somebody is goes; ordinary words stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.themes import MARKS, Masked, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Merci à Mme Dupont et à M. Le Goff.", "Merci à Mme [nom] et à M. [nom]."),
        ("mme durandet m’a reçue", "mme [nom] m’a reçue"),
        ("Mme D. et M. L. ont aidé.", "Mme [nom]. et M. [nom]. ont aidé."),
        ("le Dr J. Allen Hynek ; Mme D. Elle", "le Dr [nom] ; Mme [nom]. Elle"),
        ("vu la Marine, puis Marine", "vu la Marine, puis [nom]"),
        ("Oui, Mme. Merci. M. Petit aussi.", "Oui, Mme. Merci. M. [nom] aussi."),
        ("Nathalie est très gentille.", "[nom] est très gentille."),
        ("Bravo à Pierre, Rose et Claire !", "Bravo à [nom], [nom] et [nom] !"),
        ("Marie DUPONT, puis DUPONT Marie", "[nom], puis [nom]"),
        ("vu avec Jean-Pierre de La Tour hier", "vu avec [nom] hier"),
        ("merci à nathalie et mohamed", "merci à [nom] et [nom]"),
        ("L’animateur Karim et Fatou Diop", "L’animateur [nom] et [nom]"),
        ("J’ai vu Mme Durandet. Durandet écoute.", "J’ai vu Mme [nom]. [nom] écoute."),
        ("la maison de Nathalie, je suis Zulma", "la maison de [nom], je suis [nom]"),
        ("je m’appelle nadia", "je m’appelle [nom]"),
        ("MERCI À MADAME DUPONTEL POUR SON AIDE", "MERCI À MADAME [nom] POUR SON AIDE"),
        ("Cordialement, Bernard Martin", "Cordialement, [nom]"),
    ],
)
def test_names(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Appelez le 06 12 34 56 78.", "Appelez le [téléphone]."),
        ("+33 6 12 34 56 78 ou 0612345678", "[téléphone] ou [téléphone]"),
        ("04.76.12.34.56 ; 0800 12 34 56 ; +32 475 12 34 56", "[téléphone] ; [téléphone] ; [téléphone]"),
        ("jean.dupont@exemple.fr", "[courriel]"),
        ("jean (at) exemple.fr ou jean arobase exemple point fr", "[courriel] ou [courriel]"),
        ("https://exemple.fr/page?x=1, et www.exemple.org.", "[lien], et [lien]."),
        ("suivez @marie_d, insta : mariedu38", "suivez [compte], insta : [compte]"),
        ("J’habite 12 bis, rue des Lilas, 69003 Lyon et", "J’habite [adresse] et"),
        ("j’habite rue Pasteur", "j’habite [adresse]"),
        ("au 3 place Jean Moulin", "au [adresse]"),
        ("FR76 3000 6000 0112 3456 7890 189 mon compte", "[compte bancaire] mon compte"),
        ("DE89370400440532013000", "[compte bancaire]"),
        ("1 84 12 76 451 089 46", "[numéro de sécurité sociale]"),
        ("284127645108946", "[numéro de sécurité sociale]"),
    ],
)
def test_contacts(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "Rose est une couleur. Pierre qui roule n’amasse pas mousse.",
        "La France est belle, à Paris comme à Florence.",
        "Madame la Présidente, Monsieur le Maire, monsieur tout le monde",
        "L’école Jules Ferry, la rue Victor Hugo, Saint-Martin, la place Jean Jaurès",
        "2 places de parking, 10 cours de français, 1 place de crèche, 3 route",
        "Le 01/02/2003 à 12 h, 1 234 567 890 euros, 10 000 000 de gens, de 18 à 25 ans",
        "Le 3114 répond ; la CAF et l’ESAT aussi. DE12 n’est pas un compte.",
        "Un jasmin, une cerise, un prince, un parfait accueil : Clair et Net.",
        "je suis Français, je suis au RSA, je suis Bretonne",
        "adresse à revoir, loger des gens, habiter loin",
        "Rapport 12:30, prix : 4 euros ; 50 % @ midi",
    ],
)
def test_ordinary_words_stay(text):
    assert mask(text) == Masked(text)


def test_what_was_hidden_is_counted_by_kind():
    masked = mask("Mme Dupont, 06 12 34 56 78, ou Karim, 06 12 34 56 79, karim@exemple.fr")
    assert masked.counts == (("email", 1), ("name", 2), ("phone", 2))
    assert masked.total == 5


def test_marks_in_english():
    assert mask("Karim, 06 12 34 56 78", "en").text == "[name], [telephone]"
    assert set(MARKS["en"]) == set(MARKS["fr"])


@given(st.one_of(st.text(), st.text(alphabet="Mme. DupontKarim06@rue 12’-[nom]\n", max_size=80)))
def test_masking_again_changes_nothing(text):
    once = mask(text).text
    assert mask(once) == Masked(once)


@pytest.mark.parametrize("piece", ["a@", "06 ", "rue de ", "Mme ", "Jean ", "www.", "FR76 ", "1 84 "])
def test_a_long_text_takes_a_time_in_proportion(piece):
    assert len(mask(piece * 20_000).text) > 0
