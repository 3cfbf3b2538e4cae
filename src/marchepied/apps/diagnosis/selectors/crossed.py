"""Crossed views as they are told: a sentence first, then one line a group on a shared scale.

One place for the page, the room, the pack and the sheet, so that none says something else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.models import Cycle, Release
from marchepied.engines.privacy import PrintedCell


@dataclass(frozen=True)
class CrossedRow:
    """One group, or several counted together, on the scale of a question.

    `median`, `lower` and `upper` are levels (1 to the last), None where not printed; `coarse` says that they
    are only about right. `respondents` and `note` are words.
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


@dataclass(frozen=True)
class CrossedQuestion:
    """One question as the groups see it: `verdict` is apart, unknown, low, together or hidden."""

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


def read_crossed(cycle: Cycle, release: Release) -> list[CrossedQuestion]:
    """Every question of a release in the active language, those to discuss first, then the form's order."""
    round_: Any = cycle.round
    items = {item["id"]: item for item in round_.form["items"]}
    names = {college["id"]: college["name"] for college in release.content["colleges"]}
    asked = {college["id"]: college for college in release.content["colleges"]}
    discussed = release.content["discuss"]
    rows = sorted(
        release.content["questions"],
        key=lambda row: discussed.index(row["id"]) if row["id"] in discussed else len(discussed),
    )
    return [
        _read_question(row, items[row["id"]], names, asked, row["id"] in discussed)
        for row in rows
        if row["id"] in items
    ]


def headline_of(questions: Sequence[CrossedQuestion]) -> str:
    """The page's own sentence: how many questions deserve to be talked about."""
    count = sum(question.discussed for question in questions)
    if count == 0 and all(question.verdict == "hidden" for question in questions):
        return _("Trop peu de réponses pour montrer ce que chacun a dit.")
    sentences = {
        0: _("Vos groupes voient les choses à peu près de la même façon."),
        1: _("Une question mérite d’en parler."),
        2: _("Deux questions méritent d’en parler."),
        3: _("Trois questions méritent d’en parler."),
        4: _("Quatre questions méritent d’en parler."),
        5: _("Cinq questions méritent d’en parler."),
    }
    return sentences[count]


def unknown_share(cell: PrintedCell) -> float:
    """The share of a cell that does not know, among those concerned; 0 where it is not printed."""
    if cell.dominant_answer == "dont_know":
        return 1.0
    if cell.dont_know is None or cell.rated is None or cell.dont_know + cell.rated == 0:
        return 0.0
    return cell.dont_know / (cell.dont_know + cell.rated)


def in_language(texts: Mapping[str, str]) -> str:
    """The text in the active language, in French when it lacks."""
    return texts.get(get_language() or "fr") or texts.get("fr", "")


def choice_at(choices: Sequence[str], median: float) -> str:
    """The answer nearest to a median, as people read it, without its full stop."""
    place = min(len(choices), max(1, int(median + 0.5)))
    return choices[place - 1].rstrip(" .")


def _read_question(
    row: Mapping[str, Any],
    item: Mapping[str, Any],
    names: Mapping[str, str],
    asked: Mapping[str, Mapping[str, Any]],
    discussed: bool,
) -> CrossedQuestion:
    choices = tuple(in_language(choice) for choice in item["choices"])
    cells = [PrintedCell.from_dict(cell) for cell in row["printed"]["cells"]]
    apart = row["gap"]["apart"] if row["verdict"]["kind"] == "apart" else []
    lines = tuple(_read_row(cell, row, names, asked, apart) for cell in cells)
    kind = row["verdict"]["kind"]
    return CrossedQuestion(
        id=row["id"],
        wording=in_language(item["wording"]),
        why=in_language(item["why"]),
        choices=choices,
        low_end=in_language(item["ends"]["low"]),
        high_end=in_language(item["ends"]["high"]),
        verdict=kind,
        tag=_tag_of(kind),
        sentence=_sentence_of(kind, row, cells, names, choices),
        discussed=discussed,
        rows=lines,
        voices=_voices_of(row, names, choices),
    )


def _tag_of(kind: str) -> str:
    return {
        "apart": _("Regards éloignés"),
        "unknown": _("On ne sait pas"),
        "low": _("D’accord, et à améliorer"),
        "together": _("D’accord"),
        "hidden": _("Non montré"),
    }[kind]


def _group_name(colleges: Sequence[str], names: Mapping[str, str]) -> str:
    return " + ".join(names.get(college, "?") for college in colleges)


def _read_row(
    cell: PrintedCell,
    row: Mapping[str, Any],
    names: Mapping[str, str],
    asked: Mapping[str, Mapping[str, Any]],
    apart: Sequence[str],
) -> CrossedRow:
    key = "+".join(cell.colleges)
    lower, upper = cell.lower_quartile, cell.upper_quartile
    if lower is None and cell.median_levels is not None:
        lower, upper = (float(level) for level in cell.median_levels)
    return CrossedRow(
        name=_group_name(cell.colleges, names),
        status=cell.status,
        respondents=_respondents_of(cell, asked),
        note=_note_of(cell),
        median=cell.median,
        lower=lower,
        upper=upper,
        coarse=cell.status != "shown",
        apart=bool(apart) and set(apart) == set(cell.colleges),
        counts=cell.levels,
        dont_know=cell.dont_know,
        not_concerned=cell.not_concerned,
        comments=tuple(row["comments"].get(key, {}).get("texts", ())),
        indices=row["indices"].get(key),
    )


