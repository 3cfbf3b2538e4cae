"""XLSForm out: a questionnaire as a form that ODK, Kobo and others read, and that we read back the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marchepied.engines.referential.codes import LANGUAGES, QUESTIONNAIRE
from marchepied.engines.referential.conditions import find_problems, write_applicability
from marchepied.engines.referential.parsing import parse_applicability
from marchepied.engines.tables import SheetToWrite, TableError, write_workbook

from ._sentences import Sentence, gettext_noop, refuse, sentence
from ._xlsform_extra import EXTRA, EXTRA_COLUMNS, items_of, write_extras

_NAMES = {"fr": "Français (fr)", "en": "English (en)"}
_QUESTION = (
    "id",
    "provenance",
    "statement",
    "wording",
    "why",
    "reversed",
    "levels_provenance",
    "levels",
    "ends",
    "discussion",
)
_DOMAIN = ("id", "title", "purpose", "provenance")
_AXIS = ("id", "number", "title", "short", "purpose", "provenance")
_HEAD = (
    "format",
    "id",
    "version",
    "title",
    "purpose",
    "publisher",
    "licence",
    "languages",
    "provenance",
    "sources",
)

Row = dict[str, object]


def questionnaire_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The questionnaire that a referential contains: its questions and their scales, without the rest.

    A questionnaire is given as it is. Announced themes, without questions, are left out. Raises
    FileRefusedError when there is no question.
    """
    if data.get("kind") == QUESTIONNAIRE:
        return dict(data)
    axes = []
    for axis in data["axes"]:
        domains = [
            {
                **_pick(domain, _DOMAIN),
                "questions": [_ask(question) for question in domain["questions"]],
            }
            for domain in axis.get("domains", ())
            if domain["questions"]
        ]
        if domains:
            axes.append({**_pick(axis, _AXIS), "domains": domains})
    if not axes:
        raise refuse(
            sentence(gettext_noop("Ce guide n’a pas encore de question.")),
            sentence(gettext_noop("Ajoutez-en une avant d’exporter un formulaire.")),
        )
    head = _pick(data, _HEAD)
    more = [source for axis in data["axes"] for source in axis.get("sources", ())]
    if more:
        head["sources"] = list({item["id"]: item for item in reversed([*head["sources"], *more])}.values())[
            ::-1
        ]
    return {**head, "kind": QUESTIONNAIRE, "axes": axes}


def _ask(question: Mapping[str, Any]) -> dict[str, Any]:
    """A question of a guide as a questionnaire has it: for whom it makes sense is one written condition."""
    asked = _pick(question, _QUESTION)
    condition = write_applicability(parse_applicability(question))
    if condition and find_problems(condition):  # together, they pass the limits of one condition
        condition = question.get("when", "")
    return {**asked, "when": condition} if condition else asked


def _pick(item: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: item[name] for name in names if name in item}


def write_xlsform(data: Mapping[str, Any]) -> bytes:
    """A form (XLSX) with the questions of a valid referential: `read_xlsform` gives `questionnaire_of(data)`.

    Themes and domains are groups, each question a `select_one` whose answers are its levels, in order. What
    a form has no place for stands in a sheet that form servers ignore. Raises FileRefusedError.
    """
    asked = questionnaire_of(data)
    languages = [language for language in LANGUAGES if language in asked["languages"]]
    labels = [f"label::{_NAMES[language]}" for language in languages]
    hints = [f"hint::{_NAMES[language]}" for language in languages]
    survey = ["type", "name", *labels, *hints, "required"]
    choices = ["list_name", "name", *labels]
    title = asked["title"].get("fr") or next(iter(asked["title"].values()))
    settings: Row = {
        "form_title": title,
        "form_id": asked["id"],
        "version": asked["version"],
        "default_language": _NAMES[languages[0]],
    }
    sheets = [
        _sheet("survey", survey, _survey(asked)),
        _sheet("choices", choices, _choices(asked)),
        _sheet("settings", list(settings), [settings]),
        SheetToWrite(EXTRA, EXTRA_COLUMNS, list(write_extras(asked))),
    ]
    try:
        return write_workbook(sheets)
    except TableError as error:
        raise refuse(Sentence(error.message.template, error.message.params)) from error


def _sheet(name: str, headers: list[str], rows: Any) -> SheetToWrite:
    return SheetToWrite(name, headers, [[row.get(header) for header in headers] for row in rows])


def _texts(column: str, text: Mapping[str, str]) -> Row:
    return {f"{column}::{_NAMES[language]}": words for language, words in text.items()}


def write_name(identity: str) -> str:
    """A name that a form accepts: it may not begin with a digit."""
    return f"_{identity}" if identity[:1].isdigit() else identity


def _survey(asked: Mapping[str, Any]) -> Iterator[Row]:
    for axis in asked["axes"]:
        yield {"type": "begin group", "name": write_name(axis["id"]), **_texts("label", axis["title"])}
        for domain in axis["domains"]:
            yield {
                "type": "begin group",
                "name": write_name(domain["id"]),
                **_texts("label", domain["title"]),
            }
            for question in domain["questions"]:
                yield {
                    "type": f"select_one {_list_name(question)}",
                    "name": write_name(question["id"]),
                    **_texts("label", question["wording"]),
                    **_texts("hint", question["why"]),
                    "required": "no",
                }
            yield {"type": "end group"}
        yield {"type": "end group"}


def _list_name(question: Mapping[str, Any]) -> str:
    return f"niveaux_{question['id']}"


def _choices(asked: Mapping[str, Any]) -> Iterator[Row]:
    for _, item in items_of(asked):
        for number, level in enumerate(item.get("levels", ()), start=1):
            yield {"list_name": _list_name(item), "name": str(number), **_texts("label", level["short"])}
