"""What those who answered are told: at their link, and on a sheet to pin up."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.organisations.enums import Right
from marchepied.apps.restitution import selectors, services
from marchepied.apps.restitution.compute import build_sheet, describe_reply
from marchepied.engines.documents import render_staff_sheet
from marchepied.web.restitution.finding import current_language, cycle_or_404, hand_over
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(Right.FACILITATE)
def sheet(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """What people will read at their link, as it is today, and whether it is what they read now."""
    found = cycle_or_404(request, cycle)
    language = current_language()
    reply = selectors.published_reply(found)
    content = describe_reply(found, language)
    context = {
        "section": "cycle",
        "cycle": found,
        "sheet": build_sheet(found, language) if found.round is None else None,
        "content": content,
        "reply": reply,
        "stale": reply is not None and reply.content.get(language) != content,
        "may_say_done": found.round is None and found.state == CycleState.RUNNING,
        "can_publish": found.round is not None and found.round.state == "closed",
    }
    return render(request, "restitution/sheet.html", context)


@member_view(Right.FACILITATE)
def sheet_file(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The one page to print and pin up before the assembly."""
    found = cycle_or_404(request, cycle)
    content = build_sheet(found, current_language())
    document = render_staff_sheet(content, language=current_language())
    name = f"{content.organisation} {_('ce que vous avez dit')}"
    return hand_over(document.pdf, "application/pdf", name, "pdf", inline=True)


@require_POST
@member_view(Right.FACILITATE)
def sheet_publish(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Publish the page at the links, or bring it up to date."""
    found = cycle_or_404(request, cycle)
    try:
        services.publish_staff_sheet(cycle=found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("C’est dit : la page s’ouvre au lien par lequel chacun a répondu."))
    return redirect("restitution:sheet", request.space.slug, found.pk)
