"""Is this data a referential? First its shape (JSON Schema), then its coherence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .codes import FEWEST_LEVELS, LEVEL_COUNT, MOST_LEVELS, QUESTIONNAIRE, WORDING_WORDS_MAX
from .conditions import find_problems
from .problems import Path, Problem, describe_schema_error, make_problem
from .wording import count_sentences, count_words, find_placeholders, list_placeholders, word_text

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

MAX_PROBLEMS = 200
"""Enough to work with; a file with more faults is not a referential yet."""


@cache
def _read_validator(name: str) -> Draft202012Validator:
    # Loaded by the first referential that is checked: what is read of a published one was checked already.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    text = files("marchepied.content").joinpath("schemas", name).read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def check_shape(data: Any, schema: str) -> tuple[Problem, ...]:
    """The faults of `data` against a JSON Schema shipped in content/schemas, by place; none when valid."""
    errors = []
    for error in _read_validator(schema).iter_errors(data):
        errors.append(error)
        if len(errors) >= MAX_PROBLEMS:
            break
    errors.sort(key=lambda error: [str(part) for part in error.absolute_path])
    # the schema reports each missing field apart; one sentence names them all
    return tuple(dict.fromkeys(describe_schema_error(data, error) for error in errors))


def validate(data: Any) -> tuple[Problem, ...]:
    """Every fault of a referential's data, at most 200, in French, with path and line; empty when valid.

    Shape first; coherence is checked only once the shape is right: declared languages everywhere, unique
    ids, five levels, levers, domains, kinds and sources that exist, known placeholders, and participants'
    texts of at most 15 words and one sentence. A questionnaire keeps its own words and scales, of two to
    eleven levels. Never raises, whatever the data.
    """
    problems = check_shape(data, "referential.schema.json")
    if problems:
        return problems
    found: list[Problem] = []
    for check in _CHECKS:
        for path, message, advice in check(data):
            found.append(make_problem(data, path, message, advice))
            if len(found) >= MAX_PROBLEMS:
                return tuple(found)
    return tuple(found)


Fault = tuple[Path, str, str]


def _walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every block and list with its path, from the top; the schema has already bounded the depth."""
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))


def _walk_texts(data: Any) -> Iterator[tuple[Path, dict[str, str]]]:
    for path, value in _walk(data):
        if isinstance(value, dict) and value and set(value) <= {"fr", "en"}:
            yield path, value


def _walk_questions(data: Any) -> Iterator[tuple[Path, Any, Any]]:
    """(path, question, axis) for each question."""
    for a, axis in enumerate(data["axes"]):
        for d, domain in enumerate(axis.get("domains", ())):
            for q, question in enumerate(domain["questions"]):
                yield ("axes", a, "domains", d, "questions", q), question, axis


def _check_languages(data: Any) -> Iterator[Fault]:
    wanted = set(data["languages"])
    for path, text in _walk_texts(data):
        for language in sorted(wanted - set(text)):
            yield path, f"le texte n’est pas écrit en « {language} ».", "Ajoutez la traduction."
        for language in sorted(set(text) - wanted):
            yield (
                (*path, language),
                f"la langue « {language} » n’est pas annoncée en tête.",
                "Ajoutez-la à « languages », ou retirez ce texte.",
            )
        for language, sentence in text.items():
            if not sentence.strip():
                yield (*path, language), "le texte est vide.", "Écrivez-le, ou retirez l’élément."


def _check_ids(data: Any) -> Iterator[Fault]:
    """Ids are unique in the whole referential, so that an answer or a link can name one alone."""
    seen: dict[str, Path] = {}
    for path, value in (*_walk(data["axes"], ("axes",)), *_walk(data.get("duties", []), ("duties",))):
        # a document may be the source of several themes, and is declared by each
        if not isinstance(value, dict) or "id" not in value or "sources" in path:
            continue
        if value["id"] in seen:
            yield (
                (*path, "id"),
                f"l’identifiant « {value['id']} » est déjà pris.",
                "Choisissez-en un autre : un identifiant ne sert qu’une fois.",
            )
        seen[value["id"]] = path
    numbers: set[int] = set()
    for index, axis in enumerate(data["axes"]):
        if axis["number"] in numbers:
            yield (
                ("axes", index, "number"),
                f"le numéro {axis['number']} est déjà pris.",
                "Donnez un numéro différent à chaque thème.",
            )
        numbers.add(axis["number"])


def _check_sources(data: Any) -> Iterator[Fault]:
    known = {source["id"] for source in data["sources"]}
    known |= {source["id"] for axis in data["axes"] for source in axis.get("sources", ())}
    for path, value in _walk(data):
        if path and path[-1] in ("provenance", "levels_provenance") and value["source"] not in known:
            yield (
                (*path, "source"),
                f"la source « {value['source']} » n’existe pas.",
                "Déclarez-la dans « sources », en tête.",
            )


def _is_questionnaire(data: Any) -> bool:
    return bool(data.get("kind") == QUESTIONNAIRE)


def _check_levels(data: Any) -> Iterator[Fault]:
    if _is_questionnaire(data):
        yield from _check_scales(data)
        return
    for path, question, _ in _walk_questions(data):
        count = len(question["levels"])
        if count != LEVEL_COUNT:
            yield (
                (*path, "levels"),
                f"la question a {count} niveaux, il en faut {LEVEL_COUNT}.",
                "Décrivez cinq pratiques que l’on peut observer, de la plus éloignée à la plus avancée.",
            )


