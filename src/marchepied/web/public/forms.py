"""Forms of the sign-in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class EmailForm(forms.Form):
    """The address where the code is sent."""

    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Écrivez votre adresse e-mail."),
            "invalid": _("Cette adresse e-mail est incomplète. Exemple : prenom.nom@exemple.fr"),
        },
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if not ratelimit.consume(self.request, action="request_login_code", key=email):
            raise ValidationError(get_adapter().error_messages["too_many_login_attempts"])
        return email


class CodeForm(forms.Form):
    """The code, typed or pasted; dashes, spaces and case do not count."""

    code = forms.CharField(
        label=_("Le code reçu"),
        max_length=40,
        help_text=_("Six lettres, par exemple BCD-FGH."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Recopiez le code reçu par e-mail.")},
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not compare_user_code(actual=code, expected=self.expected):
            raise ValidationError(get_adapter().error_messages["incorrect_code"])
        return code
