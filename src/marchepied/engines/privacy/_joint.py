"""Figures that depend on how one person's answers go together, such as Cronbach's alpha.

The counts of each question say nothing of that. For ten people and two questions of three levels, all tables
were tried: in more than a third of its printable states such a figure, beside the counts, tells what somebody
answered to one question from what they answered to the other. So it is printed for larger groups only,
roughly, and never next to the most that the counts allow.
"""

from ._counts import check_threshold

PEOPLE_PER_THRESHOLD = 6  # thirty people for a threshold of five
FEWEST_QUESTIONS = 3
LOWEST, HIGHEST = 0.0, 0.9
ROOM = 0.05


def print_joint(
    value: float | None,
    highest: float | None,
    *,
    people: int,
    questions: int,
    left_out: int,
    threshold: int = 5,
) -> float | None:
    """The figure to one decimal, between 0 and 0.9 (read: or less, or more); None to print nothing.

    `highest` is the most that the printed counts allow: nothing is printed within 0.05 of it. `people`
    answered all the `questions`, `left_out` of the group only some: they must be none, or `threshold` at
    least, so that the difference with the counts is about nobody. Under six times the threshold, or under
    three questions: None.
    """
    check_threshold(threshold)
    if value is None or highest is None or highest - value < ROOM:
        return None
    if people < PEOPLE_PER_THRESHOLD * threshold or questions < FEWEST_QUESTIONS or 0 < left_out < threshold:
        return None
    return min(max(round(value, 1), LOWEST), HIGHEST)