def _check_scales(data: Any) -> Iterator[Fault]:
    """A questionnaire keeps the scale its people answered on."""
    for path, question, _ in _walk_questions(data):
        count = len(question["levels"])
        if not FEWEST_LEVELS <= count <= MOST_LEVELS:
            yield (
                (*path, "levels"),
                f"la question a {count} niveau(x), il en faut de {FEWEST_LEVELS} à {MOST_LEVELS}.",
                "Donnez un niveau à chaque réponse que l’on pouvait choisir.",
            )


def _check_links(data: Any) -> Iterator[Fault]:
    for path, question, axis in _walk_questions(data):
        levers = {lever["id"] for domain in axis["domains"] for lever in domain.get("levers", ())}
        for index, lever in enumerate(question.get("levers", ())):
            if lever not in levers:
                yield (
                    (*path, "levers", index),
                    f"le levier « {lever} » n’existe pas dans ce thème.",
                    "Corrigez l’identifiant, ou ajoutez le levier à un domaine.",
                )
    for a, axis in enumerate(data["axes"]):
        targets = {
            "kind": {kind["id"] for kind in axis.get("example_kinds", ())},
            "domain": {domain["id"] for domain in axis.get("domains", ())},
        }
        for e, example in enumerate(axis.get("examples", ())):
            for key, known in targets.items():
                if example[key] not in known:
                    yield (
                        ("axes", a, "examples", e, key),
                        f"« {example[key]} » n’existe pas dans ce thème.",
                        "Corrigez l’identifiant.",
                    )


def _check_duties(data: Any) -> Iterator[Fault]:
    known = {duty["id"] for duty in data.get("duties", ())}
    for path, question, _ in _walk_questions(data):
        for index, item in enumerate(question.get("answered_by", ())):
            if item["duty"] not in known:
                yield (
                    (*path, "answered_by", index, "duty"),
                    f"l’obligation « {item['duty']} » n’existe pas.",
                    "Corrigez l’identifiant, ou déclarez-la dans « duties », en tête.",
                )


def _check_conditions(data: Any) -> Iterator[Fault]:
    """A written condition can be read, and speaks of facts that are known."""
    duties = ((("duties", index), duty) for index, duty in enumerate(data.get("duties", ())))
    questions = ((path, question) for path, question, _ in _walk_questions(data))
    for path, item in (*duties, *questions):
        for problem in find_problems(item.get("when", "vrai")):
            place = problem.span.offset + 1
            yield (
                (*path, "when"),
                f"la condition ne se lit pas, au caractère {place}. {problem.message}",
                "Corrigez-la, ou retirez-la.",
            )


def _check_rescales(data: Any) -> Iterator[Fault]:
    """A rule speaks of a question that is there, of its levels, and is alone for a version."""
    counts = {question["id"]: len(question["levels"]) for _, question, _ in _walk_questions(data)}
    seen: set[tuple[str, str]] = set()
    for index, rule in enumerate(data.get("rescales", ())):
        path: Path = ("rescales", index)
        if rule["question"] not in counts:
            message = f"la question « {rule['question']} » n’existe pas."
            yield (*path, "question"), message, "Corrigez l’identifiant, ou retirez cette conversion."
            continue
        if (rule["question"], rule["from_version"]) in seen:
            message = "cette question a déjà une conversion depuis cette version."
            yield (*path, "from_version"), message, "N’en gardez qu’une."
        seen.add((rule["question"], rule["from_version"]))
        most = counts[rule["question"]]
        for level, became in rule["map"].items():
            if became > most:
                message = f"le niveau {level} devient {became}, mais la question a {most} niveaux."
                yield (*path, "map", level), message, f"Choisissez un niveau de 1 à {most}."


def _check_participant_texts(data: Any) -> Iterator[Fault]:
    if _is_questionnaire(data):
        return  # already asked elsewhere, in words that are not ours to shorten
    for path, question, _ in _walk_questions(data):
        texts = [((*path, "wording"), question["wording"])]
        texts += [((*path, "levels", i, "short"), lv["short"]) for i, lv in enumerate(question["levels"])]
        for where, text in texts:
            for language, sentence in text.items():
                worded = word_text(sentence, language)
                words = count_words(worded)
                if words > WORDING_WORDS_MAX:
                    yield (
                        (*where, language),
                        f"ce texte pour les participants a {words} mots.",
                        f"Gardez {WORDING_WORDS_MAX} mots au plus, et une seule idée.",
                    )
                if count_sentences(worded) > 1:
                    yield (
                        (*where, language),
                        "ce texte pour les participants a plusieurs phrases.",
                        "Gardez une seule phrase.",
                    )


def _check_placeholders(data: Any) -> Iterator[Fault]:
    known = set(list_placeholders())
    for path, text in _walk_texts(data):
        for language, sentence in text.items():
            for name in sorted(find_placeholders(sentence) - known):
                yield (
                    (*path, language),
                    f"le mot à remplacer {{{name}}} n’existe pas.",
                    f"Choisissez parmi : {', '.join(sorted(known))}.",
                )


_CHECKS: tuple[Callable[[Any], Iterator[Fault]], ...] = (
    _check_languages,
    _check_ids,
    _check_sources,
    _check_levels,
    _check_links,
    _check_duties,
    _check_conditions,
    _check_rescales,
    _check_placeholders,
    _check_participant_texts,
)
