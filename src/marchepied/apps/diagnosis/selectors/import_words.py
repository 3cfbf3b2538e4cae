"""What is said of a file of answers, in sentences and in plain data, on the page and by the command."""

from typing import Any

import numpy as np
from django.utils.translation import gettext

from marchepied.engines.tables import Extraction, Mapping, Message, Table


def say(message: Message) -> str:
    """A sentence of the engine `tables`, in the language of the page."""
    return gettext(message.template) % message.params


def describe_rejected(extraction: Extraction) -> list[str]:
    """One sentence for each cell that was not understood: its row, its column, its value, and why."""
    return [
        gettext("Ligne %(row)s, %(column)s, « %(value)s » : %(reason)s")
        % {
            "row": rejected.row_number,
            "column": rejected.column,
            "value": rejected.value,
            "reason": say(rejected.reason),
        }
        for rejected in extraction.rejected
    ]


def describe_table(table: Table) -> dict[str, Any]:
    """How the file was read."""
    return {
        "encoding": table.encoding,
        "separator": table.separator,
        "sheet": table.sheet,
        "rows": len(table.rows),
        "columns": len(table.headers),
    }


def describe_extraction(extraction: Extraction, mapping: Mapping) -> dict[str, Any]:
    """What would come in, or why not, as plain JSON values."""
    return {
        "ok": extraction.ok,
        "people": len(extraction.colleges_of),
        "answers": int(np.count_nonzero(extraction.levels)),
        "comments": len(extraction.comments),
        "weighted": extraction.weights is not None,
        "colleges": [
            {"name": college.name, "people": college.people, "answered": college.answered}
            for college in extraction.colleges
        ],
        "questions": [
            {
                "id": item.item_id,
                "label": item.label,
                "low": item.low,
                "high": item.high,
                "levels": item.levels,
                "reversed": item.reversed,
            }
            for item in mapping.items
        ],
        "rejected_count": extraction.rejected_count,
        "rejected_rows": extraction.rejected_rows,
        "rejected": [
            {
                "row": rejected.row_number,
                "column": rejected.column,
                "value": rejected.value,
                "reason": say(rejected.reason),
            }
            for rejected in extraction.rejected
        ],
        "warnings": [say(message) for message in (*mapping.warnings, *extraction.warnings)],
    }
