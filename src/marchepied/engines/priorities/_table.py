"""The result as a table to read in a terminal, in French."""

from fractions import Fraction

from ._results import FEWER_BELOW, MAJORITY_GRADE, TIED, Decision, JudgedProposal, PrioritiesResult

TITLES = ("Rang", "Proposition", "Mention majoritaire", "Au-dessus", "En dessous", "Avis", "Sans avis")


def format_table(result: PrioritiesResult) -> str:
    """One line a proposal, best first; then why each is ahead of the next; then what to know."""
    if result.too_few:
        return "".join(f"{warning}\n" for warning in result.warnings)
    rows = [TITLES, *(_describe(proposal, result.grades) for proposal in result.proposals)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(TITLES))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    decisions = [
        _explain(proposal.decision, result.grades) for proposal in result.proposals if proposal.decision
    ]
    notes = [f"{result.ballots} bulletins.", *result.warnings]
    blocks = [[line.rstrip() for line in lines], decisions, notes]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def format_share(share: Fraction) -> str:
    """A share as a percentage with a decimal comma, rounded from the exact value."""
    return f"{float(round(share * 100, 2)):.2f}".replace(".", ",") + " %"


def _describe(proposal: JudgedProposal, grades: tuple[str, ...]) -> tuple[str, ...]:
    if proposal.rank is None or proposal.majority_grade is None:
        return ("–", proposal.proposal, "trop peu d’avis", "–", "–", "–", "–")
    assert proposal.above is not None
    assert proposal.below is not None
    return (
        str(proposal.rank),
        proposal.proposal,
        grades[proposal.majority_grade] + proposal.sign,
        format_share(proposal.above),
        format_share(proposal.below),
        str(proposal.opinions),
        str(proposal.no_opinion),
    )


def _explain(decision: Decision, grades: tuple[str, ...]) -> str:
    if decision.kind == TIED:
        return f"{decision.ahead} et {decision.behind} : à égalité, les avis sont répartis de même."
    assert decision.grade is not None
    assert decision.ahead_share is not None
    assert decision.behind_share is not None
    word = grades[decision.grade]
    one, other = format_share(decision.ahead_share), format_share(decision.behind_share)
    if decision.kind == MAJORITY_GRADE:
        why = f"« {word} » ou mieux pour plus de la moitié ({one} contre {other})"
    elif decision.kind == FEWER_BELOW:
        why = f"moins d’avis en dessous de « {word} » ({one} contre {other})"
    else:
        why = f"plus d’avis au-dessus de « {word} » ({one} contre {other})"
    return f"{decision.ahead} devant {decision.behind} : {why}."
