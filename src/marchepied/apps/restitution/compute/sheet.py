"""The one page for staff and participants, before the assembly."""

from typing import Any

from django.utils import timezone, translation

from marchepied.apps.restitution.compute.account import FIRST_PAGE, gather_account
from marchepied.apps.restitution.compute.telling import (
    choose_commitments,
    decided_questions,
    decision_line,
    tell_question,
    thank_respondents,
)
from marchepied.engines.documents import (
    StaffSheet,
)


def build_sheet(cycle: Any, language: str, address: str = "") -> StaffSheet:
    """The one page for staff and participants, before the assembly."""
    with translation.override(language):
        account = gather_account(cycle, language)
        apart = [tell_question(question) for question in account.discussed if question.verdict == "apart"]
        heard = [
            tell_question(question)
            for question in account.crossed.values()
            if question.verdict in {"low", "together", "unknown"}
        ]
        return StaffSheet(
            organisation=cycle.organisation.name,
            issued_on=timezone.localdate(),
            assembly_name=account.words["assembly"].capitalize() if cycle.assembly_on else "",
            assembly_on=cycle.assembly_on,
            thanks=thank_respondents(account),
            results=tuple(heard[:FIRST_PAGE]),
            differences=tuple(apart[:2]),
            decisions=tuple(
                decision_line(account, question) for question in decided_questions(account)[:FIRST_PAGE]
            ),
            next_steps=tuple(choose_commitments(account)[:FIRST_PAGE]),
            address=address,
        )
