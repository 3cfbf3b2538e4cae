"""What a kit brings back, read from a file that anybody may have written: only what is understood is kept."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.meetings.enums import ShowWay

FORMAT = "marchepied.kit.1"
MOST_BYTES = 500_000
LONG, SHORT = 2000, 120  # letters of a text, of a name
MOST_ROWS = 40
MOST_HANDS = 9999
# What is wrong is said a few at a time.
MOST_PROBLEMS = 6
MOST_PLACE = 160
NO_LEVEL, NO_OPINION = "none", "none"
# How hands are counted in a room without network.
CARDS, HANDS = str(ShowWay.CARDS), str(ShowWay.HANDS)
WAYS = (CARDS, HANDS)

# Control characters have no place in a text, and halves of characters cannot be stored.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Asked:
    """A question that a kit may speak of: how many levels it has, and what to call it."""

    levels: int
    name: str


@dataclass(frozen=True)
class ObjectionNotes:
    """Something that somebody could not live with, and what was answered."""

    text: str
    said_by: str = ""
    answer: str = ""
    settled: bool = False


@dataclass(frozen=True)
class QuestionNotes:
    """What was typed of a question. Hands are {level: number}, `none` for no opinion.

    `level` is as typed: a number, « none » for no common answer, or empty when nobody chose.
    """

    first: Mapping[str, int] = field(default_factory=dict)
    second: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    objections: tuple[ObjectionNotes, ...] = ()
    parking: tuple[str, ...] = ()
    level: str = ""
    words: str = ""
    agreement: str = ""
    disagreement_note: str = ""
    disagreement_by: str = ""

    @property
    def chosen_level(self) -> int | None:
        """The level that the room kept; None without a common answer."""
        return int(self.level) if self.level not in {"", NO_LEVEL} else None

    @property
    def decides(self) -> bool:
        """Whether there is something to write as decided: an answer, or words."""
        return self.chosen_level is not None or bool(self.words)


@dataclass(frozen=True)
class KitNotes:
    """What was typed in a kit; `attendance` are (for whom, how many people), `way` how hands were counted."""

    held_on: date | None = None
    way: str = CARDS
    attendance: tuple[tuple[str, int], ...] = ()
    questions: Mapping[str, QuestionNotes] = field(default_factory=dict)
    parking: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.attendance or self.questions or self.parking or self.actions or self.note)

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data, in the form in which a kit sends it."""
        return {
            "format": FORMAT,
            "held_on": self.held_on.isoformat() if self.held_on else "",
            "way": self.way,
            "attendance": [{"standing": who, "count": count} for who, count in self.attendance],
            "questions": {key: _say_question(notes) for key, notes in self.questions.items()},
            "parking": [{"text": text} for text in self.parking],
            "actions": [{"text": text} for text in self.actions],
            "note": self.note,
        }


def _say_question(notes: QuestionNotes) -> dict[str, Any]:
    return {**asdict(notes), "parking": [{"text": text} for text in notes.parking]}


def parse_notes(text: str, asked: Mapping[str, Asked]) -> KitNotes:
    """Read what a kit sent; `asked` are the questions of the démarche.

    Rows and questions where nothing was typed are left out, and so is whatever a kit does not know. Raises
    ValidationError with one sentence a problem (six at most), each saying where.
    """
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise ValidationError(_("Ces notes sont trop longues pour venir d’un kit."))
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValidationError(_("Ce ne sont pas les notes d’un kit de réunion, ou elles sont abîmées."))
    return read_notes(data, asked)


def kit_of_notes(text: str) -> str:
    """The code of the kit that a saved file of notes says it comes from; empty when it does not say."""
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return ""
    code = data.get("kit") if isinstance(data, dict) else None
    return code if isinstance(code, str) else ""


def read_notes(data: Mapping[str, Any], asked: Mapping[str, Asked]) -> KitNotes:
    """As `parse_notes`, from data."""
    reader = _Reader()
    notes = KitNotes(
        held_on=reader.day(data.get("held_on"), _("date de la réunion")),
        way=reader.way(data.get("way"), _("comment on compte")),
        attendance=reader.attendance(data.get("attendance")),
        questions=reader.questions(data.get("questions"), asked),
        parking=reader.texts(data.get("parking"), _("à reprendre plus tard")),
        actions=reader.texts(data.get("actions"), _("actions")),
        note=reader.text(data.get("note"), _("notes")),
    )
    if reader.problems:
        raise ValidationError(reader.problems[:MOST_PROBLEMS])
    return notes


def _shorten(where: str) -> str:
    """The place of a problem, in few enough letters to be read; its first one is a capital."""
    short = where if len(where) <= MOST_PLACE else where[: MOST_PLACE - 1] + "…"
    return short[:1].upper() + short[1:]


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


