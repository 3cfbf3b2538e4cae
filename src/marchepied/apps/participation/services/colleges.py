"""Choosing, naming, ordering, merging and setting aside the groups of an organisation."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerMode, CollegeKind, RoundState
from marchepied.apps.participation.models import College, RoundCollege
from marchepied.core.audit import record

NAME_LENGTH = 80


@dataclass(frozen=True)
class CollegeChoice:
    """A group to have: its kind, the name it goes by, and about how many people it holds."""

    kind: str
    name: str
    expected_count: int | None = None


@transaction.atomic
def choose_colleges(*, organisation: Any, choices: Sequence[CollegeChoice], by: Any) -> list[College]:
    """Have all these groups, taking back those that were set aside under the same name."""
    existing = {college.name: college for college in College.objects.filter(organisation=organisation)}
    position = max((college.position for college in existing.values()), default=-1)
    chosen = []
    for choice in choices:
        name = _clean_name(choice.name)
        college = existing.get(name)
        if college is None:
            position += 1
            college = College(organisation=organisation, kind=choice.kind, name=name, position=position)
        college.archived = False
        college.expected_count = choice.expected_count
        college.save()
        existing[name] = college
        chosen.append(college)
    record("colleges.chosen", organisation, by=by, organisation=organisation, names=[c.name for c in chosen])
    return chosen


@transaction.atomic
def add_college(
    *,
    organisation: Any,
    kind: str,
    name: str,
    by: Any,
    expected_count: int | None = None,
    mode: str = AnswerMode.INDIVIDUAL,
) -> College:
    """Add one group at the end of the list. Raises ValidationError when its name is taken."""
    name = _clean_name(name)
    _refuse_taken(organisation, name)
    last = College.objects.filter(organisation=organisation).order_by("-position").first()
    college = College.objects.create(
        organisation=organisation,
        kind=kind,
        name=name,
        expected_count=expected_count,
        mode=mode,
        position=last.position + 1 if last else 0,
    )
    record("college.added", college, by=by, name=name)
    return college


@transaction.atomic
def call_everyone(*, organisation: Any, by: Any) -> College:
    """The group « Tout le monde », for what is asked of all together: made once, out of the list of groups.

    A group that already bears the name is taken as it is.
    """
    name = _("Tout le monde")
    found = College.objects.filter(organisation=organisation, name__iexact=name).first()
    if found is not None:
        return found
    everyone = add_college(organisation=organisation, kind=CollegeKind.OTHER, name=name, by=by)
    everyone.archived = True
    everyone.save(update_fields=["archived"])
    return everyone


@transaction.atomic
def rename_college(*, college: College, name: str, by: Any) -> College:
    """Give a group the name its people use."""
    return update_college(
        college=college, name=name, expected_count=college.expected_count, mode=college.mode, by=by
    )


@transaction.atomic
def update_college(*, college: College, name: str, expected_count: int | None, mode: str, by: Any) -> College:
    """Change a group's name, head-count and way of answering.

    The head-count follows into the rounds that are not closed; the way of answering only into those in
    preparation, since people may already have answered one by one.
    """
    name = _clean_name(name)
    if name != college.name:
        _refuse_taken(college.organisation, name)
    college.name, college.expected_count, college.mode = name, expected_count, mode
    college.save(update_fields=["name", "expected_count", "mode"])
    calls = RoundCollege.objects.filter(college=college).order_by()
    calls.exclude(round__state=RoundState.CLOSED).update(expected_count=expected_count)
    calls.filter(round__state=RoundState.DRAFT).update(mode=mode)
    record("college.updated", college, by=by, name=name, expected_count=expected_count, mode=mode)
    return college


@transaction.atomic
def move_college(*, college: College, up: bool, by: Any) -> None:
    """Exchange a group with the one before it (or after it); nothing at the end of the list, or set aside."""
    order = list(College.objects.filter(organisation=college.organisation, archived=False))
    if college not in order:
        return
    place = order.index(college)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, row in enumerate(order):
        row.position = position
    College.objects.bulk_update(order, ["position"])
    record("college.moved", college, by=by, up=up)


@transaction.atomic
def archive_college(*, college: College, by: Any) -> College:
    """Set a group aside: it is no longer called, and what it said before stays."""
    if RoundCollege.objects.filter(college=college, round__state=RoundState.OPEN).exists():
        raise ValidationError(
            _("Le questionnaire de ce groupe est ouvert : on ne peut pas le mettre de côté maintenant.")
        )
    RoundCollege.objects.filter(college=college, round__state=RoundState.DRAFT).delete()
    college.archived = True
    college.save(update_fields=["archived"])
    record("college.archived", college, by=by, name=college.name)
    return college


@transaction.atomic
def restore_college(*, college: College, by: Any) -> College:
    """Take back a group that was set aside."""
    college.archived = False
    college.save(update_fields=["archived"])
    record("college.restored", college, by=by, name=college.name)
    return college


@transaction.atomic
def merge_colleges(*, colleges: Sequence[College], name: str, by: Any) -> College:
    """Make one group of several, which are set aside; their head-counts add up when all are known.

    Groups of different kinds make a group of no kind in particular, which is never offered to answer in an
    organisation's own name. Raises ValidationError for fewer than two groups.
    """
    if len({college.pk for college in colleges}) < 2:
        raise ValidationError(_("Choisissez au moins deux groupes à réunir."))
    organisation = colleges[0].organisation
    for college in colleges:
        archive_college(college=college, by=by)
    kinds = {college.kind for college in colleges}
    counts = [college.expected_count for college in colleges]
    name = _clean_name(name)
    same = next((college for college in colleges if college.name == name), None)
    if same is not None:
        # The new group takes the name over; the old one keeps it with its year, to stay distinct.
        same.name = _free_name(organisation, name)
        same.save(update_fields=["name"])
    merged = add_college(
        organisation=organisation,
        kind=kinds.pop() if len(kinds) == 1 else CollegeKind.OTHER,
        name=name,
        expected_count=None if None in counts else sum(count for count in counts if count is not None),
        by=by,
    )
    merged.position = min(college.position for college in colleges)
    merged.save(update_fields=["position"])
    record("colleges.merged", merged, by=by, names=[college.name for college in colleges])
    return merged


def _free_name(organisation: Any, name: str) -> str:
    taken = set(College.objects.filter(organisation=organisation).values_list("name", flat=True))
    number = 2
    while f"{name[: NAME_LENGTH - 4]} {number}" in taken:
        number += 1
    return f"{name[: NAME_LENGTH - 4]} {number}"


def _clean_name(name: str) -> str:
    plain = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in name)
    plain = " ".join(plain.split())
    if not plain:
        raise ValidationError(_("Donnez un nom à ce groupe."))
    if len(plain) > NAME_LENGTH:
        raise ValidationError(
            _("Ce nom est trop long : %(count)s caractères au plus.") % {"count": NAME_LENGTH}
        )
    return plain


def _refuse_taken(organisation: Any, name: str) -> None:
    taken = College.objects.filter(organisation=organisation, name__iexact=name).first()
    if taken is None:
        return
    if taken.archived:
        raise ValidationError(
            _("Vous avez mis de côté un groupe qui s’appelle « %(name)s » : reprenez-le.") % {"name": name}
        )
    raise ValidationError(_("Un groupe s’appelle déjà « %(name)s ».") % {"name": name})
