"""The scope and the dates of a cycle, its end, and what one may do with a step."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.enums import Path, StepKey, StepState
from marchepied.apps.diagnosis.rules import CHANGE_CYCLE, MOVE_STEPS
from marchepied.apps.diagnosis.selectors.cycles import (
    possible_questions,
    questions_of,
    referential_of,
    themes_of,
)
from marchepied.apps.diagnosis.services import cycles as cycle_services
from marchepied.apps.diagnosis.services import steps as step_services
from marchepied.apps.organisations.selectors import active_people_of, vocabulary_of
from marchepied.web.diagnosis.crediting import describe_credits
from marchepied.web.diagnosis.finding import cycle_or_404, step_or_404
from marchepied.web.diagnosis.forms.cycle import AssemblyForm, ChangeScopeForm, HandForm, StepDateForm
from marchepied.web.diagnosis.forms.questions import KeptQuestionsForm
from marchepied.web.diagnosis.sentences import label_step, say_minutes
from marchepied.web.diagnosis.views.home import step_address
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle, CycleStep
    from marchepied.apps.organisations.models import Person


@member_view(CHANGE_CYCLE)
def change_scope(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Themes and depth, with what the short depth leaves out and what was done elsewhere."""
    row = cycle_or_404(request, cycle)
    form = ChangeScopeForm(
        posted_data(request),
        referentials=[referential_of(row)],
        initial={"themes": row.axis_ids, "depth": row.depth, "spare": row.spares_covered},
    )
    if request.method == "POST" and form.is_valid():
        try:
            cycle_services.change_scope(
                cycle=row,
                axis_ids=form.cleaned_data["themes"],
                depth=form.cleaned_data["depth"],
                spare=form.cleaned_data["spare"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            row = cycle_or_404(request, cycle)
        else:
            messages.success(request, _say_questions(row))
            return redirect("diagnosis:home", request.space.slug)
    credit = describe_credits(row, questions_of(row))
    context = {
        "credit": credit,
        "form": form,
        "cycle": row,
        "left_out": [
            question
            for question in possible_questions(row)
            if question.id not in {*row.question_ids, *row.spared_ids}
        ],
        "words": vocabulary_of(row.organisation, translation.get_language() or "fr"),
        "section": "cycle",
    }
    return render(request, "diagnosis/cycle_scope.html", context)


def _say_questions(cycle: "Cycle") -> str:
    return ngettext(
        "C’est noté : votre démarche a une question.",
        "C’est noté : votre démarche a %(n)s questions.",
        len(cycle.question_ids),
    ) % {"n": len(cycle.question_ids)}


@member_view(CHANGE_CYCLE)
def choose_questions(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The questions kept, theme by theme: any can be left out or taken back."""
    row = cycle_or_404(request, cycle)
    possible = possible_questions(row)
    form = KeptQuestionsForm(posted_data(request), questions=possible)
    if request.method == "POST" and form.is_valid():
        cycle_services.choose_questions(
            cycle=row, question_ids=form.cleaned_data["questions"], by=request.user
        )
        messages.success(request, _say_questions(row))
        return redirect("diagnosis:questions", request.space.slug, row.pk)
    known = {question.id for question in possible}
    context = {
        "form": form,
        "cycle": row,
        "themes": [
            (axis, [(domain, [q for q in domain.questions if q.id in known]) for domain in axis.domains])
            for axis in themes_of(row)
        ],
        "kept": set(request.POST.getlist("questions") if request.method == "POST" else row.question_ids),
        "words": vocabulary_of(row.organisation, translation.get_language() or "fr"),
        "section": "cycle",
    }
    return render(request, "diagnosis/cycle_questions.html", context)


@member_view(CHANGE_CYCLE)
def set_assembly(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The date of the assembly; the steps follow it."""
    row = cycle_or_404(request, cycle)
    words = vocabulary_of(row.organisation, translation.get_language() or "fr")
    form = AssemblyForm(posted_data(request), initial={"assembly_on": row.assembly_on})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["assembly_on"]
        cycle_services.set_assembly_date(cycle=row, assembly_on=on, by=request.user)
        messages.success(
            request,
            _("La date est notée.") if on else str(_SAID_WITHOUT_DATE[Path(row.path)]),
        )
        return redirect("diagnosis:home", request.space.slug)
    context = {"form": form, "cycle": row, "assembly": words["of_the_assembly"], "section": "cycle"}
    return render(request, "diagnosis/cycle_assembly.html", context)


@member_view(CHANGE_CYCLE)
def change_path(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The other path, after a page that says what becomes of what was done."""
    row = cycle_or_404(request, cycle)
    other = Path.GROUPS if row.path == Path.TABLE else Path.TABLE
    if request.method == "POST":
        try:
            cycle_services.change_path(cycle=row, path=request.POST.get("path", ""), by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("diagnosis:path", request.space.slug, row.pk)
        messages.success(request, str(_SAID_OF_PATHS[Path(row.path)]))
        return redirect("diagnosis:home", request.space.slug)
    context = {
        "cycle": row,
        "other": other,
        "to_table": other == Path.TABLE,
        "called": row.round.calls.count() if row.round else 0,
        "section": "cycle",
    }
    return render(request, "diagnosis/cycle_path.html", context)


_SAID_WITHOUT_DATE: dict[Path, Promise] = {
    Path.TABLE: gettext_lazy("Sans date, les étapes suivent un rythme de quatre semaines."),
    Path.GROUPS: gettext_lazy("Sans date, les étapes suivent un rythme de vingt semaines."),
}
_SAID_OF_PATHS: dict[Path, Promise] = {
    Path.TABLE: gettext_lazy("C’est noté : autour de la table."),
    Path.GROUPS: gettext_lazy("C’est noté : avec des groupes."),
}


@member_view(CHANGE_CYCLE)
def finish(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """End a cycle, after a page that says what it means."""
    row = cycle_or_404(request, cycle)
    if request.method == "POST":
        cycle_services.finish_cycle(cycle=row, by=request.user)
        messages.success(request, _("C’est noté. Vous pourrez la reprendre si c’était trop tôt."))
        return redirect("diagnosis:cycle", request.space.slug, row.pk)
    return render(request, "diagnosis/cycle_finish.html", {"cycle": row, "section": "cycle"})


@require_POST
@member_view(CHANGE_CYCLE)
def resume(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Undo the end of a cycle."""
    row = cycle_or_404(request, cycle)
    try:
        cycle_services.resume_cycle(cycle=row, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("diagnosis:cycle", request.space.slug, row.pk)
    messages.success(request, _("« %(title)s » reprend.") % {"title": row.title})
    return redirect("diagnosis:home", request.space.slug)


@member_view(MOVE_STEPS)
def show_step(request: SpaceRequest, cycle: UUID, key: str) -> HttpResponse:
    """A step: skip it, resume it, say it is done, date it, hand it to someone."""
    row = cycle_or_404(request, cycle)
    step = step_or_404(row, key)
    people = active_people_of(row.organisation)
    gesture = request.POST.get("gesture", "")
    by_hand = step.planned_on if step.date_by_hand else None
    dating = StepDateForm(request.POST if gesture == "date" else None, initial={"on": by_hand})
    handing = HandForm(
        request.POST if gesture == "hand" else None,
        people=people,
        initial={"person": str(step.owner_id or "")},
    )
    sentence = _make_gesture(step, gesture, dating, handing, request.user)
    if sentence:
        messages.success(request, sentence)
        return redirect("diagnosis:home", request.space.slug)
    context = {
        "cycle": row,
        "step": step,
        "minutes": say_minutes(step.minutes),
        "label": label_step(
            key, vocabulary_of(row.organisation, translation.get_language() or "fr"), row.path
        ),
        "dating": dating,
        "handing": handing,
        "is_open": step.state == StepState.TODO,
        "place": step_address(request.space, row, key),
        "may_skip": key not in {StepKey.SCOPE, StepKey.ASSEMBLY},
        "section": "cycle",
    }
    return render(request, "diagnosis/cycle_step.html", context)


def _make_gesture(
    step: "CycleStep", gesture: str, dating: StepDateForm, handing: HandForm, by: "Person"
) -> str:
    """Do what was asked, and the sentence that says so; empty when nothing could be done."""
    if gesture in _STATES:
        service, sentence = _STATES[gesture]
        service(step=step, by=by)
        return str(sentence)
    if gesture == "date" and dating.is_valid():
        step_services.set_step_date(step=step, on=dating.cleaned_data["on"], by=by)
        return _("La date est notée.")
    if gesture == "hand" and handing.is_valid():
        person = handing.chosen()
        step_services.hand_step(step=step, person=person, by=by)
        if person is None:
            return _("Cette étape n’est confiée à personne en particulier.")
        return _("Étape confiée à %(name)s.") % {"name": person.get_short_name()}
    return ""


_STATES: dict[str, tuple[Callable[..., object], Promise]] = {
    "skip": (step_services.skip_step, gettext_lazy("Étape passée. Vous pourrez la reprendre.")),
    "resume": (step_services.resume_step, gettext_lazy("Étape reprise.")),
    "done": (step_services.complete_step, gettext_lazy("Étape faite.")),
}
