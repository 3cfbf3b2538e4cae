"""The result as a table to read in a terminal, in French."""

from ._results import AgreementResult, GroupAgreement

TITLES = ("Groupe", "n", "Item", "Réponses", "Médiane", "Moyenne", "rwg", "Écart moyen", "A")


def format_table(result: AgreementResult) -> str:
    """One line an item and a group, then the items together, then the gaps and what to know."""
    rows: list[tuple[str, ...]] = [TITLES]
    for group in result.groups:
        rows.extend(_describe_group(group, len(result.items)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(TITLES))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return (
        "\n".join([line.rstrip() for line in lines] + _describe_gaps(result) + _describe_notes(result)) + "\n"
    )


def format_figure(value: float | None, digits: int = 2) -> str:
    """A figure with a decimal comma, a dash when there is none."""
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")


def _describe_group(group: GroupAgreement, items: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            group.group,
            str(group.n),
            f"{'−' if item.reversed else ''}{item.item}",
            str(item.n),
            *(format_figure(value) for value in (item.median, item.mean, item.rwg, item.ad_mean, item.a)),
        )
        for item in group.items
    ]
    if items > 1:
        together = (format_figure(group.rwg_j), format_figure(group.ad_j_mean))
        rows.append((group.group, str(group.n), "ensemble", str(group.n_complete), "", "", *together, ""))
    return rows


def _describe_gaps(result: AgreementResult) -> list[str]:
    lines = []
    for item, gap in result.gaps:
        if gap.gap is not None:
            unit = "niveaux" if gap.gap >= 2 else "niveau"
            apart = f" ; {gap.apart} se détache" if gap.apart else ""
            lines.append(
                f"{item} : {format_figure(gap.gap)} {unit} entre {gap.lowest} et {gap.highest}{apart}"
            )
    return ["", "Écarts entre groupes (médianes)", *lines] if lines else []


def _describe_notes(result: AgreementResult) -> list[str]:
    scale = result.scale
    notes = [
        f"Échelle de {scale.low} à {scale.high} ; écart moyen jugé faible jusqu’à "
        f"{format_figure(scale.deviation_cutoff)}.",
        *result.warnings,
        *(f"Groupe {group.group} : {warning}" for group in result.groups for warning in group.warnings),
    ]
    return ["", *notes]
