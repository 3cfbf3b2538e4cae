"""Figures published elsewhere, pasted a line a moment: « 2019 ; 74 % ; 1 200 »."""

import re
from collections.abc import Mapping
from typing import Any

from ._questions import Fault
from ._sheets import read_number

MOST_POINTS = 40
LABEL_LENGTH = 40
_CUT = re.compile(r"\s*[;\t|]\s*")


def read_points(text: str) -> tuple[tuple[Mapping[str, Any], ...], tuple[Fault, ...]]:
    """Points (`label`, `value` from 0 to 1, `size` or None) in the order of the lines, and what is wrong.

    A share is « 74 % », « 74 » or « 0,74 »: one of 1 or less without the sign is a part of one. The number of
    people who answered may follow. Faults: `point_line` with the line, `many_points`, `no_point`.
    """
    points: list[Mapping[str, Any]] = []
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        point = _read_line(line.strip())
        if point is None:
            faults.append(Fault("point_line", params={"line": number, "text": line.strip()[:60]}))
        else:
            points.append(point)
    if not points and not faults:
        faults.append(Fault("no_point"))
    if len(points) > MOST_POINTS:
        faults.append(Fault("many_points", params={"most": MOST_POINTS}))
    return tuple(points), tuple(faults)


def _read_line(line: str) -> Mapping[str, Any] | None:
    label, *rest = _CUT.split(line)
    if not 1 <= len(rest) <= 2 or not label or len(label) > LABEL_LENGTH:
        return None
    percent = rest[0].endswith("%")
    number = read_number(rest[0].rstrip("% \u00a0\u202f"))
    size = read_number(rest[1]) if len(rest) == 2 and rest[1] else ""
    if number is None or size is None:
        return None
    value = float(number) / (100 if percent or float(number) > 1 else 1)
    if not 0 <= value <= 1 or (size and (not size.isdigit() or not int(size))):
        return None
    return {"label": label, "value": value, "size": int(size) if size else None}
