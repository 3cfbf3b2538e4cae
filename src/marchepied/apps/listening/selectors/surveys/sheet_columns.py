"""The columns of a table of answers: what each is called when it leaves, and what a heading speaks of."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from marchepied.core.folding import fold
from marchepied.engines.surveys import LANGUAGES, MATRIX, MULTIPLE, RANKING, Question

# Columns in which other tools number what was sent to them: the same sending is known again by it.
# KoboToolbox gives a new number at each correction, and keeps the first one apart.
_FIRST_SENDINGS = frozenset({"meta rootuuid", "rootuuid"})
_KEY = "key"
_SENDINGS = frozenset({"uuid", "instanceid", "meta instanceid", _KEY}) | _FIRST_SENDINGS
# What KoboToolbox and ODK write beside the answers, folded: when, by which device, in which state.
_TOOLS_OWN = frozenset(
    {"deviceid", "submission time", "validation status", "submitted by", "formhub uuid", "meta instancename"}
    | {"submissiondate", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected"}
    | {"reviewstate", "formversion"}
)
# The same in words that anybody may put at the head of a column.
_BESIDE = _TOOLS_OWN | frozenset(
    {"start", "end", "today", "id", "index", "notes", "status", "version", "tags", "edits"}
)
_SENDING = re.compile(r"(?:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
_LABELS = re.compile(r"reserved name for field list labels|generated table list label")
_PAGE = re.compile(r"page \d{1,2} ")
_CONTROLS = frozenset({"Cc", "Cs", "Cn"})
# What the deposit takes out of a text (and a joiner that joins nothing): alone, it says nothing.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})
# « 2 fois », « 3 à 5 fois »: the numbers that an answer may be called by.
_RANGE = re.compile(r"(\d{1,4})\s*(?:[-–]|à|et|ou|to|and|or)\s*(\d{1,4})(?!\d)")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class Column:
    """What a column speaks of: a question, or one `part` of it (counted from 1; 0 for the whole).

    `number` is the rank of the question as people see it. `coded` says that the heading is the name that
    our form has for it: its cells hold the codes of that form, which are ranks.
    """

    question: Question
    number: int
    part: int
    coded: bool = False

    @property
    def item(self) -> str:
        """Where the answer is deposited; the id of the question for a list of answers in one cell."""
        return f"{self.question.id}.{self.part}" if self.part else self.question.id

    @property
    def is_list(self) -> bool:
        """Whether a cell holds several answers."""
        return not self.part and self.question.kind in {MULTIPLE, RANKING}


@dataclass(frozen=True)
class Columns:
    """The columns found, by their place; those that we do not know; those that cannot be told apart."""

    found: dict[int, Column] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    # {heading: the heading that speaks of the same, or "" when several questions have that name}
    unclear: dict[str, str] = field(default_factory=dict)
    # The columns that may bear the random number of a sending, the surest first.
    sendings: tuple[int, ...] = ()
    missing: tuple[Column, ...] = ()
    # Whether another tool wrote the table from our form.
    from_form: bool = False


def columns_to_fill(questions: Sequence[Question]) -> list[Column]:
    """The columns of the empty table: one a question, or one a choice or a line where it has several."""
    return [
        column
        for column in _all_columns(questions)
        if column.part or column.question.kind not in {MULTIPLE, RANKING, MATRIX}
    ]


def name_column(column: Column, language: str) -> str:
    """« 3. Où habitez-vous ? », or « 3.1. Qu’avez-vous aimé ? L’accueil » for a part."""
    number = f"{column.number}.{column.part}." if column.part else f"{column.number}."
    return _clean(f"{number} {_word(column, language)}")


def find_columns(
    headings: Sequence[str], questions: Sequence[Question], rows: Sequence[Sequence[str]] = ()
) -> Columns:
    """What each heading speaks of: by its exact words, its wording, its number or its name in our form.

    Capitals, accents, punctuation and the language do not matter. What tools add to the answers of our own
    form is left out without a word; a column « Key » shows such a table only beside another of theirs, or
    by the cells that `rows` have below it.
    """
    from_form = any(_is_mark(heading) for heading in headings) or _has_key(headings, rows)
    reader = _Headings(questions, from_form=from_form)
    found: dict[int, Column] = {}
    unknown: list[str] = []
    unclear: dict[str, str] = {}
    sendings: list[int] = []
    for place, heading in enumerate(headings):
        fits = reader.find(heading)
        twice = [other for other, column in found.items() if fits and column.item == fits[0].item]
        if not fits and from_form and fold(heading) in _SENDINGS:
            sendings.append(place)
        elif not fits and from_form and _is_beside(heading):
            continue
        elif not fits:
            unknown.append(heading)
        elif len(fits) > 1 or twice:
            unclear[heading] = headings[twice[0]] if len(fits) == 1 else ""
        else:
            found[place] = fits[0]
    missing = tuple(_missing(questions, found.values()))
    sendings.sort(key=lambda place: fold(headings[place]) not in _FIRST_SENDINGS)
    return Columns(found, tuple(unknown), unclear, tuple(sendings), missing, from_form)


def _missing(questions: Sequence[Question], found: Iterable[Column]) -> Iterator[Column]:
    """What no column tells: whole questions, or the parts of a question of which some are told."""
    told = {column.item for column in found}
    for number, question in enumerate(questions, 1):
        if question.id in told:
            continue
        left = [item.part for item in question.items if item.id not in told]
        if len(left) == len(question.items):
            yield Column(question, number, 0)
        else:
            yield from (Column(question, number, part) for part in left)


def has_numbers_for_answers(question: Question) -> bool:
    """Whether an answer reads as a number that is the rank of another: « 0 », « 1 », « 2 »."""
    return any(
        text.strip() in {str(other) for other in range(1, len(question.choices) + 1)} - {str(rank)}
        for rank, choice in enumerate(question.choices, 1)
        for text in choice.values()
    )


def has_numbers_in_answers(question: Question) -> bool:
    """Whether a number read in an answer is the rank of another: « 1 fois » in the second place."""
    ranks = set(range(1, len(question.choices) + 1))
    return any(
        _numbers_in(text) & ranks - {rank}
        for rank, choice in enumerate(question.choices, 1)
        for text in choice.values()
    )


def _numbers_in(text: str) -> set[int]:
    """The numbers that a person may write for an answer: the one it begins with, its only one, a range."""
    numbers = _NUMBERS.findall(text)
    if span := _RANGE.search(text):
        return set(range(int(span[1]), int(span[2]) + 1))
    if numbers and (len(numbers) == 1 or text.lstrip().startswith(numbers[0])):
        return {int(numbers[0])} if len(numbers[0]) < 5 else set()
    return set()


def find_sending(cells: Sequence[str], places: Iterable[int]) -> str:
    """The random number that a tool gave to a row, in the first of these columns that has one; else ""."""
    for place in places:
        if match := _SENDING.fullmatch(cells[place].strip()):
            return match[1].lower()
    return ""


def is_blank(cell: str) -> bool:
    """Whether nothing of a cell is seen: spaces and invisible signs."""
    return all(sign.isspace() or unicodedata.category(sign) in _INVISIBLE for sign in cell)


class _Headings:
    """What headings may say, the surest first."""

    def __init__(self, questions: Sequence[Question], *, from_form: bool) -> None:
        self.from_form = from_form
        self.questions = questions
        self.exact: dict[str, list[Column]] = {}
        self.folded: dict[str, list[Column]] = {}
        self.named: dict[str, list[Column]] = {}
        self.worded: dict[str, list[Column]] = {}
        for column in _all_columns(questions):
            for language in LANGUAGES:
                name = name_column(column, language)
                _add(self.exact, name, column)
                _add(self.folded, fold(name), column)
                for words in _wordings(column, language):
                    _add(self.worded, fold(words), column)
            for name in _names(column):
                _add(self.named, fold(name), column)
            for number in _numbers(column):
                _add(self.folded, fold(number), column)

    def find(self, heading: str) -> list[Column]:
        """The columns that a heading may be; none when nothing is called so."""
        if exact := self.exact.get(_clean(heading)):
            return exact
        key = fold(heading)
        for text in dict.fromkeys((key, _PAGE.sub("", key, count=1))):
            if not text:
                continue
            if fits := self.folded.get(text):
                return fits
            if fits := self.named.get(text):
                return self.judge_name(text, fits)
            if fits := self.worded.get(text):
                return fits
        return []

    def judge_name(self, text: str, fits: list[Column]) -> list[Column]:
        """« q3 » is the name of a question in our form, and for people the third one: not always the same.

        In a table that another tool wrote from our form there is no doubt.
        """
        coded = [Column(one.question, one.number, one.part, coded=True) for one in fits]
        if self.from_form or len(fits) > 1:
            return coded
        third = re.fullmatch(r"q ?(\d{1,2})(?: \d{1,2})?", text)
        if third and int(third[1]) != fits[0].number and int(third[1]) <= len(self.questions):
            return [*coded, Column(self.questions[int(third[1]) - 1], int(third[1]), 0)]
        return coded


def _all_columns(questions: Sequence[Question]) -> Iterator[Column]:
    for number, question in enumerate(questions, 1):
        if question.kind != MATRIX:
            yield Column(question, number, 0)
        for item in question.items:
            if item.part:
                yield Column(question, number, item.part)


def _add(names: dict[str, list[Column]], name: str, column: Column) -> None:
    if name and column not in names.setdefault(name, []):
        names[name].append(column)


def _is_mark(heading: str) -> bool:
    """Whether only other tools write this heading beside the answers to a form."""
    key = fold(heading)
    return key in _SENDINGS - {_KEY} or _PAGE.match(key) is not None


def _has_key(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column « Key » is that of a tool: beside another of its columns, or by its random numbers."""
    places = [place for place, heading in enumerate(headings) if fold(heading) == _KEY]
    if places and any(fold(heading) in _TOOLS_OWN for heading in headings):
        return True
    cells = [row[place].strip() for place in places for row in rows if not is_blank(row[place])]
    return bool(cells) and all(_SENDING.fullmatch(cell) for cell in cells)


