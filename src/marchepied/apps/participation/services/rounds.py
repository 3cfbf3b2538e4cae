"""The life of a round: prepared, open, closed; extended and reopened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.models import College, Round, RoundCollege
from marchepied.apps.participation.rules import is_deliberation
from marchepied.apps.participation.selectors.calls import find_free_handles
from marchepied.apps.participation.services.deposit import shuffle_deposit
from marchepied.core.audit import record


@dataclass(frozen=True)
class CallRequest:
    """A college to call, and the items asked to it, in order."""

    college: College
    item_ids: Sequence[str]
    expected_count: int | None = None  # None: the college's own
    mode: str | None = None  # None: the college's own


@transaction.atomic
def create_round(
    *,
    organisation: Any,
    title: dict[str, str],
    form: dict[str, Any],
    calls: Sequence[CallRequest],
    closes_on: date | None,
    responsible: str,
    by: Any,
) -> Round:
    """A round in preparation, with a call and a handle for each college. Nobody can answer yet.

    `form` is {"items": [{"id", "wording", "why", "choices", "ends", "levels"}]}; each call's items are
    checked against it. Raises ValidationError with a sentence.
    """
    round_ = Round.objects.create(
        organisation=organisation,
        title=title,
        form=form,
        closes_on=closes_on,
        responsible=responsible.strip(),
    )
    set_calls(round=round_, calls=calls, by=by)
    record("round.created", round_, by=by, colleges=len(calls))
    return round_


@transaction.atomic
def set_calls(*, round: Round, calls: Sequence[CallRequest], by: Any) -> list[RoundCollege]:  # noqa: A002
    """Replace the calls of a round in preparation by these."""
    _require_state(round, {RoundState.DRAFT}, _("Les groupes d’un questionnaire ouvert ne changent plus."))
    known = {item["id"] for item in round.form.get("items", [])}
    for call in calls:
        _check_call(round, call, known)
    if len({call.college.pk for call in calls}) < len(calls):
        raise ValidationError(_("Un groupe ne peut être appelé qu’une fois."))
    RoundCollege.objects.filter(round=round).delete()
    handles = find_free_handles(len(calls))
    return RoundCollege.objects.bulk_create(
        _make_call(round, call, handle) for call, handle in zip(calls, handles, strict=True)
    )


@transaction.atomic
def set_call_items(*, round: Round, college: College, item_ids: Sequence[str], by: Any) -> RoundCollege:  # noqa: A002
    """Choose the items asked to one college of a round in preparation, calling it if it was not."""
    _require_state(round, {RoundState.DRAFT}, _("Les questions d’un questionnaire ouvert ne changent plus."))
    request = CallRequest(college, list(item_ids))
    _check_call(round, request, {item["id"] for item in round.form.get("items", [])})
    call = RoundCollege.objects.filter(round=round, college=college).first()
    if call is None:
        call = _make_call(round, request, find_free_handles(1)[0])
    call.item_ids = list(item_ids)
    call.save()
    record("round.items_chosen", call, by=by, college=college.name, items=len(call.item_ids))
    return call


@transaction.atomic
def add_call(*, round: Round, request: CallRequest, by: Any) -> RoundCollege:  # noqa: A002
    """Call one more group to an open round, with some of the items it already holds."""
    _require_state(round, {RoundState.OPEN}, _("Seul un questionnaire ouvert accueille un groupe de plus."))
    _check_call(round, request, {item["id"] for item in round.form.get("items", [])})
    if not request.item_ids:
        raise ValidationError(
            _("Aucune question n’est choisie pour le groupe « %(name)s ».") % {"name": request.college.name}
        )
    if RoundCollege.objects.filter(round=round, college=request.college).exists():
        raise ValidationError(_("Un groupe ne peut être appelé qu’une fois."))
    call = _make_call(round, request, find_free_handles(1)[0])
    call.save()
    record("round.college_called", call, by=by, college=request.college.name)
    return call


@transaction.atomic
def update_draft(
    *,
    round: Round,  # noqa: A002
    title: dict[str, str],
    form: dict[str, Any],
    closes_on: date | None,
    responsible: str,
    by: Any,
) -> Round:
    """Rewrite what a round in preparation asks, and what it announces."""
    _require_state(round, {RoundState.DRAFT}, _("Un questionnaire ouvert ne se réécrit plus."))
    round.title, round.form = title, form
    round.closes_on, round.responsible = closes_on, responsible.strip()
    round.save(update_fields=["title", "form", "closes_on", "responsible"])
    record("round.updated", round, by=by)
    return round


@transaction.atomic
def open_round(*, round: Round, by: Any, closes_on: date | None = None) -> Round:  # noqa: A002
    """Take answers from now on, until `closes_on` (the date already set when None)."""
    _require_state(round, {RoundState.DRAFT}, _("Ce questionnaire a déjà été ouvert."))
    closes_on = closes_on or round.closes_on
    _check_closing_date(closes_on)
    calls = list(round.calls.select_related("college"))
    if not calls:
        raise ValidationError(_("Choisissez au moins un groupe avant d’ouvrir le questionnaire."))
    if not round.responsible:
        raise ValidationError(_("Dites qui est responsable des données : les participants le liront."))
    for call in calls:
        # The statements of a deliberation are not in its form: they come as people propose them.
        if not call.item_ids and not is_deliberation(round):
            raise ValidationError(
                _("Aucune question n’est choisie pour le groupe « %(name)s ».") % {"name": call.college.name}
            )
    round.state = RoundState.OPEN
    round.opened_on = timezone.localdate()
    round.closes_on = closes_on
    round.save(update_fields=["state", "opened_on", "closes_on"])
    record("round.opened", round, by=by, closes_on=str(closes_on or ""))
    return round


@transaction.atomic
def close_round(*, round: Round, by: Any) -> Round:  # noqa: A002
    """Take no more answers. What was sent stays; what was not sent is lost."""
    _require_state(round, {RoundState.OPEN}, _("Seul un questionnaire ouvert peut être clos."))
    round.state = RoundState.CLOSED
    round.closed_on = timezone.localdate()
    round.save(update_fields=["state", "closed_on"])
    for call in round.calls.all():
        shuffle_deposit(call, by=by)
    record("round.closed", round, by=by)
    return round


@transaction.atomic
def extend_round(*, round: Round, closes_on: date, by: Any) -> Round:  # noqa: A002
    """Move the closing date of an open round to a later one."""
    _require_state(round, {RoundState.OPEN}, _("Seul un questionnaire ouvert peut être prolongé."))
    _check_closing_date(closes_on)
    if round.closes_on is not None and closes_on <= round.closes_on:
        raise ValidationError(_("Choisissez une date après celle qui est annoncée."))
    round.closes_on = closes_on
    round.save(update_fields=["closes_on"])
    record("round.extended", round, by=by, closes_on=str(closes_on))
    return round


@transaction.atomic
def reopen_round(*, round: Round, closes_on: date, by: Any) -> Round:  # noqa: A002
    """Take answers again until a date. The caller makes sure that nothing has been shown yet."""
    _require_state(round, {RoundState.CLOSED}, _("Seul un questionnaire clos peut être rouvert."))
    if round.form.get("imported"):
        raise ValidationError(_("Des réponses importées ne se rouvrent pas : personne n’y a été appelé ici."))
    if round.respondent_keys_erased_on is not None:
        raise ValidationError(_("Ce questionnaire est clos depuis trop longtemps pour être rouvert."))
    _check_closing_date(closes_on)
    round.state = RoundState.OPEN
    round.closes_on = closes_on
    round.closed_on = None
    round.save(update_fields=["state", "closes_on", "closed_on"])
    record("round.reopened", round, by=by, closes_on=str(closes_on))
    return round


def _require_state(round_: Round, states: Collection[str], sentence: str) -> None:
    if round_.state not in states:
        raise ValidationError(sentence)


def _check_closing_date(closes_on: date | None) -> None:
    if closes_on is not None and closes_on < timezone.localdate():
        raise ValidationError(_("Choisissez une date de clôture à venir."))


def _check_call(round_: Round, call: CallRequest, known: set[str]) -> None:
    if call.college.organisation_id != round_.organisation_id:
        raise ValidationError(_("Ce groupe n’est pas à vous."))
    unknown = [item for item in call.item_ids if item not in known]
    if unknown:
        raise ValidationError(
            _("Le questionnaire ne contient pas la question %(item)s.") % {"item": unknown[0]}
        )


def _make_call(round_: Round, request: CallRequest, handle: str) -> RoundCollege:
    college = request.college
    expected = college.expected_count if request.expected_count is None else request.expected_count
    return RoundCollege(
        organisation=round_.organisation,
        round=round_,
        college=college,
        handle=handle,
        item_ids=list(request.item_ids),
        expected_count=expected,
        mode=request.mode or college.mode or AnswerMode.INDIVIDUAL,
    )
