"""One's own account."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.organisations import services
from marchepied.apps.organisations.selectors import spaces_of, spaces_piloted_alone
from marchepied.web.organisations.forms import AccountForm
from marchepied.web.shared.access import SpaceRequest, signed_in_view
from marchepied.web.shared.language import remember_language


@signed_in_view
def account(request: SpaceRequest) -> HttpResponse:
    """One's name and language, and the ways out."""
    person = request.user
    initial = {"name": person.name, "language": person.language or get_language()}
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.update_person(**form.cleaned_data, by=person)
        with override(person.language):
            messages.success(request, _("C’est noté."))
        return remember_language(redirect("organisations:account"), person.language)
    return render(request, "account/account.html", {"form": form}, status=422 if form.errors else 200)


@signed_in_view
@require_POST
def sign_out_everywhere(request: SpaceRequest) -> HttpResponse:
    """Close this person's other sessions, and keep this one."""
    services.sign_out_everywhere(by=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Vos autres appareils sont déconnectés. Celui-ci reste ouvert."))
    return redirect("organisations:account")


@signed_in_view
def account_delete(request: SpaceRequest) -> HttpResponse:
    """Delete one's own account, after a page that says what happens."""
    refused = ""
    if request.method == "POST":
        try:
            services.delete_person(by=request.user)
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
        else:
            logout(request)
            messages.success(request, _("Votre compte est supprimé. Merci d’être passé par ici."))
            return redirect("public:home")
    alone = spaces_piloted_alone(request.user)
    context = {"alone": alone, "lines": spaces_of(request.user), "refused": refused}
    return render(request, "account/delete.html", context, status=422 if refused else 200)
