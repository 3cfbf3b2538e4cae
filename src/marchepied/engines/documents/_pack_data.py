"""What a pack for the general assembly says, as plain data already in the reader's language.

Every text is free text: it may be long, hostile or empty, and the renderer copes. Every field with a
default may be left out: the pack then says in a sentence that this has not been done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Visibility(StrEnum):
    """How much of a group's answers may be printed (decided by the privacy rules, never here)."""

    SHOWN = "shown"
    BANDED = "banded"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class CollegeView:
    """What one group answered to one question.

    ``median``, ``low`` and ``high`` (the middle half of the answers) are on the scale 1..levels; ``None``
    when nobody chose a level. Of a banded view whole levels only are drawn and said (« entre 4 et 5 »); a
    hidden one draws nothing, whatever the figures given. ``answers`` (« 14 sur 15 », « 5 à 9 réponses »),
    ``shares`` (one text for each heading of the question's ``share_heads``) and ``unknown`` are printed as
    they are. Of a hidden group only ``answers`` is printed, as the reason; left empty it reads « moins de
    cinq réponses : non montré ».
    """

    name: str
    answers: str = ""
    visibility: Visibility = Visibility.SHOWN
    median: float | None = None
    low: float | None = None
    high: float | None = None
    apart: bool = False
    shares: tuple[str, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody said openly: a group with one voice, or an organisation in its own name."""

    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Result:
    """A result in a sentence, and the question it answers (empty where the sentence says it all)."""

    sentence: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A document or link that supports an answer; ``scope`` says what it covers, in words."""

    title: str
    dated: date | None = None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question: the sentence that sums it up, then what each voice says.

    ``statement`` is the result in words; ``voices`` are the answers given openly; ``own_level`` and
    ``own_narrative`` are the enterprise's answer; ``position`` is what the meeting settled and
    ``position_mode`` how (« Consensus », « Désaccord noté »…). ``divergence`` is the sentence of the section
    on differing views; empty, the question is not in it. ``low_end`` and ``high_end`` are the ends of the
    scale in words.
    """

    wording: str
    statement: str = ""
    low_end: str = ""
    high_end: str = ""
    levels: int = 5
    share_heads: tuple[str, ...] = ()
    colleges: tuple[CollegeView, ...] = ()
    own_level: str = ""
    own_narrative: str = ""
    evidence: tuple[EvidenceItem, ...] = ()
    position: str = ""
    position_mode: str = ""
    position_note: str = ""
    divergence: str = ""
    voices: tuple[Voice, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """A theme of the guide: its name, why it was chosen, and its questions in order.

    ``key`` (of a theme as of a question) is a name that never changes: own words stay with it when the order
    changes. Without keys they go by their rank.
    """

    name: str
    why: str = ""
    questions: tuple[QuestionResult, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Respondents:
    """A group that was asked: ``count`` is ready to print (« 14 sur 15 », « moins de 5 »)."""

    college: str
    count: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the account rests on: of ``questions``, how many are declared, evidenced, or checked by others.

    The three are counts of questions; ``checked_by`` names who checked. A question that is checked is not
    counted again as evidenced or declared.
    """

    questions: int
    declared: int
    evidenced: int
    checked: int
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class Assembly:
    """The meeting the pack is for, in the enterprise's own word (« assemblée générale », « conseil »)."""

    name: str
    on: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class DecisionItem:
    """What was decided, on which question, how it was agreed and what disagreement was noted."""

    statement: str
    question: str = ""
    mode: str = ""
    on: date | None = None
    disagreement: str = ""


@dataclass(frozen=True, slots=True)
class ActionItem:
    """An action of the plan: who, with what, until when, where it stands."""

    title: str
    owner: str = ""
    means: str = ""
    due: date | None = None
    state: str = ""
    result: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class ObjectiveItem:
    """An objective with its horizon in words (« à 1 an », « à 3 ans ») and its actions."""

    title: str
    horizon: str = ""
    actions: tuple[ActionItem, ...] = ()


@dataclass(frozen=True, slots=True)
class DebateQuestion:
    """A question put to the assembly, and why it deserves the room's time."""

    question: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Figures with their headings: a vote, indicators of an objective. ``notes`` say how to read them."""

    title: str
    sentence: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Motion:
    """What the assembly decided: the text put to it, what came of it, and the votes in words."""

    text: str
    outcome: str = ""
    votes: str = ""


@dataclass(frozen=True, slots=True)
class AssemblyAccount:
    """What happened at the assembly, once it was held: who was there, what was decided, what was said."""

    held_on: date | None = None
    attendance: str = ""
    motions: tuple[Motion, ...] = ()
    minutes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signatory:
    """An officer who signs the edition, in what quality, and when (empty lines are signed by hand)."""

    name: str
    quality: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole account presented to the general assembly; only the enterprise's name is required.

    ``facts`` describes the enterprise in a line; ``perimeter`` says what the account covers; ``issued_on`` is
    the date printed and stored in the file. ``results`` and ``commitments`` (three of each at best) make
    the first page. ``legal_frame`` replaces the sentence on the law of 31 July 2014; ``privacy_note``
    says how answers were protected; ``address`` and ``contact`` tell the reader where to go on.
    ``the_organisation`` and ``of_the_organisation`` are its own word with the articles (« la mutuelle », « de
    la mutuelle »); without them the enterprise is meant. ``learned``, ``votes``, ``indicators``,
    ``coherence``, ``listening``, ``surveys``, ``deliberation`` and ``held`` have a part of the document only
    where there are some.
    """

    organisation: str
    issued_on: date
    title: str = ""
    facts: str = ""
    cycle: str = ""
    perimeter: str = ""
    assembly: Assembly | None = None
    respondents: tuple[Respondents, ...] = ()
    standing: Standing | None = None
    results: tuple[Result, ...] = ()
    commitments: tuple[str, ...] = ()
    since_last: tuple[str, ...] = ()
    themes: tuple[ThemeSection, ...] = ()
    decisions: tuple[DecisionItem, ...] = ()
    vision: str = ""
    objectives: tuple[ObjectiveItem, ...] = ()
    debates: tuple[DebateQuestion, ...] = ()
    legal_frame: str = ""
    privacy_note: str = ""
    contact: str = ""
    address: str = ""
    the_organisation: str = ""
    of_the_organisation: str = ""
    compact: bool = False
    learned: tuple[str, ...] = ()
    votes: tuple[FigureTable, ...] = ()
    indicators: tuple[FigureTable, ...] = ()
    coherence: tuple[FigureTable, ...] = ()
    listening: tuple[FigureTable, ...] = ()
    surveys: tuple[FigureTable, ...] = ()
    deliberation: tuple[FigureTable, ...] = ()
    held: AssemblyAccount | None = None
