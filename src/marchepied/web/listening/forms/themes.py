"""Gestures on the themes of what people write."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.web.listening.forms._fields import line_field

NEW, APART = "nouveau", "a-part"
MOST_ASKED = 50


class LookForm(forms.Form):
    """How many themes to look for; as many as seems fit when nothing is said."""

    count = forms.IntegerField(
        label=_("Combien de thèmes ?"),
        required=False,
        min_value=1,
        max_value=MOST_ASKED,
        help_text=_("Sans nombre, il est choisi selon la quantité de textes."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Écrivez un nombre, de 1 à 50."),
            "min_value": _("Écrivez un nombre, de 1 à 50."),
            "max_value": _("Écrivez un nombre, de 1 à 50."),
        },
    )


class NameForm(forms.Form):
    """The name that people give to a theme."""

    name = line_field(_("Le nom de ce thème"), length=120)

    def __init__(self, *args: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if named:
            self.fields["name"].help_text = _("Vide : il n’a plus de nom.")


class MergeForm(forms.Form):
    """The theme into which another goes."""

    into = forms.ChoiceField(
        label=_("Le réunir avec quel thème ?"),
        error_messages={
            "required": _("Choisissez un autre thème."),
            "invalid_choice": _("Choisissez un autre thème."),
        },
    )

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", _("choisir")), *others]  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """Texts that are ticked, and where they go: another theme, a new one, or none."""

    texts = forms.MultipleChoiceField(
        label=_("Les textes"),
        error_messages={
            "required": _("Cochez au moins un texte."),
            "invalid_choice": _("Un de ces textes n’est plus là : regardez de nouveau."),
        },
        widget=forms.CheckboxSelectMultiple,
    )
    to = forms.ChoiceField(
        label=_("Où mettre les textes cochés ?"),
        error_messages={
            "required": _("Dites où les mettre."),
            "invalid_choice": _("Dites où les mettre."),
        },
    )
    name = line_field(_("Le nom du nouveau thème"), length=120, help_text=_("Pour un nouveau thème."))

    def __init__(
        self,
        *args: Any,
        texts: Sequence[tuple[str, str]],
        others: Sequence[tuple[str, str]],
        apart: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"].choices = texts  # type: ignore[attr-defined]
        places = [("", _("choisir")), (NEW, _("dans un nouveau thème"))]
        places += [(APART, _("à part, dans aucun thème"))] if not apart else []
        self.fields["to"].choices = [*places, *others]  # type: ignore[attr-defined]
