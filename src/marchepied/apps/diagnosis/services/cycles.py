"""Starting a cycle, changing its scope and dates, moving its steps."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.compute.elsewhere import covered_ids_of
from marchepied.apps.diagnosis.enums import CycleState, Depth, Path, StepKey, Team
from marchepied.apps.diagnosis.models import Cycle, CycleStep, Workshop
from marchepied.apps.diagnosis.selectors.calendar import plan_steps
from marchepied.apps.diagnosis.selectors.cycles import referential_of
from marchepied.apps.diagnosis.selectors.next_cycle import choose_next_questions, propose_path
from marchepied.apps.diagnosis.services._asked import keep_questions, set_apart
from marchepied.apps.meetings.selectors.meetings import running_show
from marchepied.apps.meetings.services.shows import close_show
from marchepied.apps.organisations.enums import SizeBand
from marchepied.apps.organisations.selectors import profile_of
from marchepied.apps.organisations.services import create_organisation, update_profile
from marchepied.apps.referentials.selectors import read_referential, startable_versions, version_holding
from marchepied.core.audit import record
from marchepied.core.scope import scope
from marchepied.engines.referential import Referential, applicable_questions


@transaction.atomic
def open_space(*, name: str, legal_form: str, axis_id: str, team: str = "", by: Any) -> Cycle:
    """A new organisation piloted by `by`, with a first express cycle on one theme.

    `team` says how many people there are, where they said so: under ten, or without employees, the cycle is
    led round a table. Raises ValidationError when no such theme ships or when it has no question yet.
    """
    organisation = create_organisation(name=name, legal_form=legal_form, by=by)
    with scope(organisation):
        if team == Team.NO_EMPLOYEE:
            update_profile(organisation=organisation, size_band=SizeBand.NONE, by=by)
        return start_cycle(organisation=organisation, axis_ids=[axis_id], path=propose_path(team), by=by)


@transaction.atomic
def start_cycle(
    *,
    organisation: Any,
    axis_ids: Sequence[str],
    depth: str = Depth.EXPRESS,
    assembly_on: date | None = None,
    path: str = Path.GROUPS,
    version_id: UUID | None = None,
    by: Any,
) -> Cycle:
    """A cycle on some themes, its questions and its eight steps planned.

    The themes are those of the latest guide, of one that ships beside it, or of one that the organisation
    wrote or may use; of `version_id` and no other where it is given. Raises ValidationError for no theme, for
    one without questions, for themes that no single guide has, and for a guide that is not theirs to use.
    """
    version = _choose_version(organisation, axis_ids, version_id)
    referential = read_referential(version)
    _check_themes(referential, axis_ids)
    today = timezone.localdate()
    cycle = Cycle.objects.create(
        organisation=organisation,
        title=_("Démarche %(year)s") % {"year": (assembly_on or today).year},
        version=version,
        axis_ids=_in_order(referential, axis_ids),
        depth=depth,
        question_ids=_select_questions(referential, organisation, axis_ids, depth),
        assembly_on=assembly_on,
        started_on=today,
        path=path,
    )
    plan_cycle_steps(cycle=cycle, by=by)
    record("cycle.started", cycle, by=by, themes=cycle.axis_ids)
    return cycle


@transaction.atomic
def start_next_cycle(
    *,
    last: Cycle,
    axis_ids: Sequence[str],
    depth: str,
    path: str,
    assembly_on: date | None = None,
    version_id: UUID | None = None,
    spare: bool = False,
    by: Any,
) -> Cycle:
    """A cycle that starts from the last one and is compared with it.

    With the same themes and depth it asks the same questions, found by their ids in its guide (the latest, or
    `version_id`), with those that the guide added since; `spare` sets apart what was done elsewhere and still
    counts. Raises ValidationError while another cycle runs, for no theme, or when none would be left to ask.
    """
    if Cycle.objects.filter(organisation=last.organisation, state=CycleState.RUNNING).exists():
        raise ValidationError(_("Une autre démarche est en cours. Terminez-la d’abord."))
    cycle = start_cycle(
        organisation=last.organisation,
        axis_ids=axis_ids,
        depth=depth,
        assembly_on=assembly_on,
        path=path,
        version_id=version_id,
        by=by,
    )
    cycle.follows = last
    cycle.save(update_fields=["follows"])
    same = set(axis_ids) == set(last.axis_ids) and depth == last.depth
    if same and (question_ids := choose_next_questions(last, cycle.version)):
        keep_questions(cycle, question_ids)
    if spare:
        cycle.spares_covered = True
        set_apart(cycle, covered_ids_of(cycle))
        record("cycle.covered_spared", cycle, by=by, spared=len(cycle.spared_ids))
    return cycle


def _choose_version(organisation: Any, axis_ids: Sequence[str], version_id: UUID | None) -> Any:
    if version_id is None:
        version = version_holding(axis_ids, organisation)
        if version is None:
            raise ValidationError(
                _("Choisissez des thèmes d’un même ensemble : le guide, ou celui d’à côté.")
            )
        return version
    version = next((one for one in startable_versions(organisation) if one.pk == version_id), None)
    if version is None:
        raise ValidationError(_("Ce guide n’est pas, ou n’est plus, parmi ceux que vous pouvez suivre."))
    return version


def plan_cycle_steps(*, cycle: Cycle, by: Any) -> None:
    """The eight steps of a new cycle, planned from its start or backwards from its assembly."""
    planned = plan_steps(
        today=cycle.started_on,
        assembly_on=cycle.assembly_on,
        n_questions=len(cycle.question_ids),
        path=cycle.path,
    )
    CycleStep.objects.bulk_create(
        CycleStep(
            organisation_id=cycle.organisation_id,
            cycle=cycle,
            key=step.key,
            position=position,
            planned_on=step.on,
            minutes=step.minutes,
        )
        for position, step in enumerate(planned)
    )


@transaction.atomic
def change_scope(
    *, cycle: Cycle, axis_ids: Sequence[str], depth: str, spare: bool | None = None, by: Any
) -> Cycle:
    """Other themes or another depth; `spare` sets apart what was done elsewhere (None: as it was).

    A new depth takes its questions afresh; otherwise the themes that stay keep the questions chosen by hand.
    Answers to questions that are no longer asked are kept, and come back with them.
    Raises ValidationError for no theme, for a theme without questions, or when none would be left to ask.
    """
    referential = referential_of(cycle)
    _check_themes(referential, axis_ids)
    selected = _select_questions(referential, cycle.organisation, axis_ids, depth)
    if depth == cycle.depth:
        axis_of = {question.id: question.axis for question in referential.walk_questions()}
        chosen = {*cycle.question_ids, *cycle.spared_ids}
        stays = set(cycle.axis_ids)
        wanted = {q for q in axis_of if q in chosen or (q in selected and axis_of[q] not in stays)}
        selected = [q for q in axis_of if q in wanted and axis_of[q] in set(axis_ids)]
    cycle.axis_ids = _in_order(referential, axis_ids)
    cycle.depth = depth
    cycle.spares_covered = cycle.spares_covered if spare is None else spare
    cycle.spared_ids = []
    keep_questions(cycle, selected)
    if cycle.spares_covered:
        set_apart(cycle, covered_ids_of(cycle))
    record("cycle.scope_changed", cycle, by=by, themes=cycle.axis_ids, depth=depth)
    return cycle


@transaction.atomic
def choose_questions(*, cycle: Cycle, question_ids: Sequence[str], by: Any) -> Cycle:
    """Keep these questions of the cycle's themes, in the order of the guide.

    One that was set apart and is chosen here is asked again, covered or not. Raises ValidationError when none
    is left, or for one that is not of the cycle's themes or cannot apply.
    """
    referential = referential_of(cycle)
    possible = _select_questions(referential, cycle.organisation, cycle.axis_ids, Depth.FULL)
    if set(question_ids) - set(possible):
        raise ValidationError(_("Une de ces questions n’est pas dans vos thèmes. Rechargez la page."))
    cycle.spared_ids = [identity for identity in cycle.spared_ids if identity not in set(question_ids)]
    keep_questions(cycle, [identity for identity in possible if identity in set(question_ids)])
    record("cycle.questions_chosen", cycle, by=by, questions=len(cycle.question_ids))
    return cycle


@transaction.atomic
def set_assembly_date(*, cycle: Cycle, assembly_on: date | None, by: Any) -> Cycle:
    """The date of the assembly, or none; every step is planned again, save those dated by hand."""
    cycle.assembly_on = assembly_on
    cycle.save(update_fields=["assembly_on"])
    _plan_again(cycle)
    record("cycle.assembly_dated", cycle, by=by, on=str(assembly_on or ""))
    return cycle


@transaction.atomic
def change_path(*, cycle: Cycle, path: str, by: Any) -> Cycle:
    """Lead the cycle round a table, or with groups; its steps are planned again, save those dated by hand.

    Nothing is deleted: groups, their answers and what was shown of them wait for the path to be taken again.
    Raises ValidationError for a path that does not exist.
    """
    if path not in Path.values:
        raise ValidationError(_("Choisissez un des deux chemins."))
    before, cycle.path = cycle.path, path
    cycle.save(update_fields=["path"])
    _plan_again(cycle)
    record("cycle.path_changed", cycle, by=by, before=before, after=path)
    return cycle


def _plan_again(cycle: Cycle) -> None:
    """New dates and minutes for the steps, from today; a date set by hand stays."""
    planned = {
        step.key: step
        for step in plan_steps(
            today=timezone.localdate(),
            assembly_on=cycle.assembly_on,
            n_questions=len(cycle.question_ids),
            path=cycle.path,
        )
    }
    steps = list(CycleStep.objects.filter(cycle=cycle))
    for step in steps:
        again = planned[StepKey(step.key)]
        step.minutes = again.minutes
        if not step.date_by_hand:
            step.planned_on = again.on
    CycleStep.objects.bulk_update(steps, ["planned_on", "minutes"])


@transaction.atomic
def finish_cycle(*, cycle: Cycle, by: Any) -> Cycle:
    """The assembly was held, or the cycle stops here: it goes to the past cycles."""
    cycle.state = CycleState.FINISHED
    cycle.save(update_fields=["state"])
    # Nobody will lead this room any more: hands still raised are counted, and phones forgotten.
    workshop = Workshop.objects.select_related("meeting").filter(cycle=cycle).first()
    show = running_show(workshop.meeting) if workshop else None
    if show is not None:
        close_show(show=show, by=by)
    record("cycle.finished", cycle, by=by)
    return cycle


@transaction.atomic
def resume_cycle(*, cycle: Cycle, by: Any) -> Cycle:
    """Undo the end of a cycle. Raises ValidationError while another one is running."""
    if Cycle.objects.filter(organisation=cycle.organisation, state=CycleState.RUNNING).exists():
        raise ValidationError(_("Une autre démarche est en cours. Terminez-la d’abord."))
    cycle.state = CycleState.RUNNING
    cycle.save(update_fields=["state"])
    record("cycle.resumed", cycle, by=by)
    return cycle


def _check_themes(referential: Referential, axis_ids: Sequence[str]) -> None:
    if not axis_ids:
        raise ValidationError(_("Choisissez au moins un thème."))
    ready = {axis.id for axis in referential.axes if axis.domains}
    for axis_id in axis_ids:
        if axis_id not in ready:
            raise ValidationError(_("Ce thème n’a pas encore de questions. Choisissez-en un autre."))


def _in_order(referential: Referential, axis_ids: Sequence[str]) -> list[str]:
    return [axis.id for axis in referential.axes if axis.id in set(axis_ids)]


def _select_questions(
    referential: Referential, organisation: Any, axis_ids: Sequence[str], depth: str
) -> list[str]:
    """Ids of the questions that can apply; all of the themes' when the depth leaves none."""
    profile = profile_of(organisation)
    questions = applicable_questions(referential, profile, set(axis_ids), depth)
    if not questions:
        questions = applicable_questions(referential, profile, set(axis_ids), Depth.FULL)
    return [question.id for question in questions]
