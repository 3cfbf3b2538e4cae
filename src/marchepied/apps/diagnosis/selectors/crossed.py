"""Crossed views as they are told: a sentence first, then one line a group on a shared scale.

One place for the page, the room, the pack and the sheet, so that none says something else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import OwnAnswerKind
from marchepied.apps.diagnosis.models import Cycle, OwnAnswer, Release
from marchepied.apps.diagnosis.selectors.crossed_words import (
    Scale,
    choice_at,
    count_respondents,
    name_group,
    note_cell,
    place_cell,
    say_voice,
    tag_of,
    tell_cell,
    tell_own_gap,
    tell_question,
)
from marchepied.apps.diagnosis.selectors.releases import figures_of
from marchepied.apps.diagnosis.selectors.verdicts import DISCUSSED, median_place
from marchepied.engines.privacy import PrintedCell

__all__ = ["CrossedQuestion", "CrossedRow", "choice_at", "headline_of", "in_language", "read_crossed"]


@dataclass(frozen=True)
class CrossedRow:
    """One group, or several counted together, on the scale of a question.

    `median`, `lower` and `upper` are levels (1 to the last), None where not printed; `coarse` says that they
    are only about right. `respondents`, `note` and `place` are words; `told` is the picture in words.
    """

    name: str
    status: str
    respondents: str
    note: str
    median: float | None
    lower: float | None
    upper: float | None
    coarse: bool
    apart: bool
    counts: tuple[int, ...] | None
    dont_know: int | None
    not_concerned: int | None
    comments: tuple[str, ...]
    indices: Mapping[str, Any] | None
    place: str = ""
    told: str = ""
    silent: bool = False  # fewer people than can be shown: `note` says all there is to say


@dataclass(frozen=True)
class CrossedQuestion:
    """One question as the groups see it: `verdict` is apart, unknown, low, together, spread or hidden.

    `own_level` is what the organisation itself answered (None: no level), `own_sentence` how that stands to
    the groups, empty when it is near them. `discussed` says that it deserves to be talked about.
    """

    id: str
    wording: str
    why: str
    choices: tuple[str, ...]
    low_end: str
    high_end: str
    verdict: str
    tag: str
    sentence: str
    discussed: bool
    rows: tuple[CrossedRow, ...]
    voices: tuple[tuple[str, str], ...] = field(default=())  # (who, what) said in a group's or an own name
    own_level: int | None = None
    own_sentence: str = ""
    rank: int = 0  # among those to discuss, from 1; 0 for the others
    effect: Mapping[str, Any] | None = None  # the gap's size, with the names of the two groups
    classes: Mapping[str, Any] | None = None  # what belonging to a group explains

    @property
    def comments(self) -> list[tuple[str, str]]:
        """(group, what somebody of it wrote), one group after the other in turn."""
        turns = [[(row.name, text) for text in row.comments] for row in self.rows]
        longest = max((len(turn) for turn in turns), default=0)
        return [turn[place] for place in range(longest) for turn in turns if place < len(turn)]

    @property
    def compared(self) -> bool:
        """Whether two groups at least can be compared."""
        return sum(row.median is not None for row in self.rows) > 1


def read_crossed(
    cycle: Cycle, release: Release, only: Collection[str] | None = None, *, with_figures: bool = False
) -> list[CrossedQuestion]:
    """Every question of a release in the active language, those to discuss first, then the form's order.

    `only` reads these questions alone; `with_figures` gives their rows their indices. One query: what the
    organisation itself answered; another for the figures.
    """
    figures = figures_of(release, only) if with_figures else {}
    round_: Any = cycle.round
    items = {item["id"]: item for item in round_.form["items"]}
    asked = {college["id"]: college for college in release.content["colleges"]}
    levels = _own_levels_of(cycle)
    first = release.content["discuss"]
    read = [
        _read_question(
            {"indices": figures.get(row["id"], {}), **row},  # those of a first release are in its rows
            items[row["id"]],
            asked,
            row["id"] in first,
            levels.get(row["id"]),
        )
        for row in release.content["questions"]
        if row["id"] in items and (only is None or row["id"] in only)
    ]
    read.sort(key=lambda question: first.index(question.id) if question.discussed else len(first))
    return _rank_discussed(read if only is not None else _add_own_gaps(read))


def _rank_discussed(questions: list[CrossedQuestion]) -> list[CrossedQuestion]:
    return [
        replace(question, rank=place if question.discussed else 0)
        for place, question in enumerate(questions, start=1)
    ]


def _add_own_gaps(questions: list[CrossedQuestion]) -> list[CrossedQuestion]:
    """Where groups leave room among the five, questions that the organisation sees otherwise than they do."""
    room = DISCUSSED - sum(question.discussed for question in questions)
    found = [question for question in questions if question.own_sentence and not question.discussed][:room]
    if not found:
        return questions
    kept = {question.id for question in found}
    first = [question for question in questions if question.discussed]
    rest = [question for question in questions if not question.discussed and question.id not in kept]
    return [*first, *(replace(question, discussed=True) for question in found), *rest]


def headline_of(questions: Sequence[CrossedQuestion]) -> str:
    """The page's own sentence: how many questions deserve to be talked about."""
    count = sum(question.discussed for question in questions)
    if count == 0 and all(question.verdict == "hidden" for question in questions):
        return _("Trop peu de réponses pour montrer ce que chacun a dit.")
    sentences = {
        0: _("Vos groupes voient les choses à peu près de la même façon."),
        1: _("Une question mérite qu’on en parle."),
        2: _("Deux questions méritent qu’on en parle."),
        3: _("Trois questions méritent qu’on en parle."),
        4: _("Quatre questions méritent qu’on en parle."),
        5: _("Cinq questions méritent qu’on en parle."),
    }
    return sentences[count]


