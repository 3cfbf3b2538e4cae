"""The items of a draft: adding, changing, moving, taking out; a question as a participant would read it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.referentials.rules import READ_GUIDES, WRITE_GUIDES
from marchepied.apps.referentials.selectors import stamp_of
from marchepied.apps.referentials.services import (
    ItemConflictError,
    ItemGoneError,
    add_item,
    change_item,
    move_item,
    remove_item,
    shift_item,
)
from marchepied.engines.referential.editing import LISTS, Place, new_item, say_name
from marchepied.web.participation.forms.answer import lay_part
from marchepied.web.referentials.writing.comparing import compare_texts
from marchepied.web.referentials.writing.conditions import KIND as CONDITION
from marchepied.web.referentials.writing.conditions import tell_condition, tell_for_whom
from marchepied.web.referentials.writing.finding import Desk, with_desk
from marchepied.web.referentials.writing.guide_forms import MoveForm
from marchepied.web.referentials.writing.item_forms import ItemForm
from marchepied.web.referentials.writing.making import (
    find_parent,
    groups_of,
    list_places,
    make_form,
    preview_form,
    say,
    typed_again,
)
from marchepied.web.referentials.writing.plain import KINDS as PLAIN_KINDS
from marchepied.web.referentials.writing.plain import read_plainly
from marchepied.web.referentials.writing.question_form import swap_answers
from marchepied.web.referentials.writing.removing import tell_losses
from marchepied.web.referentials.writing.words import ADD, CHANGE, REMOVE
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

# A button that rearranges what is typed, and keeps nothing yet.
REARRANGE = ("swap", "levels_step")


@member_view(WRITE_GUIDES)
@with_desk
def add(request: SpaceRequest, desk: Desk) -> HttpResponse:
    """A new item, of the kind and in the place that the address says; a theme when it says neither."""
    kind, parent = request.GET.get("sorte", "axis"), request.GET.get("dans", "")
    if kind not in LISTS:
        raise Http404
    place = find_parent(desk, kind, parent)
    if place is None:
        raise Http404
    item = new_item(desk.draft.content, kind, desk.base)
    form = _open_form(request, desk, kind, item, place[0], {})
    if form.is_bound and form.is_valid():
        told = {"item": form.written(), "credit": form.cleaned_data["credit"]}
        try:
            item_id = add_item(draft=desk.draft, kind=kind, parent=parent, by=request.user, **told)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est ajouté."))
            return redirect(_place_of(request, desk, item_id))
    title, where = ADD[kind], place[1]
    return render(request, "referentials/draft_item.html", _context(desk, form, kind, title, where))


@member_view(WRITE_GUIDES)
@with_desk
def edit(request: SpaceRequest, desk: Desk, item: str) -> HttpResponse:
    """The texts of an item; when somebody else wrote meanwhile, both are shown and nothing is lost."""
    place = desk.find(item)
    if place is None:
        return _tell_gone(request, desk)
    stamp = stamp_of(place.kind, place.item)
    form = _open_form(request, desk, place.kind, place.item, place.axis, {"seen": stamp})
    theirs: list[Any] = []
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        told: dict[str, Any] = {"item": form.written(), "seen": chosen["seen"], "credit": chosen["credit"]}
        try:
            change_item(draft=desk.draft, item_id=item, by=request.user, **told)
        except ItemConflictError as error:
            theirs = compare_texts(form, place.item)
            form.keep_typed(stamp, error)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est noté."))
            return redirect(_place_of(request, desk, item))
    context = _context(desk, form, place.kind, CHANGE[place.kind], "")
    context |= {"item": place.item, "name": say_name(place.item, get_language() or "fr"), "theirs": theirs}
    return render(request, "referentials/draft_item.html", context)


def _open_form(
    request: SpaceRequest, desk: Desk, kind: str, item: Any, axis: str, initial: dict[str, Any]
) -> ItemForm:
    """The form as it comes, as it was sent, or as it was typed and rearranged without being sent."""
    if request.method == "POST" and any(name in request.POST for name in REARRANGE):
        typed = swap_answers(typed_again(request.POST), request.POST.get("swap", ""), desk.languages)
        count = typed.get("levels_count", "")
        if count.isdecimal() and len(count) < 3:
            typed["levels_count"] = str(int(count) + (1 if typed.get("levels_step") == "more" else -1))
        return make_form(desk, kind, item, axis, initial={**initial, **typed})
    return make_form(desk, kind, item, axis, posted_data(request), initial)


def _context(desk: Desk, form: ItemForm, kind: str, title: Any, where: str) -> dict[str, Any]:
    return {
        "draft": desk.draft,
        "form": form,
        "kind": kind,
        "title": title,
        "where": where,
        "words": desk.words,
        "questionnaire": desk.questionnaire,
        "section": "house",
    }


def _place_of(request: SpaceRequest, desk: Desk, item_id: str) -> str:
    """The line of an item on the page of the draft."""
    return reverse("referentials:draft", args=[request.space.slug, desk.draft.pk]) + f"#{item_id}"


def _tell_gone(request: SpaceRequest, desk: Desk) -> HttpResponse:
    """The item is no longer there: what was typed is shown, to be copied elsewhere."""
    if request.method != "POST":
        raise Http404
    typed = ((name, str(text)) for name, text in request.POST.items())
    kept = [text for name, text in typed if name.endswith(("-fr", "-en")) and text.strip()]
    context = {"draft": desk.draft, "kept": kept, "section": "house"}
    return render(request, "referentials/draft_gone.html", context, status=409)


@require_POST
@member_view(WRITE_GUIDES)
@with_desk
def shift(request: SpaceRequest, desk: Desk, item: str) -> HttpResponse:
    """One place up or down among its neighbours."""
    desk.require(item)
    step = -1 if "up" in request.POST else 1
    try:
        shift_item(draft=desk.draft, item_id=item, step=step, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(_place_of(request, desk, item))


@member_view(WRITE_GUIDES)
@with_desk
def move(request: SpaceRequest, desk: Desk, item: str) -> HttpResponse:
    """To another theme or domain."""
    place = desk.require(item)
    if place.kind == "axis":
        raise Http404
    form = MoveForm(
        posted_data(request), places=list_places(desk, place.kind), initial={"parent": place.parent}
    )
    if request.method == "POST" and form.is_valid():
        try:
            parent = form.cleaned_data["parent"]
            move_item(draft=desk.draft, item_id=item, parent=parent, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est déplacé."))
            return redirect(_place_of(request, desk, item))
    context = {"draft": desk.draft, "form": form, "name": _name(desk, place), "section": "house"}
    return render(request, "referentials/draft_move.html", context)


@member_view(WRITE_GUIDES)
@with_desk
def remove(request: SpaceRequest, desk: Desk, item: str) -> HttpResponse:
    """Take an item out, after a page that says what goes with it."""
    place = desk.require(item)
    if request.method == "POST":
        try:
            remove_item(draft=desk.draft, item_id=item, by=request.user)
        except ItemGoneError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("C’est retiré. Vous pouvez annuler ce changement."))
        return redirect("referentials:draft", request.space.slug, desk.draft.pk)
    context = {
        "draft": desk.draft,
        "question": REMOVE[place.kind],
        "name": _name(desk, place),
        "item": item,
        "losses": tell_losses(place, desk.draft.content),
        "section": "house",
    }
    return render(request, "referentials/draft_remove.html", context)


def _name(desk: Desk, place: Place) -> str:
    return say({get_language() or "fr": say_name(place.item, get_language() or "fr")}, desk)


@member_view(READ_GUIDES)
@with_desk
def preview(request: SpaceRequest, desk: Desk, item: str) -> HttpResponse:
    """The question on the very page that a participant of one group would see; nothing is sent."""
    place = desk.require(item)
    if place.kind != "question":
        raise Http404
    groups = groups_of(place.item)
    asked = request.GET.get("groupe", "")
    group = next((pair for pair in groups if pair[0] == asked), groups[0])
    part = lay_part(preview_form(desk, place.item), [item], {}, 1)
    context = {
        "organisation": request.space.organisation,
        "call": {"round": {"title": say_name(desk.draft.content, get_language() or "fr")}},
        "draft": desk.draft,
        "item": item,
        "question": part.questions[0],
        "group": group,
        "groups": groups,
        "for_whom": tell_for_whom(place.item, get_language() or "fr"),
        "total": 1,
        "together": False,
    }
    return render(request, "referentials/draft_preview.html", context)


@require_POST
@member_view(WRITE_GUIDES)
@with_desk
def read_plain(request: SpaceRequest, desk: Desk) -> JsonResponse:
    """How plain a text is, or what a condition means, while it is being written; nothing is kept."""
    kind, language = request.POST.get("kind", ""), request.POST.get("language", "")
    if kind not in {*PLAIN_KINDS, CONDITION} or language not in desk.vocabularies:
        raise Http404
    text = request.POST.get("text", "")
    if kind == CONDITION:
        reading = tell_condition(text, get_language() or "fr")
    else:
        reading = read_plainly(text, kind, language, desk.vocabularies[language])
    return JsonResponse({"count": reading.count, "findings": list(reading.findings)})
