"""Pages for anybody: what Marchepied is, the legal pages, and what is shown when something fails."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marchepied.web.shared.access import public_view

ROBOTS = """User-agent: *
Disallow: /e/
Disallow: /r/
Disallow: /agenda/
Disallow: /courriels/
Disallow: /demo/
Disallow: /invitation/
Disallow: /connexion/
Disallow: /mon-compte/
"""


@public_view("the front door")
def home(request: HttpRequest) -> HttpResponse:
    """What it is, for whom, how to begin."""
    return render(request, "public/home.html")


@public_view("the law asks for it")
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes and hosts this instance, licences, sources."""
    context = {"contact": settings.OPERATOR_CONTACT, "hosting": settings.HOSTING_NAME}
    return render(request, "public/legal.html", context)


@public_view("people read it before they answer")
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, how long, and what they can ask."""
    context = {"contact": settings.OPERATOR_CONTACT, "months": settings.RESPONDENT_KEY_MONTHS}
    return render(request, "public/privacy.html", context)


@public_view("the law asks for it")
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "public/accessibility.html", {"contact": settings.OPERATOR_CONTACT})


@public_view("robots read it")
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@public_view("shown instead of a page that does not exist, or is not for this person")
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "public/not_found.html", status=404)


@public_view("shown when we failed")
def server_error(request: HttpRequest) -> HttpResponse:
    """A page that asks nothing of the database, of the session or of the person."""
    return render(request, "public/server_error.html", status=500)


@public_view("shown when a form comes from a page too old, or without cookies")
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "public/csrf_failure.html", status=403)
