"""What was done elsewhere, as the pack tells it: evidence with its source, never a conformity."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.compute.elsewhere_words import name_declared, standing_sentence
from marchepied.apps.diagnosis.enums import OwnAnswerKind
from marchepied.apps.restitution.compute.account import Account
from marchepied.engines.documents import EvidenceItem


def list_evidence(account: Account, question_id: str, answer: Any) -> tuple[EvidenceItem, ...]:
    """The documents of an answer, then what was done elsewhere, with the parts that it answers.

    An answer that takes it up says it in its own words already.
    """
    own = [EvidenceItem(item.title, item.dated_on) for item in answer.evidence.all()] if answer else []
    said = account.credits.get(question_id)
    if said is None or (answer and answer.kind == OwnAnswerKind.COVERED):
        return tuple(own)
    dates = {
        name_declared(source.declared, account.language): source.declared.obtained_on
        for source in said.credit.answering
    }
    not_conform = standing_sentence().rstrip(".")
    scopes = [
        (name, _("répond à : %(parts)s. %(reminder)s") % {"parts": parts, "reminder": not_conform})
        for name, parts in said.by
    ]
    return (*own, *(EvidenceItem(name, dates.get(name), scope) for name, scope in scopes))


def say_credit_alone(account: Account, question_id: str, answer: Any) -> tuple[str, str]:
    """(what answers, what remains) of a question that the organisation did not answer itself."""
    said = account.credits.get(question_id)
    if answer is not None or said is None:
        return "", ""
    whole = (
        _("Un autre document y répond déjà.") if not said.left else _("Un autre document y répond en partie.")
    )
    return whole, _("Il reste : %(parts)s.") % {"parts": said.left} if said.left else ""


def say_spared(account: Account) -> str:
    """How many questions were not asked because something done elsewhere answers them; empty for none."""
    if not account.spared:
        return ""
    return ngettext(
        "Une autre n’a pas été posée : ce qui est fait ailleurs y répond déjà.",
        "%(n)s autres n’ont pas été posées : ce qui est fait ailleurs y répond déjà.",
        len(account.spared),
    ) % {"n": len(account.spared)}
