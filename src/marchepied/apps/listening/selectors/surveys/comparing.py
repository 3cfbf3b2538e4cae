"""The result of another survey, in the file that it gives away: what of it may stand beside ours."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from marchepied.apps.listening.selectors.surveys.trends import FOLLOWED, Point, favourable_ranks
from marchepied.core.folding import fold
from marchepied.engines.surveys import LANGUAGES, SCALE, SINGLE, Question, read_number
from marchepied.engines.tables import Limits, Table, read_table

# Figures from elsewhere are kept by question: of a matrix or boxes to tick, they would not say which line.
COMPARED = frozenset({SCALE, SINGLE})
MOST_BYTES = 5_000_000
LIMITS = Limits(size=MOST_BYTES, rows=20_000, columns=200, cells=400_000, unpacked_size=60_000_000)
MOST_SAID = 8
_MOST_PEOPLE = 1_000_000_000
# The columns that are read, as `result_grid` names them.
_COLUMNS: dict[str, Callable[[], str]] = {
    "number": lambda: _("question"),
    "wording": lambda: _("ce qui est demandé"),
    "group": lambda: _("groupe"),
    "line": lambda: _("ligne"),
    "answer": lambda: _("réponse"),
    "people": lambda: _("personnes"),
    "share": lambda: _("pour cent"),
}


@dataclass(frozen=True)
class Share:
    """The favourable answers to a question of ours: from 0 to 1, and of how many people where it is told."""

    question: Question
    value: float
    size: int | None


@dataclass(frozen=True)
class Compared:
    """What a file says of our questions, a sentence for what is left out; nothing if there are `faults`."""

    shares: tuple[Share, ...] = ()
    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Line:
    """A row of the file: its number in a spreadsheet, and the cells that are read."""

    row: int
    cells: Mapping[str, str]


class _LeftError(Exception):
    """A question that cannot be taken; its sentence says why."""


def read_result_table(data: bytes, file_name: str) -> Table:
    """The table of a file, within what may be compared. Raises TableError when it cannot be read."""
    return read_table(data, file_name, limits=LIMITS)


def compare_table(questions: Sequence[Question], table: Table) -> Compared:
    """The share of favourable answers to each of our questions that the file tells for everybody together.

    A question is the same when its words are, in French or in English, and its answers too, in the same
    order. `faults` (a column lacks, a cell is no number, no question in common) refuse the whole file.
    """
    places = _find_columns(table.headers)
    if missing := [name() for column, name in _COLUMNS.items() if column not in places]:
        return Compared(faults=(_say_missing(missing),))
    reader = _Reader(questions, table, places)
    shares, left = [], []
    for question in questions:
        if question.kind not in FOLLOWED:
            continue
        try:
            share = reader.read(question)
        except _LeftError as reason:
            left.append(say_left(question, str(reason)))
        else:
            shares += [share] if share is not None else []
    if reader.faults:
        return Compared(faults=keep_few(reader.faults))
    if not reader.common:
        said = _(
            "Ce fichier n’a aucune question en commun avec cette enquête : les mots doivent être les mêmes."
        )
        return Compared(faults=(said,))
    return Compared(tuple(shares), (*_say_others(reader.count_others()), *left))


def say_left(question: Question, reason: str) -> str:
    """The sentence of a question that is left out."""
    wording = question.wording.get(get_language() or "fr") or question.wording.get("fr", "")
    return _("« %(question)s » n’est pas reprise : %(reason)s") % {"question": wording, "reason": reason}


def keep_few(sentences: Sequence[str]) -> tuple[str, ...]:
    """The first eight, and how many more there are."""
    more = len(sentences) - MOST_SAID
    if more <= 0:
        return tuple(sentences)
    said = ngettext("… et une de plus.", "… et %(count)s de plus.", more) % {"count": more}
    return (*sentences[:MOST_SAID], said)


def points_of(benchmark: Any) -> tuple[Point, ...]:
    """The moments of figures from elsewhere, as the result shows them (no query)."""
    return tuple(
        Point(str(point["label"]), round(100 * point["value"]), point.get("size"))
        for point in benchmark.points
    )


class _Reader:
    def __init__(self, questions: Sequence[Question], table: Table, places: Mapping[str, int]) -> None:
        self.questions = questions
        self.headers = {column: table.headers[place] for column, place in places.items()}
        # The rows of each question of the file, by its number and its words.
        self.blocks: dict[tuple[str, str], list[_Line]] = {}
        for row, cells in zip(table.row_numbers, table.rows, strict=True):
            line = _Line(row, {column: cells[place].strip() for column, place in places.items()})
            key = (line.cells["number"], _words(line.cells["wording"]))
            self.blocks.setdefault(key, []).append(line)
        self.faults: list[str] = []
        self.common = 0

    def read(self, question: Question) -> Share | None:
        """What the file says of a question; None for one that is not compared and not there either.

        Raises _LeftError with the reason.
        """
        found = self.find(question)
        if question.kind not in COMPARED:
            if not found:
                return None
            raise _LeftError(_("un tableau ou des réponses à cocher ne se comparent pas par un fichier."))
        if not found:
            raise _LeftError(_("ce fichier n’en donne pas le résultat."))
        self.common += 1
        counts, shares = self.read_figures(self.choose(question, found))
        ranks = favourable_ranks(question)
        if None not in counts:
            size = round(sum(filter(None, counts)))
            if not size:
                raise _LeftError(_("personne n’y a répondu."))
            return Share(question, sum(counts[rank] or 0 for rank in ranks) / size, size)
        if None in shares:
            raise _LeftError(_("des chiffres y sont cachés."))
        # Each is rounded: together they miss a hundred by a half at most for each answer.
        if abs(sum(filter(None, shares)) - 100) > len(shares) / 2:
            raise _LeftError(_("les parts n’y font pas cent en tout."))
        return Share(question, min(1.0, sum(shares[rank] or 0 for rank in ranks) / 100), None)

    def find(self, question: Question) -> list[list[_Line]]:
        """The questions of the file that have the same words."""
        names = _names(question.wording, _words)
        return [lines for (_number, words), lines in self.blocks.items() if words in names]

    def choose(self, question: Question, found: list[list[_Line]]) -> list[_Line]:
        """The rows of the answers of everybody together, from the lowest to the highest."""
        wholes = [[line for line in lines if not line.cells["group"]] for lines in found]
        wholes = [lines for lines in wholes if lines]
        if not wholes:
            raise _LeftError(_("ce fichier ne la donne pas pour tout le monde ensemble."))
        same = [lines for lines in wholes if _has_answers(lines, question)]
        if len(same) > 1:
            raise _LeftError(_("ce fichier pose plusieurs fois cette question."))
        if same and any(self.is_twin(other, question, same[0]) for other in self.questions):
            raise _LeftError(_("vous posez plusieurs fois cette question."))
        if not same and any(_has_answers(lines, question, in_order=False) for lines in wholes):
            raise _LeftError(_("les réponses n’y sont pas dans le même ordre."))
        if not same:
            raise _LeftError(_("les réponses proposées n’y sont pas les mêmes."))
        return same[0]

    def is_twin(self, other: Question, question: Question, lines: list[_Line]) -> bool:
        """Whether another of our questions has the same words and the same answers."""
        words = _names(other.wording, _words) & _names(question.wording, _words)
        return other.id != question.id and bool(words) and _has_answers(lines, other)

    def read_figures(self, lines: list[_Line]) -> tuple[list[float | None], list[float | None]]:
        """The people and the hundredths of each answer, None where the cell is empty."""
        people = [self.read_cell(line, "people", most=_MOST_PEOPLE, whole=True) for line in lines]
        return people, [self.read_cell(line, "share", most=100, whole=False) for line in lines]

    def read_cell(self, line: _Line, column: str, *, most: int, whole: bool) -> float | None:
        cell = line.cells[column]
        if not cell:
            return None
        number = read_number(cell if whole else cell.rstrip("% \u00a0\u202f"))
        value = -1.0 if number is None else float(number)
        if not 0 <= value <= most or (whole and not value.is_integer()):
            said = {"row": line.row, "column": self.headers[column], "cell": cell[:40]}
            self.faults.append(
                _("Ligne %(row)s, colonne « %(column)s » : « %(cell)s » n’est pas un nombre de personnes.")
                % said
                if whole
                else _("Ligne %(row)s, colonne « %(column)s » : « %(cell)s » n’est pas un nombre de 0 à 100.")
                % said
            )
        return value

    def count_others(self) -> int:
        """How many questions of the file are none of ours."""
        ours = {name for question in self.questions for name in _names(question.wording, _words)}
        return sum(words not in ours for _number, words in self.blocks)


def _find_columns(headers: Sequence[str]) -> dict[str, int]:
    """Where each column is, whatever the language of the file."""
    places: dict[str, int] = {}
    folded = [fold(header) for header in headers]
    for language in LANGUAGES:
        with override(language):
            names = {column: fold(name()) for column, name in _COLUMNS.items()}
        for column, name in names.items():
            if name in folded:
                places.setdefault(column, folded.index(name))
    return places


def _say_missing(names: Sequence[str]) -> str:
    said = ngettext(
        "Ce n’est pas le résultat d’une enquête emporté de Marchepied : il y manque la colonne %(names)s.",
        "Ce n’est pas le résultat d’une enquête emporté de Marchepied : il y manque les colonnes %(names)s.",
        len(names),
    )
    return said % {"names": ", ".join(_("« %(name)s »") % {"name": name} for name in names)}


def _say_others(count: int) -> list[str]:
    if not count:
        return []
    said = ngettext(
        "Une question de ce fichier n’est pas dans cette enquête.",
        "%(count)s questions de ce fichier ne sont pas dans cette enquête.",
        count,
    )
    return [said % {"count": count}]


def _has_answers(lines: Sequence[_Line], question: Question, *, in_order: bool = True) -> bool:
    """Whether these rows are the answers of a question, each once."""
    if len(lines) != len(question.choices) or any(line.cells["line"] for line in lines):
        return False
    given = [_plain(line.cells["answer"]) for line in lines]
    names = [_names(choice, _plain) for choice in question.choices]
    if in_order:
        return all(text in known for text, known in zip(given, names, strict=True))
    return len(set(given)) == len(given) and all(any(text in known for known in names) for text in given)


def _names(texts: Mapping[str, str], name: Callable[[str], str]) -> set[str]:
    return {name(texts[language]) for language in LANGUAGES if texts.get(language)}


def _words(text: str) -> str:
    """Words without capitals, accents nor punctuation; a text that has no such word is kept as it is."""
    return fold(text) or _plain(text)


def _plain(text: str) -> str:
    """A text without capitals, accents, controls nor double spaces; its signs count (« + », « - »)."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    kept = (
        " " if one.isspace() else one
        for one in apart
        if one.isspace() or unicodedata.category(one) not in _UNSEEN
    )
    return " ".join("".join(kept).split())


_UNSEEN = frozenset({"Mn", "Cc", "Cs", "Cn"})
