"""Setting several messages aside at once: chosen, shown again, then confirmed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.rules import HANDLE_COMPLAINTS
from marchepied.apps.listening.selectors.complaints import list_to_set_aside
from marchepied.apps.listening.services import set_several_aside
from marchepied.web.listening.finding import with_register
from marchepied.web.shared.access import SpaceRequest, member_view

CHOSEN, SURE = "lequel", "sur"


@member_view(HANDLE_COMPLAINTS)
@with_register(RegisterKind.COMPLAINTS)
def sort(request: SpaceRequest, register: Any) -> HttpResponse:
    """Choose among those that run, read the choice again, then set it aside."""
    rows = list_to_set_aside(register)
    asked = set(request.POST.getlist(CHOSEN))
    chosen = [row for row in rows if str(row.pk) in asked]
    refusal = _("Cochez au moins un message.") if request.method == "POST" and not chosen else ""
    if chosen and SURE in request.POST:
        try:
            number = set_several_aside(complaints=chosen, by=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(request, _say_done(number))
            return redirect("listening:complaints", request.space.slug)
    context = {
        "section": "listening",
        "register": register,
        "rows": chosen or rows,
        "confirming": bool(chosen),
        "refusal": refusal,
        "chosen_name": CHOSEN,
        "sure_name": SURE,
    }
    page = "listening/sort.html"
    return render(request, page, context, status=422 if refusal else 200)


def _say_done(number: int) -> str:
    return ngettext(
        "Un message est écarté. Vous le retrouvez dans « Écartées ».",
        "%(n)d messages sont écartés. Vous les retrouvez dans « Écartées ».",
        number,
    ) % {"n": number}
