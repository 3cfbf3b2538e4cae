"""What a pilot says of a register when opening it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.listening.enums import Moderation, Openness, RegisterKind
from marchepied.apps.listening.rules import PERSON_ROLES
from marchepied.apps.listening.services import RegisterContent
from marchepied.apps.organisations.enums import Role
from marchepied.web.listening.forms._fields import choice_field, line_field, with_none, words_field

NUMBER = {
    "required": _("Écrivez un nombre."),
    "invalid": _("Écrivez un nombre."),
    "min_value": _("Écrivez un nombre, %(limit_value)s ou plus."),
    "max_value": _("Ce nombre est trop grand : %(limit_value)s au plus."),
}


class RegisterForm(forms.Form):
    """Who looks after it and how fast; then what one kind of register asks."""

    keeper = forms.ChoiceField(
        label=_("Qui s’en occupe ?"),
        help_text=_("Cette personne reçoit les courriels. Sans elle, ils vont aux pilotes."),
        required=False,
    )
    introduction = words_field(
        _("Quelques mots d’accueil, en haut de la page"),
        rows=2,
        required=False,
        length=1000,
        help_text=_("Par exemple : « Ce qui ne va pas nous aide à mieux faire. »"),
    )
    acknowledge_days = forms.IntegerField(
        label=_("Nous accusons réception en combien de jours ?"),
        min_value=1,
        max_value=365,
        error_messages=NUMBER,
        help_text=_("Ce délai est écrit sur la page. Sept jours conviennent à une petite équipe."),
    )
    answer_days = forms.IntegerField(
        label=_("Nous répondons en combien de jours ?"), min_value=1, max_value=365, error_messages=NUMBER
    )
    person_roles = forms.MultipleChoiceField(
        label=_("Qui peut voir le nom et le contact de la personne ?"),
        choices=[(role, Role(role).label) for role in PERSON_ROLES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Chaque fois que quelqu’un regarde, c’est noté."),
    )
    erase_months = forms.IntegerField(
        label=_("Nom et contact effacés combien de mois après la fin ?"),
        min_value=1,
        max_value=60,
        error_messages=NUMBER,
    )
    openness = choice_field(_("Qui peut proposer une idée ?"), Openness.choices)
    moderation = choice_field(_("Quand une idée paraît-elle ?"), Moderation.choices)

    def __init__(self, *args: Any, kind: str, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(person.pk), str(person)) for person in people]
        self.fields["keeper"].choices = with_none(listed, _("les pilotes"))  # type: ignore[attr-defined]
        self.people = {str(person.pk): person for person in people}
        if kind == RegisterKind.COMPLAINTS:
            left: tuple[str, ...] = ("openness", "moderation")
        else:
            left = ("acknowledge_days", "person_roles", "erase_months")
            self.fields["answer_days"].label = _("Nous décidons en combien de jours ?")
            self.fields["answer_days"].help_text = _(
                "Ce délai est écrit sur la page. Il se tient : mieux vaut long."
            )
        self._drop(left)

    def _drop(self, left: tuple[str, ...]) -> None:
        """Take away what this kind of register does not ask."""
        for name in left:
            del self.fields[name]

    def content(self) -> RegisterContent:
        """What was typed, as the services take it."""
        data = dict(self.cleaned_data)
        keeper = self.people.get(data.pop("keeper"))
        data.setdefault("acknowledge_days", min(7, data["answer_days"]))
        return RegisterContent(keeper=keeper, **data)


class GroupForm(forms.Form):
    """A group that gets a link of its own to the idea box."""

    name = line_field(
        _("Le nom du groupe"),
        length=80,
        required=True,
        missing=_("Donnez un nom à ce groupe."),
        help_text=_("Par exemple : les bénévoles, l’atelier du matin."),
    )