def _is_beside(heading: str) -> bool:
    key = fold(heading)
    return key in _BESIDE or _LABELS.search(key) is not None


def _names(column: Column) -> list[str]:
    """The names that our form gives, and those that tools make of them."""
    own = column.question.id
    if not column.part:
        return [own]
    if column.question.kind == MATRIX:
        return [f"{own}_{column.part}", f"{own}/{own}_{column.part}"]
    return [f"{own}/{column.part}"]


def _numbers(column: Column) -> list[str]:
    number = f"{column.number}.{column.part}" if column.part else f"{column.number}"
    return [number, f"question {number}"]


def _wordings(column: Column, language: str) -> list[str]:
    words = [_word(column, language)]
    if column.part and column.question.kind == MATRIX:
        words.append(_part(column, language))
    return words


def _word(column: Column, language: str) -> str:
    wording = _in(column.question.wording, language)
    return f"{wording} {_part(column, language)}" if column.part else wording


def _part(column: Column, language: str) -> str:
    question = column.question
    lines = question.rows if question.kind == MATRIX else question.choices
    return _in(lines[column.part - 1], language)


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words.get("fr", "")


def _clean(text: str) -> str:
    """The text as it comes back from a file: one space between words, no invisible control."""
    plain = "".join(one for one in text if one.isspace() or unicodedata.category(one) not in _CONTROLS)
    return unicodedata.normalize("NFC", " ".join(plain.split()))
