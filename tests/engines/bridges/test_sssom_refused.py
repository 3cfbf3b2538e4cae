"""SSSOM files that are refused say where and why; none makes the reader fall over."""

import random

import pytest

from marchepied.engines.bridges import SssomError, read_links, read_sssom, write_sssom
from tests.engines.bridges.test_sssom import CANONICAL, by_line

TOP = "#curie_map:\n#  a: urn:a\n"
TITLES = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tmapping_date\n"
ROW = "a:1\tskos:exactMatch\ta:2\tsemapv:MappingReview\t0.5\t2026-01-01\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Ligne 1, colonne 1 : le tableau des correspondances manque."),
        (
            TOP + TITLES + ROW.replace("a:2", "b:2"),
            "Ligne 4, colonne 3 : object_id : le préfixe « b » n’est pas déclaré dans curie_map.",
        ),
        (
            TOP + TITLES + ROW.replace("a:2", "https://a/2"),
            "Ligne 4, colonne 3 : object_id : « https://a/2 » est une adresse entière : "
            "écrivez « préfixe:nom ».",
        ),
        (
            TOP + TITLES + ROW.replace("a:2", "deux"),
            "Ligne 4, colonne 3 : object_id : « deux » n’est pas un identifiant « préfixe:nom ».",
        ),
        (
            TOP + TITLES + ROW.replace("a:2", ""),
            "Ligne 4, colonne 3 : object_id : cette valeur est obligatoire.",
        ),
        (
            TOP + TITLES + ROW + ROW.replace("0.5", "1,5"),
            "Ligne 5, colonne 5 : confidence : « 1,5 » n’est pas un nombre entre 0 et 1.",
        ),
        (
            TOP + TITLES + ROW.replace("2026-01-01", "2026-02-30"),
            "Ligne 4, colonne 6 : mapping_date : « 2026-02-30 » n’est pas une date, "
            "année-mois-jour : 2026-11-22.",
        ),
        (
            TOP + TITLES + ROW.replace("\n", "\tde trop\n"),
            "Ligne 4, colonne 7 : cette case n’a pas de colonne.",
        ),
        (
            TOP + TITLES + ROW.replace("0.5", '"0.5'),
            "Ligne 4, colonne 5 : des guillemets s’ouvrent et ne se ferment pas.",
        ),
        (
            TOP + TITLES + ROW.replace("0.5", '"0.5"x'),
            "Ligne 4, colonne 5 : du texte suit des guillemets fermés.",
        ),
        (
            TOP + TITLES.replace("confidence", "object_id") + ROW,
            "Ligne 3, colonne 5 : object_id : deux colonnes portent ce nom.",
        ),
        (
            TOP + TITLES.replace("object_id", "objet") + ROW,
            "Ligne 3, colonne 1 : object_id : cette colonne est obligatoire.",
        ),
        (
            "#curie_map:\n# skos: urn:s\n" + TITLES + ROW,
            "Ligne 2, colonne 3 : « skos » désigne toujours http://www.w3.org/2004/02/skos/core#.",
        ),
        ("#a: &x 1\n" + TITLES + ROW, "Ligne 1, colonne 5 : les renvois (& et *) ne sont pas admis ici."),
        (
            "#a: !!str 1\n" + TITLES + ROW,
            "Ligne 1, colonne 5 : les types écrits avec ! ne sont pas admis ici.",
        ),
        ("#a: 1\n#a: 2\n" + TITLES + ROW, "Ligne 2, colonne 2 : « a » est donné deux fois."),
        ("#a: " + "[" * 50 + "\n" + TITLES, "Ligne 1, colonne 12 : trop de niveaux l’un dans l’autre."),
        (
            "#- a\n" + TITLES + ROW,
            "Ligne 1, colonne 2 : des lignes « nom: valeur » sont attendues avant le tableau.",
        ),
        (
            "#a: b: c\n" + TITLES + ROW,
            "Ligne 1, colonne 6 : ce qui précède le tableau n’est pas du YAML bien formé.",
        ),
        (
            "#license: [a, b]\n" + TITLES + ROW,
            "Ligne 1, colonne 11 : license : une seule valeur est attendue.",
        ),
        (TOP + TITLES + "\ud800\n", "Ligne 4, colonne 1 : un caractère n’est pas de l’UTF-8."),
    ],
)
def test_refusals_say_where(text, sentence):
    with pytest.raises(SssomError) as refused:
        read_sssom(text)
    assert str(refused.value) == sentence


def test_all_faults_of_a_file_are_told_up_to_fifty():
    with pytest.raises(SssomError) as refused:
        read_sssom(TOP + TITLES + ROW.replace("a:2", "b:2") * 60)
    assert [problem.line for problem in refused.value.problems] == list(range(4, 54))


def test_ten_thousand_spoilt_files_are_read_or_refused():
    draw = random.Random(20261122)
    alphabet = "#\"'\t\n\r|\\:&*!-[]{}, a1é\u2028\u0085\x00\ufeff"
    read, refused = 0, []
    for _file in range(10_000):
        text = CANONICAL
        for _change in range(draw.randint(1, 4)):
            start = draw.randrange(len(text) + 1)
            end = min(len(text), start + draw.choice((0, 0, 1, 1, 3, 20)))
            text = text[:start] + "".join(draw.choices(alphabet, k=draw.randint(0, 3))) + text[end:]
        try:
            made = read_sssom(text)
        except SssomError as error:
            refused.append(error.problems)
            continue
        read += 1
        again = read_sssom(write_sssom(made))
        assert by_line(again) == by_line(made)
        read_links(made)
    assert (read > 1_000, len(refused) > 1_000) == (True, True)
    assert all(problems for problems in refused)
    places = [(problem.line, problem.column) for problems in refused for problem in problems]
    assert min(line for line, _column in places) == min(column for _line, column in places) == 1
