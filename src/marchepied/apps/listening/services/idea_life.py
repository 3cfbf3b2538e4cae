"""What is done with an idea: shown or not, discussed, decided with a reason, done, told."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import DECIDED, IdeaState, Visibility, WordKind
from marchepied.apps.listening.models import Idea, IdeaSupport, IdeaWord
from marchepied.apps.listening.services._common import require_text
from marchepied.apps.listening.validators import clean_line, clean_text
from marchepied.core.audit import record

TEXT_LENGTH = 3000
MOST_WORDS = 200


@transaction.atomic
def show_idea(*, idea: Idea, by: Any) -> Idea:
    """Put it on the board."""
    idea.visibility, idea.held_for = Visibility.SHOWN, ""
    idea.save(update_fields=["visibility", "held_for"])
    record("idea.shown", idea, by=by)
    return idea


@transaction.atomic
def refuse_idea(*, idea: Idea, reason: str, by: Any) -> Idea:
    """Keep it off the board, or take it off, with a reason that its author reads; nothing of it is lost."""
    reason = clean_line(reason)[:300]
    require_text(reason, "reason", _("Dites pourquoi : la personne le lira."))
    idea.visibility, idea.held_for = Visibility.REFUSED, reason
    idea.author_waits = False
    idea.save(update_fields=["visibility", "held_for", "author_waits"])
    record("idea.refused", idea, by=by)
    return idea


@transaction.atomic
def discuss(*, idea: Idea, text: str, by: Any) -> IdeaWord:
    """Say something of it that all may read; it is being discussed from then on."""
    word = _say(idea, WordKind.SAID, text, by)
    if idea.state == IdeaState.RECEIVED:
        idea.state = IdeaState.DISCUSSED
    idea.author_waits = idea.needs_word = False
    idea.save(update_fields=["state", "author_waits", "needs_word"])
    record("idea.discussed", idea, by=by)
    return word


@transaction.atomic
def note_on_idea(*, idea: Idea, text: str, by: Any) -> IdeaWord:
    """Keep a word inside."""
    word = _say(idea, WordKind.NOTE, text, by)
    record("idea.note_added", idea, by=by)
    return word


@transaction.atomic
def decide(*, idea: Idea, accepted: bool, reason: str, by: Any) -> Idea:
    """Keep it or not, with the reason, which all read; one decides again as long as it is not done."""
    if idea.state == IdeaState.DONE:
        raise ValidationError(_("Elle est faite : la décision reste."))
    reason = clean_text(reason)[:TEXT_LENGTH]
    require_text(reason, "reason", _("Dites pourquoi : une décision sans raison ne s’entend pas."))
    before = idea.state
    idea.state = IdeaState.ACCEPTED if accepted else IdeaState.DECLINED
    idea.reason, idea.decided_on = reason, timezone.localdate()
    idea.author_waits = idea.needs_word = False
    idea.save()
    record("idea.decided", idea, by=by, before=before, after=str(idea.state))
    return idea


@transaction.atomic
def begin(*, idea: Idea, by: Any) -> Idea:
    """Say that it is being done. Only what was kept is."""
    if idea.state != IdeaState.ACCEPTED:
        raise ValidationError(_("Décidez d’abord de la retenir."))
    idea.state = IdeaState.DOING
    idea.save(update_fields=["state"])
    record("idea.begun", idea, by=by)
    return idea


@transaction.atomic
def finish(*, idea: Idea, told: str, by: Any) -> Idea:
    """Say that it is done and what it changed: all read it, its author first."""
    if idea.state not in (IdeaState.ACCEPTED, IdeaState.DOING, IdeaState.DONE):
        raise ValidationError(_("Décidez d’abord de la retenir."))
    told = clean_text(told)[:TEXT_LENGTH]
    require_text(told, "told", _("Racontez en une phrase ce que cela change."))
    idea.told, idea.state = told, IdeaState.DONE
    idea.done_on = idea.done_on or timezone.localdate()
    idea.needs_word = idea.author_waits = False
    idea.save()
    record("idea.finished", idea, by=by)
    return idea


@transaction.atomic
def merge_ideas(*, idea: Idea, into: Idea, by: Any) -> Idea:
    """Say that it is the same as another: its supports count there, its author is led there."""
    if into.pk == idea.pk or into.register_id != idea.register_id or into.merged_into_id is not None:
        raise ValidationError({"into": _("Choisissez une autre idée de cette boîte.")})
    if idea.state in DECIDED:
        raise ValidationError(_("Cette idée a déjà sa réponse."))
    marks = IdeaSupport.objects.filter(idea=idea).values_list("mark", flat=True)
    moved = [
        IdeaSupport(organisation=idea.organisation, idea=into, mark=mark) for mark in [*marks, idea.pk.hex]
    ]
    # The marks of two ideas differ for one device: a person who supported both counts twice (0024).
    IdeaSupport.objects.bulk_create(moved, ignore_conflicts=True)
    Idea.objects.filter(merged_into=idea).update(merged_into=into)
    idea.merged_into = into
    idea.save(update_fields=["merged_into"])
    record("idea.merged", idea, by=by, into=into.number)
    return idea


@transaction.atomic
def split_idea(*, idea: Idea, by: Any) -> Idea:
    """Undo a merging: it is an idea of its own again; the supports counted there stay there."""
    if idea.merged_into is None:
        raise ValidationError(_("Cette idée est déjà à part."))
    IdeaSupport.objects.filter(idea=idea.merged_into, mark=idea.pk.hex).delete()
    idea.merged_into = None
    idea.save(update_fields=["merged_into"])
    record("idea.split", idea, by=by)
    return idea


@transaction.atomic
def reply_about_idea(*, idea: Idea, text: str, by: None = None) -> IdeaWord:
    """What its author adds by the tracking code, read by the organisation alone: no audit entry."""
    text = clean_text(text)[:TEXT_LENGTH]
    require_text(text, "text", _("Écrivez votre message."))
    rows = IdeaWord.objects.filter(idea=idea)
    last = rows.filter(kind=WordKind.AUTHOR).last()
    if last is not None and last.text == text:
        return last  # sent twice
    if rows.count() >= MOST_WORDS:
        raise ValidationError(_("Il y a déjà beaucoup de messages ici. Téléphonez plutôt."))
    word = IdeaWord.objects.create(organisation=idea.organisation, idea=idea, kind=WordKind.AUTHOR, text=text)
    idea.author_waits = True
    idea.save(update_fields=["author_waits"])
    return word


@transaction.atomic
def follow_action(*, idea: Idea, state: str, stopped: bool = False, by: Any) -> Idea:
    """Bring an idea that was kept where the work on it is: accepted, doing or done.

    A word is owed to its author when the work ends or stops: `needs_word` says so. `stopped` says that it was
    given up, which the state alone does not.
    """
    kept = idea.state in (IdeaState.ACCEPTED, IdeaState.DOING, IdeaState.DONE)
    if not kept or (idea.state == state and not stopped):
        return idea
    before, idea.state = idea.state, state
    idea.done_on = timezone.localdate() if state == IdeaState.DONE else None
    ended = state == IdeaState.DONE and not idea.told
    idea.needs_word = stopped or ended or (before == IdeaState.DOING and state != IdeaState.DOING)
    idea.save(update_fields=["state", "done_on", "needs_word"])
    record("idea.followed", idea, by=by, before=before, after=state)
    return idea


def _say(idea: Idea, kind: str, text: str, by: Any) -> IdeaWord:
    text = clean_text(text)[:TEXT_LENGTH]
    require_text(text, "text", _("Écrivez quelques mots."))
    return IdeaWord.objects.create(organisation=idea.organisation, idea=idea, kind=kind, text=text, by=by)
