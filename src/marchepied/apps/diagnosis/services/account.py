"""The pilot's own words for the assembly: why these themes, what to debate."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from marchepied.apps.diagnosis.models import Cycle
from marchepied.core.audit import record

MOST_DEBATED = 6


@transaction.atomic
def write_account_words(
    *, cycle: Cycle, introduction: str, debate_questions: Sequence[str], by: Any
) -> Cycle:
    """Write why these themes were chosen and the questions put to the assembly (six at most, blanks out)."""
    cycle.introduction = introduction.strip()
    cycle.debate_questions = [line.strip() for line in debate_questions if line.strip()][:MOST_DEBATED]
    cycle.save(update_fields=["introduction", "debate_questions"])
    record("cycle.account_written", cycle, by=by)
    return cycle
