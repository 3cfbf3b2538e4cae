"""Declaring what was done elsewhere, changing it, withdrawing it; asking less because of it."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.compute.elsewhere import covered_ids_of
from marchepied.apps.diagnosis.enums import CycleState, DeclaredKind, OwnAnswerKind
from marchepied.apps.diagnosis.models import Cycle, Declared, OwnAnswer
from marchepied.apps.diagnosis.services._asked import keep_questions, set_apart, whole_scope
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.evidence.selectors import known_ids
from marchepied.apps.referentials.compute import read_standards
from marchepied.core.audit import record
from marchepied.core.scope import scope, unscoped


@dataclass(frozen=True)
class DeclaredContent:
    """What is said of something done elsewhere; without `item_ids`, every topic of the standard counts."""

    kind: str
    title: str
    standard_id: str = ""
    label_id: str = ""
    duty_id: str = ""
    scope: str = ""
    obtained_on: date | None = None
    valid_until: date | None = None
    item_ids: tuple[str, ...] = ()
    note: str = ""


@transaction.atomic
def declare(
    *, organisation: Any, content: DeclaredContent, evidence: Collection[UUID] = (), by: Any
) -> Declared:
    """Say that something was done elsewhere; running cycles that ask less because of it follow.

    Raises ValidationError for one without a name, dates in the wrong order, a standard or a topic that
    bridges do not know, or a document of another space.
    """
    _check(organisation, content, evidence)
    before = _covered_now(organisation)
    row: Any = Declared.objects.create(organisation=organisation, by=by, **_fields(content))
    row.evidence.set(evidence)
    record("declared.added", row, by=by, title=row.title)
    _follow(before, by)
    return row


@transaction.atomic
def change_declared(
    *, declared: Any, content: DeclaredContent, evidence: Collection[UUID], by: Any
) -> Declared:
    """Change what is said of it, its topics, its documents. Raises ValidationError as `declare` does."""
    _check(declared.organisation, content, evidence)
    before = _covered_now(declared.organisation)
    for name, value in _fields(content).items():
        setattr(declared, name, value)
    declared.by, declared.at = by, timezone.now()
    declared.save()
    declared.evidence.set(evidence)
    record("declared.changed", declared, by=by, title=declared.title)
    _follow(before, by)
    return declared


@transaction.atomic
def withdraw_declared(*, declared: Declared, by: Any) -> None:
    """It counts no more: its questions are asked again. Its documents, and answers already given, stay."""
    before = _covered_now(declared.organisation)
    record("declared.withdrawn", declared, by=by, title=declared.title)
    declared.delete()
    _follow(before, by)


@transaction.atomic
def spare_covered(*, cycle: Cycle, by: Any) -> Cycle:
    """Ask no more what something done elsewhere answers whole; undone by `ask_everything`.

    Raises ValidationError when no question would be left.
    """
    cycle.spares_covered = True
    set_apart(cycle, covered_ids_of(cycle))
    record("cycle.covered_spared", cycle, by=by, spared=len(cycle.spared_ids))
    return cycle


@transaction.atomic
def ask_everything(*, cycle: Cycle, by: Any) -> Cycle:
    """Ask again what was set apart."""
    back = len(cycle.spared_ids)
    wanted = whole_scope(cycle)
    cycle.spares_covered, cycle.spared_ids = False, []
    keep_questions(cycle, wanted)
    record("cycle.spared_asked", cycle, by=by, back=back)
    return cycle


@transaction.atomic
def take_up_credit(
    *, cycle: Cycle, question_id: str, narrative: str, evidence: Collection[UUID], by: Any
) -> OwnAnswer:
    """Answer a question by what was done elsewhere: no level is made up, the words say what remains.

    Raises ValidationError for a question already answered: its answer is changed on its own page.
    """
    if OwnAnswer.objects.filter(cycle=cycle, question_id=question_id).exists():
        raise ValidationError(_("Cette question a déjà une réponse. Changez-la sur sa page."))
    return save_own_answer(
        cycle=cycle,
        question_id=question_id,
        kind=OwnAnswerKind.COVERED,
        level=None,
        narrative=narrative,
        evidence=evidence,
        by=by,
    )


def give_back_uncovered(*, by: Any = None) -> int:
    """Ask again, on the whole instance, the questions whose certificate has ended; how many came back."""
    with unscoped("the daily upkeep runs over every organisation"):
        sparing = list(
            Cycle.objects.select_related("organisation").filter(state=CycleState.RUNNING, spares_covered=True)
        )
    back = 0
    for cycle in sparing:
        with scope(cycle.organisation):
            back += _give_back(cycle, covered_ids_of(cycle), by)
    return back


def _check(organisation: Any, content: DeclaredContent, evidence: Collection[UUID]) -> None:
    if not content.title.strip():
        raise ValidationError(_("Dites ce que c’est : un nom suffit."))
    if content.kind not in DeclaredKind.values:
        raise ValidationError(_("Choisissez une des sortes proposées."))
    if content.obtained_on and content.valid_until and content.valid_until < content.obtained_on:
        raise ValidationError(_("La date de fin vient avant la date d’obtention."))
    standard = read_standards().get(content.standard_id)
    known = {item.id for item in standard.leaves} if standard else set()
    if (content.standard_id and standard is None) or set(content.item_ids) - known:
        raise ValidationError(_("Un de ces sujets n’est pas dans cette norme. Rechargez la page."))
    if known_ids(organisation, set(evidence)) != set(evidence):
        raise ValidationError(_("Une de ces preuves n’est pas dans votre espace. Rechargez la page."))


def _fields(content: DeclaredContent) -> dict[str, Any]:
    standard = read_standards().get(content.standard_id)
    chosen = set(content.item_ids)
    # All of them is the same as no choice: what the standard gains later counts too.
    whole = standard is None or chosen >= {item.id for item in standard.leaves}
    texts = {name: getattr(content, name).strip() for name in ("title", "scope", "note")}
    return asdict(content) | texts | {"item_ids": [] if whole else sorted(chosen)}


def _covered_now(organisation: Any) -> list[tuple[Cycle, set[str]]]:
    """The running cycles that set covered questions apart, each with what is covered before a change."""
    rows = Cycle.objects.filter(organisation=organisation, state=CycleState.RUNNING, spares_covered=True)
    found = []
    for cycle in rows:
        cycle.organisation = organisation
        found.append((cycle, covered_ids_of(cycle)))
    return found


def _follow(before: list[tuple[Cycle, set[str]]], by: Any) -> None:
    """What is no longer covered is asked again; what has just become so is set apart, one at least staying.

    A question that was asked although it was covered already is asked still: somebody chose so.
    """
    for cycle, covered in before:
        now = covered_ids_of(cycle)
        _give_back(cycle, now, by)
        fresh = now - covered
        if fresh & set(cycle.question_ids) and set(cycle.question_ids) - fresh:
            set_apart(cycle, fresh | set(cycle.spared_ids))
            record("cycle.covered_spared", cycle, by=by, spared=len(cycle.spared_ids))


def _give_back(cycle: Cycle, covered: set[str], by: Any) -> int:
    lost = set(cycle.spared_ids) - covered
    if lost:
        set_apart(cycle, set(cycle.spared_ids) - lost)
        record("cycle.spared_asked", cycle, by=by, back=len(lost))
    return len(lost)
