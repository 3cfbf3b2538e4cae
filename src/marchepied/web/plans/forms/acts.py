"""What a person may write of an act."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.plans.enums import Rhythm
from marchepied.apps.plans.services import TITLE_LENGTH
from marchepied.apps.plans.services.acts import ActContent
from marchepied.web.plans.forms.plan import DateInput, set_choices

WRONG_DATE = _("Écrivez la date ainsi : 31/12/2027.")


class ActForm(forms.Form):
    """An act; people are those of the space."""

    title = forms.CharField(
        label=_("Que fait-on régulièrement ?"),
        help_text=_("Un petit geste : passer dire bonjour à l’accueil, relire la boîte à idées."),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Dites en quelques mots ce qu’on fera régulièrement.")},
    )
    rhythm = forms.ChoiceField(
        label=_("À quel rythme ?"), choices=Rhythm.choices, widget=forms.RadioSelect, initial=Rhythm.WEEKLY
    )
    starts_on = forms.DateField(
        label=_("À partir de quel jour ?"),
        help_text=_("Le geste revient ce jour-là : tous les mardis si c’est un mardi, le 15 si c’est le 15."),
        widget=DateInput(),
        error_messages={"required": _("Donnez le premier jour."), "invalid": WRONG_DATE},
    )
    ends_on = forms.DateField(
        label=_("Jusqu’à quand ?"),
        widget=DateInput(),
        required=False,
        error_messages={"invalid": WRONG_DATE},
    )
    owner = forms.ChoiceField(label=_("Qui s’en occupe ?"), required=False)
    owner_name = forms.CharField(
        label=_("Ou quelqu’un d’autre"),
        help_text=_("Le nom d’une personne ou d’un groupe qui n’a pas d’accès ici."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        set_choices(self, "owner", _("Personne encore"), self.people)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", ValidationError(_now("La fin vient avant le premier jour.")))
        return data

    def content(self) -> ActContent:
        data = self.cleaned_data
        names = ("title", "rhythm", "starts_on", "ends_on", "owner_name")
        return ActContent(**{name: data[name] for name in names}, owner=self.people.get(data["owner"]))


class TickForm(forms.Form):
    """A date of an act, and a word about it."""

    on = forms.DateField()
    note = forms.CharField(max_length=300, required=False)
