"""Votes given elsewhere become a topic whose result is shown: all of them, or nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.compute.imports import Brought, read_files
from marchepied.apps.deliberation.enums import Phase, StatementOrigin, StatementState, TransferState
from marchepied.apps.deliberation.models import Statement, Topic, VoteImport
from marchepied.apps.deliberation.selectors.imports import UNDER_WAY, is_stalled
from marchepied.apps.deliberation.services.releases import make_release
from marchepied.apps.deliberation.services.topics import TopicContent, prepare_topic
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import close_round, deposit_ballots, open_round
from marchepied.core.audit import record
from marchepied.core.scope import scope, unscoped

PEOPLE_PER_STEP = 250
# How long the file of an import that stopped is kept, for a worker that comes back late.
KEPT = timedelta(days=1)


@transaction.atomic
def bring_votes(*, organisation: Any, title: str, files: Mapping[str, bytes], by: Any) -> VoteImport:
    """Read files of votes ({name: content}) and make a topic of them, whose votes are then to be written.

    The caller goes on with `write_votes`, at once or in a task (`is_large`). Raises ValidationError with a
    sentence, and writes nothing, when a file cannot be used.
    """
    brought = read_files(files)
    title = title.strip() or _("Votes recueillis ailleurs")
    content = TopicContent(title=title, vote_until=None, responsible=str(by or _("l’équipe")))
    topic = prepare_topic(organisation=organisation, content=content, by=by)
    topic.origin = {
        "format": brought.format,
        "file": ", ".join(sorted(files))[:200],
        "people": len(brought.ballots),
        "statements": len(brought.statements),
        "votes": brought.votes,
        "on": str(timezone.localdate()),
    }
    topic.save(update_fields=["origin"])
    _write_statements(topic, brought)
    row = VoteImport(
        organisation=organisation, topic=topic, file_name=topic.origin["file"], total=brought.votes, by=by
    )
    row.file.save("votes.json", ContentFile(brought.as_bytes()), save=False)
    row.save()
    record("votes.brought", topic, by=by, votes=brought.votes, people=len(brought.ballots))
    return row


def write_votes(*, row: VoteImport, by: Any = None) -> VoteImport:
    """Write the votes of an import, step by step, then close the topic's vote and compute its result.

    Nobody sees the topic meanwhile. A step that fails takes everything back: the topic is as it was before
    any vote, and the import says why. An import that ended already, or that another worker began, is left
    alone.
    """
    taken = VoteImport.objects.filter(pk=row.pk, state=TransferState.WAITING)
    if not taken.update(state=TransferState.RUNNING, at=timezone.now()):
        row.refresh_from_db()
        return row
    row.refresh_from_db()
    try:
        _write(row, by)
    except Exception:
        _give_up(row, by)
        raise
    return row


def _write(row: VoteImport, by: Any) -> None:
    topic: Any = row.topic  # there as long as the import waits or runs
    with row.file.open("rb") as stream:
        brought = Brought.from_bytes(stream.read())
    open_round(round=topic.round, by=by)
    (call,) = calls_of(topic.round)
    call.round = topic.round
    kept = {number for number, (_text, is_kept) in enumerate(brought.statements, 1) if is_kept}
    for start in range(0, len(brought.ballots), PEOPLE_PER_STEP):
        step = brought.ballots[start : start + PEOPLE_PER_STEP]
        items = [{f"s{n}": level for n, level in ballot.items() if n in kept} for ballot in step]
        with transaction.atomic():
            deposit_ballots(call=call, ballots=items, by=by)
            row.done = min(row.total, row.done + sum(len(ballot) for ballot in step))
            _move_on(row, done=row.done)
    with transaction.atomic():
        close_round(round=topic.round, by=by)
        make_release(topic=topic, by=by, closing=True)
        topic.phase, topic.opened_at = Phase.DISCUSS, timezone.now()
        topic.save(update_fields=["phase", "opened_at"])
        _move_on(row, state=TransferState.DONE)
        row.state = TransferState.DONE
    row.file.delete(save=True)


def _move_on(row: VoteImport, **values: Any) -> None:
    """Say how far an import is; raises RuntimeError when it was given up meanwhile."""
    running = VoteImport.objects.filter(pk=row.pk, state=TransferState.RUNNING)
    if not running.update(at=timezone.now(), **values):
        raise RuntimeError("this import was given up meanwhile")


def give_up_import(*, row: VoteImport, by: Any) -> VoteImport:
    """Take back an import whose worker is dead, or never came, so that it can begin again.

    Raises ValidationError when it is over, or when something was written in the last hour.
    """
    row.refresh_from_db()
    if not is_stalled(row, timezone.now()):
        raise ValidationError(_("Cet import avance, ou il est fini : rechargez la page."))
    _give_up(row, by)
    return row


def give_up_stalled_imports(*, by: Any = None, now: datetime | None = None) -> int:
    """Take back the imports in which nothing was written for a day, everywhere; how many."""
    with unscoped("giving up by age concerns every organisation"):
        stalled = VoteImport.objects.filter(state__in=UNDER_WAY, at__lte=(now or timezone.now()) - KEPT)
        rows = list(stalled.select_related("topic__round").order_by("at", "id"))
    for row in rows:
        with scope(row.organisation_id):
            _give_up(row, by)
    return len(rows)


def _give_up(row: VoteImport, by: Any) -> None:
    """Take back what was written, and say so on the import; nothing when somebody did already."""
    with transaction.atomic():
        taken = VoteImport.objects.filter(pk=row.pk, state__in=UNDER_WAY)
        topic: Any = row.topic
        report = {"error": _("L’import s’est arrêté : rien n’a été gardé. Recommencez.")}
        if not taken.update(topic=None, state=TransferState.FAILED, done=0, report=report):
            return
        record("votes.given_up", row, by=by)
        round_ = topic.round
        topic.delete()
        round_.delete()
    row.refresh_from_db()
    row.file.delete(save=True)


def _write_statements(topic: Topic, brought: Brought) -> None:
    if not any(kept for _text, kept in brought.statements):
        raise ValidationError(_("Toutes les phrases de ce fichier ont été écartées là d’où il vient."))
    Statement.objects.bulk_create(
        Statement(
            organisation_id=topic.organisation_id,
            topic=topic,
            number=number,
            text=text,
            origin=StatementOrigin.IMPORTED,
            state=StatementState.ACCEPTED if kept else StatementState.REFUSED,
            reason="" if kept else _("Écartée pendant la conversation d’origine."),
        )
        for number, (text, kept) in enumerate(brought.statements, 1)
    )
