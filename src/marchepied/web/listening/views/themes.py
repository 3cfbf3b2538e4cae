"""« Ce que les gens écrivent »: themes that the machine suggests, and what people do with them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.listening.rules import LEAD_THEMES
from marchepied.apps.listening.selectors.theme_board import (
    Reading,
    call_theme,
    find_board,
    labels_of,
    last_gesture,
)
from marchepied.apps.listening.selectors.written import MOST_TEXTS, count_urgent
from marchepied.apps.listening.services import themes as services
from marchepied.apps.organisations.selectors import active_people_of
from marchepied.apps.plans.selectors import plan_cycle
from marchepied.apps.plans.services.themes import take_up_theme
from marchepied.engines.themes import Theme
from marchepied.web.listening.finding import require
from marchepied.web.listening.forms.actions import TakeUpForm
from marchepied.web.listening.forms.themes import APART as TO_APART
from marchepied.web.listening.forms.themes import NEW, LookForm, MergeForm, NameForm, PlaceForm
from marchepied.web.listening.gestures import add_refusal, posted
from marchepied.web.listening.written import (
    APART,
    cards_of,
    key_of,
    read_here,
    require_theme,
    texts_by_id,
)
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

A_PAGE = 20


@member_view(LEAD_THEMES)
def show_themes(request: SpaceRequest) -> HttpResponse:
    """The themes with real sentences; or how to have some, or every text when there are few."""
    reading = read_here(request)
    form = LookForm(posted(request, "look"))
    if form.is_bound and form.is_valid():
        try:
            services.look_for_themes(
                organisation=request.space.organisation,
                texts=texts_by_id(reading),
                count=form.cleaned_data["count"],
                by=request.user,
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Voici des thèmes possibles. À vous de les nommer et de corriger."))
            return redirect("listening:themes", request.space.slug)
    cards, gone = cards_of(reading)
    context = {
        "section": "listening",
        "reading": reading,
        "form": form,
        "cards": cards,
        "gone": gone,
        "sources": [_count(source, number) for source, number in reading.counts],
        "urgent": count_urgent(request.space.organisation),
        "full": len(reading.texts) >= MOST_TEXTS,
        "last": last_gesture(reading.board) if reading.board else None,
    }
    return render(request, "listening/themes.html", context)


@require_POST
@member_view(LEAD_THEMES)
def undo(request: SpaceRequest) -> HttpResponse:
    """Undo the last gesture."""
    board = require(find_board(request.space.organisation))
    try:
        services.undo_gesture(board=board, by=request.user)
    except ValidationError as refusal:
        messages.info(request, refusal.messages[0])
    else:
        messages.success(request, _("C’est défait."))
    return redirect("listening:themes", request.space.slug)


@member_view(LEAD_THEMES)
def show_theme(request: SpaceRequest, theme_key: str) -> HttpResponse:
    """A theme and all its texts: name it, put it with another, take texts out of it."""
    reading = read_here(request)
    theme = require_theme(reading, theme_key)
    if theme is not None and theme.key != theme_key and request.method == "GET":
        return redirect("listening:theme", request.space.slug, theme.key)
    desk = _Desk(request, reading, theme)
    if (answer := desk.act()) is not None:
        return answer
    return render(request, "listening/theme.html", desk.describe())


class _Desk:
    """The forms of a theme's page, and what each does."""

    def __init__(self, request: SpaceRequest, reading: Reading, theme: Theme | None) -> None:
        self.request, self.reading, self.theme = request, reading, theme
        self.title = call_theme(theme) if theme is not None else _("À part")
        themes = reading.themes.themes if reading.themes else ()
        others = [(one.key, call_theme(one)) for one in themes if theme is None or one.key != theme.key]
        self.lines = reading.lines_of(key_of(theme))
        self.name = NameForm(
            posted(request, "name"),
            prefix="nom",
            named=bool(theme and theme.name),
            initial={"name": theme.name if theme else ""},
        )
        self.merge = MergeForm(posted(request, "merge"), prefix="reunir", others=others)
        self.place = PlaceForm(
            posted(request, "place"),
            prefix="placer",
            texts=[(line.written.id, line.text) for line in self.lines],
            others=others,
            apart=theme is None,
        )

    def act(self) -> HttpResponse | None:
        """Do what was sent; None when nothing was, or when a form says what to correct."""
        deeds: list[tuple[Any, Callable[[dict[str, Any]], str]]] = [(self.place, self._place)]
        if self.theme is not None:
            deeds += [(self.name, self._name), (self.merge, self._merge)]
        for form, deed in deeds:
            if form.is_bound and form.is_valid():
                try:
                    key = deed(form.cleaned_data)
                except ValidationError as refusal:
                    add_refusal(form, refusal)
                else:
                    return self._go_to(key)
        return None

    def _go_to(self, key: str) -> HttpResponse:
        slug = self.request.space.slug
        return redirect("listening:theme", slug, key) if key else redirect("listening:themes", slug)

    def _name(self, data: dict[str, Any]) -> str:
        services.name_theme(**self._about(), name=data["name"])
        messages.success(self.request, _("C’est noté. Aucun calcul ne changera ce nom."))
        return key_of(self.theme)

    def _merge(self, data: dict[str, Any]) -> str:
        services.merge_themes(**self._about(), into=data["into"])
        messages.success(self.request, _("Les deux thèmes n’en font plus qu’un."))
        return str(data["into"])

    def _place(self, data: dict[str, Any]) -> str:
        said = self._about()
        moved = len(data["texts"])
        if data["to"] == NEW:
            board = services.split_theme(**said, texts=data["texts"], name=data["name"])
            messages.success(self.request, _("Un nouveau thème est fait. Aucun calcul ne le défera."))
            return labels_of(board).splits[-1].key
        to = None if data["to"] == TO_APART else data["to"]
        del said["key"]
        services.move_texts(**said, texts=data["texts"], to=to)
        told = ngettext("%(n)s texte est déplacé.", "%(n)s textes sont déplacés.", moved)
        messages.success(self.request, told % {"n": moved})
        if moved == len(self.lines):
            return ""
        return self.theme.key if self.theme is not None else APART

    def _about(self) -> dict[str, Any]:
        return {
            "board": self.reading.board,
            "key": key_of(self.theme),
            "title": self.title,
            "by": self.request.user,
        }

    def describe(self) -> dict[str, Any]:
        """What the page shows, twenty texts at once."""
        cards, _gone = cards_of(self.reading)
        mine = [card for card in cards if self.theme is not None and card.theme.key == self.theme.key]
        page = Paginator(self.lines, A_PAGE).get_page(self.request.GET.get("page"))
        return {
            "section": "listening",
            "theme": self.theme,
            "title": self.title,
            "page": page,
            "ticked": set(self.place["texts"].value() or ()),
            "name_form": self.name,
            "merge_form": self.merge,
            "place_form": self.place,
            "actions": mine[0].actions if mine else (),
            "several": len(cards) > 1,
        }


