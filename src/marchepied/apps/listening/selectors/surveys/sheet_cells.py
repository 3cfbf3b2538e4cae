"""The cells of a table of answers: what a form would have sent for each."""

import re
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.listening.selectors.surveys.sheet_columns import (
    Column,
    has_numbers_for_answers,
    has_numbers_in_answers,
)
from marchepied.core.folding import fold
from marchepied.engines.surveys import (
    DATE,
    LANGUAGES,
    MULTIPLE,
    NUMBER,
    RANKING,
    TEXT_LENGTH,
    UNSURE,
    WITH_UNSURE,
    WRITTEN,
    read_day,
    read_number,
)

TICKED = "2"
_YES = frozenset({"x", "1", "oui", "o", "yes", "y", "vrai", "true", "coche", "ticked"})
_NO = frozenset({"0", "non", "n", "no", "faux", "false"})
_TICKS = frozenset("✓✔☑✗✘☒×")
_UNSURE = frozenset(
    {"nsp", "sp", "ne sais pas", "je ne sais pas", "ne sait pas", "sans avis", "dk", "don t know"}
    | {"i don t know", "no opinion"}
)
_RANK = re.compile(r"(\d{1,2})(?:ers?|res?|e|ème|eme|st|nd|rd|th)?", re.IGNORECASE)
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})[T ]\d{2}:\d{2}\S*")
_SEPARATORS = (r"[;|\n]", r",", r"[;|,\s]+")


class CellError(Exception):
    """A cell that says nothing we can take; its sentence says what to write."""


