"""The life of a topic: prepared, opened, moved from phase to phase, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.enums import Moderation, Phase, StatementState
from marchepied.apps.deliberation.models import Statement, Topic
from marchepied.apps.deliberation.rules import NEXT, is_being_imported, round_of
from marchepied.apps.deliberation.services._proposals import read_again
from marchepied.apps.deliberation.services.ballots import deposit_open_ballots
from marchepied.apps.deliberation.services.releases import make_release
from marchepied.apps.deliberation.services.statements import seed_statements
from marchepied.apps.organisations.services.doors import set_opened
from marchepied.apps.participation.enums import AnswerMode
from marchepied.apps.participation.rules import STATEMENTS_FORM
from marchepied.apps.participation.services import (
    CallRequest,
    call_everyone,
    close_round,
    create_round,
    extend_round,
    open_round,
    set_calls,
    update_draft,
)
from marchepied.core.audit import record

TITLE_LENGTH = 160
# What the menu of the space shows from the first topic opened on.
MENU_ENTRY = "deliberation"
# Fewer statements than this is a question, not a conversation.
FEWEST_STATEMENTS = 2


@dataclass(frozen=True)
class TopicContent:
    """What a facilitator prepares. No `colleges`: everybody together, one link.

    The phase in which people propose is skipped without `propose_until`. `lines` are the statements to begin
    with, when the topic is new.
    """

    title: str
    vote_until: date | None
    responsible: str
    context: str = ""
    lines: Sequence[str] = ()
    propose_until: date | None = None
    discuss_until: date | None = None
    decide_on: date | None = None
    colleges: Sequence[Any] = ()
    expected_count: int | None = None
    single_use: bool = False
    moderation: str = Moderation.BEFORE
    proposals_while_voting: bool = True
    by_college: bool = False
    individual_export: bool = False
    reference: str = ""


@transaction.atomic
def prepare_topic(*, organisation: Any, content: TopicContent, by: Any, topic: Topic | None = None) -> Topic:
    """Write a topic in preparation, new or again. Nobody reads it yet.

    Raises ValidationError with a sentence: no title, days out of order, or a topic already open.
    """
    _check(content)
    new = topic is None
    topic = topic or Topic(organisation=organisation, reference=content.reference)
    _require(topic, Phase.DRAFT, _("Ce sujet est ouvert : il ne change plus."))
    topic.title, topic.context = content.title.strip(), content.context.strip()
    for name in (
        "propose_until",
        "vote_until",
        "discuss_until",
        "decide_on",
        "moderation",
        "proposals_while_voting",
        "by_college",
        "individual_export",
    ):
        setattr(topic, name, getattr(content, name))
    topic.by_college = content.by_college and len(content.colleges) > 1
    topic.round = _prepare_round(organisation, topic, content, by)
    topic.save()
    if new:
        seed_statements(topic=topic, lines=content.lines, by=by)
    record("topic.prepared", topic, by=by)
    return topic


@transaction.atomic
def open_topic(*, topic: Topic, by: Any) -> Topic:
    """Let people in: to propose statements when a day was announced for it, to vote otherwise."""
    _require(topic, Phase.DRAFT, _("Ce sujet a déjà été ouvert."))
    first = Phase.PROPOSE if topic.propose_until is not None else Phase.VOTE
    if first == Phase.VOTE:
        _require_statements(topic)
    open_round(round=round_of(topic), by=by)
    set_opened(organisation=topic.organisation, name=MENU_ENTRY, opened=True, by=by)
    return _enter(topic, first, by, opened_at=timezone.now())


@transaction.atomic
def start_vote(*, topic: Topic, by: Any) -> Topic:
    """End the time of proposals, and let people vote."""
    _require(topic, Phase.PROPOSE, _("Le vote a déjà commencé."))
    _require_statements(topic)
    return _enter(topic, Phase.VOTE, by)


@transaction.atomic
def end_vote(*, topic: Topic, by: Any) -> Topic:
    """Take no more votes: those left open are deposited, the round is closed, the result is computed once.

    The vote never opens again: somebody whose votes were deposited then could vote twice.
    """
    _require(topic, Phase.VOTE, _("Le vote n’est pas ouvert."))
    deposit_open_ballots(topic=topic, by=by)
    close_round(round=round_of(topic), by=by)
    make_release(topic=topic, by=by, closing=True)
    return _enter(topic, Phase.DISCUSS, by)


@transaction.atomic
def move_on(*, topic: Topic, to: str, by: Any) -> Topic:
    """Pass from discussion to decision, and to the end; or one step back, as long as it is not the vote."""
    read_again(topic)
    after = {Phase.DISCUSS, Phase.DECIDE, Phase.DONE}
    if topic.phase not in after or to not in after or to not in NEXT[Phase(topic.phase)]:
        raise ValidationError(_("On ne passe pas de là à ici : rechargez la page."))
    return _enter(topic, Phase(to), by, ended_at=timezone.now() if to == Phase.DONE else None)


@transaction.atomic
def extend_phase(*, topic: Topic, until: date, by: Any) -> Topic:
    """Announce a later last day for proposing or voting."""
    read_again(topic)
    if topic.phase not in {Phase.PROPOSE, Phase.VOTE}:
        raise ValidationError(_("On ne prolonge que le temps de proposer ou de voter."))
    name = "propose_until" if topic.phase == Phase.PROPOSE else "vote_until"
    before = getattr(topic, name)
    if until < timezone.localdate() or (before is not None and until <= before):
        raise ValidationError(_("Choisissez un jour à venir, après celui qui est annoncé."))
    setattr(topic, name, until)
    if topic.vote_until is not None and topic.vote_until < until:
        topic.vote_until = until
    if topic.round is not None and topic.vote_until != topic.round.closes_on and topic.vote_until is not None:
        extend_round(round=topic.round, closes_on=topic.vote_until, by=by)
    topic.save(update_fields=["propose_until", "vote_until"])
    record("topic.extended", topic, by=by, until=str(until))
    return topic


@transaction.atomic
def delete_topic(*, topic: Topic, by: Any) -> None:
    """Remove a topic that nobody could read yet."""
    _require(topic, Phase.DRAFT, _("Un sujet ouvert ne s’efface pas : menez-le à sa fin."))
    record("topic.deleted", topic, by=by, title=topic.title)
    round_ = topic.round
    topic.delete()
    if round_ is not None:
        round_.delete()


def _enter(topic: Topic, phase: Phase, by: Any, **times: Any) -> Topic:
    topic.phase = phase
    for name, moment in times.items():
        setattr(topic, name, moment)
    topic.save(update_fields=["phase", *times])
    record("topic.moved", topic, by=by, phase=str(phase))
    return topic


def _prepare_round(organisation: Any, topic: Topic, content: TopicContent, by: Any) -> Any:
    announced: dict[str, Any] = {
        "title": {"fr": topic.title, "en": topic.title},
        "form": {"kind": STATEMENTS_FORM, "single_use": content.single_use, "items": []},
        "closes_on": content.vote_until,
        "responsible": content.responsible,
    }
    colleges = content.colleges or [call_everyone(organisation=organisation, by=by)]
    # A vote is a person's, even in a group that answers questionnaires with one voice.
    calls = [
        CallRequest(college, [], None if content.colleges else content.expected_count, AnswerMode.INDIVIDUAL)
        for college in colleges
    ]
    if topic.round is None:
        return create_round(organisation=organisation, calls=calls, by=by, **announced)
    update_draft(round=topic.round, by=by, **announced)
    set_calls(round=topic.round, calls=calls, by=by)
    return topic.round


def _check(content: TopicContent) -> None:
    if not content.title.strip():
        raise ValidationError(_("Donnez un titre à ce sujet."))
    days = [content.propose_until, content.vote_until, content.discuss_until, content.decide_on]
    given = [day for day in days if day is not None]
    if given != sorted(given):
        raise ValidationError(_("Les jours se suivent : proposer, puis voter, puis discuter, puis décider."))


def _require_statements(topic: Topic) -> None:
    ready = Statement.objects.filter(topic=topic, state=StatementState.ACCEPTED).count()
    if ready < FEWEST_STATEMENTS:
        raise ValidationError(
            _("Il faut au moins %(fewest)s phrases pour voter ; il y en a %(count)s.")
            % {"fewest": FEWEST_STATEMENTS, "count": ready}
        )


def _require(topic: Topic, phase: Phase, sentence: str) -> None:
    if not topic._state.adding:
        read_again(topic)
    if topic.phase != phase:
        raise ValidationError(sentence)
    if is_being_imported(topic):
        raise ValidationError(_("Les votes de ce sujet s’importent : attendez qu’ils soient tous là."))
