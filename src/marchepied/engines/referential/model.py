"""What a referential is, once read and found valid: frozen, typed, with its texts per language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .conditions import decide


@dataclass(frozen=True, slots=True)
class Text:
    """One human text in each language of the referential, in the referential's order of languages."""

    entries: tuple[tuple[str, str], ...]

    def read_in(self, language: str) -> str:
        """The text in `language`, or in the referential's first language where there is none."""
        return dict(self.entries).get(language, self.entries[0][1])

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, _ in self.entries)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that items of the referential come from."""

    id: str
    title: Text
    publisher: str
    date: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an item comes from: kind is law, guide, network or ours; place is where in the source."""

    kind: str
    source: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the organisation that answers; None means not known yet."""

    legal_form: str | None = None
    sector: str | None = None
    # At most this many employees; None where there is no known limit.
    most_employees: int | None = None
    has_employees: bool | None = None
    has_members: bool | None = None
    has_volunteers: bool | None = None
    has_ag: bool | None = None
    has_pathway_employees: bool | None = None
    has_colleges: bool | None = None
    has_delegates: bool | None = None
    is_esus: bool | None = None
    # At least this many employees; None where it is not known.
    least_employees: int | None = None


FACTS = (
    "has_employees",
    "has_members",
    "has_volunteers",
    "has_ag",
    "has_pathway_employees",
    "has_colleges",
    "has_delegates",
    "is_esus",
)
"""The yes-or-no facts that a condition may ask of a profile; both have a field of that name."""


@dataclass(frozen=True, slots=True)
class Applicability:
    """For whom a question or a duty makes sense; an empty field sets no condition, and all must hold."""

    legal_forms: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    min_employees: int | None = None
    has_employees: bool | None = None
    has_members: bool | None = None
    has_volunteers: bool | None = None
    has_ag: bool | None = None
    has_pathway_employees: bool | None = None
    has_colleges: bool | None = None
    has_delegates: bool | None = None
    is_esus: bool | None = None

    # A condition written in the language of formulas, on the same facts; "" for none.
    when: str = ""

    def allows(self, profile: Profile) -> bool:
        """True unless the profile states a fact that contradicts a condition.

        A fact that is not known (None) never excludes: better a question too many, which can be
        answered « pas concerné », than a subject that silently disappears.
        """
        return decide(self, profile) is not False


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a question: a practice one can observe, and its short form for participants.

    Numbered from 1 to 5, or up to 11 in a questionnaire.
    """

    number: int
    description: Text
    short: Text


@dataclass(frozen=True, slots=True)
class Ends:
    """A few words for each end of the scale, to print under a picture."""

    low: Text
    high: Text


