"""Frameworks of CISO Assistant: what stands around a question is kept, what is left is named."""

from marchepied.engines.referential import validate
from marchepied.engines.referential.exchange import understand
from tests.engines.referential.exchange.test_foreign import said

CADRE = """urn: a
locale: de
name: Cadre
copyright: %s
objects:
  threats: [{urn: m}]
  framework:
    name: Cadre
    requirement_nodes:
    - {urn: "x:t", assessable: false, name: Thème}
    - {urn: "x:d", parent_urn: "x:t", assessable: false, name: Domaine}
    - {urn: "x:s", parent_urn: "x:d", assessable: false, name: Section, description: Ce qu’elle dit}
    - {urn: "x:v", parent_urn: "x:t", assessable: false, name: Vide}
    - urn: "x:q"
      parent_urn: "x:s"
      assessable: true
      ref_id: Q1
      name: Nom
      description: Plus long
      annotation: Une note
      typical_evidence: Un document
      questions:
        "x:q:1":
          type: unique_choice
          text: Et ceci ?
          depends_on: {}
          choices:
          - {urn: c1, value: Oui, add_score: 10, color: "#fff"}
          - {urn: c2, value: Non, add_score: 0}
"""


def read(licence="Libre"):
    return understand((CADRE % licence).encode(), "cadre.yaml")


def test_what_stands_around_a_question_is_in_its_help():
    found = read()
    (question,) = found.data["axes"][0]["domains"][0]["questions"]
    assert validate(found.data) == ()
    assert question["wording"]["fr"] == "Et ceci ?"
    assert question["why"]["fr"] == "Section — Ce qu’elle dit — Nom — Plus long — Une note"


def test_choices_with_scores_go_from_the_least_to_the_most(plain):
    found = read()
    (question,) = found.data["axes"][0]["domains"][0]["questions"]
    assert [level["short"]["fr"] for level in question["levels"]] == ["Non", "Oui"]
    assert "Questions dont les réponses sont rangées d’après leurs points (« add_score ») : 1." in said(
        found, plain
    )


def test_what_is_left_of_a_framework_is_named(plain):
    told = said(read(), plain)
    assert "« v » n’est pas repris : il n’a aucune question au-dessous." in told
    assert "Ces champs du fichier ne sont pas repris : threats, typical_evidence, color." in told
    assert "Le fichier est dans une autre langue (de) : ses textes sont à traduire." in told


def test_a_long_licence_is_kept_whole_and_one_too_long_is_said(plain):
    assert read("a" * 4_000).data["licence"] == "a" * 4_000
    told = [one for one in said(read("a" * 4_001), plain) if "coupé" in one]
    assert told == [f"Cadre : ce texte est coupé à 4000 signes, « {'a' * 79}… »."]
