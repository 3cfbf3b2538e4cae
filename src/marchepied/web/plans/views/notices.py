"""Being told: one's own calendar, and the mails one wants."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from marchepied.apps.organisations.enums import Right
from marchepied.apps.plans.compute.feeds import write_feed
from marchepied.apps.plans.rules import DIGEST
from marchepied.apps.plans.selectors.feeds import address_of, find_feed, find_own_feed
from marchepied.apps.plans.selectors.reminders import choice_of, find_choice
from marchepied.apps.plans.services import feeds as services
from marchepied.apps.plans.services.reminders import choose_mail, choose_mails
from marchepied.core.scope import scope
from marchepied.web.plans.forms.notices import MailForm
from marchepied.web.shared.access import SpaceRequest, member_view, public_view

if TYPE_CHECKING:
    from marchepied.apps.plans.models import Feed


@member_view(Right.READ)
def notices(request: SpaceRequest) -> HttpResponse:
    """One's calendar and one's mails, on one page."""
    organisation = request.space.organisation
    if request.method == "POST":
        form = MailForm(request.POST)
        form.is_valid()  # two boxes: nothing can be wrong
        choose_mails(organisation=organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("C’est noté."))
        return redirect("plans:notices", request.space.slug)
    choice = choice_of(organisation, request.user)
    feed = find_own_feed(organisation, request.user)
    address = address_of(feed) if feed else ""
    context = {
        "section": "plan",
        "form": MailForm(initial={"reminders": choice.reminders, "digest": choice.digest}),
        "address": address,
        # Telephones and calendar programs open this kind of address by themselves.
        "subscribe": "webcal" + address[address.find(":") :] if address else "",
    }
    return render(request, "plans/notices.html", context)


@require_POST
@member_view(Right.READ)
def feed_open(request: SpaceRequest) -> HttpResponse:
    services.open_feed(organisation=request.space.organisation, by=request.user)
    return redirect("plans:notices", request.space.slug)


def own_feed_or_404(request: SpaceRequest) -> "Feed":
    feed = find_own_feed(request.space.organisation, request.user)
    if feed is None:
        raise Http404
    return feed


@member_view(Right.READ)
def feed_renew(request: SpaceRequest) -> HttpResponse:
    """Another address, after a page that says what it breaks."""
    found = own_feed_or_404(request)
    if request.method == "POST":
        services.renew_feed(feed=found, by=request.user)
        messages.success(request, _("Votre agenda a une nouvelle adresse. L’ancienne ne montre plus rien."))
        return redirect("plans:notices", request.space.slug)
    context = {
        "question": _("Changer l’adresse de votre agenda ?"),
        "consequence": _("L’ancienne adresse ne montrera plus rien : il faudra ajouter la nouvelle."),
        "confirm": _("Oui, changer"),
    }
    return render(request, "plans/feed_confirm.html", {"section": "plan", **context})


@member_view(Right.READ)
def feed_close(request: SpaceRequest) -> HttpResponse:
    """No calendar any more, after a page that says what it breaks."""
    found = own_feed_or_404(request)
    if request.method == "POST":
        services.close_feed(feed=found, by=request.user)
        messages.success(request, _("Votre agenda est fermé : son adresse ne montre plus rien."))
        return redirect("plans:notices", request.space.slug)
    context = {
        "question": _("Fermer votre agenda ?"),
        "consequence": _("Son adresse ne montrera plus rien, et ces dates s’effaceront de votre téléphone."),
        "confirm": _("Oui, fermer"),
    }
    return render(request, "plans/feed_confirm.html", {"section": "plan", **context})


@require_safe
@public_view("a telephone reads its calendar without signing in: the sealed address is the key")
def feed(request: HttpRequest, feed_seal: str) -> HttpResponseBase:
    """The calendar of one person in one organisation, or 404 when its address was changed or they left."""
    found = find_feed(feed_seal)
    if found is None:
        raise Http404
    with scope(found.organisation):
        body = write_feed(found)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Content-Disposition"] = 'inline; filename="plan.ics"'
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@csrf_exempt  # a mail program sends it without ever having opened the page: the sealed link is the key
@public_view("whoever received a mail stops the next ones from its link, without signing in")
def mail_stop(request: HttpRequest, mail_seal: str) -> HttpResponseBase:
    """Stop one kind of mail: opening the page changes nothing, its button does (RFC 8058 sends the same)."""
    found = find_choice(mail_seal)
    if found is None:
        raise Http404
    choice, what = found
    with scope(choice.organisation):
        if request.method == "POST":
            wanted = request.POST.get("gesture") == "resume"
            choose_mail(choice=choice, what=what, wanted=wanted, by=choice.person)
    wanted = choice.digest if what == DIGEST else choice.reminders
    context = {"organisation": choice.organisation, "is_digest": what == DIGEST, "wanted": wanted}
    response = render(request, "plans/mail_stop.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
