"""When the crossed views may be released again, and which comments go with them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ._counts import CellCounts, add_counts, check_threshold
from ._questions import ProtectedQuestion


@dataclass(frozen=True, slots=True)
class MissingAnswers:
    """A printed cell that has not gained enough respondents: `missing` more are needed."""

    colleges: tuple[str, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class ReleaseDecision:
    """Whether a release may happen now, and otherwise what each printed cell still lacks."""

    allowed: bool
    closing: bool
    lacking: tuple[MissingAnswers, ...]
    threshold: int

    def as_dict(self) -> dict[str, Any]:
        """The decision as plain JSON values."""
        lacking = [{"colleges": list(cell.colleges), "missing": cell.missing} for cell in self.lacking]
        return {**asdict(self), "lacking": lacking}


def may_release_again(
    previous: ProtectedQuestion,
    current: Mapping[str, CellCounts],
    *,
    closing: bool = False,
    threshold: int = 5,
) -> ReleaseDecision:
    """Whether one question may be released again: at closing, or once every printed cell has gained
    `threshold` respondents.

    Where only a range was printed, the gain is counted from its upper end. The decision looks at numbers
    of respondents only, so it tells nothing of what they answered. It is necessary, not sufficient: pass
    `previous` to `protect_question`, which keeps any cell whose change would tell.
    """
    check_threshold(threshold)
    lacking = []
    for cell in previous.cells:
        if cell.prints_something:
            now = add_counts(current[college] for college in cell.colleges).respondents
            missing = cell.respondents_range[1] + threshold - now
            if missing > 0:
                lacking.append(MissingAnswers(cell.colleges, missing))
    return ReleaseDecision(closing or not lacking, closing, tuple(lacking), threshold)


def shuffle_comments(
    comments: Sequence[str], rng: random.Random, n: int, threshold: int = 5, *, already_printed: int = 0
) -> tuple[str, ...]:
    """The comments of one cell in an order that tells nothing, or none where they would tell who wrote.

    `n` is the number of respondents of the cell, not of comments. Under the `threshold`: none. With
    `already_printed` (the number of respondents when comments were last printed), none either until the
    threshold is gained again: keep the earlier ones. They are sorted before `rng` shuffles them, so the
    order of arrival leaves no trace. Blank comments are left out.
    """
    check_threshold(threshold)
    if n < threshold or (already_printed and n - already_printed < threshold):
        return ()
    shuffled = sorted(comment.strip() for comment in comments if comment.strip())
    rng.shuffle(shuffled)
    return tuple(shuffled)
