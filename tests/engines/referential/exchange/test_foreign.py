"""Files of other projects: read as questionnaires, or refused with the place; what is left out is said."""

import pytest

from marchepied.engines.referential import validate
from marchepied.engines.referential.exchange import FileRefusedError, understand
from tests.engines.referential.exchange.conftest import read_other

TREE = "territoires-en-transitions/referentiel-eci-structure.csv"
ROWS = (
    "identifiant,nom,description,points,pourcentage\n"
    "1,Un axe,,10,\n1.1,Un sous-axe,Pourquoi,10,\n1.1.1,Première,,4,\n1.1.2,Seconde,,6,\n"
    "1.1.2.1,Un pas,,,60\n1.1.2.2,Un autre,,,40\n"
)
LIMESURVEY = """<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<groups><rows><row><gid>1</gid><group_order>1</group_order></row></rows></groups>
<group_l10ns><rows><row><gid>1</gid>
<group_name>Accueil</group_name><language>fr</language></row></rows></group_l10ns>
<questions><rows>
<row><qid>5</qid><parent_qid>0</parent_qid><gid>1</gid><type>L</type><title>Q1</title><question_order>1</question_order>
</row>
<row><qid>6</qid><parent_qid>0</parent_qid><gid>1</gid><type>A</type><title>Q2</title><question_order>2</question_order>
</row>
<row><qid>7</qid><parent_qid>0</parent_qid><gid>1</gid><type>T</type><title>Q3</title><question_order>3</question_order>
</row>
</rows></questions>
<subquestions><rows>
<row><qid>8</qid><parent_qid>6</parent_qid><gid>1</gid><title>SQ1</title></row></rows></subquestions>
<question_l10ns><rows>
<row><qid>5</qid><question><![CDATA[<b>Ça va</b> <script>alert(1)</script>?]]></question>
<language>fr</language></row>
<row><qid>5</qid><question>All right?</question><language>en</language></row>
<row><qid>6</qid><question>Que dites-vous de</question><language>fr</language></row>
<row><qid>8</qid><question>l’accueil</question><language>fr</language></row>
</rows></question_l10ns>
<answers><rows><row><aid>1</aid><qid>5</qid><code>A1</code><sortorder>1</sortorder></row>
<row><aid>2</aid><qid>5</qid><code>A2</code><sortorder>2</sortorder></row></rows></answers>
<answer_l10ns><rows><row><aid>1</aid><answer>Non</answer><language>fr</language></row>
<row><aid>2</aid><answer>Oui</answer><language>fr</language></row></rows></answer_l10ns>
</document>"""


def counts(data):
    domains = [domain for axis in data["axes"] for domain in axis["domains"]]
    return len(data["axes"]), len(domains), sum(len(domain["questions"]) for domain in domains)


def refusal(data, name):
    with pytest.raises(FileRefusedError) as caught:
        understand(data, name)
    return [str(fault) for fault in caught.value.faults]


def said(found, plain):
    return [plain(str(note)) for note in found.notes]


