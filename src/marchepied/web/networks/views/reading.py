"""An expert reads a draft, makes remarks, says whether they agree."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.networks.rules import is_current
from marchepied.apps.networks.selectors.committees import (
    open_round_of,
    opinions_of,
    remarks_of,
    seats_of,
    standing_of,
)
from marchepied.apps.networks.services import give_opinion, remark_on
from marchepied.web.networks.finding import with_seat
from marchepied.web.networks.forms import OpinionForm, RemarkForm
from marchepied.web.networks.reading_items import Passage, list_passages
from marchepied.web.shared.access import signed_in_view
from marchepied.web.shared.posted import posted_data


@signed_in_view
def list_readings(request: HttpRequest) -> HttpResponse:
    """The guides that this person is asked to read."""
    return render(request, "networks/readings.html", {"seats": seats_of(request.user)})


@with_seat
def show_reading(request: HttpRequest, seat: Any) -> HttpResponse:
    """The draft from end to end, one's remarks with their answers, and one's opinion."""
    committee = seat.committee
    draft = committee.draft
    reading = open_round_of(committee) if is_current(seat) else None
    own = next((opinion for opinion in opinions_of(committee) if opinion.expert_id == seat.pk), None)
    form = OpinionForm(posted_data(request), initial={"seen": draft.revision if draft else 0})
    if request.method == "POST" and form.is_valid():
        chosen = {**form.cleaned_data, "seen": form.cleaned_data["seen"] or 0}
        try:
            give_opinion(expert=seat, by=request.user, **chosen)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Merci. Votre avis est noté."))
            return redirect("networks:reading", committee.pk)
    context = {
        "seat": seat,
        "committee": committee,
        "reading": reading,
        "passages": list_passages(draft, committee.organisation, get_language() or "fr"),
        "remarks": [remark for remark in remarks_of(committee) if remark.expert_id == seat.pk],
        "own": own,
        "counts": own is not None and own in standing_of(committee).signed,
        "form": form,
    }
    return render(request, "networks/reading.html", context)


@with_seat
def add_remark(request: HttpRequest, seat: Any) -> HttpResponse:
    """A remark on one passage, or on the whole."""
    committee = seat.committee
    if open_round_of(committee) is None:
        raise Http404
    wanted = request.GET.get("sur", "")
    passages = list_passages(committee.draft, committee.organisation, get_language() or "fr")
    passage = next((one for one in passages if one.id == wanted), None) if wanted else Passage("", "", "", ())
    if passage is None:
        raise Http404
    form = RemarkForm(posted_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            remark_on(
                expert=seat,
                item_id=passage.id,
                item_name=passage.name,
                text=form.cleaned_data["text"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Votre remarque est notée."))
            return redirect("networks:reading", committee.pk)
    context = {"committee": committee, "passage": passage, "form": form}
    return render(request, "networks/reading_remark.html", context)
