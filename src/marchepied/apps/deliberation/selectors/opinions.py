"""Groups of opinion of a stored result: told by their own statements, drawn as points of several people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marchepied.apps.deliberation.enums import AGREE
from marchepied.apps.deliberation.models import Release

# The drawing's own unit, whatever the screen; points lie between −100 and 100.
HALF = 100
# Surfaces in proportion to people: this radius for one person, within bounds.
RADIUS, SMALLEST, LARGEST = 1.35, 3.0, 11.0
SHAPES = ("circle", "square", "diamond", "triangle", "cross")

WORDS: Mapping[str, str | Promise] = {
    "nearly_all_agree": _("presque tous d’accord"),
    "most_agree": _("la plupart d’accord"),
    "split": _("partagés"),
    "most_pass": _("la plupart passent"),
    "nearly_all_pass": _("presque tous passent"),
    "most_disagree": _("la plupart pas d’accord"),
    "nearly_all_disagree": _("presque tous pas d’accord"),
}


@dataclass(frozen=True)
class MapPoint:
    """The middle of `people` persons of one group: a place and a radius in the drawing's unit."""

    x: float
    y: float
    radius: float
    people: int
    group: str
    shape: str


@dataclass(frozen=True)
class OpinionGroup:
    """A group: its letter, how many people, the statements that set it apart, with the side it took."""

    name: str
    people: int
    shape: str
    lines: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class CompareLine:
    """What each group says of one statement, in a few words; "" where too few of them voted on it."""

    text: str
    words: tuple[str | Promise, ...]


@dataclass(frozen=True)
class Opinions:
    """The groups of a result; `points` and `device` are empty when there is no map.

    `device` is what a device needs to place the votes that it alone keeps: see static/js/opinion.js.
    """

    groups: tuple[OpinionGroup, ...]
    points: tuple[MapPoint, ...]
    compared: tuple[CompareLine, ...]
    device: Mapping[str, Any]


def opinions_of(release: Release) -> Opinions | None:
    """The groups of a release; None when the verdict is that there are none, or too few people (no query)."""
    content = release.content
    if content["verdict"] != "groups" or len(content["groups"]) < 2:
        return None
    texts = {row["number"]: row["text"] for row in content["statements"]}
    shapes = {group["name"]: SHAPES[rank % len(SHAPES)] for rank, group in enumerate(content["groups"])}
    drawn = content.get("map") or {}
    return Opinions(
        groups=tuple(_tell_group(group, shapes, texts) for group in content["groups"]),
        points=tuple(_place(point, shapes) for point in drawn.get("points", ())),
        compared=_compare(content["groups"], texts),
        device={} if not drawn else _for_device(release, drawn),
    )


def _tell_group(
    group: Mapping[str, Any], shapes: Mapping[str, str], texts: Mapping[int, str]
) -> OpinionGroup:
    lines = [
        (texts[one["number"]], one["side"] == AGREE)
        for one in group["representative"]
        if one["number"] in texts
    ]
    return OpinionGroup(group["name"], group["people"], shapes[group["name"]], tuple(lines))


def _place(point: Mapping[str, Any], shapes: Mapping[str, str]) -> MapPoint:
    radius = min(LARGEST, max(SMALLEST, RADIUS * float(point["people"]) ** 0.5))
    return MapPoint(
        x=round(HALF * point["x"], 1),
        y=round(-HALF * point["y"], 1),
        radius=round(radius, 1),
        people=point["people"],
        group=str(point["group"]),
        shape=shapes[str(point["group"])],
    )


def _compare(groups: Sequence[Mapping[str, Any]], texts: Mapping[int, str]) -> tuple[CompareLine, ...]:
    """Statements on which not every group says the same, in the order of their numbers."""
    said = [{row["number"]: row["word"] for row in group["statements"]} for group in groups]
    lines = []
    for number, text in sorted(texts.items()):
        words = [one.get(number, "") for one in said]
        if len(set(words)) > 1:
            lines.append(CompareLine(text, tuple(WORDS.get(word, "") for word in words)))
    return tuple(lines)


def _for_device(release: Release, drawn: Mapping[str, Any]) -> dict[str, Any]:
    names = ("statements", "components", "center", "scale")
    return {"topic": str(release.topic_id), "half": HALF, **{name: drawn[name] for name in names}}
