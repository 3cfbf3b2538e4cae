"""The deposit of answers: what was said goes in, who said it does not (docs/architecture/anonymity.md).

Nothing here writes an audit entry, a trace, a task or a log, and no row has a time.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Case, Exists, F, Func, Value, When
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerKind, AnswerMode, RoundState
from marchepied.apps.participation.models import (
    Answer,
    Comment,
    Invitation,
    OrganisationAnswer,
    RoundCollege,
    SentForm,
    random_key,
)
from marchepied.apps.participation.rules import (
    is_deliberation,
    is_vote,
    is_vote_over,
    may_answer_as_organisation,
    needs_own_code,
)
from marchepied.apps.participation.services._rows import count_more, insert_rows
from marchepied.apps.participation.services._sheets import CheckedSheet, CleanAnswers, Given, clean_sheet
from marchepied.apps.participation.validators import digest_of_form

# On PostgreSQL, people of the same college whose rows move with each deposit, so that places tell no order;
# fewer of them when each has many rows, but never so few that one would stand out.
MIXED_PEOPLE, MIXED_ROWS, FEWEST_MIXED = 30, 2000, 5
# Of many sheets, the rows that one statement writes.
ROWS_AT_ONCE = 20_000
_KEYS = 2**63
NAME_LENGTH = 120
# PostgreSQL: a random positive 63-bit number a row.
NEW_KEY = (
    "('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16))::bit(64)::bigint & 9223372036854775807"
)


class _AlreadySentError(Exception):
    """The same form has already arrived."""


def deposit_answers(
    *,
    call: RoundCollege,
    answers: Mapping[str, Given],
    comments: Mapping[str, str],
    invitation: Invitation | None = None,
    nonce: str = "",
    by: Any = None,
) -> bool:
    """Put one person's (or one group's common) answers among those of the college, in one transaction.

    `answers` is {item id: level 1…L, or AnswerKind.DONT_KNOW / NOT_CONCERNED}; items left out are not
    answered. `comments` is {item id: text}; empty ones are dropped. `invitation` is the single-use
    invitation that served, if any. `nonce` is the random number of the form: the same one sent again
    changes nothing. `by` is who typed a paper form in, and is not kept.

    Returns True when the answers went in, False when this very form had arrived before. Raises
    ValidationError with a sentence, and writes nothing, when something cannot be taken; its `code` is
    "closed", "used", "collective_done", "empty" or "invalid".
    """
    return _deposit(call, *clean_sheet(call, answers, comments), invitation, nonce)


@transaction.atomic
def deposit_sheets(*, call: RoundCollege, sheets: Sequence[CheckedSheet], by: Any = None) -> int:
    """Put many people's sheets among those of the college at once, in random order; how many were new.

    Exactly as `deposit_answers` would each, errors included, but in a few statements: on PostgreSQL the rows
    of as many other people are written anew with them. The college is locked first: two sendings of the same
    sheets wait for each other.
    """
    shuffled = list(sheets)
    secrets.SystemRandom().shuffle(shuffled)
    _count_more(call, 0)
    new = _remember_forms(call, shuffled)
    if not new:
        return 0
    people = _count_more(call, len(new))
    _use_invitation(call, None)
    at_once = max(1, ROWS_AT_ONCE // max(len(sheet.given) + len(sheet.words) for sheet in new))
    for start in range(0, len(new), at_once):
        laid = [_lay_rows(call, sheet.given, sheet.words) for sheet in new[start : start + at_once]]
        for model, place in ((Answer, 0), (Comment, 1)):
            rows: list[Any] = [row for one in laid for row in one[place]]
            _insert_among(model, rows, call=call, people=people, newcomers=len(laid))
    return len(new)


def deposit_votes(
    *,
    call: RoundCollege,
    votes: Mapping[str, int],
    invitation: Invitation | None = None,
    nonce: str = "",
    by: Any = None,
) -> bool:
    """Put one person's votes on statements among those of the college, exactly as answers.

    `votes` is {item id: level}; the caller, which keeps the statements, has checked them. Same result and
    errors as `deposit_answers`.
    """
    if not is_deliberation(call.round):
        raise ValidationError(_("Ce questionnaire ne contient pas cette question."), code="invalid")
    if is_vote_over(call.round):
        raise ValidationError(_("Ce vote est terminé : il ne prend plus de votes."), code="closed")
    if not votes:
        raise ValidationError(_("Votez sur une phrase au moins, puis terminez."), code="empty")
    given: CleanAnswers = {item: (AnswerKind.LEVEL, int(level)) for item, level in votes.items()}
    return _deposit(call, given, {}, invitation, nonce)


def _deposit(
    call: RoundCollege,
    given: CleanAnswers,
    words: dict[str, str],
    invitation: Invitation | None,
    nonce: str,
) -> bool:
    rows, texts = _lay_rows(call, given, words)
    try:
        with transaction.atomic():
            _remember_form(call, nonce)
            count = _count_more(call, 1)
            _use_invitation(call, invitation)
            _insert_among(Answer, rows, call=call, people=count)
            _insert_among(Comment, texts, call=call, people=count)
    except _AlreadySentError:
        return False
    return True


def deposit_organisation_answer(
    *,
    call: RoundCollege,
    name: str,
    answers: Mapping[str, Given],
    comments: Mapping[str, str],
    contact: str = "",
    invitation: Invitation | None = None,
    nonce: str = "",
    by: Any = None,
) -> bool:
    """Keep the answers that an organisation gives in its own name, apart from the anonymous ones.

    Only for partners, suppliers, local authorities and funders. Not counted in `answered_count`. Same
    arguments, result and errors as `deposit_answers`.
    """
    if not _takes_signatures(call):
        raise ValidationError(
            _("Dans ce groupe, personne ne répond en son nom : vos réponses restent anonymes."),
            code="invalid",
        )
    name, contact = _clean_name(name), _clean_name(contact)
    if not name:
        raise ValidationError(_("Écrivez le nom de votre organisation."), code="invalid")
    given, words = clean_sheet(call, answers, comments)
    content = _lay_content(call, given, words)
    try:
        with transaction.atomic():
            _remember_form(call, nonce)
            _require_open(call)
            _use_invitation(call, invitation)
            OrganisationAnswer.objects.create(
                organisation_id=call.organisation_id, call=call, name=name, contact=contact, content=content
            )
    except _AlreadySentError:
        return False
    return True


def shuffle_deposit(call: RoundCollege, *, by: Any = None) -> None:
    """Give every row of a college's deposit a new random place, and forget which forms arrived.

    Called at closing, inside its transaction: afterwards no hidden order (SQLite's place in a page,
    PostgreSQL's ctid and xmin) tells in which order people answered.
    """
    SentForm.objects.filter(call=call).delete()
    for model in (Answer, Comment):
        if connection.vendor == "postgresql":
            _move_rows(model, [], call=call, among=None)
        else:
            _rekey_rows(model, call)


def _lay_rows(
    call: RoundCollege, given: CleanAnswers, words: dict[str, str]
) -> tuple[list[Answer], list[Comment]]:
    """The rows of one respondent: answers under one new key, comments under none."""
    respondent = random_key()
    answers = [
        Answer(
            organisation_id=call.organisation_id,
            call=call,
            item_id=item_id,
            respondent=respondent,
            kind=kind,
            level=level,
        )
        for item_id, (kind, level) in given.items()
    ]
    comments = [
        Comment(organisation_id=call.organisation_id, call=call, item_id=item_id, text=text)
        for item_id, text in words.items()
    ]
    return answers, comments


def _lay_content(call: RoundCollege, given: CleanAnswers, words: dict[str, str]) -> dict[str, Any]:
    """What an organisation said in its own name, by item, in the order of the form."""
    return {
        item_id: {
            "kind": int(given[item_id][0]) if item_id in given else None,
            "level": given[item_id][1] if item_id in given else None,
            "comment": words.get(item_id, ""),
        }
        for item_id in call.item_ids
        if item_id in given or item_id in words
    }


def _takes_signatures(call: RoundCollege) -> bool:
    votes = is_vote(call.round) or is_deliberation(call.round)
    return not votes and may_answer_as_organisation(call.college)


def _clean_name(text: str) -> str:
    name = " ".join(text.replace("\0", "").split())
    if len(name) > NAME_LENGTH:
        raise ValidationError(_("Un nom compte 120 caractères au plus."), code="invalid")
    return name


def _remember_form(call: RoundCollege, nonce: str) -> None:
    """Refuse a form that has already arrived; concurrent ones wait for each other on the constraint."""
    secret = nonce or secrets.token_urlsafe(16)
    digest = digest_of_form(call, secret)
    try:
        insert_rows(SentForm, [SentForm(organisation_id=call.organisation_id, call=call, digest=digest)])
    except IntegrityError as error:
        raise _AlreadySentError from error


def _remember_forms(call: RoundCollege, sheets: Sequence[CheckedSheet]) -> list[CheckedSheet]:
    """The sheets that had not arrived yet, and that now have, in the same order."""
    forms = [
        SentForm(organisation_id=call.organisation_id, call=call, digest=digest_of_form(call, sheet.nonce))
        for sheet in sheets
    ]
    SentForm.objects.bulk_create(forms, ignore_conflicts=True)
    stored = set(SentForm.objects.filter(pk__in=[form.pk for form in forms]).values_list("pk", flat=True))
    return [sheet for sheet, form in zip(sheets, forms, strict=True) if form.pk in stored]


def _count_more(call: RoundCollege, people: int) -> int:
    """So many more answers; locks the college, so that its deposits queue. How many it has now."""
    only_one = call.mode == AnswerMode.COLLECTIVE
    count = None if only_one and people > 1 else count_more(call, people, first_only=only_one and people > 0)
    if count is None:
        _require_open(call)
        raise ValidationError(_("Votre groupe a déjà envoyé sa réponse commune."), code="collective_done")
    return count


def _require_open(call: RoundCollege) -> None:
    if not RoundCollege.objects.filter(pk=call.pk, round__state=RoundState.OPEN).exists():
        raise ValidationError(_("Ce questionnaire ne prend plus de réponses."), code="closed")


def _use_invitation(call: RoundCollege, invitation: Invitation | None) -> None:
    """Mark the invitation as used by rewriting all those of the college in one statement.

    One updated row would be the newest of the table, on PostgreSQL at the very moment of the answers;
    rewritten together they all look alike.
    """
    if invitation is None:
        if needs_own_code(call.round):
            raise ValidationError(
                _("Ce vote se fait avec un code personnel, qui sert une fois."), code="closed"
            )
        return
    unused = Invitation.objects.filter(pk=invitation.pk, call=call, used=False)
    used = Case(When(pk=invitation.pk, then=Value(True)), default=F("used"))
    if not Invitation.objects.filter(Exists(unused), call=call).update(used=used):
        raise ValidationError(_("Ce lien a déjà servi à envoyer une réponse."), code="used")


def _insert_among[Row: models.Model](
    model: type[Row], rows: list[Row], *, call: RoundCollege, people: int, newcomers: int = 1
) -> None:
    """Insert the new rows where nothing tells that they are new; `people` answered, newcomers included.

    SQLite sorts rows by their random key. PostgreSQL appends: there the new rows are written in random order
    together with all those of up to MIXED_PEOPLE people of the college (of as many people as come, when more
    do), everybody below that number.
    """
    if not rows:
        return
    if connection.vendor != "postgresql":
        insert_rows(model, sorted(rows, key=lambda row: row.pk))
        return
    most = max(1, len(call.item_ids), -(-len(rows) // newcomers))
    mixed = max(FEWEST_MIXED, min(MIXED_PEOPLE, MIXED_ROWS // most), newcomers)
    _move_rows(model, rows, call=call, among=None if people <= mixed else (people, mixed))


def _choose_moved(
    model: type[models.Model], call: RoundCollege, among: tuple[int, int] | None
) -> tuple[str, list[Any]]:
    """Which rows of the college move, as SQL and parameters: all, or those of some people drawn at random.

    Answers move by whole people: if only some rows of each moved, the newcomer would be the one person whose
    rows all bear the last transaction's number. Comments bear no person; so many of them move, from a random
    key on. Those drawn are an array, found once: PostgreSQL would draw them again for each answer when it
    believes the table empty (nobody counted it since its first rows).
    """
    if among is None:
        return "call_id = %s", [call.pk]
    people, mixed = among
    start = secrets.randbelow(int(_KEYS * max(0.0, 1 - 2 * mixed / people)) + 1)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    if model is Answer:
        drawn = (
            f"SELECT DISTINCT respondent FROM {table} WHERE call_id = %s AND respondent >= %s "  # noqa: S608
            "ORDER BY respondent LIMIT %s"
        )
        return f"call_id = %s AND respondent = ANY (ARRAY({drawn}))", [call.pk, call.pk, start, mixed]
    drawn = f"SELECT id FROM {table} WHERE call_id = %s AND id >= %s ORDER BY id LIMIT %s"  # noqa: S608
    return f"id = ANY (ARRAY({drawn}))", [call.pk, start, mixed]


def _move_rows(
    model: type[models.Model], rows: list[Any], *, call: RoundCollege, among: tuple[int, int] | None
) -> None:
    """PostgreSQL: take rows of the college out, and write them back under new keys with the new ones,
    shuffled, in one statement. `among` is (people who answered, people to move); None moves everything.

    Rows are found again by their place (ctid), which nobody else changes: the college's row is locked.
    """
    chosen, parameters = _choose_moved(model, call, among)
    fields: tuple[Any, ...] = model._meta.concrete_fields
    fresh = [
        {field.column: field.get_prep_value(field.value_from_object(row)) for field in fields} for row in rows
    ]
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(field.column) for field in fields)
    moved = ", ".join(f"{NEW_KEY} AS id" if field.primary_key else quote(field.column) for field in fields)
    statement = f"""
        WITH moved AS (
            DELETE FROM {table} WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM {table} WHERE {chosen}
            )) RETURNING {columns}
        )
        INSERT INTO {table} ({columns})
        SELECT {columns} FROM (
            SELECT {moved} FROM moved
            UNION ALL
            SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)
        ) AS together ORDER BY random()
    """  # noqa: S608 (names come from the model, values are parameters)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, json.dumps(fresh, default=str)])


def _rekey_rows(model: type[models.Model], call: RoundCollege) -> None:
    """SQLite: the key is the place, so new random keys write every row anew, in the order of the old ones."""
    key = Func(template="(random() & 9223372036854775807)", output_field=models.BigIntegerField())
    model._default_manager.filter(call=call).update(id=key)
