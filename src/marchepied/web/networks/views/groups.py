"""A group takes part by its link, without an account and without a name."""

from typing import Any

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from marchepied.apps.networks.rules import takes_proposals
from marchepied.apps.networks.selectors.appeals import proposals_of, vote_link_of
from marchepied.apps.networks.services import propose_as_group
from marchepied.web.networks.finding import with_group
from marchepied.web.networks.forms import ProposalForm
from marchepied.web.networks.saying import list_steps, tell_now, tell_proposals
from marchepied.web.networks.targets import draw_appeal, read_target, read_words
from marchepied.web.networks.views.proposals import read_content
from marchepied.web.shared.posted import posted_data


@with_group
@require_safe
def show_appeal(request: HttpRequest, group: Any, code: str) -> HttpResponse:
    """What the call is about, what everybody proposed, what was answered; where to vote."""
    appeal = group.appeal
    open_now = takes_proposals(appeal)
    context = {
        **_describe(group, code),
        "now": tell_now(appeal),
        "steps": list_steps(appeal),
        "proposals": tell_proposals(appeal, proposals_of(appeal)),
        "tree": draw_appeal(appeal, group.organisation) if open_now else [],
        "may_propose": open_now,
        "vote_link": vote_link_of(group),
        "sent": "envoi" in request.GET,
    }
    return render(request, "networks/group.html", context)


# The code in the address is the right to propose and no session stands behind it: no cookie is laid.
@csrf_exempt
@with_group
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, group: Any, code: str) -> HttpResponse:
    """A proposal without a name: it is shown under the group's."""
    if not takes_proposals(group.appeal):
        raise Http404
    target = read_target(request, group.appeal, group.organisation)
    form = ProposalForm(
        posted_data(request),
        kind=target.kind,
        question=target.asks_answers,
        named=False,
        initial=read_words(target),
    )
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="propose_by_link"):
            form.add_error(None, _("Beaucoup de propositions sont parties d’ici. Reprenez dans une heure."))
        else:
            try:
                propose_as_group(group=group, content=read_content(form, target))
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                response = redirect("networks:group", code)
                response["Location"] += "?envoi=1"
                return response
    return render(
        request, "networks/group_propose.html", {**_describe(group, code), "target": target, "form": form}
    )


def _describe(group: Any, code: str) -> dict[str, Any]:
    return {
        "group": group,
        "appeal": group.appeal,
        "organisation": group.organisation,
        "code": code,
    }
