"""Answers that were given elsewhere, put among those of a round that is closed from the start.

As at a deposit, nothing joins an answer to a person, and neither the order of the file nor that of its groups
is left: rows are inserted in the order of their random keys, groups in that of their names.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerKind, AnswerMode, CollegeKind, RoundState
from marchepied.apps.participation.models import (
    Answer,
    College,
    Comment,
    Invitation,
    Round,
    RoundCollege,
    random_key,
)
from marchepied.apps.participation.selectors.calls import find_free_handles
from marchepied.apps.participation.services._sheets import COMMENT_LENGTH
from marchepied.apps.participation.services.colleges import NAME_LENGTH
from marchepied.core.audit import record
from marchepied.core.folding import fold

ROWS_AT_ONCE = 5000
# Codes of the levels of a sheet of people and questions, besides a level counted from 1.
NO_ANSWER, DONT_KNOW, NOT_CONCERNED = 0, -1, -2
_KINDS = {DONT_KNOW: AnswerKind.DONT_KNOW, NOT_CONCERNED: AnswerKind.NOT_CONCERNED}


@dataclass(frozen=True)
class ImportedAnswers:
    """What people said: `levels` has a row a person and a column an item of the form, in its order.

    A level counts from 1, or is NO_ANSWER, DONT_KNOW or NOT_CONCERNED. `groups` is each person's group;
    `weights` each person's weight, or None when none was declared. `comments` is (person, item) → text.
    """

    levels: npt.NDArray[np.int8]
    groups: Sequence[str]
    weights: npt.NDArray[np.float64] | None
    comments: dict[tuple[int, int], str]


@transaction.atomic
def import_round(
    *,
    organisation: Any,
    title: dict[str, str],
    form: dict[str, Any],
    answers: ImportedAnswers,
    replaces: Round | None = None,
    by: Any,
) -> Round:
    """A closed round that holds these answers, each group being a college of the same name, made if needed.

    `replaces` is a round in preparation to take the place of; it must have called nobody yet. People who
    answered nothing count in no group. Raises ValidationError with a sentence, and writes nothing.
    """
    _check(answers, form)
    _discard_draft(replaces)
    today = timezone.localdate()
    round_ = Round.objects.create(
        organisation=organisation,
        title=title,
        form={**form, "imported": True, "weighted": answers.weights is not None},
        state=RoundState.CLOSED,
        opened_on=today,
        closed_on=today,
    )
    heard = answers.levels.any(axis=1)
    calls = _call_groups(round_, answers.groups, heard)
    _insert_answers(answers, form, calls)
    _insert_comments(answers, form, calls)
    record("round.imported", round_, by=by, colleges=len(calls))
    return round_


def _check(answers: ImportedAnswers, form: dict[str, Any]) -> None:
    if not answers.levels.any():
        raise ValidationError(_("Ce fichier ne contient aucune réponse."))
    items = form["items"]
    for name in dict.fromkeys(answers.groups):
        if len(name) > NAME_LENGTH:
            raise ValidationError(
                _(
                    "Le nom du groupe « %(name)s… » est trop long : %(count)s caractères au plus. "
                    "Raccourcissez-le dans le fichier."
                )
                % {"name": name[:40], "count": NAME_LENGTH}
            )
    for (_person, place), text in answers.comments.items():
        if len(text) > COMMENT_LENGTH:
            raise ValidationError(
                _(
                    "Question « %(item)s » : le commentaire qui commence par « %(start)s… » est trop long, "
                    "%(count)s caractères au plus. Raccourcissez-le dans le fichier."
                )
                % {"item": items[place]["wording"]["fr"], "start": text[:40], "count": COMMENT_LENGTH}
            )


def _discard_draft(round_: Round | None) -> None:
    if round_ is None:
        return
    if round_.state != RoundState.DRAFT:
        raise ValidationError(_("Cette démarche a déjà ses réponses : l’import en commence une autre."))
    if Invitation.objects.filter(call__round=round_).exists():
        raise ValidationError(
            _("Des invitations sont déjà prêtes pour cette démarche : l’import les perdrait.")
        )
    round_.delete()


def _call_groups(
    round_: Round, groups: Sequence[str], heard: npt.NDArray[np.bool_]
) -> dict[str, RoundCollege]:
    """One call a group, in the order of their names, with how many people of it answered."""
    names = sorted(set(groups), key=_sort_naturally)
    colleges = _match_colleges(round_.organisation, names)
    answered = dict.fromkeys(names, 0)
    for name, said in zip(groups, heard.tolist(), strict=True):
        answered[name] += said
    item_ids = [item["id"] for item in round_.form["items"]]
    handles = find_free_handles(len(names))
    calls = RoundCollege.objects.bulk_create(
        RoundCollege(
            organisation=round_.organisation,
            round=round_,
            college=colleges[name],
            handle=handle,
            item_ids=item_ids,
            expected_count=colleges[name].expected_count,
            mode=AnswerMode.INDIVIDUAL,
            answered_count=answered[name],
        )
        for name, handle in zip(names, handles, strict=True)
    )
    return dict(zip(names, calls, strict=True))


def _sort_naturally(name: str) -> tuple[tuple[bool, int, str], ...]:
    """A sorting key for which « 2 » comes before « 10 »."""
    parts = re.findall(r"\d{1,18}|\D+|\d+", fold(name) or name)
    return tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)


def _match_colleges(organisation: Any, names: Sequence[str]) -> dict[str, College]:
    """The college of each name: its own, else the only one written alike, else a new one."""
    own = list(College.objects.filter(organisation=organisation))
    exact = {college.name: college for college in own}
    alike: dict[str, list[College]] = {}
    for college in own:
        alike.setdefault(fold(college.name), []).append(college)
    found = {name: exact[name] for name in names if name in exact}
    for name in names:
        fits = [college for college in alike.get(fold(name), ()) if college not in found.values()]
        if name not in found and fold(name) and len(fits) == 1:
            found[name] = fits[0]
    last = max((college.position for college in own), default=-1)
    new = [name for name in names if name not in found]
    made = College.objects.bulk_create(
        College(organisation=organisation, kind=CollegeKind.OTHER, name=name, position=last + place)
        for place, name in enumerate(new, start=1)
    )
    return found | dict(zip(new, made, strict=True))


def _draw_keys(count: int) -> npt.NDArray[np.int64]:
    """So many different random positive 63-bit keys."""
    while True:
        keys = np.frombuffer(secrets.token_bytes(8 * count), dtype=np.uint64) >> np.uint64(1)
        if len(np.unique(keys)) == count:
            return keys.astype(np.int64)


def _insert_answers(answers: ImportedAnswers, form: dict[str, Any], calls: dict[str, RoundCollege]) -> None:
    people, places = np.nonzero(answers.levels)
    keys = _draw_keys(len(people))
    respondents = _draw_keys(len(answers.groups)).tolist()
    order = np.argsort(keys)
    item_ids = [item["id"] for item in form["items"]]

    def make(row: int) -> Answer:
        person, place = int(people[row]), int(places[row])
        level = int(answers.levels[person, place])
        call = calls[answers.groups[person]]
        return Answer(
            id=int(keys[row]),
            organisation_id=call.organisation_id,
            call=call,
            item_id=item_ids[place],
            respondent=respondents[person],
            kind=_KINDS.get(level, AnswerKind.LEVEL),
            level=level if level > 0 else None,
            weight=1.0 if answers.weights is None else float(answers.weights[person]),
        )

    for part in _cut(order):
        Answer.objects.bulk_create([make(int(row)) for row in part])


def _insert_comments(answers: ImportedAnswers, form: dict[str, Any], calls: dict[str, RoundCollege]) -> None:
    rows = []
    for (person, place), text in answers.comments.items():
        call = calls[answers.groups[person]]
        item_id = form["items"][place]["id"]
        rows.append(
            Comment(
                id=random_key(), organisation_id=call.organisation_id, call=call, item_id=item_id, text=text
            )
        )
    rows.sort(key=lambda row: row.pk)
    Comment.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _cut(order: npt.NDArray[np.int64]) -> Iterator[npt.NDArray[np.int64]]:
    for start in range(0, len(order), ROWS_AT_ONCE):
        yield order[start : start + ROWS_AT_ONCE]
