"""The actions of the plan, and those proposed from what was agreed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.selectors.cycles import current_cycle
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import project_of, vocabulary_of
from marchepied.apps.plans import selectors, services
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.selectors.origins import Origin, origins_of
from marchepied.engines.referential import Practice, word_text
from marchepied.web.plans.finding import action_or_404, current_cycle_or_404, people_in
from marchepied.web.plans.forms.plan import ActionForm, AdoptForm
from marchepied.web.plans.moved import remember_move
from marchepied.web.referentials.library import library
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.serving import tick_asked, tick_served

DEFAULT_DELAY = timedelta(days=182)


@member_view(Right.FACILITATE)
def propose(request: SpaceRequest) -> HttpResponse:
    """Actions drawn from the levers of each question that calls for some."""
    cycle = current_cycle_or_404(request)
    proposals = selectors.proposals_for(cycle)
    due_on = timezone.localdate() + DEFAULT_DELAY
    form = AdoptForm(request.POST or None, people=people_in(request), due_on=due_on, owner=request.user)
    if request.method == "POST" and form.is_valid():
        chosen = [read_pair(value) for value in request.POST.getlist("lever")]
        try:
            actions = services.adopt_levers(
                cycle=cycle,
                proposals=proposals,
                positions=positions_of(cycle),
                chosen=chosen,
                owner=form.owner_chosen(),
                due_on=form.cleaned_data["due_on"],
                language=translation.get_language() or "fr",
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            sentence = ngettext(
                "Une action est entrée dans le plan. Adaptez ses mots aux vôtres.",
                "%(count)s actions sont entrées dans le plan. Adaptez leurs mots aux vôtres.",
                len(actions),
            )
            messages.success(request, sentence % {"count": len(actions)})
            return redirect("plans:plan", request.space.slug)
    context = {"section": "plan", "form": form, "proposals": worded(request, proposals), "cycle": cycle}
    return render(request, "plans/propose.html", context)


def read_pair(value: str) -> tuple[str, str]:
    """The question and the lever that a box of the page stands for."""
    question_id, _bar, lever_id = value.partition("|")
    return question_id, lever_id


def worded(request: SpaceRequest, proposals: list[selectors.Proposal]) -> list[dict[str, Any]]:
    """The proposals in the organisation's own words, in the language of the page."""
    language = translation.get_language() or "fr"
    vocabulary = vocabulary_of(request.space.organisation, language)

    def words(text: Any) -> str:
        return word_text(text.read_in(language), language, vocabulary)

    chosen = set(request.POST.getlist("lever"))
    return [
        {
            "question": words(proposal.question.statement),
            "level": words(proposal.question.levels[proposal.level - 1].short) if proposal.level else "",
            "words": proposal.words,
            "agreed": proposal.agreed,
            "levers": [
                {
                    "value": f"{proposal.question.id}|{lever.id}",
                    "title": words(lever.action.title),
                    "first_step": words(lever.action.first_step),
                    "checked": f"{proposal.question.id}|{lever.id}" in chosen,
                }
                for lever in proposal.levers
            ],
        }
        for proposal in proposals
    ]


@member_view(Right.CONTRIBUTE)
def action_add(request: SpaceRequest) -> HttpResponse:
    """Write an action; « ?sert= » names a purpose or an activity that it is made for.

    « ?pratique= » names a practice of the library to adapt.
    """
    practice = library().find(request.GET["pratique"]) if "pratique" in request.GET else None
    if practice and current_cycle(request.space.organisation) is None:
        messages.info(request, _("Commencez d’abord une démarche : l’action ira dans son plan."))
        return redirect("diagnosis:home", request.space.slug)
    cycle = current_cycle_or_404(request)
    project = project_of(request.space.organisation)
    made_for = tick_asked(project, request.GET.get("sert", ""))
    form = ActionForm(
        request.POST or None,
        people=people_in(request),
        objectives=selectors.plan_of(cycle).objectives,
        project=project,
        initial={
            "state": ActionState.TODO,
            "owner": str(request.user.pk),
            **(adapt(request, practice) if practice else {}),
            **made_for,
        },
    )
    if request.method == "POST" and form.is_valid():
        adapted = practice.id if practice else ""
        services.add_action(
            cycle=cycle, content=form.content(), practice_id=adapted, serves=form.chosen(), by=request.user
        )
        messages.success(request, _("L’action est dans le plan."))
        return redirect("plans:coherence" if made_for else "plans:plan", request.space.slug)
    return render(request, "plans/action.html", _describe_form(request, form, practice, bool(made_for)))


