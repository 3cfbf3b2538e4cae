"""Collecting the groups' answers: preparing, opening, closing, extending, reopening."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.collection import (
    build_form,
    collecting_state,
    has_release,
    propose_items,
)
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.services import (
    CallRequest,
    CollegeChoice,
    add_call,
    choose_colleges,
    close_round,
    create_round,
    extend_round,
    open_round,
    reopen_round,
    set_call_items,
    set_calls,
    update_draft,
)


@transaction.atomic
def prepare_collection(*, cycle: Cycle, by: Any) -> Any:
    """The cycle's round in preparation, made when there is none, asking every question of the cycle."""
    if cycle.round is not None:
        return cycle.round
    cycle.round = create_round(
        organisation=cycle.organisation,
        title=_title_of(cycle, None),
        form=build_form(cycle, cycle.question_ids),
        calls=[],
        closes_on=None,
        responsible="",
        by=by,
    )
    cycle.save(update_fields=["round"])
    return cycle.round


@transaction.atomic
def choose_college_questions(*, cycle: Cycle, college: Any, item_ids: Sequence[str], by: Any) -> Any:
    """Ask these questions of the cycle to a group, in the cycle's order; at least one."""
    kept = [identity for identity in cycle.question_ids if identity in set(item_ids)]
    if not kept:
        raise ValidationError(_("Gardez au moins une question pour ce groupe."))
    round_ = prepare_collection(cycle=cycle, by=by)
    return set_call_items(round=round_, college=college, item_ids=kept, by=by)


@transaction.atomic
def open_collection(
    *,
    cycle: Cycle,
    calls: Iterable[CallRequest],
    closes_on: date | None,
    responsible: str,
    by: Any,
    title: str | None = None,
) -> Any:
    """Call these groups to answer: freezes the form from the referential, makes the links, opens.

    The form holds the questions asked to one group at least. Raises ValidationError with a sentence.
    """
    requests = list(calls)
    asked = {identity for request in requests for identity in request.item_ids}
    round_ = prepare_collection(cycle=cycle, by=by)
    update_draft(
        round=round_,
        title=_title_of(cycle, title),
        form=build_form(cycle, list(asked)),
        closes_on=closes_on,
        responsible=responsible,
        by=by,
    )
    set_calls(round=round_, calls=requests, by=by)
    return open_round(round=round_, by=by)


@transaction.atomic
def choose_groups(*, cycle: Cycle, choices: Sequence[CollegeChoice], by: Any) -> list[Any]:
    """Have these groups, and call them too when the collection is already open."""
    colleges = choose_colleges(organisation=cycle.organisation, choices=choices, by=by)
    if collecting_state(cycle) == RoundState.OPEN:
        add_to_collection(cycle=cycle, colleges=colleges, by=by)
    return colleges


@transaction.atomic
def add_to_collection(*, cycle: Cycle, colleges: Sequence[Any], by: Any) -> list[Any]:
    """Call groups that were forgotten, while the collection is open and nothing has been shown.

    They are asked the questions meant for them among those already asked; all of those when none is.
    """
    if has_release(cycle):
        raise ValidationError(_("Les avis ont déjà été montrés : on n’ajoute plus de groupe."))
    round_ = _round_of(cycle)
    asked = [item["id"] for item in round_.form["items"]]
    proposed = propose_items(cycle, colleges)
    return [
        add_call(
            round=round_,
            request=CallRequest(
                college, [item for item in proposed[college.pk] if item in set(asked)] or asked
            ),
            by=by,
        )
        for college in colleges
    ]


def close_collection(*, cycle: Cycle, by: Any) -> Any:
    """Take no more answers; nothing is shown until crossed views are made."""
    return close_round(round=_round_of(cycle), by=by)


def extend_collection(*, cycle: Cycle, closes_on: date, by: Any) -> Any:
    """Announce a later closing date."""
    return extend_round(round=_round_of(cycle), closes_on=closes_on, by=by)


def reopen_collection(*, cycle: Cycle, closes_on: date, by: Any) -> Any:
    """Take answers again, only while nothing of what people said has been shown.

    Once views were shown, new answers could be told apart by subtraction.
    """
    if has_release(cycle):
        raise ValidationError(
            _("Les avis ont déjà été montrés : rouvrir permettrait de deviner qui répond ensuite.")
        )
    return reopen_round(round=_round_of(cycle), closes_on=closes_on, by=by)


def _round_of(cycle: Cycle) -> Any:
    if cycle.round is None:
        raise ValidationError(_("Aucun questionnaire n’a été ouvert."))
    return cycle.round


def _title_of(cycle: Cycle, title: str | None) -> dict[str, str]:
    words = (title or "").strip() or cycle.title
    return {"fr": words, "en": words}
