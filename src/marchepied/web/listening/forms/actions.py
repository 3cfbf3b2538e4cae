"""One gesture from what somebody said to the plan."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.plans.services import ActionContent
from marchepied.web.listening.forms._fields import DATE, line_field, list_field, with_none, words_field


class TakeUpForm(forms.Form):
    """What to do, who, by when; and, for an idea, what its author reads."""

    title = line_field(
        _("Ce qu’il y a à faire"),
        length=200,
        required=True,
        missing=_("Dites en une phrase ce qu’il y a à faire."),
    )
    owner = list_field(_("Qui s’en occupe ?"), [])
    due_on = forms.DateField(
        label=_("Pour quand ?"),
        required=False,
        widget=DATE,
        error_messages={"invalid": _("Choisissez un jour.")},
    )
    reason = words_field(
        _("Votre réponse à la personne"),
        rows=3,
        length=3000,
        help_text=_("Tout le monde le lira, à côté de l’idée."),
        missing=_("Dites pourquoi : la personne le lira."),
    )

    def __init__(self, *args: Any, people: Sequence[Any], asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        listed = [(key, str(person)) for key, person in self.people.items()]
        self.fields["owner"].choices = with_none(listed, _("personne pour l’instant"))  # type: ignore[attr-defined]
        if not asks_reason:
            del self.fields["reason"]

    def content(self) -> ActionContent:
        """The action, as the plan takes it."""
        data = self.cleaned_data
        return ActionContent(title=data["title"], owner=self.people.get(data["owner"]), due_on=data["due_on"])
