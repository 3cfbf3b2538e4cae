"""Groups asked the same question: how far apart they stand, and which one stands apart."""

from collections.abc import Mapping, Sequence

from marchepied.engines.stats import interpolated_median

from ._results import MedianGap
from ._scale import Scale

ROUNDING = 1e-9


def compare_medians(counts: Mapping[str, Sequence[float]], scale: Scale) -> MedianGap:
    """Compare the interpolated medians of several groups.

    `counts` gives for each group the answers at each level of `scale`. Groups without an answer are kept
    with a None median and left out of the comparison, which the warnings say.
    """
    for group, levels in counts.items():
        if len(levels) != scale.size:
            raise ValueError(f"Le groupe {group} a {len(levels)} effectifs pour {scale.size} niveaux.")
    medians = {group: interpolated_median(levels, low=scale.low) for group, levels in counts.items()}
    known = {group: median for group, median in medians.items() if median is not None}
    silent = [group for group, median in medians.items() if median is None]
    warnings = [f"Aucune réponse : {', '.join(silent)}."] if silent else []
    if len(known) < 2:
        warnings.append("Il faut au moins deux groupes qui ont répondu pour mesurer un écart.")
        return MedianGap(tuple(medians.items()), None, None, None, None, tuple(warnings))
    lowest = min(known, key=lambda group: known[group])
    highest = max(known, key=lambda group: known[group])
    return MedianGap(
        medians=tuple(medians.items()),
        gap=known[highest] - known[lowest],
        lowest=lowest,
        highest=highest,
        apart=_find_apart(known),
        warnings=tuple(warnings),
    )


def _find_apart(medians: Mapping[str, float]) -> str | None:
    if len(medians) < 3:
        return None
    total, others = sum(medians.values()), len(medians) - 1
    distances = sorted((abs(median - (total - median) / others), group) for group, median in medians.items())
    (second, _), (first, group) = distances[-2:]
    return group if first > second + ROUNDING else None