@member_view(LEAD_THEMES)
def take_up(request: SpaceRequest, theme_key: str) -> HttpResponse:
    """Make an action of the plan from a theme, in one gesture."""
    reading = read_here(request)
    theme = require(require_theme(reading, theme_key))
    cycle = plan_cycle(request.space.organisation)
    if cycle is None:
        messages.info(request, _("Commencez d’abord une démarche : l’action ira dans son plan."))
        return redirect("diagnosis:home", request.space.slug)
    title = call_theme(theme)
    form = TakeUpForm(
        posted_data(request),
        people=active_people_of(request.space.organisation),
        asks_reason=False,
        initial={"owner": str(request.user.pk)},
    )
    if request.method == "POST" and form.is_valid():
        take_up_theme(
            board=reading.board,
            key=theme.key,
            title=theme.title,
            cycle=cycle,
            content=form.content(),
            by=request.user,
        )
        messages.success(request, _("L’action est dans le plan."))
        return redirect("listening:theme", request.space.slug, theme.key)
    context = {"section": "listening", "theme": theme, "title": title, "form": form}
    return render(request, "listening/theme_action.html", context)


def _count(source: str, number: int) -> str:
    sentences = {
        "idea": ngettext("%(n)s idée publiée", "%(n)s idées publiées", number),
        "complaint": ngettext("%(n)s difficulté", "%(n)s difficultés", number),
        "survey": ngettext("%(n)s réponse d’enquête", "%(n)s réponses d’enquête", number),
        "comment": ngettext(
            "%(n)s commentaire de questionnaire", "%(n)s commentaires de questionnaire", number
        ),
    }
    return sentences[source] % {"n": number}
