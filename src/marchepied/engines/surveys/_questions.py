"""What a survey asks: its questions, and the items under which their answers are deposited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SCALE, SINGLE, MULTIPLE, RANKING = "scale", "single", "multiple", "ranking"
MATRIX, NUMBER, DATE, TEXT = "matrix", "number", "date", "text"
KINDS = (SCALE, SINGLE, MULTIPLE, RANKING, MATRIX, NUMBER, DATE, TEXT)
# Kinds whose answers are written rather than chosen.
WRITTEN = frozenset({NUMBER, DATE, TEXT})
# Kinds of which one may say that one does not know.
WITH_UNSURE = frozenset({SCALE, SINGLE, MATRIX})

FEWEST_CHOICES, MOST_CHOICES = 2, 11
MOST_ROWS = 20
MOST_QUESTIONS = 60
MOST_PAGES = 20
LANGUAGES = ("fr", "en")

type Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be: its code, the question where it is ("" for the whole), what it speaks of."""

    code: str
    question: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the deposit: `levels` may be chosen, none where the answer is written.

    `part` is the rank (from 1) of the choice or of the row that it stands for, 0 for a whole question.
    """

    id: str
    question: str
    part: int
    levels: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `choices` from the lowest to the highest; `rows` are the lines of a matrix.

    `page` counts from 1. `when` is a condition on questions of earlier pages, empty to ask always.
    """

    id: str
    kind: str
    wording: Words
    help: Words = field(default_factory=dict)
    choices: tuple[Words, ...] = ()
    rows: tuple[Words, ...] = ()
    page: int = 1
    when: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        """Where its answers are deposited, in their order."""
        size = len(self.choices)
        match self.kind:
            case "multiple":
                return tuple(Item(f"{self.id}.{n}", self.id, n, 2) for n in range(1, size + 1))
            case "ranking":
                return tuple(Item(f"{self.id}.{n}", self.id, n, size) for n in range(1, size + 1))
            case "matrix":
                return tuple(Item(f"{self.id}.{n}", self.id, n, size) for n in range(1, len(self.rows) + 1))
            case "scale" | "single":
                return (Item(self.id, self.id, 0, size),)
            case _:
                return (Item(self.id, self.id, 0, 0),)

    def as_dict(self) -> dict[str, Any]:
        """The question as plain JSON values, what is empty left out."""
        plain: dict[str, Any] = {"id": self.id, "kind": self.kind, "wording": dict(self.wording)}
        if self.help:
            plain["help"] = dict(self.help)
        for name, lines in (("choices", self.choices), ("rows", self.rows)):
            if lines:
                plain[name] = [dict(line) for line in lines]
        plain["page"] = self.page
        if self.when:
            plain["when"] = self.when
        return plain


def read_question(plain: Mapping[str, Any]) -> Question:
    """The question that `as_dict` wrote; nothing is checked here."""
    return Question(
        id=str(plain["id"]),
        kind=str(plain["kind"]),
        wording=plain.get("wording", {}),
        help=plain.get("help", {}),
        choices=tuple(plain.get("choices", ())),
        rows=tuple(plain.get("rows", ())),
        page=int(plain.get("page", 1)),
        when=str(plain.get("when", "")),
    )


def read_questions(plain: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions in their order."""
    return tuple(read_question(one) for one in plain)


def items_of(questions: Iterable[Question]) -> tuple[Item, ...]:
    """All the lines of the deposit, in the order of the form."""
    return tuple(item for question in questions for item in question.items)


def pages_of(questions: Iterable[Question]) -> tuple[int, ...]:
    """The numbers of the pages that hold something, in order."""
    return tuple(sorted({question.page for question in questions}))


def find_faults(questions: Sequence[Question]) -> tuple[Fault, ...]:
    """What keeps these questions from being asked, but for their conditions (see `check_conditions`).

    Codes: `no_question`, `too_many_questions`, `id_twice`, `kind`, `no_wording`, `few_choices`,
    `many_choices`, `empty_choice`, `choice_twice`, `no_row`, `many_rows`, `empty_row`, `page_order`.
    """
    faults = []
    if not questions:
        faults.append(Fault("no_question"))
    if len(questions) > MOST_QUESTIONS:
        faults.append(Fault("too_many_questions", params={"most": MOST_QUESTIONS}))
    seen: set[str] = set()
    page = 1
    for question in questions:
        if question.id in seen:
            faults.append(Fault("id_twice", question.id))
        seen.add(question.id)
        if not page <= question.page <= MOST_PAGES:
            faults.append(Fault("page_order", question.id))
        page = max(page, question.page)
        faults += _faults_in(question)
    return tuple(faults)


def _faults_in(question: Question) -> list[Fault]:
    if question.kind not in KINDS:
        return [Fault("kind", question.id)]
    faults = []
    if not question.wording.get("fr", "").strip():
        faults.append(Fault("no_wording", question.id))
    if question.kind not in WRITTEN:
        faults += _faults_of_choices(question)
    if question.kind == MATRIX:
        if not question.rows:
            faults.append(Fault("no_row", question.id))
        if len(question.rows) > MOST_ROWS:
            faults.append(Fault("many_rows", question.id, {"most": MOST_ROWS}))
        if any(not row.get("fr", "").strip() for row in question.rows):
            faults.append(Fault("empty_row", question.id))
    return faults


def _faults_of_choices(question: Question) -> list[Fault]:
    names = [choice.get("fr", "").strip() for choice in question.choices]
    if len(names) < FEWEST_CHOICES:
        return [Fault("few_choices", question.id, {"fewest": FEWEST_CHOICES})]
    if len(names) > MOST_CHOICES:
        return [Fault("many_choices", question.id, {"most": MOST_CHOICES})]
    if not all(names):
        return [Fault("empty_choice", question.id)]
    if len({name.lower() for name in names}) < len(names):
        return [Fault("choice_twice", question.id)]
    return []