def in_language(texts: Mapping[str, str]) -> str:
    """The text in the active language, in French when it lacks."""
    return texts.get(get_language() or "fr") or texts.get("fr", "")


def _own_levels_of(cycle: Cycle) -> dict[str, int]:
    """The levels that the organisation itself answered, by question (one query)."""
    rows = OwnAnswer.objects.filter(cycle=cycle, kind=OwnAnswerKind.LEVEL).order_by("question_id")
    return dict(rows.values_list("question_id", "level"))


def _read_question(
    row: Mapping[str, Any],
    item: Mapping[str, Any],
    asked: Mapping[str, Mapping[str, Any]],
    discussed: bool,
    own_level: int | None,
) -> CrossedQuestion:
    scale = Scale(
        tuple(in_language(choice) for choice in item["choices"]),
        in_language(item["ends"]["low"]),
        in_language(item["ends"]["high"]),
    )
    names = {identity: college["name"] for identity, college in asked.items()}
    cells = [PrintedCell.from_dict(cell) for cell in row["printed"]["cells"]]
    kind = row["verdict"]["kind"]
    apart = row["gap"]["apart"] if kind == "apart" else []
    own_sentence = tell_own_gap(cells, own_level, names)
    return CrossedQuestion(
        id=row["id"],
        wording=in_language(item["wording"]),
        why=in_language(item["why"]),
        choices=scale.choices,
        low_end=scale.low_end,
        high_end=scale.high_end,
        verdict=kind,
        tag=tag_of(kind, own_apart=bool(own_sentence), alone=sum(map(bool, map(median_place, cells))) == 1),
        sentence=tell_question(kind, row, cells, names, scale),
        discussed=discussed,
        rows=tuple(_read_row(cell, row, names, asked, apart, scale) for cell in cells),
        voices=_voices_of(row, names, scale.choices),
        own_level=own_level,
        own_sentence=own_sentence,
        effect=_name_effect(row.get("effect"), names),
        classes=row.get("classes"),
    )


def _name_effect(effect: Mapping[str, Any] | None, names: Mapping[str, str]) -> dict[str, Any] | None:
    """The effect with its groups' names; None in a release made before it was measured."""
    if effect is None:
        return None
    return {**effect, **{f"{side}_name": name_group(effect[side], names) for side in ("lower", "higher")}}


def _read_row(
    cell: PrintedCell,
    row: Mapping[str, Any],
    names: Mapping[str, str],
    asked: Mapping[str, Mapping[str, Any]],
    apart: Sequence[str],
    scale: Scale,
) -> CrossedRow:
    key = "+".join(cell.colleges)
    lower, upper = cell.lower_quartile, cell.upper_quartile
    if lower is None and cell.median_levels is not None:
        lower, upper = (float(level) for level in cell.median_levels)
    placed = median_place(cell) is not None
    return CrossedRow(
        name=name_group(cell.colleges, names),
        status=cell.status,
        respondents=count_respondents(cell, asked),
        note=note_cell(cell),
        median=cell.median if placed else None,
        lower=lower if placed else None,
        upper=upper if placed else None,
        coarse=cell.status != "shown",
        apart=bool(apart) and set(apart) == set(cell.colleges),
        counts=cell.levels,
        dont_know=cell.dont_know,
        not_concerned=cell.not_concerned,
        comments=tuple(row["comments"].get(key, {}).get("texts", ())),
        indices=row["indices"].get(key),
        place=place_cell(cell, scale),
        told=tell_cell(cell, scale),
        silent=cell.reason in {"nobody", "too_few_respondents"},
    )


def _voices_of(
    row: Mapping[str, Any], names: Mapping[str, str], choices: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """What a group said together, and what organisations said in their own name."""
    said = [
        (_("%(group)s, d’une seule voix") % {"group": names.get(call, "?")}, say_voice(voice, choices))
        for call, voice in row["collective"].items()
    ]
    said += [(voice["name"], say_voice(voice, choices)) for voice in row["organisations"]]
    return tuple(said)
