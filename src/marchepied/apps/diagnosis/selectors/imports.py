"""Reading a file of answers: what its columns mean, and what would come in. Nothing is written here."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Cycle, PendingImport
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.participation.enums import RoundState
from marchepied.core.aside import oldest_kept
from marchepied.core.folding import fold
from marchepied.engines.tables import (
    AnswerCodes,
    ColumnRole,
    Extraction,
    ItemChoice,
    Layout,
    Limits,
    Mapping,
    Table,
    TableError,
    build_codes,
    build_mapping,
    detect_layout,
    extract_answers,
    read_table,
)

# A page reads the file three times, and shows a line a column: larger files go through the command.
PAGE_BYTES = 5 * 1024 * 1024
PAGE_LIMITS = Limits(size=PAGE_BYTES, columns=300, cells=500_000)

GROUP, PERSON, ITEM, REVERSED = "college", "participant", "item", "reversed"
QUESTION, ANSWER, WEIGHT, COMMENT, IGNORE = "question", "answer", "weight", "comment", "ignore"
ROLES = (GROUP, ITEM, REVERSED, WEIGHT, COMMENT, PERSON, QUESTION, ANSWER, IGNORE)
# Held by one column at most.
SINGLE_ROLES = (GROUP, WEIGHT, PERSON, QUESTION, ANSWER)
_CODES = ("dont_know", "not_concerned", "missing")


@dataclass(frozen=True)
class ImportChoices:
    """What a person said of a file. Roles are of this module's; an empty choice leaves it to the file.

    `scales` and `matches` go by column (or by question, one row per answer): bounds of its scale, question
    of the cycle that it answers. `reversed_names` declares reversed questions, one row per answer.
    """

    roles: dict[str, str] = field(default_factory=dict)
    college: str = ""
    scale: tuple[int, int] | None = None
    scales: dict[str, tuple[int, int]] = field(default_factory=dict)
    matches: dict[str, str] = field(default_factory=dict)
    reversed_names: tuple[str, ...] = ()
    dont_know: tuple[str, ...] = ()
    not_concerned: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    level_words: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The choices as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "ImportChoices":
        """The choices that `as_dict` wrote."""
        values = dict(plain)
        for name in ("reversed_names", *_CODES):
            values[name] = tuple(values.get(name) or ())
        values["scale"] = tuple(values["scale"]) if values.get("scale") else None
        values["scales"] = {key: tuple(pair) for key, pair in (values.get("scales") or {}).items()}
        return cls(**values)


def find_pending(organisation: Any, pending_id: UUID, person: Any) -> PendingImport | None:
    """The file this person sent less than a day ago; None where there is none."""
    rows = PendingImport.objects.select_related("cycle__round").filter(organisation=organisation, by=person)
    return rows.filter(pk=pending_id, at__gt=oldest_kept(timezone.now())).first()


def read_pending(pending: PendingImport) -> Table:
    """The table of a file that waits."""
    with pending.file.open("rb") as file:
        return read_for_page(file.read(), pending.file_name, pending.sheet)


def read_for_page(data: bytes, file_name: str, sheet: str = "") -> Table:
    """The table of a file, within what a page can show. Raises TableError for one that is not readable."""
    return read_table(data, file_name, sheet=sheet or None, limits=PAGE_LIMITS)


def fillable_cycle(organisation: Any) -> Cycle | None:
    """The running cycle, when nobody was called to answer it yet; else None."""
    rows = Cycle.objects.select_related("round").filter(organisation=organisation, state=CycleState.RUNNING)
    cycle = rows.first()
    if cycle is None or (cycle.round is not None and cycle.round.state != RoundState.DRAFT):
        return None
    return cycle


def known_items_of(cycle: Cycle | None) -> dict[str, int] | None:
    """{question id: number of levels} of a cycle, as the engine takes it; None without a cycle."""
    if cycle is None:
        return None
    return {question.id: len(question.levels) for question in questions_of(cycle)}


def propose_roles(table: Table) -> dict[str, str]:
    """The role that the file's own names and values suggest for each column."""
    layout = detect_layout(table)
    naming = {ITEM: QUESTION} if layout.kind == "long" else {}
    return {column.header: naming.get(column.role, column.role) for column in layout.columns}


