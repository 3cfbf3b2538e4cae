"""One complaint: what was said, what is next, who wrote, the corrective action."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from marchepied.apps.listening import services
from marchepied.apps.listening.enums import WAITING, ComplaintState, MessageKind, Outcome
from marchepied.apps.listening.rules import (
    HANDLE_COMPLAINTS,
    NOTE_COMPLAINT,
    due_on,
    is_late,
    may_see_person,
)
from marchepied.apps.listening.selectors.channels import contacts_in
from marchepied.apps.listening.selectors.complaints import has_person, looks_of, messages_of
from marchepied.apps.listening.selectors.relays import came_by_relay
from marchepied.apps.listening.selectors.territories import say_territory
from marchepied.apps.listening.selectors.tracking import code_of_complaint
from marchepied.apps.listening.services.erasure import erase_person
from marchepied.apps.organisations.selectors import active_people_of
from marchepied.apps.plans.selectors import plan_cycle
from marchepied.apps.plans.selectors.listening import actions_from
from marchepied.apps.plans.services.listening import take_up_complaint
from marchepied.engines.documents.typography import format_date
from marchepied.web.listening.finding import current_language, current_themes, with_complaint
from marchepied.web.listening.forms.actions import TakeUpForm
from marchepied.web.listening.forms.complaints import AssessForm, CloseForm, ExtendForm, TextForm
from marchepied.web.listening.gestures import Gesture, add_refusal, find_sent, posted
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(HANDLE_COMPLAINTS)
@with_complaint
def show_complaint(request: SpaceRequest, complaint: Any) -> HttpResponse:
    """What was said of it, and the gestures that it takes now, the next one unfolded."""
    known = has_person(complaint)
    gestures = offer_gestures(request, complaint, known)
    chosen = find_sent(request, gestures)
    if chosen is not None:
        try:
            sentence = _DO[chosen.key](complaint, chosen.form, request.user)
        except ValidationError as refusal:
            add_refusal(chosen.form, refusal)
            complaint.refresh_from_db()
        else:
            messages.success(request, sentence)
            return redirect("listening:complaint", request.space.slug, complaint.pk)
    context = _describe(request, complaint, known) | {"gestures": gestures}
    return render(request, "listening/complaint.html", context)


@require_POST
@member_view(HANDLE_COMPLAINTS)
@with_complaint
def show_person(request: SpaceRequest, complaint: Any) -> HttpResponse:
    """Who wrote, for the roles that the register says; that it was looked at is written down."""
    if not may_see_person(complaint.register, request.space.membership):
        raise Http404
    person = services.look_at_person(complaint=complaint, by=request.user)
    known = person is not None
    gestures = offer_gestures(request, complaint, known)
    context = _describe(request, complaint, known) | {"gestures": gestures, "person": person}
    return render(request, "listening/complaint.html", context)


@member_view(NOTE_COMPLAINT)
@with_complaint
@require_safe
def show_noted(request: SpaceRequest, complaint: Any) -> HttpResponse:
    """What to tell whoever is on the telephone: the number, the code, the delays. For who noted it."""
    if complaint.by_id != request.user.pk and not request.space.may_facilitate:
        raise Http404
    context = {
        "section": "listening",
        "complaint": complaint,
        "tracking": code_of_complaint(complaint),
        "contacts": contacts_in(current_language()),
    }
    return render(request, "listening/noted.html", context)


@member_view(HANDLE_COMPLAINTS)
@with_complaint
def take_up(request: SpaceRequest, complaint: Any) -> HttpResponse:
    """Make a corrective action of it in one gesture."""
    cycle = plan_cycle(request.space.organisation)
    if cycle is None:
        messages.info(request, _("Commencez d’abord une démarche : l’action ira dans son plan."))
        return redirect("diagnosis:home", request.space.slug)
    form = TakeUpForm(
        posted_data(request),
        people=active_people_of(request.space.organisation),
        asks_reason=False,
        initial={"title": complaint.changed[:200], "owner": str(request.user.pk)},
    )
    if request.method == "POST" and form.is_valid():
        take_up_complaint(complaint=complaint, cycle=cycle, content=form.content(), by=request.user)
        messages.success(request, _("L’action est dans le plan. La personne verra qu’elle existe."))
        return redirect("listening:complaint", request.space.slug, complaint.pk)
    context = {"section": "listening", "complaint": complaint, "form": form}
    return render(request, "listening/take_up_complaint.html", context)


def _describe(request: SpaceRequest, complaint: Any, known: bool) -> dict[str, Any]:
    themes = current_themes()
    return {
        "section": "listening",
        "complaint": complaint,
        "said": messages_of(complaint),
        "due_on": due_on(complaint),
        "late": is_late(complaint),
        "theme": themes.get(complaint.theme_id, ""),
        "territory": say_territory(complaint.commune, complaint.reach),
        "relay": came_by_relay([complaint]).get(str(complaint.pk), ""),
        "has_person": known,
        "may_see": may_see_person(complaint.register, request.space.membership),
        "looks": looks_of(complaint),
        "person": None,
        "tracking": code_of_complaint(complaint),
        "actions": actions_from([complaint]).get(complaint.pk, []),
        "contacts": contacts_in(current_language()) if complaint.urgent else None,
        "internal": MessageKind.NOTE,
        "from_author": MessageKind.AUTHOR,
    }


def offer_gestures(request: SpaceRequest, complaint: Any, known: bool) -> list[Gesture]:
    """What can be done now, the next thing first; `known` says that somebody gave a name or a contact."""
    sees = known and may_see_person(complaint.register, request.space.membership)
    if complaint.outcome == Outcome.NOT_ONE:
        return _offer_aside(request, complaint) + ([_erasing()] if sees else [])
    offered = _offer_running(request, complaint)
    offered.append(_writing(request, "note", _("Ajouter une note interne"), _("Garder cette note")))
    if complaint.state != ComplaintState.CLOSED:
        offered.append(_setting_aside(complaint))
    return offered + ([_erasing()] if sees else [])


def _offer_aside(request: SpaceRequest, complaint: Any) -> list[Gesture]:
    """What was set aside may only be taken back; once its text is erased, nothing is left to do."""
    if complaint.erased_on is not None:
        return []
    back = Gesture(
        "take_back",
        _("C’était bien une difficulté ?"),
        _("La reprendre"),
        help=_("Elle revient où elle en était, avec les délais annoncés."),
        first=complaint.author_waits,
    )
    note = _writing(request, "note", _("Ajouter une note interne"), _("Garder cette note"))
    return [back, note]


def _setting_aside(complaint: Any) -> Gesture:
    months = complaint.register.erase_months
    told = ngettext(
        "Publicité, erreur d’adresse, essai. Aucune réponse ne part et elle ne compte pas dans l’année. Son "
        "texte s’efface au bout d’%(n)d mois ; d’ici là, vous pouvez la reprendre.",
        "Publicité, erreur d’adresse, essai. Aucune réponse ne part et elle ne compte pas dans l’année. Son "
        "texte s’efface au bout de %(n)d mois ; d’ici là, vous pouvez la reprendre.",
        months,
    ) % {"n": months}
    return Gesture("aside", _("Ce n’est pas une difficulté"), _("L’écarter"), help=told, danger=True)


def _offer_running(request: SpaceRequest, complaint: Any) -> list[Gesture]:
    state = complaint.state
    waits = state in WAITING
    offered = []
    if state == ComplaintState.RECEIVED:
        offered.append(_acknowledging(request, complaint))
    if waits:
        offered += [
            _answering(request, first=state != ComplaintState.RECEIVED),
            _assessing(request, complaint),
        ]
    if state != ComplaintState.CLOSED:
        offered.append(_closing(request, complaint, first=state == ComplaintState.ANSWERED))
    if waits:
        offered.append(
            _writing(request, "write", _("Écrire à la personne sans répondre encore"), _("Lui écrire"))
        )
        offered.append(_extending(request))
    else:
        again = _writing(request, "write", _("Écrire à la personne"), _("Lui écrire"))
        again.first = complaint.author_waits and not any(gesture.first for gesture in offered)
        offered.append(again)
        offered.append(_writing(request, "reopen", _("La rouvrir"), _("Rouvrir"), label=_("Pourquoi ?")))
    return offered


def _erasing() -> Gesture:
    return Gesture(
        "erase",
        _("Effacer son nom et son contact"),
        _("Les effacer"),
        help=_(
            "Si la personne le demande. On ne pourra plus la prévenir ; son code de suivi marche toujours."
        ),
        danger=True,
    )


def _acknowledging(request: SpaceRequest, complaint: Any) -> Gesture:
    proposed = _(
        "Bonjour, nous avons bien lu votre message et nous vous en remercions. "
        "Nous vous répondrons au plus tard le %(date)s."
    ) % {"date": format_date(complaint.answer_by, current_language())}
    form = TextForm(
        posted(request, "acknowledge"),
        prefix="acknowledge",
        label=_("Votre accusé de réception"),
        help_text=_("Ce que la personne lira. Dites ce qui va se passer maintenant."),
        initial={"text": proposed},
    )
    return Gesture(
        "acknowledge", _("Accuser réception"), _("Envoyer l’accusé de réception"), form, first=True
    )


def _answering(request: SpaceRequest, *, first: bool) -> Gesture:
    form = TextForm(
        posted(request, "answer"),
        prefix="answer",
        label=_("Votre réponse"),
        help_text=_(
            "Ce que vous avez compris, ce que vous faites, ce que vous ne pouvez pas faire et pourquoi."
        ),
    )
    return Gesture("answer", _("Répondre"), _("Envoyer la réponse"), form, first=first)


def _assessing(request: SpaceRequest, complaint: Any) -> Gesture:
    form = AssessForm(
        posted(request, "assess"),
        prefix="assess",
        themes=current_themes(),
        people=active_people_of(request.space.organisation),
        initial={
            "seriousness": complaint.seriousness or "",
            "theme_id": complaint.theme_id,
            "cause": complaint.cause,
            "owner": str(complaint.owner_id or ""),
            "urgent": complaint.urgent,
        },
    )
    return Gesture("assess", _("Dire si c’est grave, et qui s’en occupe"), _("Garder"), form)


def _closing(request: SpaceRequest, complaint: Any, *, first: bool) -> Gesture:
    form = CloseForm(posted(request, "close"), prefix="close", initial={"cause": complaint.cause})
    return Gesture("close", _("Clore, et dire ce qu’on a appris"), _("Clore"), form, first=first)


def _extending(request: SpaceRequest) -> Gesture:
    form = ExtendForm(posted(request, "extend"), prefix="extend")
    return Gesture("extend", _("Annoncer un autre délai"), _("Annoncer ce délai"), form)


def _writing(request: SpaceRequest, key: str, title: str, button: str, label: str = "") -> Gesture:
    form = TextForm(posted(request, key), prefix=key, label=label or _("Votre message"), rows=3)
    if key == "note":
        form.fields["text"].label = _("Votre note")
        form.fields["text"].help_text = _("La personne ne la lit pas.")
    return Gesture(key, title, button, form)


Do = Callable[[Any, Any, Any], str]


def _acknowledge(row: Any, form: Any, by: Any) -> str:
    services.acknowledge(complaint=row, text=form.cleaned_data["text"], by=by)
    return _("L’accusé de réception est parti.")


def _answer(row: Any, form: Any, by: Any) -> str:
    services.answer(complaint=row, text=form.cleaned_data["text"], by=by)
    return _("La réponse est partie. Il reste à clore, et à dire ce qu’on a appris.")


def _assess(row: Any, form: Any, by: Any) -> str:
    services.assess(complaint=row, assessment=form.assessment(), by=by)
    return _("C’est noté.")


def _write(row: Any, form: Any, by: Any) -> str:
    services.write_to_author(complaint=row, text=form.cleaned_data["text"], by=by)
    return _("Le message est parti.")


def _extend(row: Any, form: Any, by: Any) -> str:
    services.extend(complaint=row, **form.cleaned_data, by=by)
    return _("Le nouveau délai est annoncé.")


def _close(row: Any, form: Any, by: Any) -> str:
    services.close(complaint=row, closing=form.closing(), by=by)
    return _("C’est clos.")


def _reopen(row: Any, form: Any, by: Any) -> str:
    services.reopen(complaint=row, reason=form.cleaned_data["text"], by=by)
    return _("Elle est rouverte, et la personne sait pourquoi.")


def _note(row: Any, form: Any, by: Any) -> str:
    services.note(complaint=row, text=form.cleaned_data["text"], by=by)
    return _("La note est gardée.")


def _set_aside(row: Any, form: Any, by: Any) -> str:
    services.set_aside(complaint=row, by=by)
    return _("Elle est écartée. Vous pouvez encore la reprendre.")


def _take_back(row: Any, form: Any, by: Any) -> str:
    services.take_back(complaint=row, by=by)
    return _("Elle est reprise, où elle en était.")


def _erase(row: Any, form: Any, by: Any) -> str:
    erase_person(complaint=row, by=by)
    return _("Son nom et son contact sont effacés.")


_DO: dict[str, Do] = {
    "acknowledge": _acknowledge,
    "answer": _answer,
    "aside": _set_aside,
    "assess": _assess,
    "close": _close,
    "erase": _erase,
    "extend": _extend,
    "note": _note,
    "reopen": _reopen,
    "take_back": _take_back,
    "write": _write,
}
