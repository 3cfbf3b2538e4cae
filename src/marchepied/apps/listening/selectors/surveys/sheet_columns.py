"""The columns of a table of answers: what each is called when it leaves, and what a heading speaks of."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from marchepied.core.folding import fold
from marchepied.engines.surveys import LANGUAGES, MATRIX, MULTIPLE, RANKING, Question

# Columns in which other tools number what was sent to them: the same sending is known again by it.
_SENDINGS = frozenset({"uuid", "instanceid", "meta instanceid", "key"})
# What KoboToolbox and ODK write beside the answers, folded: when, by which device, in which state.
_BESIDE = frozenset(
    {"start", "end", "today", "deviceid", "id", "index", "submission time", "validation status", "notes"}
    | {"status", "submitted by", "version", "tags", "formhub uuid", "meta rootuuid", "meta instancename"}
    | {"submissiondate", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected"}
    | {"reviewstate", "edits", "formversion"}
)
_LABELS = re.compile(r"reserved name for field list labels|generated table list label")
_PAGE = re.compile(r"page \d{1,2} ")
_CONTROLS = frozenset({"Cc", "Cs", "Cn"})


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
    sending: int | None = None
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


def find_columns(headings: Sequence[str], questions: Sequence[Question]) -> Columns:
    """What each heading speaks of: by its exact words, its wording, its number or its name in our form.

    Capitals, accents, punctuation and the language do not matter. What tools add to the answers of our own
    form is left out without a word.
    """
    from_form = any(_is_mark(heading) for heading in headings)
    reader = _Headings(questions, from_form=from_form)
    found: dict[int, Column] = {}
    unknown: list[str] = []
    unclear: dict[str, str] = {}
    sending = None
    for place, heading in enumerate(headings):
        fits = reader.find(heading)
        twice = [other for other, column in found.items() if fits and column.item == fits[0].item]
        if not fits and sending is None and fold(heading) in _SENDINGS:
            sending = place
        elif not fits and from_form and _is_beside(heading):
            continue
        elif not fits:
            unknown.append(heading)
        elif len(fits) > 1 or twice:
            unclear[heading] = headings[twice[0]] if len(fits) == 1 else ""
        else:
            found[place] = fits[0]
    missing = tuple(_missing(questions, found.values()))
    return Columns(found, tuple(unknown), unclear, sending, missing, from_form)


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
    """Whether other tools write this heading beside the answers to a form."""
    return fold(heading) in _SENDINGS or _PAGE.match(fold(heading)) is not None


def _is_beside(heading: str) -> bool:
    key = fold(heading)
    return key in _BESIDE or key in _SENDINGS or _LABELS.search(key) is not None


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
