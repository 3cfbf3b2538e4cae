"""Faults are sentences with their place."""

from typing import Any

import pytest

from marchepied.engines.referential import (
    InvalidReferentialError,
    Problem,
    load_yaml,
    parse_referential,
    validate,
)


def question_of(data: Any) -> Any:
    return data["axes"][0]["domains"][0]["questions"][0]


def break_version(data: Any) -> None:
    data["version"] = "un"


def forget_why(data: Any) -> None:
    del question_of(data)["why"]


def add_unknown(data: Any) -> None:
    question_of(data)["couleur"] = "vert"


def misspell_college(data: Any) -> None:
    question_of(data)["colleges"][0] = "salaries"


def give_a_text_for_a_list(data: Any) -> None:
    question_of(data)["levers"] = "parrain"


def empty_colleges(data: Any) -> None:
    question_of(data)["colleges"] = []


def repeat_a_college(data: Any) -> None:
    question_of(data)["colleges"] = ["members", "members"]


def drop_a_level(data: Any) -> None:
    question_of(data)["levels"].pop()


def forget_english(data: Any) -> None:
    del question_of(data)["why"]["en"]


def blank_a_text(data: Any) -> None:
    question_of(data)["why"]["fr"] = "  "


def announce_one_language(data: Any) -> None:
    data["languages"] = ["fr"]
    for path_less in (data["title"], data["purpose"]):
        path_less.pop("en")


def reuse_an_id(data: Any) -> None:
    data["axes"][1]["id"] = "premier-jour"


def reuse_a_number(data: Any) -> None:
    data["axes"][1]["number"] = 1


def name_a_missing_lever(data: Any) -> None:
    question_of(data)["levers"] = ["tutorat"]


def name_a_missing_source(data: Any) -> None:
    question_of(data)["provenance"]["source"] = "livre"


def name_a_missing_kind(data: Any) -> None:
    data["axes"][0]["examples"][0]["kind"] = "manger"


def use_an_unknown_word(data: Any) -> None:
    question_of(data)["why"]["fr"] = "Pour les {gens}."


def write_a_long_wording(data: Any) -> None:
    question_of(data)["wording"]["fr"] = "Est-ce que " + "vraiment " * 14 + "?"


def write_two_sentences(data: Any) -> None:
    question_of(data)["levels"][2]["short"]["en"] = "Yes. We do."


Q = "axes[0].domains[0].questions[0]"
CASES = [
    (break_version, "version", "« un » n’a pas la forme attendue."),
    (forget_why, Q, "il manque « why »."),
    (add_unknown, Q, "« couleur » n’est pas un champ connu ici."),
    (misspell_college, f"{Q}.colleges[0]", "« salaries » n’est pas un choix possible."),
    (give_a_text_for_a_list, f"{Q}.levers", "on attend une liste, on trouve « parrain »."),
    (empty_colleges, f"{Q}.colleges", "il n’y a rien ici."),
    (repeat_a_college, f"{Q}.colleges", "une valeur est écrite deux fois dans la liste."),
    (drop_a_level, f"{Q}.levels", "la question a 4 niveaux, il en faut 5."),
    (forget_english, f"{Q}.why", "le texte n’est pas écrit en « en »."),
    (blank_a_text, f"{Q}.why.fr", "le texte est vide."),
    (reuse_an_id, f"{Q}.id", None),
    (reuse_a_number, "axes[1].number", "le numéro 1 est déjà pris."),
    (name_a_missing_lever, f"{Q}.levers[0]", "le levier « tutorat » n’existe pas dans ce thème."),
    (name_a_missing_source, f"{Q}.provenance.source", "la source « livre » n’existe pas."),
    (name_a_missing_kind, "axes[0].examples[0].kind", "« manger » n’existe pas dans ce thème."),
    (use_an_unknown_word, f"{Q}.why.fr", "le mot à remplacer {gens} n’existe pas."),
    (write_a_long_wording, f"{Q}.wording.fr", "ce texte pour les participants a 16 mots."),
    (write_two_sentences, f"{Q}.levels[2].short.en", "ce texte pour les participants a plusieurs phrases."),
]


def test_the_example_of_the_reference_page_is_valid(example):
    assert validate(example) == ()


@pytest.mark.parametrize(("fault", "path", "message"), CASES, ids=[case[0].__name__ for case in CASES])
def test_one_fault_gives_one_problem_with_its_place(example, fault, path, message):
    fault(example)
    (problem,) = validate(example)
    if fault is reuse_an_id:
        path, message = "axes[1].id", "l’identifiant « premier-jour » est déjà pris."
    assert (problem.path, problem.message_fr) == (path, message)
    assert problem.advice_fr.endswith((".", "…."))
    assert problem.line is not None


def test_a_problem_reads_as_a_sentence_with_file_and_line(example_text):
    text = example_text.replace("depth: express", "depth: rapide")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "depth: rapide" in row)
    data = load_yaml(text, file="exemple.yaml")
    assert [str(problem) for problem in validate(data)] == [
        f"exemple.yaml, ligne {line} ({Q}.depth) : « rapide » n’est pas un choix possible. "
        "Choisissez parmi : express, full."
    ]


def test_a_language_that_is_not_announced_is_a_fault(example):
    announce_one_language(example)
    problems = validate(example)
    assert {problem.message_fr for problem in problems} == {"la langue « en » n’est pas annoncée en tête."}


def test_plain_data_without_lines_is_validated_too(example):
    example["version"] = 3
    plain = {**example}
    (problem,) = validate(plain)
    assert problem == Problem("version", None, "on attend un texte, on trouve « 3 ».", "Corrigez la valeur.")


@pytest.mark.parametrize("data", [None, 3, "texte", [], {}, {"axes": [None]}, {"axes": {"a": 1}}])
def test_what_is_not_a_referential_is_told_so(data):
    assert validate(data)
    with pytest.raises(InvalidReferentialError) as refusal:
        parse_referential(data)
    assert refusal.value.problems == validate(data)


def test_problems_are_at_most_two_hundred(example):
    example["axes"][1] = {f"champ-{n}": n for n in range(5)}
    example["axes"] += [{"id": n} for n in range(500)]
    assert 0 < len(validate(example)) <= 200


def test_a_duty_that_is_not_declared_is_refused_with_its_place(example):
    question = example["axes"][0]["domains"][0]["questions"][0]
    question["answered_by"] = [{"duty": "inconnue", "part": {"fr": "Tout.", "en": "All."}}]
    (problem,) = validate(example)
    assert "l’obligation « inconnue » n’existe pas" in str(problem)
    assert problem.path == "axes[0].domains[0].questions[0].answered_by[0].duty"


def test_a_theme_may_declare_its_own_sources_and_two_themes_the_same_one(example):
    axis = example["axes"][0]
    own = {"id": "page", "title": {"fr": "Une page", "en": "A page"}, "publisher": "Un réseau"}
    axis["sources"] = [own]
    axis["domains"][0]["provenance"] = {"kind": "public", "source": "page"}
    assert validate(example) == ()
    assert [source.id for source in parse_referential(example).sources] == ["notre-reseau", "page"]
