"""The contents of the one-page documents, as plain data already in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marchepied.engines.documents._pack_data import Result


@dataclass(frozen=True, slots=True)
class StaffSheet:
    """What everyone is told before the assembly; ``thanks`` says who answered (« 71 personnes sur 130 »).

    ``address`` is where the answers were given and where the follow-up is read.
    """

    organisation: str
    issued_on: date
    assembly_name: str = ""
    assembly_on: date | None = None
    thanks: str = ""
    results: tuple[Result, ...] = ()
    differences: tuple[Result, ...] = ()
    decisions: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    contact: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Poster:
    """An A4 invitation for one group. ``address`` is short enough to be typed; the QR code holds ``link``.

    ``subject`` completes « Donnez votre avis sur »; ``readers`` says in a sentence who reads the answers.
    Where something else than an opinion is asked for, ``ask`` stands for « Donnez votre avis », ``terms`` for
    « Sans compte et sans nom… » and ``reading`` for « Qui lit les réponses ? ».
    """

    organisation: str
    college: str
    subject: str
    address: str
    link: str = ""
    minutes: int | None = None
    until: date | None = None
    readers: str = ""
    contact: str = ""
    ask: str = ""
    terms: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """One single-use code and the link that holds it."""

    code: str
    link: str


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """Slips of one group, ten on each A4 sheet, to cut out and hand over without noting who takes which."""

    organisation: str
    college: str
    address: str
    slips: tuple[Slip, ...]
    subject: str = ""
    minutes: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question as participants read it, with its level descriptions from the lowest to the highest."""

    wording: str
    levels: tuple[str, ...]
    theme: str = ""


@dataclass(frozen=True, slots=True)
class PaperQuestionnaire:
    """The anonymous paper sheet of one group: no number, no name, the same questions as on the screen.

    ``levels`` of each question replace the scale; ``return_to`` says where the sheet is put.
    """

    organisation: str
    college: str
    questions: tuple[PaperQuestion, ...]
    subject: str = ""
    minutes: int | None = None
    until: date | None = None
    readers: str = ""
    return_to: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class WorkshopSheets:
    """One page a question for a room without network; ``colleges`` are the columns where hands are counted.

    Without colleges there is one column for the whole room.
    """

    organisation: str
    questions: tuple[PaperQuestion, ...]
    colleges: tuple[str, ...] = ()
    held_on: date | None = None
