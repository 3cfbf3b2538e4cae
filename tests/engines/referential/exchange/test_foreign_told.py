"""Files of others of the same families, otherwise written: read whole, or what is left is named."""

import pytest

from marchepied.engines.referential import validate
from marchepied.engines.referential.exchange import FileRefusedError, understand
from marchepied.engines.tables import write_xlsx
from tests.engines.referential.exchange.conftest import read_other
from tests.engines.referential.exchange.test_foreign import ROWS, counts, refusal, said

HEAD = "identifiant,nom,description,points,pourcentage\n"
ODD = "Éléments lus : %s ; points en tout : %s. Les sommes sont justes, à l’arrondi près."
NOT_A_GUIDE = (
    "Ce fichier est un fichier de correspondances (SSSOM), pas un guide. Vérifiez-le avec la commande "
    "« marchepied bridges check », puis servez-vous-en avec « marchepied bridges carry »."
)


def tree(*amounts, points=False, above="10"):
    """A tree of one item and those under it, with these shares or points."""
    rows = [f"1.{n},Un pas,,{one if points else ''},{'' if points else one}" for n, one in enumerate(amounts)]
    return "\n".join((HEAD + f"1,Un axe,,{above},", *rows)).encode()


def questions(found):
    return [one for axis in found.data["axes"] for domain in axis["domains"] for one in domain["questions"]]


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        (["16.67"] * 6, "Ligne 2 : la somme fait 100,02 au lieu de 100, par arrondi."),
        (["33.33"] * 3, "Ligne 2 : la somme fait 99,99 au lieu de 100, par arrondi."),
        (["33.3"] * 3, "Ligne 2 : la somme fait 99,9 au lieu de 100, par arrondi."),
    ],
)
def test_shares_that_rounding_explains_are_accepted_and_said(plain, amounts, told):
    found = understand(tree(*amounts), "eci.csv")
    assert said(found, plain)[:2] == [ODD % (len(amounts) + 1, 10), told]


@pytest.mark.parametrize(
    "amounts", [["16.666666666666664"] * 3 + ["16.666666666666668"] * 3, ["12.5"] * 8, ["50 %", "50 %"]]
)
def test_shares_that_are_exact_say_nothing_of_rounding(plain, amounts):
    found = understand(tree(*amounts), "eci.csv")
    assert said(found, plain)[0].endswith("Les sommes sont justes.")


@pytest.mark.parametrize("amounts", [["16.67"] * 5 + ["16.7"] * 3, ["33", "33", "33"], ["16.60"] * 6])
def test_shares_that_rounding_does_not_explain_are_refused(amounts):
    (fault,) = refusal(tree(*amounts), "eci.csv")
    assert fault.startswith("Ligne 2, colonne « pourcentage » (E)")


@pytest.mark.parametrize("amounts", [["3.33"] * 3, ["2.5", "7.5"], ["3.3333333", "3.3333333", "3.3333334"]])
def test_points_are_exact_but_for_their_written_decimals(amounts):
    assert counts(understand(tree(*amounts, points=True), "eci.csv").data) == (1, len(amounts), len(amounts))


@pytest.mark.parametrize("amounts", [["3", "3", "3"], ["3.33", "3.33", "3.36"], ["4.99", "5.02"]])
def test_points_that_do_not_sum_are_refused(amounts):
    (fault,) = refusal(tree(*amounts, points=True), "eci.csv")
    assert fault.startswith("Ligne 2, colonne « points » (D)")


