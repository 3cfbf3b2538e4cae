"""What was carried, as a table to read in a terminal, in French."""

from collections.abc import Sequence

from ._carried import Carried
from ._results import CarriedItem, Claim, Contradiction, Reach, State

TITLES = ("Question", "État", "Valeur", "Vient de")
WORDS = {
    State.COVERED: "couverte",
    State.PARTLY: "couverte en partie",
    State.TOUCHED: "effleurée",
    State.UNKNOWN: "rien",
    State.CONTRADICTION: "contradiction",
    State.NOT_APPLICABLE: "sans objet",
}
MOST_SOURCES = 4
STANDING = "Une correspondance n’est pas une conformité."


def format_carried(carried: Carried, notes: Sequence[str]) -> str:
    """One line an item of which something is known, then the contradictions, then what to know."""
    shown = [carried[item] for item in carried if carried.state(item) is not State.UNKNOWN]
    rows = [TITLES, *(_describe(item) for item in shown)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(TITLES))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    contradictions = dict.fromkeys(_explain(each) for item in shown for each in item.contradictions)
    unknown = len(carried) - len(shown)
    closing = [*notes, *carried.notes, STANDING]
    if unknown:
        closing.insert(0, f"{unknown} question(s) dont rien n’est connu.")
    blocks = [[line.rstrip() for line in lines], list(contradictions), closing]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def format_interval(low: float | None, high: float | None) -> str:
    """Two decimals with a comma; one number where both bounds are written the same."""
    if low is None or high is None:
        return "–"
    one, other = (f"{bound:.2f}".replace(".", ",") for bound in (low, high))
    return one if one == other else f"{one} à {other}"


def _describe(item: CarriedItem) -> tuple[str, str, str, str]:
    told = []
    for source in item.sources[:MOST_SOURCES]:
        if source.reach is Reach.ITSELF:
            told.append("elle-même")
        else:
            links = "1 lien" if source.hops == 1 else f"{source.hops} liens"
            links += " effleurant" if source.reach is Reach.TOUCHES else ""
            told.append(f"{source.item} ({links})")
    if len(item.sources) > MOST_SOURCES or item.sources_cut:
        told.append("…")
    return item.item, WORDS[item.state], format_interval(item.low, item.high), ", ".join(told)


def _explain(each: Contradiction) -> str:
    where = f"{each.item}, partie {each.part}" if each.part else each.item
    return f"{where} : {_quote(each.higher)}, {_quote(each.lower)}."


def _quote(claim: Claim) -> str:
    who = claim.item if claim.link else f"{claim.item} (sa valeur ou ses parties)"
    bounds = "sans objet" if claim.low is None else format_interval(claim.low, claim.high)
    return f"{who} dit {bounds}"
