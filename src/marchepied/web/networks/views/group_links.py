"""The link of a group: shown, scanned, printed, replaced."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marchepied.apps.networks.rules import LEAD_WRITING
from marchepied.apps.networks.services import renew_group_link
from marchepied.apps.networks.validators import seal_group
from marchepied.engines.documents import Poster, render_poster
from marchepied.web.networks.finding import with_appeal
from marchepied.web.participation.views.invitations import draw_code, shorten_link
from marchepied.web.shared.access import SpaceRequest, member_view


def link_of(group: Any) -> str:
    """The whole address that the people of a group open."""
    return settings.BASE_URL + reverse("networks:group", args=[seal_group(group.handle)])


@member_view(LEAD_WRITING)
@with_appeal
@require_safe
def show_link(request: SpaceRequest, appeal: Any, group: Any) -> HttpResponse:
    """How to give a group its link: to copy, to scan, to print; and how to replace it."""
    link = link_of(group)
    context = {
        "appeal": appeal,
        "group": group,
        "link": link,
        "code": draw_code(link),
        "section": "house",
    }
    return render(request, "networks/group_link.html", context)


@member_view(LEAD_WRITING)
@with_appeal
@require_safe
def poster(request: SpaceRequest, appeal: Any, group: Any) -> HttpResponse:
    """The poster of a group, as an A4 PDF."""
    link = link_of(group)
    sheet = Poster(
        organisation=appeal.organisation.name,
        college=group.name,
        subject=f"« {appeal.title} »",
        address=shorten_link(link),
        link=link,
        until=appeal.closes_on,
        readers=_("Ce que vous écrivez est lu par tous ceux qui prennent part, sous le nom de votre groupe."),
    )
    document = render_poster(sheet, language=get_language() or "fr")
    response = HttpResponse(document.pdf, content_type="application/pdf")
    name = f"{slugify(_('affiche'))}-{slugify(group.name) or 'groupe'}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@member_view(LEAD_WRITING)
@with_appeal
def renew(request: SpaceRequest, appeal: Any, group: Any) -> HttpResponse:
    """Another link, after a page that says what becomes of the first."""
    if request.method == "POST":
        renew_group_link(group=group, by=request.user)
        messages.success(request, _("Le lien est changé : donnez le nouveau à ce groupe."))
        return redirect("networks:group-link", request.space.slug, appeal.pk, group.pk)
    context = {"appeal": appeal, "group": group, "section": "house"}
    return render(request, "networks/group_renew.html", context)
