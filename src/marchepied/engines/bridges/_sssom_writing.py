"""Writing SSSOM in its canonical form: order of slots, of columns and of lines, quotes only where needed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from ._sssom_cells import join_values
from ._sssom_model import ExtensionDefinition, MappingSet, SssomMapping, Value, WrittenNumber
from ._sssom_slots import BUILT_IN, MAPPING_SLOTS, NEW_IN_1_1, NEW_ON_SETS_IN_1_1, SET_SLOTS, Kind

NUMBER_LIKE = re.compile(
    r"([-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    r"|~|null|Null|NULL|true|True|TRUE|false|False|FALSE)\Z",
    re.ASCII,
)
NOT_PLAIN = re.compile(r":\s|:\Z|\s#|[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
NEEDS_QUOTES = re.compile(r'["\t\r\n]')
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_sssom(mapping_set: MappingSet, *, condense: bool = True) -> str:
    """The set as canonical SSSOM/TSV. `condense` says once what all mappings say.

    A number keeps the digits that it was read with, or has 3 at most. What was set aside comes last.

    Prefixes and extensions that nothing uses are not written, as the canonical form asks: reading the text
    again gives the same mappings.
    """
    made = mapping_set.condensed() if condense else mapping_set
    used = _used_names(made)
    extensions = sorted(
        (each for each in made.extensions if each.slot_name in used), key=lambda each: each.meaning
    )
    made = replace(made, extensions=tuple(extensions))
    return "".join(
        f"#{line}\n" for line in (*_write_top(made, used), *_write_aside(made.aside))
    ) + _write_table(made, used)


def _used_names(made: MappingSet) -> set[str]:
    return {name for slots in (made.slots, *(each.slots for each in made.mappings)) for name in slots}


def _write_top(made: MappingSet, used: set[str]) -> Iterable[str]:
    version = made.slots.get("sssom_version")
    on_lines = {name for each in made.mappings for name in each.slots}
    if version is None and (
        (on_lines | set(made.slots)) & NEW_IN_1_1 or set(made.slots) & NEW_ON_SETS_IN_1_1
    ):
        version = "1.1"
    if version is not None:
        yield f"sssom_version: {_scalar(str(version))}"
    prefixes = _used_prefixes(made, used)
    if prefixes:
        yield "curie_map:"
        for name in sorted(prefixes):
            yield f"  {_scalar(name)}: {_scalar(made.prefixes[name])}"
    for name in (*SET_SLOTS, *(each.slot_name for each in made.extensions)):
        if name in made.slots and name != "sssom_version":
            yield from _write_slot(name, made.slots[name])
        if name == "comment" and made.extensions:
            yield from _write_definitions(made.extensions)


def _write_aside(aside: Mapping[str, Value]) -> Iterable[str]:
    for name in sorted(aside):
        yield from _write_slot(_scalar(name), aside[name])


def _write_slot(name: str, value: Value) -> Iterable[str]:
    if isinstance(value, tuple):
        yield f"{name}:"
        yield from (f"  - {_scalar(each)}" for each in value)
    else:
        yield f"{name}: {write_number(value) if isinstance(value, float) else _scalar(value)}"


def _write_definitions(extensions: Iterable[ExtensionDefinition]) -> Iterable[str]:
    yield "extension_definitions:"
    for each in extensions:
        yield f"  - slot_name: {_scalar(each.slot_name)}"
        for key, text in (("property", each.property_id), ("type_hint", each.type_hint)):
            if text:
                yield f"    {key}: {_scalar(text)}"


def _used_prefixes(made: MappingSet, used: set[str]) -> set[str]:
    references = [text for each in made.extensions for text in (each.property_id, each.type_hint)]
    for slots, known in ((made.slots, SET_SLOTS), *((each.slots, MAPPING_SLOTS) for each in made.mappings)):
        for name, value in slots.items():
            if name in known and known[name].kind is Kind.REFERENCE:
                references += value if isinstance(value, tuple) else [str(value)]
            elif name not in known:
                references.append(str(value))
    for aside in (made.aside, *(each.aside for each in made.mappings)):
        for value in aside.values():
            references += value if isinstance(value, tuple) else [str(value)]
    prefixes = {text.partition(":")[0] for text in references}
    return {name for name in prefixes if name in made.prefixes and name not in BUILT_IN}


def _scalar(text: str) -> str:
    """Plain where YAML reads back the same text, in double quotes otherwise."""
    first, rest = text[:1], text[1:2]
    marked = first in tuple(",[]{}#&*!|>'\"%@`") or (first in tuple("-?:") and rest in ("", " "))
    if not text or text != text.strip() or marked or NOT_PLAIN.search(text) or NUMBER_LIKE.match(text):
        return f'"{"".join(_escape(letter) for letter in text)}"'
    if text.startswith(("---", "...")):
        return f'"{text}"'
    return text


def _escape(letter: str) -> str:
    if letter in ESCAPES:
        return ESCAPES[letter]
    if UNPRINTABLE.match(letter):
        code = ord(letter)
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    return letter


def write_number(number: float) -> str:
    """The digits it was read with, else three at most, halves away from zero: 1, 0.95, -0.125."""
    if isinstance(number, WrittenNumber):
        return number.text
    rounded = Decimal(repr(float(number))).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
    text = f"{rounded:f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _write_table(made: MappingSet, used: set[str]) -> str:
    on_lines = {name for each in made.mappings for name in each.slots}
    names = [name for name in MAPPING_SLOTS if name in on_lines]
    names += [each.slot_name for each in made.extensions if each.slot_name in on_lines]
    if not names:
        names = ["subject_id", "predicate_id", "object_id", "mapping_justification"]
    aside = sorted({name for each in made.mappings for name in each.aside})
    rows = sorted(_write_row(each, names, aside) for each in made.mappings)
    return "".join("\t".join(_quote(cell) for cell in row) + "\n" for row in ([*names, *aside], *rows))


def _write_row(mapping: SssomMapping, names: Iterable[str], aside: Iterable[str]) -> list[str]:
    known = [_write_value(mapping.slots, name) for name in names]
    return known + [mapping.aside.get(name, "") for name in aside]


def _write_value(slots: Mapping[str, Value], name: str) -> str:
    value = slots.get(name, "")
    if isinstance(value, tuple):
        return join_values(value)
    return write_number(value) if isinstance(value, float) else value


def _quote(cell: str) -> str:
    if NEEDS_QUOTES.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell
