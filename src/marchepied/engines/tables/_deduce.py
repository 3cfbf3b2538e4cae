"""Which items share a scale, and which one: declared, known, said by words, or deduced."""

from collections import Counter
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from typing import Literal

from ._items import ItemChoice
from ._messages import Message
from ._scale import (
    Scale,
    add_counts,
    check_scale,
    gather_families,
    infer_known_scale,
    infer_scale,
    name_family,
    split_items,
    warn_of_families,
    warn_of_scale,
)

ScaleChoice = Literal["auto", "common", "family", "item"]


@dataclass(frozen=True)
class Source:
    """What was met under one question: whole numbers and words, with their counts."""

    choice: ItemChoice
    numbers: Counter[int]
    words: Counter[str]


def deduce_scales(
    sources: tuple[Source, ...],
    counted: MappingType[str, Counter[int]],
    words: MappingType[str, tuple[str, ...]],
    scale: ScaleChoice | tuple[int, int],
    known: MappingType[str, int] | None,
) -> tuple[dict[str, Scale], list[Message]]:
    """Give each item its scale: declared, known, said by its words, or deduced with the others."""
    scales: dict[str, Scale] = {}
    open_items: dict[str, Counter[int]] = {}
    for source in sources:
        name = source.choice.source
        fixed = _fix_scale(source.choice, counted[name], words[name], scale, known)
        if fixed is None:
            open_items[name] = counted[name]
        else:
            scales[name] = fixed
    shared, warnings = _share_scales(open_items, scale)
    return scales | shared, warnings


def _fix_scale(
    choice: ItemChoice,
    counts: Counter[int],
    words: tuple[str, ...],
    scale: ScaleChoice | tuple[int, int],
    known: MappingType[str, int] | None,
) -> Scale | None:
    name = choice.source
    if choice.low is not None and choice.high is not None:
        return check_scale(name, choice.low, choice.high)
    if known is not None and (choice.item_id or name) in known:
        own = infer_known_scale(known[choice.item_id or name], counts)
        return check_scale(name, own.low, own.high)
    if isinstance(scale, tuple):
        return check_scale(name, *scale)
    return Scale(1, len(words)) if words else None


def _share_scales(
    counts: MappingType[str, Counter[int]], scale: ScaleChoice | tuple[int, int]
) -> tuple[dict[str, Scale], list[Message]]:
    if not counts:
        return {}, []
    zero = split_items(counts) if scale == "auto" else frozenset()
    if zero:
        return _share_two_scales(counts, zero)
    everything = add_counts(counts.values())
    # With no usable number at all the bounds do not matter: each value is refused in its own row.
    common = infer_scale(everything) or Scale(1, 2)
    families = gather_families(counts)
    if scale == "family":
        own = {family: infer_scale(numbers) or common for family, numbers in families.items()}
        deduced = {name: own[name_family(name)] for name in counts}
    elif scale == "item":
        deduced = {name: infer_scale(numbers) or common for name, numbers in counts.items()}
    else:
        warnings = warn_of_scale(common, everything) + warn_of_families(common, families)
        return dict.fromkeys(counts, common), warnings
    return deduced, _warn_of_scales(deduced, counts)


def _warn_of_scales(
    deduced: MappingType[str, Scale], counts: MappingType[str, Counter[int]]
) -> list[Message]:
    warnings: list[Message] = []
    for found in sorted(set(deduced.values()), key=lambda one: (one.low, one.high)):
        numbers = add_counts(counts[name] for name in counts if deduced[name] == found)
        warnings += warn_of_scale(found, numbers)
    return warnings


def _share_two_scales(
    counts: MappingType[str, Counter[int]], zero: frozenset[str]
) -> tuple[dict[str, Scale], list[Message]]:
    low = infer_scale(add_counts(counts[name] for name in counts if name in zero)) or Scale(0, 1)
    high = infer_scale(add_counts(counts[name] for name in counts if name not in zero)) or Scale(1, 2)
    deduced = {name: low if name in zero else high for name in counts}
    params = {
        "items": ", ".join(name for name in counts if name in zero),
        "low": low.low,
        "high": low.high,
        "other_low": high.low,
        "other_high": high.high,
    }
    return deduced, [Message("scale_split", params), *_warn_of_scales(deduced, counts)]