def match_columns(names: Iterable[str], cycle: Cycle | None) -> dict[str, str]:
    """{name: id of the cycle's question} for the names that are its id or its very words."""
    if cycle is None:
        return {}
    known: dict[str, str] = {}
    for question in questions_of(cycle):
        texts = {question.id}
        for language in ("fr", "en"):
            texts |= {question.wording.read_in(language), question.statement.read_in(language)}
        known |= {fold(text): question.id for text in texts}
    return {name: known[fold(name)] for name in names if fold(name) in known}


def decide_mapping(table: Table, choices: ImportChoices, cycle: Cycle | None = None) -> Mapping:
    """The meaning of each column, from what was said and, for the rest, what the file suggests.

    Raises TableError when it cannot be.
    """
    roles = {**propose_roles(table), **choices.roles}
    layout = _lay_out(table, roles)
    codes = _complete_codes(choices)
    return build_mapping(
        table,
        layout,
        college=choices.college or None,
        items=_choose_items(table, layout, roles, choices, cycle),
        scale=choices.scale or "auto",
        dont_know=codes["dont_know"],
        not_concerned=codes["not_concerned"],
        missing=codes["missing"],
        level_words=choices.level_words,
        known_items=known_items_of(cycle),
    )


def preview_import(table: Table, mapping: Mapping, cycle: Cycle | None = None) -> Extraction:
    """What would come in, or every reason why not. Raises TableError when the mapping does not fit."""
    return extract_answers(table, mapping, known_items=known_items_of(cycle))


def _lay_out(table: Table, roles: dict[str, str]) -> Layout:
    detected = detect_layout(table)
    kind: Literal["long", "wide"] = "long" if ANSWER in roles.values() else "wide"
    naming: dict[str, Any] = {REVERSED: ITEM, QUESTION: ITEM if kind == "long" else IGNORE}
    columns: list[ColumnRole] = []
    for column in detected.columns:
        role = roles[column.header]
        if kind == "long" and role in {ITEM, REVERSED}:
            role = IGNORE
        columns.append(replace(column, role=naming.get(role, role)))
    for role in SINGLE_ROLES:
        held = [header for header in table.headers if roles[header] == role]
        if len(held) > 1:
            raise TableError("role_twice", first=held[0], second=held[1])
    return replace(detected, kind=kind, columns=tuple(columns))


def _choose_items(
    table: Table, layout: Layout, roles: dict[str, str], choices: ImportChoices, cycle: Cycle | None
) -> list[ItemChoice] | None:
    """The questions chosen; None, in a wide file without any, lets the engine say what is missing."""
    if layout.kind == "wide":
        names = [header for header in table.headers if roles[header] in {ITEM, REVERSED}]
        turned = {name for name in names if roles[name] == REVERSED}
    else:
        column = next((header for header in table.headers if roles[header] == QUESTION), None)
        if column is None:
            return None
        values = (value.strip() for value in table.list_values(table.find_column(column)))
        names = list(dict.fromkeys(value for value in values if value))
        turned = _find_turned(names, choices.reversed_names)
    matches = match_columns(names, cycle) | choices.matches
    items = []
    for name in names:
        low, high = choices.scales.get(name, (None, None))
        items.append(ItemChoice(name, name in turned, matches.get(name), None, low, high))
    return items or None


def _find_turned(names: list[str], wanted: tuple[str, ...]) -> set[str]:
    by_fold = {fold(name): name for name in names}
    turned = set()
    for name in wanted:
        if fold(name) not in by_fold:
            raise TableError("column_unknown", column=name, columns=", ".join(names[:20]))
        turned.add(by_fold[fold(name)])
    return turned


def _complete_codes(choices: ImportChoices) -> dict[str, tuple[str, ...] | None]:
    """The codes declared, added to the usual ones that nobody gave another meaning."""
    declared: dict[str, tuple[str, ...]] = {kind: getattr(choices, kind) for kind in _CODES}
    usual = build_codes()
    completed: dict[str, tuple[str, ...] | None] = {}
    for kind, texts in declared.items():
        others = [text for other in _CODES if other != kind for text in declared[other]]
        others += list(choices.level_words)
        completed[kind] = (*texts, *_left_of(usual, kind, others)) if texts else None
    return completed


def _left_of(usual: AnswerCodes, kind: str, taken: list[str]) -> list[str]:
    gone = {text.strip().casefold() for text in taken} | {fold(text) for text in taken} - {""}
    return [text for text in sorted(getattr(usual, kind)) if not {text, fold(text)} & gone]