@dataclass(frozen=True, slots=True)
class Duty:
    """Something the enterprise already does by law or by custom, whose document can answer a question.

    `period` says how often, `document` the paper to look for; `applicability` for whom it holds.
    """

    id: str
    title: Text
    says: Text
    period: Text
    document: Text
    applicability: Applicability
    provenance: Provenance
    url: str | None = None


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """That a duty answers part of a question: its id, and which part, in words."""

    duty: str
    part: Text


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    axis: str
    domain: str
    depth: str
    statement: Text
    wording: Text
    colleges: tuple[str, ...]
    why: Text
    evidence: tuple[Text, ...]
    levels: tuple[Level, ...]
    ends: Ends
    levers: tuple[str, ...]
    discussion: Text
    applicability: Applicability
    provenance: Provenance
    levels_provenance: Provenance
    # A high number was unfavourable in the file it comes from; levels here go from low to favourable.
    reversed: bool = False
    answered_by: tuple[AnsweredBy, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionTemplate:
    """What a lever proposes to the plan of progress: an action to adapt, never to copy as it is."""

    title: Text
    first_step: Text
    result: Text
    means: Text


@dataclass(frozen=True, slots=True)
class Lever:
    id: str
    axis: str
    domain: str
    title: Text
    summary: Text
    action: ActionTemplate
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Indicator:
    id: str
    axis: str
    domain: str
    title: Text
    definition: Text
    unit: Text
    formula: Text
    period: Text
    source_document: Text
    kind: str
    provenance: Provenance
    # One of STAGES where the referential tells them apart.
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Domain:
    id: str
    axis: str
    title: Text
    purpose: Text
    levers: tuple[Lever, ...]
    questions: tuple[Question, ...]
    indicators: tuple[Indicator, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ExampleKind:
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Adaptation:
    """A practice turned into an action of one's own: where to begin, and what would show it worked."""

    title: Text
    first_step: Text
    result: Text


@dataclass(frozen=True, slots=True)
class Example:
    """A practice seen elsewhere, retold without naming who did it.

    `families` are the legal forms it was seen in, `effects` codes of what it changed; a referential
    published before practices had them leaves them empty, and `need` and `adapt` None.
    """

    id: str
    axis: str
    kind: str
    domain: str
    who: Text
    title: Text
    story: Text
    effect: Text
    provenance: Provenance
    need: Text | None = None
    families: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    adapt: Adaptation | None = None


@dataclass(frozen=True, slots=True)
class FurtherQuestion:
    """A question to think about once the others are answered; nobody is asked for a level."""

    id: str
    axis: str
    text: Text
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Resource:
    id: str
    axis: str
    kind: str
    title: Text
    use: Text
    publisher: str
    year: int | None
    url: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class LegalReference:
    id: str
    citation: Text
    says: Text
    url: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Axis:
    """A theme of the guide. An announced axis has a name and a purpose, and nothing else yet."""

    id: str
    number: int
    title: Text
    short: Text
    purpose: Text
    announced: bool
    provenance: Provenance
    about: Text | None = None
    key_ideas: tuple[Text, ...] = ()
    stakes_enterprise: tuple[Text, ...] = ()
    stakes_society: tuple[Text, ...] = ()
    domains: tuple[Domain, ...] = ()
    example_kinds: tuple[ExampleKind, ...] = ()
    examples: tuple[Example, ...] = ()
    resources: tuple[Resource, ...] = ()
    legal_references: tuple[LegalReference, ...] = ()
    further_questions: tuple[FurtherQuestion, ...] = ()
    # Ids of the themes of another referential that this one stands near to.
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The referential that this one stands beside or extends (`relation`), and how, in words."""

    referential: str
    relation: str
    note: Text


@dataclass(frozen=True, slots=True)
class Rescale:
    """What each level answered to a question of an earlier version becomes, now that its scale changed."""

    question: str
    from_version: str
    levels: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Referential:
    id: str
    version: str
    title: Text
    purpose: Text
    publisher: str
    licence: str
    languages: tuple[str, ...]
    provenance: Provenance
    sources: tuple[Source, ...]
    axes: tuple[Axis, ...]
    content_hash: str
    duties: tuple[Duty, ...] = ()
    neighbour: Neighbour | None = None
    rescales: tuple[Rescale, ...] = ()

    def walk_domains(self) -> Iterator[Domain]:
        """Every domain, in the referential's order."""
        for axis in self.axes:
            yield from axis.domains

    def walk_questions(self) -> Iterator[Question]:
        """Every question, in the referential's order."""
        for domain in self.walk_domains():
            yield from domain.questions

    def walk_levers(self) -> Iterator[Lever]:
        """Every lever, in the referential's order."""
        for domain in self.walk_domains():
            yield from domain.levers

    def walk_examples(self) -> Iterator[Example]:
        """Every example of practice, in the referential's order."""
        for axis in self.axes:
            yield from axis.examples

    def find_axis(self, axis_id: str) -> Axis | None:
        """The axis with this id; None where there is none."""
        return next((axis for axis in self.axes if axis.id == axis_id), None)

    def find_lever(self, lever_id: str) -> Lever:
        """The lever with this id; KeyError with the id where there is none."""
        for lever in self.walk_levers():
            if lever.id == lever_id:
                return lever
        raise KeyError(lever_id)
