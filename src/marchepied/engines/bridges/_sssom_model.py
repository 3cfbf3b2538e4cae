"""A set of mappings as SSSOM holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from ._sssom_slots import MAPPING_SLOTS

Value = str | float | tuple[str, ...]
Slots = Mapping[str, Value]
NO_PROPERTY = "http://sssom.invalid/"


class WrittenNumber(float):
    """A number read from a file, with the digits that the file gives it: 0.950 stays 0.950."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """The number that `text` spells."""
        made = super().__new__(cls, text)
        made.text = text
        return made


@dataclass(frozen=True, slots=True)
class SssomProblem:
    """One fault: line of the file and column (of a cell in the table, of a character above it), from 1."""

    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"Ligne {self.line}, colonne {self.column} : {self.message}"


class SssomError(ValueError):
    """The text is not a set of mappings; `problems` say where and why, in French."""

    def __init__(self, problems: Sequence[SssomProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True, slots=True)
class ExtensionDefinition:
    """A slot beyond the standard ones: its name, what it means, the type of its values."""

    slot_name: str
    property_id: str = ""
    type_hint: str = ""

    @property
    def meaning(self) -> str:
        """The property, or the one that the standard gives to a slot without any."""
        return self.property_id or NO_PROPERTY + self.slot_name


@dataclass(frozen=True, slots=True)
class SssomMapping:
    """One line: its slots by name, without those that have no value; several values are a tuple.

    `aside` holds the cells of columns that nobody defined, by title: read by nothing, written back as they
    are.
    """

    slots: Slots
    aside: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value of a slot as one text, empty when it has none."""
        value = self.slots.get(name, "")
        return ", ".join(value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A whole file: prefixes, the slots of the set, its extensions, its mappings.

    Slots that the set gives to all its mappings are on the mappings. `notes` are French sentences on what
    was set aside or is missing. `aside` is what the top of the file says under names that nobody defined:
    read by nothing, written back as it is.
    """

    prefixes: Mapping[str, str]
    slots: Slots
    mappings: tuple[SssomMapping, ...]
    extensions: tuple[ExtensionDefinition, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)
    aside: Slots = field(default_factory=dict)

    def propagated(self) -> "MappingSet":
        """Give to every mapping what the set says of all, where no mapping has its own value."""
        given = {
            name: value
            for name, value in self.slots.items()
            if _is_shared(name) and self.mappings and not any(name in each.slots for each in self.mappings)
        }
        kept = {name: value for name, value in self.slots.items() if name not in given}
        mappings = tuple(replace(each, slots={**each.slots, **given}) for each in self.mappings)
        return replace(self, slots=kept, mappings=mappings)

    def condensed(self) -> "MappingSet":
        """Say once, for the set, what every mapping says: the reverse of `propagated`."""
        if not self.mappings:
            return self
        common = {
            name: value
            for name, value in self.mappings[0].slots.items()
            if _is_shared(name)
            and self.slots.get(name, value) == value
            and all(each.slots.get(name) == value for each in self.mappings)
        }
        mappings = tuple(
            replace(each, slots={name: value for name, value in each.slots.items() if name not in common})
            for each in self.mappings
        )
        return replace(self, slots={**self.slots, **common}, mappings=mappings)


def _is_shared(name: str) -> bool:
    slot = MAPPING_SLOTS.get(name)
    return slot is not None and slot.propagated
