"""What goes in: how many people of one college chose what, for one question."""

from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_LEVELS, MOST_LEVELS = 2, 11
LOWEST_THRESHOLD, HIGHEST_THRESHOLD = 5, 10
NEARLY_ALL_MARGIN = 2


@dataclass(frozen=True, slots=True)
class CellCounts:
    """Answers of one college to one question: people at each level (1, 2, … A), then those who do not know
    and those who are not concerned. Exact, and secret: only `protect_question` may print them.
    """

    levels: tuple[int, ...]
    dont_know: int = 0
    not_concerned: int = 0

    def __post_init__(self) -> None:
        if not FEWEST_LEVELS <= len(self.levels) <= MOST_LEVELS:
            raise ValueError(
                f"Une question a de {FEWEST_LEVELS} à {MOST_LEVELS} niveaux, pas {len(self.levels)}."
            )
        if any(count < 0 or count != int(count) for count in self.everything):
            raise ValueError("Un effectif est un nombre entier positif ou nul.")

    @property
    def everything(self) -> tuple[int, ...]:
        """Every count: the levels, then « je ne sais pas » and « pas concerné »."""
        return (*self.levels, self.dont_know, self.not_concerned)

    @property
    def rated(self) -> int:
        """People who chose a level."""
        return sum(self.levels)

    @property
    def respondents(self) -> int:
        """People who answered the question, whatever they said."""
        return sum(self.everything)

    def subtract(self, earlier: "CellCounts") -> "CellCounts":
        """The answers given since `earlier`. Answers are final: a count that went down raises ValueError."""
        levels = tuple(now - then for now, then in zip(self.levels, earlier.levels, strict=True))
        unsure = (self.dont_know - earlier.dont_know, self.not_concerned - earlier.not_concerned)
        if min(*levels, *unsure) < 0:
            raise ValueError("Des réponses déjà publiées ont disparu : une réponse envoyée est définitive.")
        return CellCounts(levels, *unsure)


def add_counts(cells: Iterable[CellCounts]) -> CellCounts:
    """The answers of several colleges together. At least one cell; all on the same scale."""
    columns = zip(*(cell.everything for cell in cells), strict=True)
    *levels, dont_know, not_concerned = (sum(column) for column in columns)
    return CellCounts(tuple(levels), dont_know, not_concerned)


def check_threshold(threshold: int) -> None:
    """Raise ValueError for a threshold under which the promise would be broken, or that hides everything."""
    if not LOWEST_THRESHOLD <= threshold <= HIGHEST_THRESHOLD:
        raise ValueError(
            f"Le seuil d’anonymat va de {LOWEST_THRESHOLD} à {HIGHEST_THRESHOLD} personnes, pas {threshold}."
        )