def _respondents_of(cell: PrintedCell, asked: Mapping[str, Mapping[str, Any]]) -> str:
    """« 14 sur 15 », « 5 à 9 réponses »: never more exact than what is printed."""
    low, high = cell.respondents_range
    if high == 0:
        return _("aucune réponse")
    if cell.respondents is None:
        return _("%(low)s à %(high)s réponses") % {"low": low, "high": high}
    expected = [asked[college]["expected"] for college in cell.colleges if college in asked]
    if expected and all(expected):
        return _("%(n)s sur %(total)s") % {"n": cell.respondents, "total": sum(expected)}
    return _("%(n)s réponses") % {"n": cell.respondents}


def _note_of(cell: PrintedCell) -> str:
    """What to say instead of a picture, or beside it, in words."""
    if cell.kept:
        return _("comme à la première publication")
    if cell.status == "hidden":
        return {
            "nobody": _("personne n’a répondu"),
            "too_few_respondents": _("moins de cinq réponses : non montré"),
        }.get(cell.reason or "", _note_of_unrated(cell))
    if cell.status == "nearly_all":
        return _("presque tout le monde est du même avis")
    if cell.status == "banded":
        return {
            "mostly_low": _("surtout en bas de l’échelle"),
            "mostly_middle": _("surtout au milieu"),
            "mostly_high": _("surtout en haut de l’échelle"),
            "opposed": _("des avis opposés dans le groupe"),
            "spread": _("des avis partagés"),
        }[cell.pattern or "spread"]
    return ""


def _note_of_unrated(cell: PrintedCell) -> str:
    if cell.dominant_answer == "dont_know":
        return _("presque personne ne sait")
    if cell.dominant_answer == "not_concerned":
        return _("presque personne n’est concerné")
    return _("trop peu d’avis : non montré")


def _sentence_of(
    kind: str,
    row: Mapping[str, Any],
    cells: Sequence[PrintedCell],
    names: Mapping[str, str],
    choices: Sequence[str],
) -> str:
    """One sentence a question, in the words of the answers themselves."""
    medians = [(cell.median, cell) for cell in cells if cell.median is not None]
    if kind == "hidden":
        return _("Trop peu de réponses pour dire ce qu’en pensent les groupes.")
    if kind == "unknown":
        return _unknown_sentence(cells, names)
    if kind == "apart":
        lowest, highest = row["gap"]["lowest"], row["gap"]["highest"]
        median_of = {cell.colleges: median for median, cell in medians}
        return _("%(low)s : plutôt « %(low_choice)s ». %(high)s : plutôt « %(high_choice)s ».") % {
            "low": _group_name(lowest, names),
            "low_choice": choice_at(choices, median_of[tuple(lowest)]),
            "high": _group_name(highest, names),
            "high_choice": choice_at(choices, median_of[tuple(highest)]),
        }
    middle = sum(median for median, _cell in medians) / len(medians)
    values = {"choice": choice_at(choices, middle), "group": _group_name(medians[0][1].colleges, names)}
    if len(medians) == 1:
        return _("%(group)s : plutôt « %(choice)s ».") % values
    if kind == "low":
        return _("Les groupes s’accordent, et il y a à faire : plutôt « %(choice)s ».") % values
    return _("Les groupes s’accordent : plutôt « %(choice)s ».") % values


def _unknown_sentence(cells: Sequence[PrintedCell], names: Mapping[str, str]) -> str:
    cell = max(cells, key=unknown_share)
    values: dict[str, Any] = {"group": _group_name(cell.colleges, names)}
    if cell.dont_know is None or cell.rated is None:
        return _("%(group)s : presque personne ne sait.") % values
    values |= {"count": cell.dont_know, "total": cell.dont_know + cell.rated}
    return _("%(group)s : %(count)s personnes sur %(total)s ne savent pas.") % values


def _voices_of(
    row: Mapping[str, Any], names: Mapping[str, str], choices: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """What a group said together, and what organisations said in their own name."""
    said = [
        (_together(names.get(call, "?")), _words(voice, choices)) for call, voice in row["collective"].items()
    ]
    said += [(voice["name"], _words(voice, choices)) for voice in row["organisations"]]
    return tuple(said)


def _together(name: str) -> str:
    return _("%(group)s, d’une seule voix") % {"group": name}


def _words(voice: Mapping[str, Any], choices: Sequence[str]) -> str:
    if voice["kind"] == "level" and voice["level"] and voice["level"] <= len(choices):
        words = choices[voice["level"] - 1]
    else:
        words = _("ne sait pas") if voice["kind"] == "dont_know" else _("pas concerné")
    comment = voice.get("comment", "")
    return f"{words} — {comment}" if comment else words
