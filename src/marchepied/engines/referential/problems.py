"""A fault in a referential, told to the person who wrote it: where it is, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

Path = tuple[str | int, ...]
SchemaError = Any  # a ValidationError, whose attributes jsonschema types as possibly unset


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` is readable (« axes[5].domains[1].id »); `line` and `file` are known for what came from YAML."""

    path: str
    line: int | None
    message_fr: str
    advice_fr: str
    file: str = ""

    def __str__(self) -> str:
        place = self.path or "racine"
        if self.line is not None:
            place = f"{self.file or 'fichier'}, ligne {self.line} ({place})"
        return f"{place} : {self.message_fr} {self.advice_fr}"


class InvalidReferentialError(ValueError):
    """The data is not a valid referential; `problems` lists every fault, one sentence each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def write_path(path: Path) -> str:
    """(« axes », 5, « id ») is written « axes[5].id »; indices count from 0."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def make_problem(data: Any, path: Path, message: str, advice: str) -> Problem:
    """A problem at `path` of `data`, with the line of the nearest place that knows one."""
    line, file, here = getattr(data, "line", None), getattr(data, "file", ""), data
    for part in path:
        line = getattr(here, "lines", {}).get(part, line)
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            break
        if getattr(here, "file", file) != file:  # an axis that comes from a file of its own
            file, line = here.file, here.line
    return Problem(write_path(path), line, message, advice, file)


_TYPES = {
    "object": "un bloc « nom: valeur »",
    "array": "une liste",
    "string": "un texte",
    "integer": "un nombre entier",
    "boolean": "true ou false",
}


def _shorten(value: Any) -> str:
    if isinstance(value, dict):
        return "un bloc"
    if isinstance(value, list):
        return "une liste"
    text = str(value)
    return f"« {text[:40]}… »" if len(text) > 40 else f"« {text} »"


def _say_missing(error: SchemaError) -> tuple[str, str]:
    missing = [key for key in error.validator_value if key not in error.instance]
    names = ", ".join(f"« {name} »" for name in missing)
    return f"il manque {names}.", "Ajoutez ce champ à cet endroit."


def _say_unknown(error: SchemaError) -> tuple[str, str]:
    known = error.schema.get("properties", {})
    extra = [f"« {str(key)[:40]} »" for key in error.instance if key not in known]
    allowed = ", ".join(known)
    if len(extra) == 1:
        return f"{extra[0]} n’est pas un champ connu ici.", f"Retirez-le, ou choisissez parmi : {allowed}."
    names = ", ".join(extra[:10])
    return f"{names} ne sont pas des champs connus ici.", f"Retirez-les, ou choisissez parmi : {allowed}."


def _say_type(error: SchemaError) -> tuple[str, str]:
    wanted = _TYPES.get(str(error.validator_value), str(error.validator_value))
    return f"on attend {wanted}, on trouve {_shorten(error.instance)}.", "Corrigez la valeur."


def _say_enum(error: SchemaError) -> tuple[str, str]:
    allowed = ", ".join(str(value) for value in error.validator_value)
    return f"{_shorten(error.instance)} n’est pas un choix possible.", f"Choisissez parmi : {allowed}."


def _say_pattern(error: SchemaError) -> tuple[str, str]:
    return (
        f"{_shorten(error.instance)} n’a pas la forme attendue.",
        "Un identifiant s’écrit en minuscules, chiffres et tirets ; une version 1.0.0 ; un lien https://….",
    )


def _say_empty(error: SchemaError) -> tuple[str, str]:
    return "il n’y a rien ici.", "Ajoutez au moins une entrée, ou retirez le champ s’il est facultatif."


def _say_twice(error: SchemaError) -> tuple[str, str]:
    return "une valeur est écrite deux fois dans la liste.", "N’en gardez qu’une."


def _say_const(error: SchemaError) -> tuple[str, str]:
    return f"{_shorten(error.instance)} n’est pas accepté.", f"La seule valeur est {error.validator_value}."


def _say_bound(error: SchemaError) -> tuple[str, str]:
    return f"{_shorten(error.instance)} sort des limites permises.", "Raccourcissez ou corrigez la valeur."


_SENTENCES = {
    "required": _say_missing,
    "additionalProperties": _say_unknown,
    "type": _say_type,
    "enum": _say_enum,
    "pattern": _say_pattern,
    "minLength": _say_empty,
    "minItems": _say_empty,
    "minProperties": _say_empty,
    "uniqueItems": _say_twice,
    "const": _say_const,
}


def describe_schema_error(data: Any, error: ValidationError) -> Problem:
    """The sentence for one error of the JSON Schema, with its place in `data`."""
    message, advice = _SENTENCES.get(str(error.validator), _say_bound)(error)
    return make_problem(data, tuple(error.absolute_path), message, advice)
