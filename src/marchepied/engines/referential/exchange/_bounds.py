"""How large a file of a guide may be, well above the largest known and far below what would stop a server.

The whole guide of 137 questions, in two languages, is 19,110 cells: 1.9 MB once its workbook is unpacked.
"""

from typing import Final

from marchepied.engines.tables import Limits

MAX_BYTES: Final = 10_000_000
MOST_ROWS: Final = 3_000
TEXT_LIMITS: Final = Limits(size=MAX_BYTES, rows=100_000, columns=300, cells=1_000_000)
BOOK_LIMITS: Final = Limits(
    size=MAX_BYTES, rows=20_000, columns=300, cells=150_000, unpacked_size=30_000_000, archive_parts=300
)
