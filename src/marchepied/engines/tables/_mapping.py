"""What each column means, once decided: the ground on which answers are extracted."""

from dataclasses import dataclass

from ._codes import AnswerCodes
from ._layout import LayoutKind
from ._messages import Message


@dataclass(frozen=True)
class ItemColumn:
    """One question of a file.

    ``source`` is what names it in the file: its header (wide) or the text met in the column of questions
    (long); ``column`` is that header, None in the long layout. ``low`` and ``high`` are the lowest and
    highest number of its scale; ``reversed`` says that a high number is unfavourable. ``words`` maps folded
    words to numbers of the scale. ``comment_column`` holds the comments that go with this question.
    """

    item_id: str
    label: str
    source: str
    column: str | None
    low: int
    high: int
    reversed: bool = False
    words: tuple[tuple[str, int], ...] = ()
    comment_column: str | None = None

    @property
    def levels(self) -> int:
        """Number of levels of the scale, 2 to 11."""
        return self.high - self.low + 1


@dataclass(frozen=True)
class Mapping:
    """The decided meaning of a table's columns. Columns are named by their headers.

    Exactly one of ``college_column`` and ``college`` (one group for the whole file) is set.
    ``question_column`` and ``answer_column`` are set in the long layout only. ``comment_column`` is the
    comment of the answer (long) or the person's general comment (wide). ``left_out`` holds the questions of a
    long file that were deliberately not chosen. ``warnings`` tells what was
    guessed and deserves a look.
    """

    layout: LayoutKind
    items: tuple[ItemColumn, ...]
    codes: AnswerCodes
    college_column: str | None = None
    college: str | None = None
    participant_column: str | None = None
    weight_column: str | None = None
    comment_column: str | None = None
    question_column: str | None = None
    answer_column: str | None = None
    left_out: frozenset[str] = frozenset()
    warnings: tuple[Message, ...] = ()

    def find_item(self, item_id: str) -> ItemColumn:
        """Return one item by its identifier. Raises ``KeyError`` when there is none."""
        for item in self.items:
            if item.item_id == item_id:
                return item
        raise KeyError(item_id)
