"""Fields that several forms of the registers have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def words_field(
    label: Any,
    *,
    rows: int = 4,
    required: bool = True,
    help_text: Any = "",
    missing: Any = "",
    length: int = 5000,
) -> forms.CharField:
    """A text on several lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=length,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing or _("Écrivez quelques mots."),
            "max_length": _("C’est trop long : %(limit_value)d signes au plus (ici %(show_value)d)."),
        },
    )


def line_field(
    label: Any, *, length: int, required: bool = False, help_text: Any = "", missing: Any = "", **attrs: Any
) -> forms.CharField:
    """A text on one line."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=length,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "required": missing or _("Écrivez quelques mots."),
            "max_length": _("C’est trop long : %(limit_value)d signes au plus (ici %(show_value)d)."),
        },
    )


def choice_field(
    label: Any, choices: Any, *, required: bool = True, help_text: Any = "", missing: Any = ""
) -> Any:
    """One answer among a few, as buttons."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"required": missing or _("Choisissez une réponse.")},
    )


def list_field(label: Any, choices: Any, *, help_text: Any = "") -> Any:
    """One answer in a long list, which may be left out."""
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


def with_none(choices: Any, words: Any) -> list[tuple[Any, Any]]:
    """The choices, with a first one that says that nothing is chosen."""
    return [("", words), *choices]
