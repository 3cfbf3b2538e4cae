"""Reading SSSOM: a block of metadata after `#`, then a table separated by tabs (or commas, or semicolons)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ._sssom_cells import CellError, Row, cut_rows, find_separator, read_value
from ._sssom_metadata import Node, parse_metadata, read_definitions, read_prefixes
from ._sssom_model import ExtensionDefinition, MappingSet, SssomError, SssomMapping, SssomProblem, Value
from ._sssom_slots import BUILT_IN, LITERAL, MAPPING_SLOTS, MATCH_TYPES, RENAMED, SET_SLOTS, Kind, Slot

MOST_CHARACTERS = 20_000_000
MOST_PROBLEMS = 50
MOST_COLUMNS = 500
LONGEST_NAME = 100
REQUIRED_COLUMNS = (
    ("predicate_id",), ("mapping_justification", "match_type"),
    ("subject_id", "subject_label"), ("object_id", "object_label"),
)  # fmt: skip
WANTED = ("mapping_set_id", "license")
STARTS = ("#", '"#', "\n", "\r\n")


def read_sssom(text: str, metadata: str | None = None) -> MappingSet:
    """The set of mappings in `text` (SSSOM/TSV); `metadata` is the YAML of the other file, if it has one.

    Where both say something, the other file prevails. What the set says of all its mappings is put on each
    of them. Columns that are neither standard nor defined as an extension are set aside: nothing reads them,
    they are written back, and `notes` say so. Raises SssomError with the faults found, fifty at most.
    """
    _check_text(text)
    notes = []
    if text.startswith("\ufeff"):
        text = text[1:]
        notes.append("Le fichier commence par une marque d’ordre (BOM), qu’il ne devrait pas avoir.")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    block, table, lines = _cut_block(text)
    separator = find_separator(table)
    top = parse_metadata(_strip_padding(block, separator), 1)
    if metadata is not None:
        _check_text(metadata)
        top = _merge(parse_metadata(metadata.removeprefix("\ufeff"), 0), top)
    prefixes = {**BUILT_IN, **_check_prefixes(top.pop("curie_map", None))}
    extensions, ignored = read_definitions(
        top.pop("extension_definitions", None), set(prefixes), set(SET_SLOTS) | set(MAPPING_SLOTS)
    )
    reader = _Reader(prefixes, extensions, notes=[*notes, *ignored])
    slots = reader.read_top(top)
    mappings = reader.read_rows(cut_rows(table, lines + 1, separator))
    if reader.problems:
        raise SssomError(reader.problems[:MOST_PROBLEMS])
    for name in WANTED:
        if name not in slots:
            reader.notes.append(f"« {name} » manque avant le tableau, le format le demande.")
    made = MappingSet(prefixes, slots, mappings, extensions, tuple(reader.notes), reader.aside)
    return made.propagated()


def _check_text(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise SssomError([SssomProblem(1, 1, f"le fichier dépasse {MOST_CHARACTERS} caractères.")])
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise SssomError([SssomProblem(line, 1, "un caractère n’est pas de l’UTF-8.")]) from None


def _cut_block(text: str) -> tuple[str, str, int]:
    """The YAML without its `#`, the table, and how many lines stand before it. Empty lines may come first."""
    lines, place = [], 0
    while text.startswith(STARTS, place):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        lines.append(text[place:end].removesuffix("\r"))
        place = end + 1
    return "\n".join(_uncomment(line) for line in lines), text[place:], len(lines)


def _uncomment(line: str) -> str:
    """Without its `#`, nor the quotes that a spreadsheet puts around a line that holds its separator."""
    if not line.startswith('"'):
        return line[1:]
    end = line.rfind('"')
    return line[2:end].replace('""', '"') if end > 1 else line[2:]


def _strip_padding(block: str, separator: str) -> str:
    """Without the empty cells that a spreadsheet adds after each line."""
    return "\n".join(line.rstrip(separator) for line in block.split("\n"))


def _merge(first: dict[str, Node], then: dict[str, Node]) -> dict[str, Node]:
    """What both say; where both say the same thing, the first one. Prefixes are put together."""
    ours, theirs = first.get("curie_map"), then.get("curie_map")
    made = {**then, **{name: node for name, node in first.items() if node.value is not None}}
    if ours and theirs and isinstance(ours.value, dict) and isinstance(theirs.value, dict):
        made["curie_map"] = replace(ours, value={**theirs.value, **ours.value})
    return made


def _check_prefixes(node: Node | None) -> dict[str, str]:
    prefixes = read_prefixes(node)
    for name, address in prefixes.items():
        if BUILT_IN.get(name, address) != address:
            assert node is not None
            raise SssomError(
                [SssomProblem(node.line, node.column, f"« {name} » désigne toujours {BUILT_IN[name]}.")]
            )
    return prefixes


@dataclass(slots=True)
class _Reader:
    prefixes: Mapping[str, str]
    extensions: Sequence[ExtensionDefinition]
    notes: list[str]
    problems: list[SssomProblem] = field(default_factory=list)
    aside: dict[str, Value] = field(default_factory=dict)

    def read_top(self, top: Mapping[str, Node]) -> dict[str, Value]:
        """The slots of the set."""
        extra = {each.slot_name for each in self.extensions}
        slots: dict[str, Value] = {}
        for name, node in top.items():
            slot = SET_SLOTS.get(name) or (Slot(name) if name in extra else None)
            if slot is None:
                self._set_aside(name, node)
                continue
            value = self._read_node(node, slot)
            if value is not None:
                slots[name] = value
        return slots

    def _set_aside(self, name: str, node: Node) -> None:
        """Keep a text or a list of texts under an unknown name; what has more levels is lost, and said."""
        self.notes.append(f"Ligne {node.line} : « {name} » n’est pas connu, il est laissé de côté.")
        nodes = node.value if isinstance(node.value, list) else [node]
        texts = [each.value for each in nodes if isinstance(each.value, str)]
        if isinstance(node.value, dict) or len(texts) < len(nodes) or len(name) > LONGEST_NAME:
            self.notes[-1] = f"Ligne {node.line} : « {name[:40]} » n’est pas connu et ne sera pas réécrit."
        elif texts:
            self.aside[name] = tuple(texts) if isinstance(node.value, list) else texts[0]

    def _read_node(self, node: Node, slot: Slot) -> Value | None:
        nodes = node.value if isinstance(node.value, list) else [node]
        if len(nodes) > 1 and not slot.many:
            self._fault(node.line, node.column, slot.name, "une seule valeur est attendue.")
            return None
        values: list[str] = []
        for each in nodes:
            if isinstance(each.value, (list, dict)):
                self._fault(each.line, each.column, slot.name, "un texte est attendu.")
                return None
            try:
                single = Slot(slot.name, slot.kind, False, slot.least, slot.choices)
                value = read_value(each.value or "", single, self.prefixes)
            except CellError as error:
                self._fault(each.line, each.column, slot.name, str(error))
                return None
            if isinstance(value, float):
                return value
            if value is not None:
                values.append(str(value))
        return (tuple(values) or None) if slot.many else (values[0] if values else None)

    def read_rows(self, rows: Iterable[Row]) -> tuple[SssomMapping, ...]:
        """The mappings, one a row, after the row of names."""
        columns: list[Slot | None] = []
        titles: list[str] = []
        mappings = []
        for row in rows:
            if not columns:
                columns = self._read_header(row)
                titles = [cell.strip() for cell in row.cells]
                if self.problems:
                    break
                continue
            if any(row.cells[len(columns) :]):
                self._fault(row.line, len(columns) + 1, "", "cette case n’a pas de colonne.")
                continue
            mappings.append(self._read_row(row, columns, titles))
            if len(self.problems) >= MOST_PROBLEMS:
                break
        if not columns:
            self._fault(1, 1, "", "le tableau des correspondances manque.")
        return tuple(mappings)

    def _read_header(self, row: Row) -> list[Slot | None]:
        names = [cell.strip() for cell in row.cells[:MOST_COLUMNS]]
        if len(row.cells) > MOST_COLUMNS:
            self._fault(row.line, MOST_COLUMNS + 1, "", f"le tableau a plus de {MOST_COLUMNS} colonnes.")
        for either in REQUIRED_COLUMNS:
            if not set(either) & set(names):
                self._fault(row.line, 1, either[0], "cette colonne est obligatoire.")
        for place, name in enumerate(names, start=1):
            if name and names.index(name) + 1 < place:
                self._fault(row.line, place, name, "deux colonnes portent ce nom.")
        return [self._find_slot(name, names) for name in names]

    def _find_slot(self, name: str, names: Sequence[str]) -> Slot | None:
        """The slot of a column; None for a column left out: unknown, or an old name beside the new one."""
        current = RENAMED.get(name, name)
        if current != name and current in names:
            return None
        if name == "match_type":
            return Slot(name, Kind.CHOICE, choices=tuple(MATCH_TYPES))
        extra = any(name == each.slot_name for each in self.extensions)
        slot = MAPPING_SLOTS.get(current) or (Slot(name) if extra else None)
        if slot is None and name:
            self.notes.append(f"La colonne « {name[:40]} » n’est pas connue, elle est laissée de côté.")
        return slot

    def _read_row(self, row: Row, columns: Sequence[Slot | None], titles: Sequence[str]) -> SssomMapping:
        slots: dict[str, Value] = {}
        aside: dict[str, str] = {}
        for place, (cell, slot) in enumerate(zip(row.cells, columns, strict=False), start=1):
            if not cell:
                continue
            if slot is None:
                self._keep_cell(aside, titles[place - 1], cell, place)
                continue
            try:
                value = read_value(cell, slot, self.prefixes)
            except CellError as error:
                self._fault(row.line, place, slot.name, str(error))
                continue
            if slot.name == "match_type" and value is not None:
                slots["mapping_justification"] = MATCH_TYPES[str(value)]
            elif value is not None:
                slots[slot.name] = value
        self._require(row, slots, [slot.name if slot else "" for slot in columns])
        return SssomMapping(slots, aside)

    def _keep_cell(self, aside: dict[str, str], title: str, cell: str, place: int) -> None:
        if title:
            aside[title] = cell
            return
        note = f"La colonne {place} n’a pas de titre, elle ne sera pas réécrite."
        if note not in self.notes:
            self.notes.append(note)

    def _require(self, row: Row, slots: Mapping[str, Value], names: Sequence[str]) -> None:
        required = ["predicate_id", "mapping_justification"]
        for side in ("subject", "object"):
            literal = slots.get(f"{side}_type") == LITERAL
            required.append(f"{side}_label" if literal else f"{side}_id")
        wrong = {(problem.line, problem.column) for problem in self.problems}
        for name in required:
            place = names.index(name) + 1 if name in names else len(row.cells) + 1
            if name not in slots and (row.line, place) not in wrong:
                self._fault(row.line, place, name, "cette valeur est obligatoire.")

    def _fault(self, line: int, column: int, name: str, message: str) -> None:
        self.problems.append(SssomProblem(line, column, f"{name} : {message}" if name else message))