def test_a_tree_whose_points_sum_is_read(plain):
    found = understand(ROWS.encode(), "eci.csv")
    assert (found.kind, validate(found.data), counts(found.data)) == ("territoires", (), (1, 1, 3))
    asked = found.data["axes"][0]["domains"][0]["questions"]
    assert [one["provenance"]["place"] for one in asked] == [
        "1.1.1 (4 points)",
        "1.1.2.1 (60 %)",
        "1.1.2.2 (40 %)",
    ]
    assert said(found, plain)[0] == "Éléments lus : 6 ; points en tout : 10. Les sommes sont justes."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "1.1.2,Seconde,,6,",
            "1.1.2,Seconde,,7,",
            "Ligne 3, colonne « points » (D) : sous 1.1, « points » fait 11 au lieu de 10. Corrigez "
            "les lignes 4, 5.",
        ),
        (
            "1.1.2.2,Un autre,,,40",
            "1.1.2.2,Un autre,,,30",
            "Ligne 5, colonne « pourcentage » (E) : sous 1.1.2, « pourcentage » fait 90 au lieu de 100. "
            "Corrigez les lignes 6, 7.",
        ),
        (
            "1.1.1,Première,,4,",
            "1.1.1,Première,,quatre,",
            "Ligne 4, colonne « points » (D) : « quatre » n’est pas un nombre. Écrivez un nombre positif, ou "
            "laissez la case vide.",
        ),
        (
            "1.1.1,Première,,4,",
            "1.1.2,Première,,4,",
            "Ligne 5, colonne « identifiant » (A) : le numéro 1.1.2 est déjà à la ligne 4. Gardez "
            "une seule ligne "
            "par numéro.",
        ),
        (
            "1.1.1,Première,,4,",
            "1.2.1,Première,,4,",
            "Ligne 4, colonne « identifiant » (A) : « 1.2.1 » n’a pas de ligne pour 1.2. Ajoutez la "
            "ligne qui "
            "manque, ou corrigez le numéro.",
        ),
    ],
)
def test_a_tree_that_does_not_hold_is_refused_with_the_place(plain, before, after, expected):
    (fault,) = refusal(ROWS.replace(before, after).encode(), "eci.csv")
    assert plain(fault) == expected


def test_the_tree_of_367_items_is_read_and_its_points_sum(plain):
    found = understand(read_other(TREE), "eci.csv")
    assert (validate(found.data), counts(found.data)) == ((), (5, 21, 274))
    assert said(found, plain)[0] == "Éléments lus : 367 ; points en tout : 500. Les sommes sont justes."


def test_the_tree_of_367_items_is_refused_once_a_point_is_changed(plain):
    wrong = read_other(TREE).replace(b"territoire,,,,,90,", b"territoire,,,,,91,", 1)
    faults = refusal(wrong, "eci.csv")
    assert plain(faults[0]).startswith(
        "Ligne 2, colonne « points » (G) : sous 1, « points » fait 90 au lieu de 91."
    )


@pytest.mark.parametrize(
    ("name", "expected", "aside"),
    [
        (
            "anssi-maturite-gestion-crise-1.0.2.yaml",
            (5, 5, 57),
            "Les groupes d’application et les conditions du fichier ne sont pas repris.",
        ),
        (
            "anssi-mon-aide-cyber.yaml",
            (7, 7, 50),
            "Mesures proposées par le fichier, qui ne sont pas reprises : 74.",
        ),
        (
            "dynamic-questionnaire.yaml",
            (5, 5, 8),
            "« 0_Profil » n’est pas repris : il faut une seule réponse parmi 2 à 11 (date, 0).",
        ),
    ],
)
def test_frameworks_of_ciso_assistant_are_read(plain, name, expected, aside):
    found = understand(read_other(f"ciso-assistant/{name}"), name)
    assert (found.kind, validate(found.data), counts(found.data)) == ("ciso", (), expected)
    assert aside in said(found, plain)


def test_levels_written_in_the_text_of_a_node_are_its_levels():
    text = (
        "urn: a\nlocale: fr\nname: Cadre\nobjects:\n  framework:\n    name: Cadre\n    requirement_nodes:\n"
        "    - {urn: t, assessable: false, name: Thème}\n"
        "    - {urn: q, parent_urn: t, assessable: true, "
        'description: "Et ceci ?\\nNiveau 0 : rien.\\nNiveau 1 : tout."}\n'
    )
    asked = understand(text.encode(), "cadre.yaml").data["axes"][0]["domains"][0]["questions"][0]
    assert asked["wording"]["fr"] == "Et ceci ?"
    assert [level["short"]["fr"] for level in asked["levels"]] == ["rien.", "tout."]


