"""Typing paper sheets in, one after the other, as anonymous as on a screen."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.services import deposit_answers
from marchepied.web.participation.forms.invitations import PaperSheetForm
from marchepied.web.participation.places import CallPlace
from marchepied.web.participation.views.shared import attempt_in, posted, require_open, with_call
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(Right.FACILITATE)
@with_call
def paper_entry(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """One sheet; then the same page again, empty, with how many were typed in this sitting."""
    call = place.call
    require_open(call)
    asked = set(call.item_ids)
    items = [item for item in call.round.form["items"] if item["id"] in asked]
    language = get_language() or "fr"
    form = PaperSheetForm(
        posted(request), items=items, language=language, initial={"nonce": secrets.token_urlsafe(16)}
    )
    key = f"paper:{call.pk}"
    if request.method == "POST" and form.is_valid() and attempt_in(form, lambda: _deposit(call, form)):
        request.session[key] = request.session.get(key, 0) + 1
        messages.success(request, _("Feuille enregistrée. Encore une ?"))
        return redirect(place.paper_entry)
    context = {"place": place, "call": call, "form": form, "section": place.section}
    context["typed"] = request.session.get(key, 0)
    return render(request, "participation/print_entry.html", context)


def _deposit(call: Any, form: PaperSheetForm) -> None:
    answers, comments = form.read_sheet()
    deposit_answers(call=call, answers=answers, comments=comments, nonce=form.cleaned_data["nonce"])
