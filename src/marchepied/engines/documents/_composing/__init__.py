"""From the facts of a pack to the document that every format prints: its sections, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from marchepied.engines.documents._arranging import FOREWORD
from marchepied.engines.documents._blocks import heading, listed, say, tabled
from marchepied.engines.documents._composing._questions import QuestionTeller
from marchepied.engines.documents._document import (
    Block,
    BlockKind,
    Column,
    Document,
    Item,
    Section,
    Tone,
    shorten_fingerprint,
)
from marchepied.engines.documents._pack_data import (
    DecisionItem,
    FigureTable,
    ObjectiveItem,
    Pack,
    Signatory,
)
from marchepied.engines.documents._table_pack import compose_table_pack
from marchepied.engines.documents._words import speak
from marchepied.engines.documents.typography import format_date

# The keys of the sections, in the order proposed.
SECTION_KEYS = (
    "synopsis", "foreword", "since_last", "learned", "themes", "state", "differ", "deliberation", "votes",
    "decisions", "minutes", "plan", "coherence", "indicators", "listening", "surveys", "debates",
    "annex", "frame", "method",
)  # fmt: skip


def compose_pack(pack: Pack, language: str) -> Document:
    """The whole document of a pack, in the order proposed and with the words proposed.

    A part with no data says in a sentence that it has not been done; what came later (reviews, votes,
    indicators, coherence, the registers, the surveys, the assembly itself) has a section only once there is
    something to tell. Sections to be written by hand are there, empty, for the page where the document is
    arranged.
    """
    teller = PackTeller(pack, language)
    if pack.compact:
        return _complete_table_pack(compose_table_pack(pack, language), teller)
    sections = (teller.tell(key) for key in SECTION_KEYS)
    return Document(
        organisation=pack.organisation,
        title=pack.title or teller.words["pack_title"],
        language="en" if language[:2].lower() == "en" else "fr",
        issued_on=pack.issued_on,
        facts=pack.facts,
        meeting=tuple(teller.tell_meeting()),
        sections=tuple(section for section in sections if section is not None),
    )


def _complete_table_pack(document: Document, teller: PackTeller) -> Document:
    """The account of a table with what is written by hand, and what its assembly decided and said."""
    own = {section.key: section for section in document.sections}
    later = ("decisions", "minutes") if teller.pack.held is not None and teller.pack.held.motions else ()
    for key in ("foreword", *later, "annex"):
        section = teller.tell(key)
        if section is not None:
            own[key] = section
    ordered = [own[key] for key in SECTION_KEYS if key in own]
    return replace(document, sections=tuple(ordered))


def sign_section(signatories: Sequence[Signatory], language: str) -> Section | None:
    """The table that officers sign, at the end of an edition; None when nobody signs."""
    if not signatories:
        return None
    words = speak(language)
    rows = [
        (row.name, row.quality, format_date(row.signed_on, language) if row.signed_on else "", "")
        for row in signatories
    ]
    head = (words["signatory"], words["quality"], words["signed_on"], words["signature"])
    return Section("signatures", words["signatures"], (tabled(head, rows, (1.4, 1.2, 1, 1.6)),), locked=True)


def stamp_edition(number: int, frozen_on: date, fingerprint: str, language: str) -> tuple[str, ...]:
    """What an edition says of itself: its number, its day, and the fingerprint that paper and file share."""
    words = speak(language)
    return (
        words["edition"].format(number=number, date=format_date(frozen_on, language)),
        words["fingerprint"].format(fingerprint=shorten_fingerprint(fingerprint)),
    )


class PackTeller(QuestionTeller):
    """Tells each section of a pack."""

    def tell(self, key: str) -> Section | None:
        """The section of this key, with its free words first; None when it has nothing to say."""
        blocks = getattr(self, f"_tell_{key}")()
        if blocks is None:
            return None
        title = self.words[_TITLES.get(key, key)]
        free = say("", part=f"{key}.{FOREWORD}", label=self.words["part_words"])
        # What is written by hand has no need of an introduction of its own.
        first = () if key in {"foreword", "annex"} else (free,)
        return Section(key, title, (*first, *blocks), locked=key == "method")

    # ------------------------------------------------------------ cover and first page

    def tell_meeting(self) -> Iterator[str]:
        assembly = self.pack.assembly
        if assembly is None:
            yield self.words["no_assembly"]
            return
        told = [assembly.name]
        if assembly.on:
            told.append(self.words["on"].format(date=self.date(assembly.on)))
        yield " ".join(told) + (f", {assembly.place}" if assembly.place else "")
        if assembly.on is None:
            yield self.words["assembly_undated"]

    def _tell_synopsis(self) -> list[Block]:
        columns = (Column(tuple(self._tell_respondents())), Column(tuple(self._tell_cover())))
        results = [Item(result.sentence, lead=result.question) for result in self.pack.results]
        return [
            Block(BlockKind.COLUMNS, columns=columns),
            heading(2, self.words["results"]),
            self._listed_or("no_results", results, "synopsis.results", self.words["results"]),
            heading(2, self.words["commitments"]),
            self._listed_or(
                "no_commitments", self.pack.commitments, "synopsis.commitments", self.words["commitments"]
            ),
        ]

    def _listed_or(self, nothing: str, items: Sequence[Item | str], part: str, label: str) -> Block:
        if not items:
            return self.missing(nothing, part=part, label=label)
        return listed(items, ordered=True, part=part, label=label)

    def _tell_respondents(self) -> Iterator[Block]:
        yield heading(2, self.words["who_answered"])
        if not self.pack.respondents:
            yield say(self.named("no_respondents"), Tone.MISSING)
            return
        rows = [(row.college, row.count) for row in self.pack.respondents]
        head = (self.words["group"], self.words["answers"])
        yield tabled(head, rows, (1.3, 1), label=self.words["who_answered"])

    def _tell_cover(self) -> Iterator[Block]:
        covers, part = self.words["what_it_covers"], "synopsis.perimeter"
        yield heading(2, covers)
        if self.pack.perimeter:
            yield say(self.pack.perimeter, part=part, label=covers)
        else:
            yield self.missing("no_perimeter", part=part, label=covers)
        if self.pack.cycle:
            yield say(self.pack.cycle)
        yield say(self.words["issued"].format(date=self.date(self.pack.issued_on)), Tone.QUIET)
        yield heading(2, self.words["rests_on"])
        yield from self._tell_standing()

    def _tell_standing(self) -> Iterator[Block]:
        standing = self.pack.standing
        if standing is None or standing.questions == 0:
            yield say(self.named("no_standing"), Tone.MISSING)
            return
        lead = self.words["standing_of_one" if standing.questions == 1 else "standing_of"]
        yield say(lead.format(count=self.number(standing.questions)))
        counts = (
            ("declared", standing.declared),
            ("evidenced", standing.evidenced),
            ("checked", standing.checked),
        )
        yield listed(
            [
                f"{self.number(count)} {self.words[name if count != 1 else f'{name}_one']}"
                for name, count in counts
            ]
        )
        if standing.checked_by:
            yield say(self.words["checked_by"].format(name=standing.checked_by), Tone.QUIET)

    # ------------------------------------------------------------ written by hand, learned

    def _tell_foreword(self) -> list[Block]:
        return [say("", part="foreword.text", label=self.words["part_text"])]

    def _tell_annex(self) -> list[Block]:
        return [say("", part="annex.text", label=self.words["part_text"])]

    def _tell_since_last(self) -> list[Block] | None:
        return self._tell_lines("since_last", self.pack.since_last)

    def _tell_learned(self) -> list[Block] | None:
        return self._tell_lines("learned", self.pack.learned)

    def _tell_lines(self, key: str, lines: Sequence[str]) -> list[Block] | None:
        label = self.words["part_text"]
        return [listed(lines, part=f"{key}.text", label=label)] if lines else None

    # ------------------------------------------------------------ votes, decisions, the assembly

    def _tell_votes(self) -> list[Block] | None:
        return self._tell_figures(self.pack.votes)

    def _tell_indicators(self) -> list[Block] | None:
        return self._tell_figures(self.pack.indicators)

    def _tell_coherence(self) -> list[Block] | None:
        return self._tell_figures(self.pack.coherence, widths=(1, 1.3))

    def _tell_deliberation(self) -> list[Block] | None:
        return self._tell_figures(self.pack.deliberation, widths=(1.6, 1))

    def _tell_listening(self) -> list[Block] | None:
        return self._tell_figures(self.pack.listening, widths=(1, 1))

    def _tell_surveys(self) -> list[Block] | None:
        return self._tell_figures(self.pack.surveys, widths=(1, 1.6))

    def _tell_figures(
        self, tables: Sequence[FigureTable], widths: Sequence[float] = ()
    ) -> list[Block] | None:
        blocks: list[Block] = []
        for table in tables:
            blocks.append(heading(2, table.title))
            blocks += [say(table.sentence)] if table.sentence else []
            blocks += [tabled(table.head, table.rows, widths, label=table.title)] if table.rows else []
            blocks += [say(note, Tone.QUIET) for note in table.notes]
        return blocks or None

    def _tell_decisions(self) -> list[Block]:
        held, before = self.pack.held, [self._tell_decision(item) for item in self.pack.decisions]
        if held is None or not held.motions:
            return before or [self.missing("no_decisions")]
        day = self.date(held.held_on)
        title = self.words["assembly_decided_on"].format(date=day) if day else self.words["assembly_decided"]
        blocks = [heading(2, title)]
        blocks += [say(held.attendance, Tone.QUIET)] if held.attendance else []
        for motion in held.motions:
            how = " · ".join(filter(None, (motion.outcome, motion.votes)))
            blocks.append(self._frame([say(motion.text, Tone.STRONG), *([say(how, Tone.QUIET)] * bool(how))]))
        return [*blocks, heading(2, self.words["decided_before"]), *before] if before else blocks

    def _tell_decision(self, decision: DecisionItem) -> Block:
        words = self.words
        told = [decision.mode] if decision.mode else []
        told += [words["decided_on"].format(date=self.date(decision.on))] if decision.on else []
        told += [words["about"].format(question=decision.question)] if decision.question else []
        blocks = [say(decision.statement, Tone.STRONG)]
        blocks += [say(" · ".join(told), Tone.QUIET)] if told else []
        if decision.disagreement:
            blocks.append(say(words["disagreement"].format(text=decision.disagreement), Tone.WARM))
        return self._frame(blocks)

    def _frame(self, blocks: Sequence[Block]) -> Block:
        return Block(BlockKind.COLUMNS, columns=(Column(tuple(blocks)),))

    def _tell_minutes(self) -> list[Block] | None:
        held = self.pack.held
        return [listed(held.minutes)] if held is not None and held.minutes else None

    # ------------------------------------------------------------ plan

    def _tell_plan(self) -> list[Block]:
        part, label = "plan.vision", self.words["vision"]
        blocks = (
            [heading(2, label), say(self.pack.vision, Tone.LARGE, part=part, label=label)]
            if self.pack.vision
            else []
        )
        if not self.pack.objectives:
            return [*blocks, self.missing("no_plan")]
        for objective in self.pack.objectives:
            blocks += self._tell_objective(objective)
        return blocks

    def _tell_objective(self, objective: ObjectiveItem) -> list[Block]:
        title = heading(2, objective.title, aside=objective.horizon)
        if not objective.actions:
            return [title, self.missing("no_actions")]
        words = self.words
        head = (words["action"], words["owner"], words["means"], words["due"], words["progress"])
        rows = []
        for action in objective.actions:
            state = ", ".join(filter(None, (words["late"] if action.late else "", action.state)))
            progress = "\n".join(filter(None, (state, action.result)))
            cells = (action.title, action.owner, action.means, self.date(action.due), progress)
            rows.append([cell or words["none"] for cell in cells])
        return [title, tabled(head, rows, (1.9, 1.1, 1.6, 1, 2.5), label=objective.title)]

    # ------------------------------------------------------------ debate, frame, method

    def _tell_debates(self) -> list[Block]:
        part, label = "debates.questions", self.words["debates"]
        if not self.pack.debates:
            return [self.missing("no_debates", part=part, label=label)]
        items = [Item(debate.question, note=debate.why) for debate in self.pack.debates]
        return [
            say(self.words["debates_lead"]),
            listed(items, ordered=True, noted=True, part=part, label=label),
        ]

    def _tell_frame(self) -> list[Block]:
        words, pack = self.words, self.pack
        label = words["part_text"]
        blocks = [say(pack.legal_frame or words["legal"], part="frame.legal", label=label)]
        more = [words["contact"].format(contact=pack.contact)] if pack.contact else []
        more += [words["more"].format(address=pack.address)] if pack.address else []
        return [*blocks, *map(say, more)]

    def _tell_method(self) -> list[Block] | None:
        charted = any(question.colleges for theme in self.pack.themes for question in theme.questions)
        if not (charted or self.pack.respondents):
            return None
        return [say(self.pack.privacy_note or self.words["privacy"])]


_TITLES: Mapping[str, str] = {"synopsis": "overview"}
