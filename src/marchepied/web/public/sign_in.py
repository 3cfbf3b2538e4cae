"""Signing in with a code sent by mail, and signing out."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from marchepied.apps.organisations.selectors import spaces_of
from marchepied.web.public.codes import SignInProcess
from marchepied.web.public.forms import CodeForm, EmailForm
from marchepied.web.shared.access import public_view
from marchepied.web.shared.language import remember_language


@public_view("nobody is signed in yet")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and send it a code. The GET changes nothing."""
    destination = read_next(request)
    if request.user.is_authenticated:
        return redirect(destination or "organisations:home")
    if request.method != "POST":
        form = EmailForm(request=request)
        return render(request, "account/sign_in.html", {"form": form, "next": destination})
    form = EmailForm(request.POST, request=request)
    if not form.is_valid():
        return render(request, "account/sign_in.html", {"form": form, "next": destination}, status=422)
    SignInProcess.start(request, form.cleaned_data["email"])
    return redirect(add_next(reverse("public:sign-in-code"), destination))


@public_view("nobody is signed in yet")
@never_cache
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; typed right, it signs in, and makes the access of somebody new."""
    destination = read_next(request)
    if request.user.is_authenticated:
        return redirect(destination or "organisations:home")
    process = SignInProcess.find(request)
    if process is None:
        return begin_again(
            request,
            _("Le code n’est plus valable. Écrivez votre adresse pour en recevoir un autre."),
            destination,
        )
    if request.method != "POST":
        return show_code_form(request, CodeForm(expected=""), process, destination)
    if request.POST.get("action") == "resend":
        return resend(request, process, destination)
    form = CodeForm(request.POST, expected=process.code)
    if form.is_valid():
        response = process.finish(destination or find_landing(process.user))
        return remember_language(response, getattr(process.user, "language", ""))
    if "code" in form.data and form.data["code"].strip() and not process.record_invalid_attempt():
        return begin_again(
            request,
            _("Cinq essais sans le bon code : il est annulé. Écrivez votre adresse pour un autre code."),
            destination,
        )
    return show_code_form(request, form, process, destination, status=422)


def resend(request: HttpRequest, process: SignInProcess, destination: str) -> HttpResponse:
    allowed = process.can_resend and ratelimit.consume(
        request, action="request_login_code", key=process.email
    )
    if allowed:
        process.resend()
        messages.success(request, _("Un autre code est parti. Le précédent ne sert plus."))
    else:
        messages.warning(
            request, _("Plusieurs codes sont déjà partis. Regardez aussi les courriers indésirables.")
        )
    return redirect(add_next(reverse("public:sign-in-code"), destination))


def begin_again(request: HttpRequest, sentence: str, destination: str) -> HttpResponse:
    messages.warning(request, sentence)
    return redirect(add_next(reverse("public:sign-in"), destination))


def show_code_form(
    request: HttpRequest, form: CodeForm, process: SignInProcess, destination: str, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "email": process.email,
        "minutes": process.timeout // 60,
        "attempts_left": process.attempts_left,
        "next": destination,
    }
    return render(request, "account/sign_in_code.html", context, status=status)


@public_view("signing out twice must not fail")
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, on POST only: a picture in a mail must not do it."""
    if request.method != "POST":
        return render(request, "account/sign_out.html")
    logout(request, show_message=False)
    messages.success(request, _("Vous êtes déconnecté. À bientôt."))
    return redirect("public:home")


def find_landing(person: Any) -> str:
    """The only space of somebody who has one; the list of their spaces otherwise."""
    spaces = spaces_of(person) if person else []
    if len(spaces) == 1:
        return reverse("diagnosis:home", args=[spaces[0].organisation.slug])
    return reverse("organisations:home")


def read_next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours only."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else ""


def add_next(url: str, destination: str) -> str:
    return f"{url}?{urlencode({'next': destination})}" if destination else url