class _Reader:
    """Reads values that may be anything, and remembers what was wrong and where."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def refuse(self, where: str, what: str) -> None:
        self.problems.append(_("%(where)s : %(what)s") % {"where": _shorten(where), "what": what})

    def text(self, value: Any, where: str, most: int = LONG) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse(where, _("il faut du texte."))
            return ""
        clean = _UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
        if len(clean) > most:
            self.refuse(where, _("écrivez %(most)s lettres au plus.") % {"most": most})
        return clean[:most]

    def whole(self, value: Any, where: str) -> int:
        if value is None or value == "":
            return 0
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_HANDS:
            self.refuse(where, _("il faut un nombre entier, de 0 à %(most)s.") % {"most": MOST_HANDS})
            return 0
        return value

    def day(self, value: Any, where: str) -> date | None:
        written = self.text(value, where, SHORT)
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.refuse(where, _("ce n’est pas une date."))
            return None

    def way(self, value: Any, where: str) -> str:
        if value not in (None, "", *WAYS):
            self.refuse(where, _("choisissez les cartons ou les mains levées."))
        return HANDS if value == HANDS else CARDS

    def rows(self, value: Any, where: str) -> list[Mapping[str, Any]]:
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.refuse(where, _("il faut une liste."))
            return []
        if len(value) > MOST_ROWS:
            self.refuse(where, _("gardez %(most)s lignes au plus.") % {"most": MOST_ROWS})
        return value[:MOST_ROWS]

    def mapping(self, value: Any, where: str) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.refuse(where, _("il faut des réponses rangées par nom."))
            return {}
        return value

    def texts(self, value: Any, where: str) -> tuple[str, ...]:
        found = [self.text(row.get("text"), where) for row in self.rows(value, where)]
        return tuple(text for text in found if text)

    def attendance(self, value: Any) -> tuple[tuple[str, int], ...]:
        where, found = _("présents"), []
        for row in self.rows(value, where):
            standing = self.text(row.get("standing"), where, SHORT)
            count = self.whole(row.get("count"), standing or where)
            if count and not standing:
                self.refuse(where, _("dites de quel groupe sont ces %(count)s personnes.") % {"count": count})
            elif count:
                found.append((standing, count))
        return tuple(found)

    def questions(self, value: Any, asked: Mapping[str, Asked]) -> dict[str, QuestionNotes]:
        found = {}
        for key, row in self.mapping(value, _("questions")).items():
            if key not in asked:
                unknown = _("« %(key)s » n’est pas posée dans cette démarche.") % {"key": key[:80]}
                self.refuse(_("questions"), unknown)
                continue
            where = asked[key].name
            notes = self.question(self.mapping(row, where), where, asked[key].levels)
            if notes != QuestionNotes():
                found[key] = notes
        return found

    def question(self, row: Mapping[str, Any], where: str, levels: int) -> QuestionNotes:
        first, second = (
            self.hands(row.get(turn), f"{where}, {name}", levels)
            for turn, name in (("first", _("1er tour")), ("second", _("2e tour")))
        )
        if second and not first:
            # A single count, whenever it was made, is a first one.
            first, second = second, {}
        return QuestionNotes(
            first=first,
            second=second,
            note=self.text(row.get("note"), where),
            objections=self.objections(row.get("objections"), f"{where}, {_('objections')}"),
            parking=self.texts(row.get("parking"), f"{where}, {_('à reprendre plus tard')}"),
            level=self.level(row.get("level"), where, levels),
            words=self.text(row.get("words"), f"{where}, {_('avec nos mots')}"),
            agreement=self.agreement(row.get("agreement"), where),
            disagreement_note=self.text(row.get("disagreement_note"), f"{where}, {_('désaccord')}"),
            disagreement_by=self.text(row.get("disagreement_by"), f"{where}, {_('désaccord')}", SHORT),
        )

    def hands(self, value: Any, where: str, levels: int) -> dict[str, int]:
        known = [*(str(level) for level in range(1, levels + 1)), NO_OPINION]
        counts = self.mapping(value, where)
        if not set(counts) <= set(known):
            self.refuse(where, _("ces réponses ne sont pas celles de la question."))
        raised = {level: self.whole(counts.get(level), where) for level in known}
        return {level: count for level, count in raised.items() if count}

    def objections(self, value: Any, where: str) -> tuple[ObjectionNotes, ...]:
        found = []
        for row in self.rows(value, where):
            settled = row.get("settled") is True
            notes = ObjectionNotes(
                self.text(row.get("text"), where),
                self.text(row.get("said_by"), where, SHORT),
                self.text(row.get("answer"), where),
                settled,
            )
            if not notes.text and notes.answer:
                self.refuse(where, _("écrivez ce qui gênait, au-dessus de ce qui a été répondu."))
            elif notes.text:
                # What was answered is what is read later: without it, nothing says why it would be lifted.
                found.append(notes if notes.answer else ObjectionNotes(notes.text, notes.said_by))
        return tuple(found)

    def level(self, value: Any, where: str, levels: int) -> str:
        known = {"", NO_LEVEL, *(str(level) for level in range(1, levels + 1))}
        if value is not None and (not isinstance(value, str) or value not in known):
            self.refuse(where, _("cette réponse n’est pas une de celles de la question."))
            return ""
        return value or ""

    def agreement(self, value: Any, where: str) -> str:
        if value is not None and (not isinstance(value, str) or value not in {"", *Agreement.values}):
            self.refuse(where, _("dites si la salle est d’accord."))
            return ""
        return value or ""
