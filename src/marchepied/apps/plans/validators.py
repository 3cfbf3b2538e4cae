"""What a cell typed by a person means: a number, a year, a date, a state. Pure, French first."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from marchepied.core.folding import fold

FIRST_YEAR, LAST_YEAR = 1950, 2100
# What a value of an indicator holds in the database: 14 digits before the comma, 4 after.
LARGEST_NUMBER = Decimal(10) ** 14
SMALLEST_STEP = Decimal("0.0001")

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[\s\u00a0\u202f\u2009][0-9]{3})+(?:[.,][0-9]+)?")


def read_number(text: str, unit: str = "") -> Decimal | None:
    """The number that a text says (« 1 250,5 », « 64 % », « 12 mois » where the unit is « mois »).

    A comma or a point starts the decimals; spaces part the thousands; a percent sign or the unit may follow
    and is taken off. Kept to four decimals. None for anything else, and for a number too large to keep.
    """
    bare = text.strip().replace("−", "-")
    for ending in ("%", unit.strip()):
        if ending and bare.casefold().endswith(ending.casefold()):
            bare = bare[: -len(ending)].strip()
    if _GROUPED.fullmatch(bare):
        bare = _SPACES.sub("", bare)
    if not _NUMBER.fullmatch(bare):
        return None
    try:
        number = Decimal(bare.replace(",", ".")).quantize(SMALLEST_STEP)
    except InvalidOperation:
        return None
    return number if abs(number) < LARGEST_NUMBER else None


def read_year(text: str) -> int | None:
    """The year that a text says, alone (« 2027 ») or with the point that a spreadsheet adds (« 2027.0 »)."""
    found = re.fullmatch(r"((?:19|20)[0-9][0-9])(?:[.,]0+)?", text.strip())
    year = int(found[1]) if found else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


@dataclass(frozen=True)
class ReadDate:
    """A date read in a text; `exact` says whether the text named the day."""

    on: date
    exact: bool = True


_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "january": 1,
    "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2,
    "mars": 3, "mar": 3, "march": 3,
    "avril": 4, "avr": 4, "april": 4, "apr": 4,
    "mai": 5, "may": 5,
    "juin": 6, "june": 6, "jun": 6,
    "juillet": 7, "juil": 7, "july": 7, "jul": 7,
    "aout": 8, "august": 8, "aug": 8,
    "septembre": 9, "sept": 9, "sep": 9, "september": 9,
    "octobre": 10, "oct": 10, "october": 10,
    "novembre": 11, "nov": 11, "november": 11,
    "decembre": 12, "dec": 12, "december": 12,
}  # fmt: skip
# The last month of each part of a year.
_PARTS = {
    "debut": 3, "early": 3, "beginning of": 3,
    "mi": 6, "milieu": 6, "mid": 6, "middle of": 6,
    "fin": 12, "fin de": 12, "end": 12, "end of": 12, "late": 12, "courant": 12, "d ici fin": 12,
    "printemps": 5, "spring": 5, "ete": 8, "summer": 8, "automne": 11, "autumn": 11, "rentree": 9,
    "t1": 3, "t2": 6, "t3": 9, "t4": 12, "q1": 3, "q2": 6, "q3": 9, "q4": 12,
    "1er trimestre": 3, "2e trimestre": 6, "2eme trimestre": 6, "3e trimestre": 9, "3eme trimestre": 9,
    "4e trimestre": 12, "4eme trimestre": 12, "premier trimestre": 3, "deuxieme trimestre": 6,
    "troisieme trimestre": 9, "quatrieme trimestre": 12, "dernier trimestre": 12,
    "s1": 6, "s2": 12, "1er semestre": 6, "premier semestre": 6, "2e semestre": 12, "2eme semestre": 12,
    "second semestre": 12, "deuxieme semestre": 12,
}  # fmt: skip
_WEEKDAY = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
_LEAD = r"(?:(?:le|pour le|pour|avant le|avant|d ici le|d ici|au|en|a la|by|before)\s+)?"
_BY_DIGITS = re.compile(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{4}|[0-9]{2})")
_MONTH_DIGITS = re.compile(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{4})")
_BY_WORDS = re.compile(rf"{_LEAD}{_WEEKDAY}([0-9]{{1,2}})(?:er)?\s+([a-z]+)\s+([0-9]{{4}})")
_BY_MONTH = re.compile(
    rf"{_LEAD}(?:(fin|fin de|mi|milieu|debut|end of|mid|early|late)\s+)?([a-z]+)\s+([0-9]{{4}})"
)
_BY_PART = re.compile(rf"{_LEAD}([a-z0-9 ]+?)(?:\s+de)?\s+([0-9]{{4}})")
_BY_YEAR = re.compile(rf"{_LEAD}([0-9]{{4}})")


def read_due(text: str) -> ReadDate | None:
    """The last day that a text gives to do something.

    « 12/03/2027 », « 2027-03-12 » and « 12 mars 2027 » are that day. « mars 2027 » and « 03/2027 » are the
    last day of the month, « T2 2027 » or « été 2027 » of their last month, « fin 2026 » and « 2026 » of the
    year. The day comes before the month, as in French. None where nothing is understood.
    """
    bare = text.strip()
    try:
        return _read_exact(bare) or _read_loose(fold(bare), bare)
    except ValueError:  # 31/02/2027 is no day
        return None


def _read_exact(bare: str) -> ReadDate | None:
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?", bare)
    if iso:
        return _make(int(iso[1]), int(iso[2]), int(iso[3]))
    digits = _BY_DIGITS.fullmatch(re.sub(rf"^{_LEAD}", "", bare.lower()))
    if digits:
        year = int(digits[3])
        return _make(year if year > 99 else 2000 + year, int(digits[2]), int(digits[1]))
    words = _BY_WORDS.fullmatch(fold(bare))
    if words and words[2] in _MONTHS:
        return _make(int(words[3]), _MONTHS[words[2]], int(words[1]))
    return None


def _read_loose(folded: str, bare: str) -> ReadDate | None:
    digits = _MONTH_DIGITS.fullmatch(bare)
    if digits:
        return _end_of(int(digits[2]), int(digits[1]))
    month = _BY_MONTH.fullmatch(folded)
    if month and month[2] in _MONTHS:
        return _part_of_month(month[1] or "", int(month[3]), _MONTHS[month[2]])
    part = _BY_PART.fullmatch(folded)
    if part and part[1] in _PARTS:
        return _end_of(int(part[2]), _PARTS[part[1]])
    year = _BY_YEAR.fullmatch(folded)
    return _end_of(int(year[1]), 12) if year else None


def _part_of_month(part: str, year: int, month: int) -> ReadDate | None:
    if part in {"mi", "milieu", "mid"}:
        return _make(year, month, 15, exact=False)
    if part in {"debut", "early"}:
        return _make(year, month, 10, exact=False)
    return _end_of(year, month)


def _end_of(year: int, month: int) -> ReadDate | None:
    if not 1 <= month <= 12:
        return None
    return _make(year, month, calendar.monthrange(year, month)[1], exact=False)


def _make(year: int, month: int, day: int, *, exact: bool = True) -> ReadDate | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return ReadDate(date(year, month, day), exact)


# The values of an action’s state.
TODO, DOING, DONE, DROPPED = "todo", "doing", "done", "dropped"
_STATES = {
    TODO: """a faire, a lancer, a commencer, a demarrer, a planifier, a venir, non commence,
        non commencee, pas commence, pas commencee, non demarre, non demarree, pas demarre, prevu, prevue,
        planifie, planifiee, en attente, todo, to do, not started, planned, non, n, 0""",
    DOING: """en cours, commence, commencee, demarre, demarree, lance, lancee, engage, engagee,
        partiel, partielle, partiellement, en cours de realisation, doing, in progress, started, ongoing""",
    DONE: """fait, faite, faits, termine, terminee, realise, realisee, acheve, achevee, clos,
        close, cloture, cloturee, solde, soldee, fini, finie, ok, oui, o, x, done, completed, complete,
        finished, closed, yes""",
    DROPPED: """abandonne, abandonnee, annule, annulee, supprime, supprimee, sans suite,
        suspendu, suspendue, dropped, cancelled, canceled, abandoned""",
}
_STATE_OF = {" ".join(word.split()): state for state, words in _STATES.items() for word in words.split(",")}


def read_state(text: str) -> str | None:
    """The state that a text says (« terminé », « En cours », « 50 % »); None where it is not understood.

    A share is to do at 0 %, done at 100 %, begun between the two.
    """
    share = re.fullmatch(r"\s*([0-9]{1,3})(?:[.,][0-9]+)?\s*%\s*", text)
    if share:
        done = int(share[1])
        if done > 100:
            return None
        return DONE if done == 100 else DOING if done else TODO
    return _STATE_OF.get(fold(text))
