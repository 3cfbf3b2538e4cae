"""How allauth speaks and decides here: our sentences, our mails, no account that we did not mean."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by code only: allauth's own pages, messages and mails are not used."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _(
            "Ce n’est pas le code du dernier message envoyé. Vérifiez-le, ou demandez-en un autre."
        ),
        "too_many_login_attempts": _(
            "Trop de demandes à la suite. Attendez quelques minutes, puis recommencez."
        ),
        "rate_limited": _("Trop de demandes à la suite. Attendez quelques minutes, puis recommencez."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An access is opened by typing a code, in our own flow, and in no other way."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("organisations:home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("public:home")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our views say what happened, once."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError(f"core.mail sends our mails; {template_prefix} is not one of them.")
