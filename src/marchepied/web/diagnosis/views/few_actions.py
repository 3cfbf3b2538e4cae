"""The three actions that a table chooses: first what, then who and when."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.rules import RUN_WORKSHOP
from marchepied.apps.diagnosis.selectors.cycles import referential_of
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.diagnosis.selectors.table import read_table
from marchepied.apps.organisations.selectors import active_people_of, vocabulary_of
from marchepied.apps.plans.selectors import Proposal, plan_of, proposals_for
from marchepied.apps.plans.services.few import ChosenAction, choose_actions
from marchepied.engines.referential import Lever, word_text
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.diagnosis.forms.table import ChosenActionForm
from marchepied.web.diagnosis.sentences import capitalise, spell
from marchepied.web.shared.access import SpaceRequest, member_view

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle

ENOUGH = 3
# Ideas shown at once: those of the three weakest questions, three each; the others are one touch away.
QUESTIONS_SHOWN, IDEAS_SHOWN = 3, 3
MOST_CHOSEN = 12
DEFAULT_DELAY = timedelta(days=91)


@member_view(RUN_WORKSHOP)
def choose(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Ideas drawn from the weakest answers; those ticked go to the next screen, nothing is written yet."""
    row = cycle_or_404(request, cycle)
    ticked = set(request.GET.getlist("idee"))
    words = _Words(row)
    ideas = [
        {
            "question": words.say(proposal.question.wording),
            "level": words.say(proposal.question.levels[proposal.level - 1].description)
            if proposal.level
            else "",
            "levers": [
                {
                    "value": f"{proposal.question.id}|{lever.id}",
                    "title": words.say(lever.action.title),
                    "first_step": words.say(lever.action.first_step),
                    "checked": f"{proposal.question.id}|{lever.id}" in ticked,
                }
                for lever in proposal.levers[:IDEAS_SHOWN]
            ],
        }
        for proposal in weakest_first(proposals_for(row))
    ]
    context = {
        "cycle": row,
        "first": ideas[:QUESTIONS_SHOWN],
        "others": ideas[QUESTIONS_SHOWN:],
        "own": request.GET.getlist("autre") or [""],
        "already": plan_of(row).actions,
        "section": "cycle",
    }
    return render(request, "diagnosis/table_actions.html", context)


def weakest_first(proposals: list[Proposal]) -> list[Proposal]:
    """The proposals from the lowest level; a question without a common answer comes first."""
    return sorted(proposals, key=lambda proposal: proposal.level or 0)


class _Words:
    """Texts of the guide in the language of the page and the organisation's own words."""

    def __init__(self, cycle: "Cycle") -> None:
        self.language = get_language() or "fr"
        self.vocabulary = vocabulary_of(cycle.organisation, self.language)

    def say(self, text: Any) -> str:
        return word_text(text.read_in(self.language), self.language, self.vocabulary)


@member_view(RUN_WORKSHOP)
def assign(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """For each action ticked: its words, who, when. The address holds what was ticked until it is written."""
    row = cycle_or_404(request, cycle)
    picks = read_picks(row, request.GET.getlist("idee"), request.GET.getlist("autre"))
    back = reverse("diagnosis:table-actions", args=[request.space.slug, row.pk])
    if not picks:
        messages.error(request, _("Cochez au moins une idée, ou écrivez la vôtre."))
        return redirect(back)
    words, due_on = _Words(row), timezone.localdate() + DEFAULT_DELAY
    data = request.POST if request.method == "POST" else None
    forms = [
        ChosenActionForm(
            data,
            prefix=str(place),
            initial={"title": own or words.say(lever.action.title) if lever else own, "due_on": due_on},
        )
        for place, (_question, lever, own) in enumerate(picks)
    ]
    if data is not None and all([form.is_valid() for form in forms]):  # noqa: C419 (every form is checked)
        try:
            _write(request, row, picks, forms)
        except ValidationError as error:
            forms[0].add_error(None, error)
        else:
            return redirect("diagnosis:home", request.space.slug)
    names = [line.name for line in read_table(row).attendance.rows if line.name]
    context = {
        "cycle": row,
        "forms": forms,
        "count": capitalise(spell(len(forms))),
        "many": len(forms) > ENOUGH,
        "back": f"{back}?{urlencode({'idee': request.GET.getlist('idee')}, doseq=True)}",
        "names": list(dict.fromkeys([*names, *(str(p) for p in active_people_of(row.organisation))])),
        "section": "cycle",
    }
    return render(request, "diagnosis/table_assign.html", context)


def read_picks(cycle: "Cycle", ideas: list[str], own: list[str]) -> list[tuple[str, Lever | None, str]]:
    """(question, lever, own words) of what an address says was ticked; what the guide lacks is left out."""
    levers = {lever.id: lever for lever in referential_of(cycle).walk_levers()}
    asked = set(cycle.question_ids)
    picks: list[tuple[str, Lever | None, str]] = []
    for value in dict.fromkeys(ideas):
        question_id, _bar, lever_id = value.partition("|")
        if question_id in asked and lever_id in levers:
            picks.append((question_id, levers[lever_id], ""))
    picks += [("", None, line.strip()) for line in own if line.strip()]
    return picks[:MOST_CHOSEN]


def _write(
    request: SpaceRequest,
    cycle: "Cycle",
    picks: list[tuple[str, Lever | None, str]],
    forms: list[ChosenActionForm],
) -> None:
    chosen = [
        ChosenAction(question_id=question_id, lever=lever, **form.cleaned_data)
        for (question_id, lever, _own), form in zip(picks, forms, strict=True)
    ]
    actions = choose_actions(
        cycle=cycle,
        chosen=chosen,
        positions=positions_of(cycle),
        language=get_language() or "fr",
        by=request.user,
    )
    sentence = ngettext(
        "C’est décidé : elle est au plan.", "C’est décidé : elles sont au plan.", len(actions)
    )
    messages.success(request, sentence)
