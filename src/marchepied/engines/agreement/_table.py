"""The result as a table to read in a terminal, in French."""

from ._results import AgreementResult, GroupAgreement, ItemEffect

TITLES = ("Groupe", "n", "Item", "Réponses", "Médiane", "Moyenne", "rwg", "a_wg", "Écart moyen", "A")


def format_table(result: AgreementResult) -> str:
    """One line an item and a group, then the items together, the gaps, the groups’ part, and what to know."""
    rows: list[tuple[str, ...]] = [TITLES]
    for group in result.groups:
        rows.extend(_describe_group(group, len(result.items)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(TITLES))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    parts = [
        [line.rstrip() for line in lines],
        _describe_themes(result),
        _describe_gaps(result),
        _describe_classes(result),
        _describe_notes(result),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def format_figure(value: float | None, digits: int = 2) -> str:
    """A figure with a decimal comma and a true minus sign, a dash when there is none."""
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


def _describe_group(group: GroupAgreement, items: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            group.group,
            str(group.n),
            f"{'−' if item.reversed else ''}{item.item}",
            str(item.n),
            *(
                format_figure(value)
                for value in (item.median, item.mean, item.rwg, item.awg, item.ad_mean, item.a)
            ),
        )
        for item in group.items
    ]
    if items > 1:
        together = (format_figure(value) for value in (group.rwg_j, group.awg_j, group.ad_j_mean))
        rows.append((group.group, str(group.n), "ensemble", str(group.n_complete), "", "", *together, ""))
    return rows


def _describe_themes(result: AgreementResult) -> list[str]:
    """The alphas of each group, and of all the groups as one."""
    if len(result.items) < 2 or result.weighted:
        return []
    everybody = () if result.everybody is None else (result.everybody,)
    rows = [
        f"{group.group} : Cronbach {format_figure(group.reliability.alpha)} "
        f"({group.reliability.complete} personnes complètes), "
        f"Krippendorff {format_figure(group.krippendorff)}"
        for group in (*result.groups, *everybody)
        if group.reliability is not None
    ]
    return ["Alphas, tous items ensemble", *rows] if rows else []


def _describe_gaps(result: AgreementResult) -> list[str]:
    gaps, lines = dict(result.gaps), []
    for found in result.effects:
        gap = gaps[found.item]
        if found.effect is not None and gap.gap is not None:
            unit = "niveaux" if gap.gap >= 2 else "niveau"
            apart = f" ; {gap.apart} se détache" if gap.apart else ""
            lines.append(
                f"{found.item} : {format_figure(gap.gap)} {unit} entre {gap.lowest} et {gap.highest}{apart}"
                f" ; {_describe_effect(found)}"
            )
    return ["Écarts entre groupes (médianes), le plus grand effet d’abord", *lines] if lines else []


def _describe_effect(found: ItemEffect) -> str:
    assert found.effect is not None
    words = f"delta de Cliff {format_figure(found.effect.delta)}"
    return words if found.p is None else f"{words}, p = {format_figure(found.p, 4)}"


def _describe_classes(result: AgreementResult) -> list[str]:
    lines = [
        f"{item or 'moyenne des items'} : ICC(1) {format_figure(figures.icc1, 4)}, "
        f"ICC(2) {format_figure(figures.icc2, 4)}"
        for item, figures in result.classes
        if figures.icc1 is not None
    ]
    return ["Part due au groupe", *lines] if lines else []


def _describe_notes(result: AgreementResult) -> list[str]:
    scale = result.scale
    return [
        f"Échelle de {scale.low} à {scale.high} ; écart moyen jugé faible jusqu’à "
        f"{format_figure(scale.deviation_cutoff)}.",
        *result.warnings,
        *(f"Groupe {group.group} : {warning}" for group in result.groups for warning in group.warnings),
    ]
