"""One idea inside the space: what is said of it, what is decided, the action that it becomes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from marchepied.apps.listening import services
from marchepied.apps.listening.enums import IdeaState, Visibility, WordKind
from marchepied.apps.listening.rules import LEAD_IDEAS, READ_IDEAS, is_idea_late, is_on_board
from marchepied.apps.listening.selectors.ideas import count_supports, others_to_merge, words_of
from marchepied.apps.listening.selectors.registers import code_of
from marchepied.apps.listening.selectors.territories import say_territory
from marchepied.apps.listening.selectors.tracking import code_of_idea
from marchepied.apps.organisations.selectors import active_people_of
from marchepied.apps.plans.selectors import plan_cycle
from marchepied.apps.plans.selectors.listening import actions_from
from marchepied.apps.plans.services.listening import take_up_idea
from marchepied.web.listening.finding import current_themes, with_idea
from marchepied.web.listening.forms.actions import TakeUpForm
from marchepied.web.listening.forms.complaints import TextForm
from marchepied.web.listening.forms.ideas import DecideForm, MergeForm
from marchepied.web.listening.gestures import Gesture, add_refusal, find_sent, posted
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

UNDECIDED = (IdeaState.RECEIVED, IdeaState.DISCUSSED)
KEPT = (IdeaState.ACCEPTED, IdeaState.DOING, IdeaState.DONE)


@member_view(READ_IDEAS)
@with_idea
def show_idea(request: SpaceRequest, idea: Any) -> HttpResponse:
    """The idea with its gestures for who leads; those on the board, for who reads."""
    leads = request.space.may_facilitate
    if not leads and (not is_on_board(idea) or request.method == "POST"):
        raise Http404
    gestures = offer_gestures(request, idea) if leads else []
    chosen = find_sent(request, gestures)
    if chosen is not None:
        try:
            sentence = _DO[chosen.key](idea, chosen.form, request.user)
        except ValidationError as refusal:
            if chosen.form is None:
                raise Http404 from refusal
            add_refusal(chosen.form, refusal)
            idea.refresh_from_db()
        else:
            messages.success(request, sentence)
            return redirect("listening:idea", request.space.slug, idea.pk)
    return render(request, "listening/idea.html", _describe(request, idea) | {"gestures": gestures})


@member_view(LEAD_IDEAS)
@with_idea
def take_up(request: SpaceRequest, idea: Any) -> HttpResponse:
    """Put the idea in the plan in one gesture: kept, answered, followed."""
    cycle = plan_cycle(request.space.organisation)
    if cycle is None:
        messages.info(request, _("Commencez d’abord une démarche : l’action ira dans son plan."))
        return redirect("diagnosis:home", request.space.slug)
    form = TakeUpForm(
        posted_data(request),
        people=active_people_of(request.space.organisation),
        asks_reason=idea.state not in KEPT,
        initial={
            "title": idea.title,
            "owner": str(request.user.pk),
            "reason": _("Nous la retenons : elle entre dans notre plan d’actions."),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            take_up_idea(
                idea=idea,
                cycle=cycle,
                content=form.content(),
                reason=form.cleaned_data.get("reason", ""),
                by=request.user,
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("L’idée est dans le plan. Elle suivra l’action jusqu’au bout."))
            return redirect("listening:idea", request.space.slug, idea.pk)
    return render(
        request, "listening/take_up_idea.html", {"section": "listening", "idea": idea, "form": form}
    )


def _describe(request: SpaceRequest, idea: Any) -> dict[str, Any]:
    return {
        "section": "listening",
        "idea": idea,
        "said": [
            word for word in words_of(idea) if request.space.may_facilitate or word.kind == WordKind.SAID
        ],
        "supports": count_supports(idea),
        "territory": say_territory(idea.commune, idea.reach),
        "theme": current_themes().get(idea.theme_id, ""),
        "late": is_idea_late(idea),
        "actions": actions_from([idea]).get(idea.pk, []),
        "board_code": code_of(idea.register),
        "on_board": is_on_board(idea),
        "tracking": code_of_idea(idea) if request.space.may_facilitate else "",
        "internal": WordKind.NOTE,
        "from_author": WordKind.AUTHOR,
        "may_take_up": request.space.may_facilitate
        and idea.merged_into_id is None
        and idea.state not in (IdeaState.DONE, IdeaState.DECLINED),
    }


def offer_gestures(request: SpaceRequest, idea: Any) -> list[Gesture]:
    """What can be done now, the next thing first."""
    if idea.merged_into_id is not None:
        return [Gesture("split", _("Ce n’est pas la même idée"), _("La remettre à part"))]
    if idea.visibility == Visibility.WAITING:
        shown = Gesture("show", _("La publier"), _("La publier"), first=True)
        return [shown, _refusing(request, _("Ne pas la publier")), _noting(request)]
    if idea.visibility == Visibility.REFUSED:
        return [Gesture("show", _("La publier quand même"), _("La publier")), _noting(request)]
    offered = []
    if idea.state in UNDECIDED:
        offered += [_discussing(request, first=idea.state == IdeaState.RECEIVED), _deciding(request, idea)]
        offered.append(_merging(request, idea))
    elif idea.state in KEPT:
        if idea.state == IdeaState.ACCEPTED:
            offered.append(Gesture("begin", _("On s’y met"), _("Dire qu’on s’y met")))
        offered.append(_finishing(request, idea))
        offered.append(_discussing(request, first=False))
    if idea.state in (IdeaState.ACCEPTED, IdeaState.DECLINED):
        offered.append(_deciding(request, idea))
    return [*offered, _noting(request), _refusing(request, _("La retirer de la page publique"))]


def _discussing(request: SpaceRequest, *, first: bool) -> Gesture:
    form = TextForm(
        posted(request, "discuss"),
        prefix="discuss",
        label=_("Ce que vous en dites"),
        help_text=_(
            "Tout le monde le lit, à côté de l’idée. Une question, une piste, ce que vous allez regarder."
        ),
        rows=3,
    )
    return Gesture("discuss", _("En dire quelque chose"), _("Publier ce mot"), form, first=first)


def _deciding(request: SpaceRequest, idea: Any) -> Gesture:
    again = idea.state not in UNDECIDED
    form = DecideForm(
        posted(request, "decide"), prefix="decide", initial={"reason": idea.reason} if again else None
    )
    title = _("Décider autrement") if again else _("Décider")
    return Gesture("decide", title, _("Publier la décision"), form, first=idea.state == IdeaState.DISCUSSED)


def _finishing(request: SpaceRequest, idea: Any) -> Gesture:
    done = idea.state == IdeaState.DONE
    form = TextForm(
        posted(request, "finish"),
        prefix="finish",
        label=_("Ce que cela change"),
        help_text=_("Tout le monde le lit, et d’abord la personne qui a proposé."),
        rows=3,
        initial={"text": idea.told},
    )
    title = _("Raconter ce que cela change") if done else _("Dire qu’elle est faite, et ce que cela change")
    return Gesture(
        "finish", title, _("Le raconter"), form, first=not idea.told and idea.state != IdeaState.ACCEPTED
    )


def _merging(request: SpaceRequest, idea: Any) -> Gesture:
    form = MergeForm(posted(request, "merge"), prefix="merge", others=others_to_merge(idea)[:100])
    return Gesture("merge", _("La réunir avec une autre"), _("Les réunir"), form)


def _refusing(request: SpaceRequest, title: str) -> Gesture:
    form = TextForm(
        posted(request, "refuse"),
        prefix="refuse",
        label=_("Pourquoi ?"),
        help_text=_("La personne qui a proposé le lira."),
        rows=2,
    )
    return Gesture("refuse", title, title, form, danger=True)


def _noting(request: SpaceRequest) -> Gesture:
    form = TextForm(
        posted(request, "note"),
        prefix="note",
        label=_("Votre note"),
        help_text=_("Vous seuls la lisez."),
        rows=2,
    )
    return Gesture("note", _("Ajouter une note interne"), _("Garder cette note"), form)


def _show(row: Any, form: Any, by: Any) -> str:
    services.show_idea(idea=row, by=by)
    return _("L’idée est sur la page publique.")


def _refuse(row: Any, form: Any, by: Any) -> str:
    services.refuse_idea(idea=row, reason=form.cleaned_data["text"], by=by)
    return _("L’idée n’est pas publiée, et la personne sait pourquoi.")


def _discuss(row: Any, form: Any, by: Any) -> str:
    services.discuss(idea=row, text=form.cleaned_data["text"], by=by)
    return _("Votre mot est publié.")


def _decide(row: Any, form: Any, by: Any) -> str:
    data = form.cleaned_data
    services.decide(idea=row, accepted=data["accepted"] == "yes", reason=data["reason"], by=by)
    return _("La décision est publiée.")


def _begin(row: Any, form: Any, by: Any) -> str:
    services.begin(idea=row, by=by)
    return _("C’est dit : on s’y met.")


def _finish(row: Any, form: Any, by: Any) -> str:
    services.finish(idea=row, told=form.cleaned_data["text"], by=by)
    return _("C’est raconté.")


def _merge(row: Any, form: Any, by: Any) -> str:
    services.merge_ideas(idea=row, into=form.others[form.cleaned_data["into"]], by=by)
    return _("Les deux idées n’en font plus qu’une.")


def _split(row: Any, form: Any, by: Any) -> str:
    services.split_idea(idea=row, by=by)
    return _("C’est de nouveau une idée à part.")


def _note(row: Any, form: Any, by: Any) -> str:
    services.note_on_idea(idea=row, text=form.cleaned_data["text"], by=by)
    return _("La note est gardée.")


_DO: dict[str, Callable[[Any, Any, Any], str]] = {
    "begin": _begin,
    "decide": _decide,
    "discuss": _discuss,
    "finish": _finish,
    "merge": _merge,
    "note": _note,
    "refuse": _refuse,
    "show": _show,
    "split": _split,
}
