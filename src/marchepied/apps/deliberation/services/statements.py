"""Statements: written to begin with, proposed by people, read over, merged."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.enums import Moderation, Phase, StatementOrigin, StatementState
from marchepied.apps.deliberation.models import Statement, Topic
from marchepied.apps.deliberation.rules import STATEMENTS_AT_MOST, takes_proposals
from marchepied.apps.deliberation.selectors.ballots import Ballot, Voter
from marchepied.apps.deliberation.selectors.statements import same_sentence, statements_of
from marchepied.apps.deliberation.services.ballots import change_ballot
from marchepied.apps.deliberation.validators import STATEMENT_LENGTH, check_sentence, clean_sentence
from marchepied.core.audit import record

# What one person may propose on one topic.
PROPOSED_AT_MOST = 10
REASON_LENGTH = 300
ATTEMPTS = 5


@transaction.atomic
def seed_statements(*, topic: Topic, lines: Sequence[str], by: Any) -> list[Statement]:
    """Put these sentences to the vote; one already there is left as it is.

    Raises ValidationError with the line at fault, and writes nothing.
    """
    _require_open_list(topic)
    known = statements_of(topic)
    made: list[Statement] = []
    for rank, line in enumerate(lines, 1):
        text = clean_sentence(line)
        if not text:
            continue
        if len(text) > STATEMENT_LENGTH:
            raise ValidationError(
                _("Ligne %(rank)s : cette phrase a %(length)s signes, %(most)s au plus.")
                % {"rank": rank, "length": len(text), "most": STATEMENT_LENGTH}
            )
        if same_sentence(text, [*known, *made]) is None:
            made.append(Statement(topic=topic, text=text, origin=StatementOrigin.SEEDED))
    if made:
        _number_all(topic, made)
        record("statements.seeded", topic, by=by, count=len(made))
    return made


def propose_statement(*, topic: Topic, voter: Voter, text: str, by: Any = None) -> Statement:
    """Keep a sentence that somebody proposes: to be read over first, or at once, as the topic says.

    Nothing tells who: no audit, no author, no time. One that is there word for word is found again instead.
    Raises ValidationError with a sentence; its `code` is "closed" or "invalid".
    """
    if not takes_proposals(topic, timezone.localdate()):
        raise ValidationError(_("On ne propose plus de phrase sur ce sujet."), code="closed")
    text = check_sentence(text)
    others = list(Statement.objects.filter(topic=topic).exclude(state=StatementState.REFUSED).order_by("id"))
    found = same_sentence(text, others)
    if found is not None:
        return found.merged_into or found
    if len(others) >= STATEMENTS_AT_MOST:
        raise ValidationError(_("Il y a déjà beaucoup de phrases : on n’en prend plus."), code="closed")
    # Apart: on PostgreSQL, rows written in one transaction bear its number.
    change_ballot(voter=voter, change=_count_proposed, by=by)
    statement = Statement(topic=topic, text=text, origin=StatementOrigin.PROPOSED)
    if topic.moderation == Moderation.AFTER:
        return _number(topic, statement)
    statement.organisation_id = topic.organisation_id
    statement.state = StatementState.WAITING
    statement.save(force_insert=True)
    return statement


@transaction.atomic
def accept_statement(*, statement: Statement, by: Any) -> Statement:
    """Put a statement that waited, or was set aside, to the vote."""
    _require_open_list(statement.topic)
    statement.state = StatementState.ACCEPTED
    statement.merged_into, statement.reason = None, ""
    if statement.number is None:
        _number(statement.topic, statement)
    else:
        statement.save(update_fields=["state", "merged_into", "reason"])
    record("statement.accepted", statement.topic, by=by, number=statement.number)
    return statement


@transaction.atomic
def refuse_statement(*, statement: Statement, reason: str, by: Any) -> Statement:
    """Leave a statement out, with a reason that everybody can read. What was voted on it is not counted."""
    _require_open_list(statement.topic)
    reason = clean_sentence(reason)
    if not reason:
        raise ValidationError(_("Dites pourquoi vous écartez cette phrase : tout le monde pourra le lire."))
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            _("Cette raison est trop longue : %(most)s signes au plus.") % {"most": REASON_LENGTH}
        )
    statement.state, statement.reason, statement.merged_into = StatementState.REFUSED, reason, None
    statement.save(update_fields=["state", "reason", "merged_into"])
    record("statement.refused", statement.topic, by=by, reason=reason)
    return statement


@transaction.atomic
def merge_statement(*, statement: Statement, into: Statement, by: Any) -> Statement:
    """Let one statement stand for another that says the same; votes on the second count for the first.

    Raises ValidationError when they are one, of two topics, or when the one kept is not put to the vote.
    """
    _require_open_list(statement.topic)
    if into.pk == statement.pk or into.topic_id != statement.topic_id:
        raise ValidationError(_("Choisissez une autre phrase de ce sujet."))
    if into.state == StatementState.WAITING:
        accept_statement(statement=into, by=by)
    if into.state != StatementState.ACCEPTED:
        raise ValidationError(_("La phrase à garder n’est pas au vote."))
    Statement.objects.filter(merged_into=statement).update(merged_into=into)
    statement.state, statement.merged_into, statement.reason = StatementState.MERGED, into, ""
    statement.save(update_fields=["state", "merged_into", "reason"])
    record("statement.merged", statement.topic, by=by, into=into.number)
    return statement


@transaction.atomic
def mark_meta(*, statement: Statement, meta: bool, by: Any) -> Statement:
    """Say that a statement is about the conversation or the person: voted on, left out of the groups."""
    _require_open_list(statement.topic)
    statement.meta = meta
    statement.save(update_fields=["meta"])
    record("statement.marked", statement.topic, by=by, number=statement.number, meta=meta)
    return statement


@transaction.atomic
def delete_statement(*, statement: Statement, by: Any) -> None:
    """Take a sentence out of a topic that nobody has seen yet."""
    if statement.topic.phase != Phase.DRAFT:
        raise ValidationError(_("Cette phrase a déjà été lue : écartez-la avec une raison."))
    record("statement.deleted", statement.topic, by=by)
    statement.delete()


def _count_proposed(ballot: Ballot) -> Ballot:
    if ballot.proposed >= PROPOSED_AT_MOST:
        raise ValidationError(
            _("Vous avez proposé %(most)s phrases, c’est beaucoup : laissez les autres en proposer aussi.")
            % {"most": PROPOSED_AT_MOST},
            code="invalid",
        )
    return replace(ballot, proposed=ballot.proposed + 1)


def _number(topic: Topic, statement: Statement) -> Statement:
    """Save a statement under the next number of its topic; two at once each get theirs."""
    _number_from_next(topic, [statement], statement.save)
    return statement


def _number_all(topic: Topic, statements: Sequence[Statement]) -> None:
    """Write new statements under the next numbers of their topic, all at once, however many."""
    _number_from_next(topic, statements, lambda: Statement.objects.bulk_create(statements))


def _number_from_next(topic: Topic, statements: Sequence[Statement], write: Callable[[], Any]) -> None:
    for attempt in range(ATTEMPTS):
        last = Statement.objects.filter(topic=topic).aggregate(last=Max("number"))["last"]
        for number, statement in enumerate(statements, (last or 0) + 1):
            statement.organisation_id = topic.organisation_id
            statement.number = number
        try:
            with transaction.atomic():
                write()
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            break


def _require_open_list(topic: Topic) -> None:
    if topic.phase not in {Phase.DRAFT, Phase.PROPOSE, Phase.VOTE}:
        raise ValidationError(_("Le vote est fini : les phrases ne changent plus."))