def test_a_node_whose_parent_is_nowhere_is_refused_with_its_line(plain):
    text = (
        "urn: a\nobjects:\n  framework:\n    requirement_nodes:\n    - {urn: q, parent_urn: "
        "absent, assessable: true}\n"
    )
    assert [plain(fault) for fault in refusal(text.encode(), "cadre.yaml")] == [
        "Ligne 5 du fichier : « parent_urn » ne mène à aucun élément écrit plus haut. Corrigez-le, "
        "ou mettez le "
        "parent avant ses enfants."
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("global_goals.yml", (1, 1, 17)),
        ("global_targets.yml", (17, 17, 169)),
        ("global_indicators.yml", (17, 169, 252)),
    ],
)
def test_the_files_of_the_goals_are_read(name, expected):
    found = understand(read_other(f"odd-fr/{name}"), name)
    assert (found.kind, validate(found.data), counts(found.data)) == ("sdg", (), expected)


def test_goals_come_in_the_order_in_which_they_are_read():
    text = "10-1-title: Dix\n2-1-title: Deux\n2-a-title: Deux a\n2-10-title: Deux dix\n"
    data = understand(text.encode(), "cibles.yml").data
    assert [axis["id"] for axis in data["axes"]] == ["objectif-2", "objectif-10"]
    assert [one["id"] for one in data["axes"][0]["domains"][0]["questions"]] == [
        "odd-2-1",
        "odd-2-10",
        "odd-2-a",
    ]


def test_a_key_that_is_no_goal_is_refused_with_its_line(plain):
    (fault,) = refusal(b"1-title: Un\n2-title: Deux\nautre: Trois\n", "odd.yml")
    assert plain(fault).startswith("Ligne 3 du fichier : « autre » n’est pas le titre d’un objectif")


def test_a_survey_keeps_its_scales_and_loses_its_markup(plain):
    found = understand(LIMESURVEY.encode(), "enquete.lss")
    asked = found.data["axes"][0]["domains"][0]["questions"]
    assert validate(found.data) == ()
    assert [(one["id"], one["wording"]["fr"], len(one["levels"])) for one in asked] == [
        ("q1", "Ça va alert(1) ?", 2),
        ("q2-sq1", "Que dites-vous de l’accueil", 5),
    ]
    assert asked[0]["wording"]["en"] == "All right?"
    assert said(found, plain)[0] == (
        "Question « Q3 » : elle n’est pas reprise, on y répond par un texte libre (type T)."
    )


@pytest.mark.parametrize(
    ("name", "code"), [("blank-survey.lss", "Q00"), ("survey-one-question-two-languages.lss", "Q1")]
)
def test_a_survey_without_a_choice_is_refused_with_its_question(plain, name, code):
    faults = [plain(fault) for fault in refusal(read_other(f"limesurvey/{name}"), name)]
    assert faults[0].startswith("Ce fichier n’a aucune question à choix que l’on puisse reprendre.")
    assert f"Question « {code} » : elle n’est pas reprise, on y répond par un texte libre (type T)." in faults


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><document>&b;</document>',
            "Le fichier XML ne se lit pas",
        ),
        (b"<document><a></document>", "Le fichier XML ne se lit pas (ligne 1)."),
        (b"<rss></rss>", "Ce fichier XML n’est pas d’un format connu."),
        (b"<document/>", "Ce fichier XML n’est pas la structure d’une enquête LimeSurvey."),
        (b"- un\n- deux\n", "Ce fichier n’est ni un guide, ni un format connu."),
        (b"axes:\n- {file: theme-1.yaml}\n", "Ce fichier renvoie à d’autres fichiers du même dossier."),
        (b"a: &b 1\n", "Ligne 1 du fichier : les ancres"),
        (b"", "le fichier est vide."),
    ],
)
def test_what_is_not_ours_is_refused_in_a_sentence(plain, data, start):
    (fault, *_) = refusal(data, "fichier.yaml")
    assert plain(fault).startswith(start)


def test_a_table_without_our_columns_is_refused(plain):
    (fault,) = refusal(b"a;b\n1;2\n", "liste.csv")
    assert plain(fault) == (
        "Ce tableau n’a pas les colonnes d’un guide. Ses colonnes : a, b. Il faut au moins « Question », "
        "« Niveau 1 » et « Niveau 2 »."
    )