def _describe_form(
    request: SpaceRequest,
    form: ActionForm,
    practice: Practice | None,
    from_coherence: bool,
    action: Any = None,
) -> dict[str, Any]:
    return {
        "section": "plan",
        "form": form,
        "action": action,
        "practice": practice,
        "words": vocabulary_of(request.space.organisation, translation.get_language() or "fr"),
        "from_coherence": from_coherence,
    }


def adapt(request: SpaceRequest, practice: Practice) -> dict[str, str]:
    """A practice as the beginning of an action, in the organisation's own words."""
    language = translation.get_language() or "fr"
    vocabulary = vocabulary_of(request.space.organisation, language)
    adapted = practice.example.adapt
    if adapted is None:
        return {"title": word_text(practice.example.title.read_in(language), language, vocabulary)}
    parts = {
        "title": adapted.title,
        "first_step": adapted.first_step,
        "expected_result": adapted.result,
    }
    return {name: word_text(text.read_in(language), language, vocabulary) for name, text in parts.items()}


@member_view(Right.CONTRIBUTE)
def action_edit(request: SpaceRequest, action: UUID) -> HttpResponse:
    found = action_or_404(request, action)
    initial = {
        **{name: getattr(found, name) for name in ActionForm.base_fields},
        "owner": str(found.owner_id or ""),
        "objective": str(found.objective_id or ""),
        **tick_served(found),
    }
    form = ActionForm(
        request.POST or None,
        people=people_in(request),
        objectives=selectors.plan_of(found.cycle).objectives,
        project=project_of(request.space.organisation),
        initial=initial,
    )
    from_coherence = request.GET.get("vue") == "coherence"
    if request.method == "POST" and form.is_valid():
        services.update_action(action=found, content=form.content(), serves=form.chosen(), by=request.user)
        messages.success(request, _("L’action est à jour."))
        return redirect("plans:coherence" if from_coherence else "plans:plan", request.space.slug)
    practice = library().find(found.practice_id) if found.practice_id else None
    context = _describe_form(request, form, practice, from_coherence, found)
    context["origins"] = [(one.words, _place_of(request, one)) for one in origins_of(found)]
    return render(request, "plans/action.html", context)


def _place_of(request: SpaceRequest, origin: Origin) -> str:
    """Where what an action comes from is read; nothing for who may not read it."""
    complaints = origin.place == "complaint"
    if not origin.place or (complaints and not request.space.may_facilitate):
        return ""
    return reverse(f"listening:{origin.place}", args=[request.space.slug, origin.key])


@require_POST
@member_view(Right.CONTRIBUTE)
def action_state(request: SpaceRequest, action: UUID) -> HttpResponse:
    """Move an action; the page that follows says so, and offers to undo it."""
    found = action_or_404(request, action)
    before, was = found.state, found.get_state_display()
    try:
        services.change_action_state(action=found, state=request.POST.get("state", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = {"title": found.title, "after": found.get_state_display(), "before": was}
        if request.POST.get("gesture") == "undo":
            messages.success(request, _("« %(title)s » est de nouveau : %(after)s.") % words)
        elif before != found.state:
            sentence = _("« %(title)s » : %(after)s (c’était : %(before)s).") % words
            remember_move(request, found, before, sentence)
    return redirect(_way_back(request))


def _way_back(request: SpaceRequest) -> str:
    """The page the move was made from, showing the same person's actions."""
    if request.POST.get("back") != "board":
        return reverse("plans:plan", args=[request.space.slug])
    who = request.POST.get("qui", "")
    return reverse("plans:board", args=[request.space.slug], query={"qui": who} if who else None)


@member_view(Right.FACILITATE)
def action_delete(request: SpaceRequest, action: UUID) -> HttpResponse:
    found = action_or_404(request, action)
    if request.method == "POST":
        services.delete_action(action=found, by=request.user)
        messages.success(request, _("L’action est retirée du plan."))
        return redirect("plans:plan", request.space.slug)
    return render(
        request,
        "plans/delete.html",
        {
            "section": "plan",
            "question": _("Retirer cette action du plan ?"),
            "what": found.title,
            "consequence": _(
                "Elle disparaît du plan et du dossier de l’assemblée. "
                "Si vous y renoncez, notez-la plutôt « abandonnée » : on saura pourquoi."
            ),
        },
    )
