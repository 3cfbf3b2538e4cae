"""Votes on actions, and ballots cast through the deposit."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.models import RoundCollege
from marchepied.apps.participation.services import deposit_answers
from marchepied.apps.plans.selectors.votes import Offered
from marchepied.apps.plans.services.votes import VoteContent, open_vote, prepare_vote
from tests.factories.participation import CollegeFactory

ACTIONS = ("Ouvrir le samedi matin", "Refaire la cuisine", "Créer une navette", "Changer le logo")
BEST, WORST = 1, 6  # levels of the ballot


def content_of(**changes: Any) -> VoteContent:
    """Four typed actions, everybody, a week."""
    plain: dict[str, Any] = {
        "title": "Choisissons nos actions",
        "proposals": [Offered("", title, "") for title in ACTIONS],
        "closes_on": timezone.localdate() + timedelta(days=7),
        "responsible": "Claire Morel, directrice",
    }
    return VoteContent(**{**plain, **changes})


def open_one(cycle: Any, by: Any = None, **changes: Any) -> Any:
    """A vote that takes ballots."""
    return open_vote(vote=prepare_vote(cycle=cycle, content=content_of(**changes), by=by), by=by)


def open_weighted(cycle: Any, weights: Mapping[str, int], **changes: Any) -> Any:
    """A vote in which each named group weighs so many percent."""
    colleges = {name: CollegeFactory(organisation=cycle.organisation, name=name) for name in weights}
    return open_one(
        cycle,
        colleges=list(colleges.values()),
        weights={colleges[name]: Decimal(weight) for name, weight in weights.items()},
        weights_source="article 12",
        **changes,
    )


def cast(vote: Any, ballots: Sequence[Sequence[int | None]], group: str | None = None) -> None:
    """Ballots: a level a proposal in order, 0 to tick « je ne me prononce pas », None to leave it empty."""
    calls = RoundCollege.objects.select_related("round", "college").filter(round=vote.round)
    call = calls.get(college__name=group) if group else calls.get()
    for ballot in ballots:
        answers = {
            item: AnswerKind.DONT_KNOW if level == 0 else level
            for item, level in zip(call.item_ids, ballot, strict=True)
            if level is not None
        }
        deposit_answers(call=call, answers=answers, comments={})
        call.refresh_from_db()
