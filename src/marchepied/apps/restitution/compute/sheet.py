"""The one page for staff and participants, before the assembly."""

import re
from collections.abc import Sequence
from itertools import zip_longest
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
from marchepied.engines.documents import Result, StaffSheet

# A page read standing, by people who do not all read easily, holds 200 words; its title, its headings, its
# meeting and its foot take about 65 of them.
MOST_WORDS, OWN_WORDS = 200, 65
# What was decided is told by its first sentences, up to this.
MOST_DECIDED = 30


def build_sheet(cycle: Any, language: str, address: str = "") -> StaffSheet:
    """The one page for staff and participants, before the assembly.

    Each part gives its first item, then a second and a third while the page stays under two hundred words.
    """
    with translation.override(language):
        account = gather_account(cycle, language)
        apart = [tell_question(question) for question in account.discussed if question.verdict == "apart"]
        heard = [
            tell_question(question)
            for question in account.crossed.values()
            if question.verdict in {"low", "together", "unknown"}
        ]
        decided = [
            keep_first_sentences(decision_line(account, question), MOST_DECIDED)
            for question in decided_questions(account)
        ]
        thanks = thank_respondents(account)
        room = MOST_WORDS - OWN_WORDS - _count_words(thanks) - _count_words(cycle.organisation.name)
        # What follows from the answers is what people wait for: it is served first.
        decisions, next_steps, results, differences = choose_items(
            (decided, choose_commitments(account), heard, apart), room
        )
        return StaffSheet(
            organisation=cycle.organisation.name,
            issued_on=timezone.localdate(),
            assembly_name=account.words["assembly"].capitalize() if cycle.assembly_on else "",
            assembly_on=cycle.assembly_on,
            thanks=thanks,
            results=results,
            differences=differences,
            decisions=decisions,
            next_steps=next_steps,
            address=address,
        )


def choose_items(parts: Sequence[Sequence[Any]], room: int) -> list[tuple[Any, ...]]:
    """Of each part, as many items as fit in `room` words, taken in turn; never none of a part that has some.

    A part stops at its first item that does not fit, so that its order keeps its meaning.
    """
    chosen: list[list[Any]] = [list(part[:1]) for part in parts]
    room -= sum(_count_words(item) for items in chosen for item in items)
    full: set[int] = set()
    for turn in zip_longest(*(part[1:FIRST_PAGE] for part in parts)):
        for place, item in enumerate(turn):
            if item is None or place in full:
                continue
            words = _count_words(item)
            if words > room:
                full.add(place)
                continue
            chosen[place].append(item)
            room -= words
    return [tuple(items) for items in chosen]


def _count_words(item: str | Result) -> int:
    text = f"{item.question} {item.sentence}" if isinstance(item, Result) else item
    return len(re.findall(r"\w[\w’'-]*", text))


def keep_first_sentences(text: str, most: int) -> str:
    """The first sentences of a text, up to `most` words; the first one whole in any case."""
    sentences = re.split(r"(?<=[.!?…])\s+", text.strip())
    kept = sentences[:1]
    for sentence in sentences[1:]:
        if _count_words(" ".join([*kept, sentence])) > most:
            break
        kept.append(sentence)
    return " ".join(kept)
