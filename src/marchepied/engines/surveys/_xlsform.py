"""A survey as a form that ODK, Kobo and others read (XLSForm), and back; with what is lost said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from marchepied.engines.tables import SheetToWrite, Table, read_workbook, write_workbook

from ._conditions import read_relevant, write_relevant
from ._logic import check_conditions
from ._questions import (
    DATE,
    MATRIX,
    MOST_CHOICES,
    MOST_QUESTIONS,
    MULTIPLE,
    NUMBER,
    RANKING,
    SCALE,
    SINGLE,
    TEXT,
    Fault,
    Question,
    Words,
    find_faults,
)

FRENCH, ENGLISH = "Français (fr)", "English (en)"
_COLUMNS = (
    "type",
    "name",
    f"label::{FRENCH}",
    f"label::{ENGLISH}",
    f"hint::{FRENCH}",
    f"hint::{ENGLISH}",
    "relevant",
    "appearance",
)
_TYPES = {SCALE: "select_one", SINGLE: "select_one", MULTIPLE: "select_multiple", RANKING: "rank"}
_WRITTEN = {NUMBER: "decimal", DATE: "date", TEXT: "text"}
_READ = {"decimal": NUMBER, "integer": NUMBER, "range": NUMBER, "date": DATE, "text": TEXT}
_SELECT = re.compile(
    r"(select[ _]one|select[ _]multiple|rank)(?: from)?\s+(\S+)(\s+or(?:_other| specify other))?",
    re.IGNORECASE,
)
_PAGE = re.compile(r"page_(\d{1,2})")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")

type Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class ReadSurvey:
    """What was understood of a file: a title, questions, and what was left out, one fault a thing.

    Faults: `left_kind` (a kind of question), `left_choices` (too few or too many), `left_condition`,
    `left_other` (the free answer « autre »), `left_many` (beyond the most), `left_question` (one that we
    cannot ask as it is), `not_survey` (no question at all).
    """

    title: Words
    questions: tuple[Question, ...]
    faults: tuple[Fault, ...] = ()


def write_xlsform(title: Words, questions: Sequence[Question]) -> bytes:
    """The workbook of a form. A condition that forms have no words for is left in our own column only."""
    rows: list[Row] = []
    page = 0
    for question in questions:
        if question.page != page:
            rows += [{"type": "end_group"}] if page else []
            page = question.page
            rows.append({"type": "begin_group", "name": f"page_{page}", "appearance": "field-list"})
        rows += _rows_of(question)
    rows += [{"type": "end_group"}] if page else []
    choices = [
        {"list_name": question.id, "name": str(rank), **_labels("label", choice)}
        for question in questions
        for rank, choice in enumerate(question.choices, 1)
    ]
    settings = {
        "form_title": title.get("fr", ""),
        "default_language": FRENCH,
        "title_en": title.get("en", ""),
    }
    return write_workbook(
        [
            _sheet("survey", (*_COLUMNS, "marchepied_when"), rows, (18, 12, 50, 50, 30, 30, 30, 14, 24)),
            _sheet("choices", ("list_name", "name", *_COLUMNS[2:4]), choices, (14, 8, 40, 40)),
            _sheet("settings", tuple(settings), [settings], (40, 20, 40)),
        ]
    )


def _rows_of(question: Question) -> Iterator[Row]:
    known = {**_labels("label", question.wording), **_labels("hint", question.help)}
    if question.when:
        known |= {"relevant": write_relevant(question.when) or "", "marchepied_when": question.when}
    if question.kind == MATRIX:
        yield {"type": "begin_group", "name": question.id, "appearance": "table-list", **known}
        for rank, row in enumerate(question.rows, 1):
            name = f"{question.id}_{rank}"
            yield {"type": f"select_one {question.id}", "name": name, **_labels("label", row)}
        yield {"type": "end_group"}
        return
    kind = _WRITTEN.get(question.kind) or f"{_TYPES[question.kind]} {question.id}"
    look = {"appearance": "likert"} if question.kind == SCALE else {}
    yield {"type": kind, "name": question.id, **known, **look}


def _labels(column: str, words: Words) -> Row:
    pairs = ((FRENCH, words.get("fr", "")), (ENGLISH, words.get("en", "")))
    return {f"{column}::{language}": text for language, text in pairs if text}


def _sheet(name: str, columns: Sequence[str], rows: Sequence[Row], widths: Sequence[int]) -> SheetToWrite:
    return SheetToWrite(name, columns, [[row.get(column, "") for column in columns] for row in rows], widths)


def read_xlsform(data: bytes, filename: str = "formulaire.xlsx") -> ReadSurvey:
    """The survey of a form: what we can ask, in its order. Raises `TableError` for no sound workbook."""
    tables = {name.strip().lower(): table for name, table in read_workbook(data, filename).items()}
    if "survey" not in tables:
        return ReadSurvey({}, (), (Fault("not_survey"),))
    settings = next(iter(_read_rows(tables.get("settings"))), {})
    title = {"fr": settings.get("form_title", ""), "en": settings.get("title_en", "")}
    lists: dict[str, list[tuple[str, Words]]] = {}
    for row in _read_rows(tables.get("choices")):
        name = row.get("list_name") or row.get("list name", "")
        lists.setdefault(name, []).append((row.get("name", ""), _words(row, "label")))
    reading = _Reading(lists)
    for row in _read_rows(tables["survey"]):
        reading.read(row)
    return reading.finish({code: text for code, text in title.items() if text})


@dataclass
class _Reading:
    lists: Mapping[str, list[tuple[str, Words]]]
    questions: list[Question] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    ranks: dict[tuple[str, str], int] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    matrix: Row | None = None
    page: int = 1

    def read(self, row: Row) -> None:
        kind = " ".join(row.get("type", "").split())
        low = kind.lower().replace(" ", "_")
        if low.startswith("begin_"):
            self.begin(row)
        elif low.startswith("end_"):
            if self.groups and self.matrix is not None and self.groups[-1] == self.matrix.get("name", ""):
                self.matrix = None
            self.groups = self.groups[:-1]
        elif match := _SELECT.match(kind):
            self.choose(row, match)
        elif low in _READ:
            self.add(row, Question("", _READ[low], _words(row, "label"), page=self.page))
        elif low:
            self.faults.append(Fault("left_kind", params={"kind": kind, "name": row.get("name", "")}))

    def begin(self, row: Row) -> None:
        name = row.get("name", "")
        self.groups.append(name)
        if match := _PAGE.fullmatch(name):
            self.page = max(self.page, int(match[1]))
        elif "table-list" in row.get("appearance", ""):
            self.matrix = row

    def choose(self, row: Row, match: re.Match[str]) -> None:
        known = self.lists.get(match[2], [])
        if not 2 <= len(known) <= MOST_CHOICES:
            self.faults.append(
                Fault("left_choices", params={"name": row.get("name", ""), "count": len(known)})
            )
            return
        if match[3]:
            self.faults.append(Fault("left_other", params={"name": row.get("name", "")}))
        choices = tuple(words for _name, words in known)
        which = match[1].lower().replace(" ", "_")
        kind = {"select_multiple": MULTIPLE, "rank": RANKING}.get(which, SINGLE)
        if kind == SINGLE and "likert" in row.get("appearance", ""):
            kind = SCALE
        if self.matrix is not None and kind == SINGLE:
            self.add_line(self.matrix, choices, _words(row, "label"))
            return
        self.add(row, Question("", kind, _words(row, "label"), choices=choices, page=self.page))
        for rank, (name, _words_of) in enumerate(known, 1):
            self.ranks[row.get("name", ""), name] = rank

    def add_line(self, group: Row, choices: tuple[Words, ...], words: Words) -> None:
        """One more line of the matrix that is being read, or its first."""
        own = self.names.get(group.get("name", ""))
        if own is not None and self.questions[-1].id == own and self.questions[-1].choices == choices:
            self.questions[-1] = replace(self.questions[-1], rows=(*self.questions[-1].rows, words))
            return
        self.add(
            group,
            Question("", MATRIX, _words(group, "label"), choices=choices, rows=(words,), page=self.page),
        )

    def add(self, row: Row, question: Question) -> None:
        name = row.get("name", "")
        if len(self.questions) >= MOST_QUESTIONS:
            self.faults.append(Fault("left_many", params={"name": name}))
            return
        taken = {one.id for one in self.questions}
        own = name if _NAME.fullmatch(name) and name not in taken else ""
        number = len(self.questions) + 1
        while not own or own in taken:
            own = f"q{number}" if f"q{number}" not in taken else ""
            number += 1
        wording = question.wording or {"fr": name}
        question = replace(question, id=own, wording=wording, help=_words(row, "hint"))
        self.names[name] = own
        self.questions.append(self.condition(row, question))

    def condition(self, row: Row, question: Question) -> Question:
        """The question on a page where its condition can be asked, or without it, which is said."""
        relevant, ours = row.get("relevant", ""), row.get("marchepied_when", "")
        if not relevant and not ours:
            return question
        when = ours or read_relevant(relevant, self.names, self.ranks)
        if when is not None:
            for page in (self.page, self.page + 1):
                asked = replace(question, when=when, page=page)
                if not check_conditions([*self.questions, asked]):
                    self.page = page
                    return asked
        self.faults.append(Fault("left_condition", question.id, {"condition": relevant or ours}))
        return question

    def finish(self, title: Words) -> ReadSurvey:
        wrong = {fault.question for fault in find_faults(self.questions) if fault.question}
        for one in self.questions:
            if one.id in wrong:
                self.faults.append(Fault("left_question", params={"wording": one.wording.get("fr", "")[:60]}))
        self.questions = [one for one in self.questions if one.id not in wrong]
        lost = {fault.question for fault in check_conditions(self.questions)}
        self.questions = [replace(one, when="") if one.id in lost else one for one in self.questions]
        if not self.questions:
            self.faults.append(Fault("not_survey"))
        return ReadSurvey(title, tuple(self.questions), tuple(self.faults))


def _read_rows(table: Table | None) -> Iterator[Row]:
    if table is None:
        return
    heads = [" ".join(head.split()) for head in table.headers]
    for cells in table.rows:
        yield {head: cell.strip() for head, cell in zip(heads, cells, strict=False) if cell.strip()}


def _words(row: Row, column: str) -> Words:
    """Texts of a column by language; a language we do not know stands for French when it is alone."""
    found: dict[str, str] = {}
    others = []
    for head, text in row.items():
        name, _mark, language = head.replace("::", ":").partition(":")
        if name.strip().lower() != column:
            continue
        low = language.lower()
        if not low or "fr" in low:
            found["fr"] = text
        elif "en" in low:
            found["en"] = text
        else:
            others.append(text)
    if "fr" not in found and (others or "en" in found):
        found["fr"] = found.get("en") or others[0]
    return found
