"""How people reach a register: its address, its code to scan, its poster, the links of groups."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from marchepied.apps.listening.enums import Openness, RegisterKind
from marchepied.apps.listening.rules import OPEN_REGISTER
from marchepied.apps.listening.selectors import groups_of, link_of_group, link_of_register
from marchepied.apps.listening.selectors.registers import find_group
from marchepied.apps.listening.services import add_idea_group, remove_idea_group
from marchepied.apps.organisations.enums import Right
from marchepied.engines.documents import Poster, render_poster
from marchepied.web.listening.finding import current_language, require, with_register
from marchepied.web.listening.forms.registers import GroupForm
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.participation.views.invitations import draw_code, shorten_link
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(Right.FACILITATE)
@with_register(RegisterKind.COMPLAINTS)
@require_safe
def show_complaints_door(request: SpaceRequest, register: Any) -> HttpResponse:
    """The address where difficulties are told, and every other way."""
    return render(request, "listening/door.html", _describe(request, register) | {"complaints": True})


@member_view(Right.FACILITATE)
@with_register(RegisterKind.IDEAS)
def show_ideas_door(request: SpaceRequest, register: Any) -> HttpResponse:
    """The address of the idea box; a group may be given a link of its own."""
    form = GroupForm(posted_data(request))
    if request.method == "POST" and request.space.may_pilot and form.is_valid():
        try:
            add_idea_group(register=register, name=form.cleaned_data["name"], by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Ce groupe a son lien."))
            return redirect("listening:ideas-door", request.space.slug)
    groups = [{"row": group, "link": link_of_group(group)} for group in groups_of(register)]
    more = {
        "complaints": False,
        "groups": groups,
        "form": form,
        "inside": register.openness == Openness.INSIDE,
    }
    return render(request, "listening/door.html", _describe(request, register) | more)


@require_POST
@member_view(OPEN_REGISTER)
@with_register(RegisterKind.IDEAS)
def close_group(request: SpaceRequest, register: Any, group: UUID) -> HttpResponse:
    """Close the link of a group."""
    remove_idea_group(group=require(find_group(register, group)), by=request.user)
    messages.success(request, _("Ce lien n’ouvre plus rien. Les idées du groupe restent dans la boîte."))
    return redirect("listening:ideas-door", request.space.slug)


@member_view(Right.FACILITATE)
@with_register(RegisterKind.COMPLAINTS)
@require_safe
def complaints_poster(request: SpaceRequest, register: Any) -> HttpResponse:
    """A poster and a paper form for difficulties."""
    return render(request, "listening/poster_complaints.html", _describe(request, register))


@member_view(Right.FACILITATE)
@with_register(RegisterKind.IDEAS)
@require_safe
def ideas_poster(request: SpaceRequest, register: Any) -> HttpResponse:
    """A poster for the idea box."""
    return render(request, "listening/poster_ideas.html", _describe(request, register))


@member_view(Right.FACILITATE)
@with_register(RegisterKind.COMPLAINTS)
@require_safe
def complaints_poster_pdf(request: SpaceRequest, register: Any) -> HttpResponse:
    """The poster for difficulties, as an A4 PDF."""
    readers = ngettext(
        "Ceux qui s’en occupent, et eux seuls. Une réponse en %(n)d jour au plus. "
        "En cas de danger : 17 ou 112.",
        "Ceux qui s’en occupent, et eux seuls. Une réponse en %(n)d jours au plus. "
        "En cas de danger : 17 ou 112.",
        register.answer_days,
    ) % {"n": register.answer_days}
    return _answer_pdf(
        register,
        ask=_("Quelque chose ne va pas ? Dites-le."),
        terms=_("Sans compte, avec ou sans votre nom. Sur un téléphone ou un ordinateur."),
        readers=readers,
        name=_("affiche-difficultes"),
    )


@member_view(Right.FACILITATE)
@with_register(RegisterKind.IDEAS)
@require_safe
def ideas_poster_pdf(request: SpaceRequest, register: Any) -> HttpResponse:
    """The poster for the idea box, as an A4 PDF."""
    readers = ngettext(
        "Nous, puis tout le monde une fois l’idée publiée. Nous décidons en %(n)d jour au plus, "
        "et nous disons pourquoi.",
        "Nous, puis tout le monde une fois l’idée publiée. Nous décidons en %(n)d jours au plus, "
        "et nous disons pourquoi.",
        register.answer_days,
    ) % {"n": register.answer_days}
    return _answer_pdf(
        register,
        ask=_("Une idée ? Proposez-la."),
        terms=_("Sans compte. Sur un téléphone ou un ordinateur."),
        readers=readers,
        name=_("affiche-idees"),
    )


def _answer_pdf(register: Any, *, ask: str, terms: str, readers: str, name: str) -> HttpResponse:
    link = link_of_register(register)
    sheet = Poster(
        organisation=register.organisation.name,
        college="",
        subject="",
        address=shorten_link(link),
        link=link,
        readers=readers,
        ask=ask,
        terms=terms,
        reading=_("Qui lit ce que vous écrivez ?"),
    )
    document = render_poster(sheet, language=current_language())
    response = HttpResponse(document.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _describe(request: SpaceRequest, register: Any) -> dict[str, Any]:
    link = link_of_register(register)
    return {
        "section": "listening",
        "register": register,
        "link": link,
        "short_link": shorten_link(link),
        "code": draw_code(link),
        "follow_link": shorten_link(settings.BASE_URL + reverse("listening:enter")),
    }