class CellReader:
    """Reads the cells of one column; what was read once is remembered.

    `from_form` says that another tool wrote them from our form.
    """

    def __init__(self, column: Column, *, from_form: bool = False) -> None:
        self.column = column
        self.question = column.question
        self.numbers = has_numbers_for_answers(column.question)
        codes = column.coded and from_form
        self.doubtful = has_numbers_in_answers(column.question) and not (self.numbers or codes)
        self.exact = _name_answers(self.question.choices, _key)
        self.folded = _name_answers(self.question.choices, fold)
        self.known: dict[str, dict[str, str] | CellError] = {}

    def read(self, cell: str) -> dict[str, str]:
        """{item: what the form would have sent}, empty where nothing is answered. Raises CellError."""
        cell = cell.strip()
        if cell not in self.known:
            try:
                self.known[cell] = self.find(cell) if cell else {}
            except CellError as error:
                self.known[cell] = error
        read = self.known[cell]
        if isinstance(read, CellError):
            raise read
        return read

    def find(self, cell: str) -> dict[str, str]:
        if _ERROR.fullmatch(cell):
            raise CellError(_("Cette case est une erreur de calcul : écrivez la réponse, ou videz-la."))
        kind, item = self.question.kind, self.column.item
        if kind in WRITTEN:
            given = self.write(cell)
        elif self.column.is_list:
            return self.find_list(cell)
        elif kind == MULTIPLE:
            given = self.tick(cell)
        elif kind == RANKING:
            given = self.rank(cell)
        else:
            given = self.choose(cell)
        return {item: given} if given else {}

    def write(self, cell: str) -> str:
        """A number, a day or words."""
        kind = self.question.kind
        if kind in {NUMBER, DATE}:
            if fold(cell) in _UNSURE:
                return ""
            moment = _MOMENT.fullmatch(cell) if kind == DATE else None
            read = read_number(cell) if kind == NUMBER else read_day(moment[1] if moment else cell)
            if read is None:
                raise CellError(
                    _("Écrivez un nombre, par exemple 12 ou 7,5.")
                    if kind == NUMBER
                    else _("Écrivez la date ainsi : 31/12/2027.")
                )
            return read
        if len(cell) > TEXT_LENGTH:
            raise CellError(
                _("Ce texte a %(length)s caractères, raccourcissez-le à %(limit)s.")
                % {"length": len(cell), "limit": TEXT_LENGTH}
            )
        return cell

    def choose(self, cell: str) -> str:
        """The rank of a choice, or that one does not know."""
        rank = self.find_rank(cell)
        if rank is not None:
            return str(rank)
        if fold(cell) in _UNSURE:
            return UNSURE if self.question.kind in WITH_UNSURE else ""
        if self.is_doubtful(cell):
            raise self.ask_for_words()
        raise CellError(_("Écrivez l’une de ces réponses : %(answers)s.") % {"answers": self.say_answers()})

    def find_rank(self, cell: str) -> int | None:
        """The rank of the choice that a cell names, by its code in our form, its words or its rank.

        Where answers are numbers, only codes are read below a name of our form, and only words elsewhere.
        Where they hold numbers, a number alone is no rank.
        """
        last = len(self.question.choices)
        plain = cell.isascii() and cell.isdigit() and len(cell) < 4 and 1 <= int(cell) <= last
        code = int(cell) if plain else None
        if self.numbers:
            return code if self.column.coded else self.exact.get(_key(cell))
        words = self.find_words(cell)
        if self.is_doubtful(cell):
            return None if self.column.coded else words
        return code or words if self.column.coded else words or code

    def is_doubtful(self, cell: str) -> bool:
        """Whether a cell is a number that may be a rank as well as what an answer says."""
        return self.doubtful and cell.isdecimal()

    def ask_for_words(self) -> CellError:
        said = _(
            "Ce nombre peut se lire de deux façons : écrivez les mots de la réponse. Réponses : %(answers)s."
        )
        return CellError(said % {"answers": self.say_answers()})

    def tick(self, cell: str) -> str:
        """Whether a choice that has its own column is ticked."""
        word = fold(cell)
        own, refused = self.find_words(cell) == self.column.part, word in _NO or word in _UNSURE
        if word in _YES or cell in _TICKS or (own and not refused):
            return TICKED
        if refused and not own:  # « Non » below the choice « Non » may mean either
            return ""
        raise CellError(_("Écrivez « x » si c’est coché, ou laissez la case vide."))

    def find_words(self, cell: str) -> int | None:
        """The rank of the choice whose words these are, in either language."""
        return self.exact.get(_key(cell)) or self.folded.get(fold(cell))

    def rank(self, cell: str) -> str:
        """The rank given to a choice that has its own column."""
        match = _RANK.fullmatch(cell)
        if match and 1 <= int(match[1]) <= len(self.question.choices):
            return str(int(match[1]))
        if fold(cell) in _UNSURE:
            return ""
        raise CellError(
            _("Écrivez son rang, de 1 à %(last)s, ou laissez la case vide.")
            % {"last": len(self.question.choices)}
        )

    def find_list(self, cell: str) -> dict[str, str]:
        """Several choices in one cell: those ticked, or all of them from the first to the last."""
        if fold(cell) in _UNSURE and self.find_words(cell) is None:
            return {}
        doubtful = False
        for parts in self.cut(cell):
            ranks = [self.find_rank(part) for part in parts]
            known = [rank for rank in ranks if rank is not None]
            if len(known) == len(parts) == len(set(known)):
                return {
                    f"{self.question.id}.{rank}": str(place) if self.question.kind == RANKING else TICKED
                    for place, rank in enumerate(known, 1)
                }
            doubts = [self.is_doubtful(part) for part in parts]
            doubtful |= any(doubts) and sum(doubts) + len(known) >= len(parts)
        if doubtful:
            raise self.ask_for_words()
        raise CellError(
            _("Écrivez les réponses l’une après l’autre, séparées par « ; » : %(answers)s.")
            % {"answers": self.say_answers()}
        )

    def cut(self, cell: str) -> Iterable[list[str]]:
        """The ways in which a cell may be a list: words may hold commas and spaces."""
        yield [cell]
        for separator in _SEPARATORS:
            yield [part.strip() for part in re.split(separator, cell) if part.strip()]

    def say_answers(self) -> str:
        """What may be written, or the codes where a tool's own codes are expected."""
        if self.numbers and self.column.coded:
            return _("un code de 1 à %(last)s") % {"last": len(self.question.choices)}
        language = get_language() or "fr"
        return " ; ".join(choice.get(language) or choice.get("fr", "") for choice in self.question.choices)


def _name_answers(choices: Iterable[Mapping[str, str]], name: Callable[[str], str]) -> dict[str, int]:
    """{name of its words: rank} of the choices in each language; a name of two choices is left out."""
    found: dict[str, set[int]] = {}
    for rank, choice in enumerate(choices, 1):
        for language in LANGUAGES:
            found.setdefault(name(choice.get(language, "")), set()).add(rank)
    return {key: min(ranks) for key, ranks in found.items() if key and len(ranks) == 1}


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