def test_shares_of_the_first_level_are_checked(plain):
    (fault,) = refusal((HEAD + "1,Un,,10,60\n2,Deux,,10,30\n").encode(), "eci.csv")
    assert plain(fault) == (
        "Ligne 2, colonne « pourcentage » (E) : au premier niveau, « pourcentage » fait 90 au lieu de 100. "
        "Corrigez les lignes 2, 3."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_tree_of_a_french_spreadsheet_is_the_same_tree(encoding, ends):
    rows = ROWS.replace("60\n", "60,5\n").replace("40\n", "39,5\n")
    fields = [line.split(",", 4) for line in rows.splitlines()]
    titles = {"identifiant": "Identifiant", "nom": " NOM", "points": "Points", "pourcentage": "Pourcentage"}
    fields[0] = [titles.get(name, name) for name in fields[0]]
    order = (3, 1, 4, 0, 2)
    text = ends.join(";".join(row[place] for place in order) for row in fields)
    found = understand(text.encode(encoding), "eci.csv")
    assert validate(found.data) == ()
    assert [one["provenance"]["place"] for one in questions(found)] == [
        "1.1.1 (4 points)",
        "1.1.2.1 (60,5 %)",
        "1.1.2.2 (39,5 %)",
    ]


def test_a_title_written_twice_is_refused_with_both_columns(plain):
    (fault,) = refusal(b"identifiant,nom,points,Points\n1,Un,10,10\n", "eci.csv")
    assert plain(fault) == (
        "Ligne 1, colonne « Points » (D) : la colonne « points » est déjà en C. "
        "Gardez une seule colonne de ce titre."
    )


def test_every_column_that_is_left_is_named_whole(plain):
    names = [f"colonne inconnue numéro {n}" for n in range(7)]
    rows = f"identifiant,nom,points,vide,{','.join(names)}\n1,Un,10,,{',x' * 7}".replace(",,,x", ",,x")
    told = [one for one in said(understand(rows.encode(), "eci.csv"), plain) if "colonnes" in one]
    start = "Ces colonnes ne sont pas reprises : "
    assert ", ".join(one.removeprefix(start).removesuffix(".") for one in told) == ", ".join(names)


def test_items_of_the_levels_between_keep_their_words(plain):
    rows = ROWS.replace("1.1.2,Seconde,,6,", "1.1.2,Seconde,À quoi elle sert,6,")
    found = understand(rows.encode(), "eci.csv")
    (domain,) = found.data["axes"][0]["domains"]
    assert domain["purpose"]["fr"] == "Pourquoi 1.1.2 Seconde : À quoi elle sert"
    assert [one["why"]["fr"] for one in domain["questions"]][1:] == ["1.1.2 Seconde"] * 2
    assert (
        "Éléments qui en contiennent d’autres, dont les points et les parts ne sont pas repris : 3."
        in said(found, plain)
    )


def test_texts_of_anssi_are_kept_whole(plain):
    name = "anssi-maturite-gestion-crise-1.0.2.yaml"
    found = understand(read_other(f"ciso-assistant/{name}"), name)
    shorts = [level["short"]["fr"] for one in questions(found) for level in one["levels"]]
    assert max(len(short) for short in shorts) == 693
    assert [one for one in said(found, plain) if "coupé" in one or one.endswith("…")] == []


def test_a_text_that_is_cut_is_named(plain):
    rows = HEAD + f"1,Un axe,,10,\n1.1,{'mot ' * 1_001},,10,\n"
    told = [one for one in said(understand(rows.encode(), "eci.csv"), plain) if "coupé" in one]
    assert told == [
        f"domaine-1.1 : ce texte est coupé à 4000 signes, « 1.1 {'mot ' * 18}mot… ».",
        f"1.1 (10 points) : ce texte est coupé à 4000 signes, « {'mot ' * 19}mot… ».",
    ]


def test_an_item_of_the_goals_with_nothing_under_it_is_asked(plain):
    text = (
        "1-title: Un\n1-1-title: Un un\n1-1-1-title: Un un un\n1-2-title: Un deux\n"
        "2-title: Deux\n2-short: D\n"
    )
    found = understand(text.encode(), "odd.yml")
    assert validate(found.data) == ()
    assert [one["id"] for one in questions(found)] == ["odd-1-1-1", "odd-1-2", "odd-2"]
    assert [one["why"]["fr"] for one in questions(found)][2] == "D"
    assert [domain["title"]["fr"] for axis in found.data["axes"] for domain in axis["domains"]] == [
        "Un un",
        "Un deux",
        "Deux",
    ]
    assert said(found, plain)[0] == "Éléments lus : 5 ; questions posées : 3."


def test_a_field_of_the_goals_that_is_not_known_is_named(plain):
    text = "1-title: Un\n2-title: Deux\n2-short: D\n2-definition: Ce que c’est\n"
    assert "« 2-definition » n’est pas repris." in said(understand(text.encode(), "odd.yml"), plain)


SSSOM = b"#curie_map:\n#  A: https://a/\nsubject_id\tpredicate_id\tobject_id\nA:1\tskos:exactMatch\tA:2\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (SSSOM, "ponts.sssom.tsv"),
        (SSSOM, "ponts"),
        (b"\xef\xbb\xbf" + SSSOM.replace(b"\t", b";").replace(b"\n", b"\r\n"), "ponts.csv"),
        (SSSOM.replace(b"\t", b","), "ponts.csv"),
        (write_xlsx(["subject_id", "predicate_id", "object_id"], [["a", "b", "c"]]), "ponts.xlsx"),
        (b"mapping_set_id: https://a\ncurie_map: {A: https://a/}\n", "ponts.yml"),
        (b'{"mapping_set_id": "https://a", "mappings": [{"subject_id": "A:1"}]}', "ponts.json"),
    ],
)
def test_a_file_of_correspondences_is_told_where_to_go(plain, data, name):
    with pytest.raises(FileRefusedError) as caught:
        understand(data, name)
    assert plain(str(caught.value)) == NOT_A_GUIDE
