"""The account of a table: what everybody said together, in two pages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.selectors.table import Table, read_table
from marchepied.apps.restitution.compute.account import Account
from marchepied.apps.restitution.compute.telling import decided_questions
from marchepied.engines.documents import DebateQuestion, DecisionItem, Pack, Respondents, join_words
from marchepied.engines.referential import Question

# Two questions hold the room's attention; more would not be debated.
MOST_DEBATED = 2


def compact_pack(pack: Pack, account: Account) -> Pack:
    """The same pack as a table tells it: who was there, the descriptions chosen, and compact."""
    questions = decided_questions(account)
    return replace(
        pack,
        compact=True,
        respondents=_list_people(read_table(account.cycle), account.language),
        decisions=tuple(_describe_answer(account, question) for question in questions),
        debates=_choose_debates(pack, account, questions),
    )


def _list_people(table: Table, language: str) -> tuple[Respondents, ...]:
    """How many were round the table, and the names of those who gave theirs; nobody before the meeting."""
    present = table.attendance.present
    if not present:
        return ()
    names = [row.name for row in table.attendance.rows if row.name]
    others = present - len(names)
    people = ngettext("%(n)s personne", "%(n)s personnes", present) % {"n": present}
    if not names:
        return (Respondents(_("Autour de la table"), people),)
    if others:
        names.append(ngettext("%(n)s autre", "%(n)s autres", others) % {"n": others})
    return (Respondents(_("Autour de la table"), join_words(names, language)),)


def _describe_answer(account: Account, question: Question) -> DecisionItem:
    position = account.positions[question.id]
    level = account.say(question.levels[position.level - 1].description) if position.level else ""
    note = position.disagreement_note
    if note and position.disagreement_by:
        note = _("%(note)s (%(who)s)") % {"note": note.rstrip(" ."), "who": position.disagreement_by}
    return DecisionItem(
        statement=" ".join(part for part in (level, position.words) if part),
        question=account.say(question.wording),
        mode=str(position.get_agreement_display()),
        on=position.held_on,
        disagreement=note,
    )


def _choose_debates(
    pack: Pack, account: Account, questions: Sequence[Question]
) -> tuple[DebateQuestion, ...]:
    """The words written for the assembly; otherwise the guide's, for disagreements then weak answers."""
    if any(line.strip() for line in account.cycle.debate_questions):
        return pack.debates

    def rank(question: Question) -> tuple[bool, int]:
        position = account.positions[question.id]
        return position.agreement != Agreement.DISAGREEMENT, position.level or 0

    chosen = sorted(questions, key=rank)[:MOST_DEBATED]
    return tuple(DebateQuestion(account.say(question.discussion)) for question in chosen)


def say_missing_at_table(pack: Pack) -> list[tuple[str, str]]:
    """What a reader of the two pages will miss, each in a sentence with the place where it is mended."""
    lacks: list[tuple[Any, str, str]] = [
        (not pack.decisions, "table", _("La réunion n’a pas encore eu lieu : le dossier le dit.")),
        (not pack.objectives, "plan", _("Aucune action n’est encore choisie.")),
        (pack.assembly is None, "assembly", _("La date de l’assemblée n’est pas fixée.")),
    ]
    return [(sentence, place) for lacking, place, sentence in lacks if lacking]
