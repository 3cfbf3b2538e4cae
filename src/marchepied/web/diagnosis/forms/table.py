"""The meeting round a table: who is there, what is said of each question, who does what."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.services.positions import MOST_NAMED
from marchepied.apps.diagnosis.services.table import MOST_AROUND
from marchepied.apps.plans.services.plan import TITLE_LENGTH
from marchepied.web.diagnosis.forms.cycle import DATE

NO_LEVEL = "none"
# The longest name that an attendance holds, and room for everybody's.
NAME_LENGTH = 120
NAMES_LENGTH = 4000
WRONG_DATE = {"invalid": _("Écrivez la date ainsi : 31/12/2027.")}


class GatherForm(forms.Form):
    """How many are round the table; names and day only for those who want them."""

    people = forms.IntegerField(
        label=_("Combien êtes-vous autour de la table ?"),
        min_value=1,
        max_value=MOST_AROUND,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Comptez les personnes autour de la table, vous compris.")},
    )
    names = forms.CharField(
        label=_("Leurs noms"),
        required=False,
        max_length=NAMES_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un par ligne, pour ceux qui le veulent bien : ils seront dans le dossier."),
    )
    held_on = forms.DateField(label=_("Le jour"), required=False, widget=DATE, error_messages=WRONG_DATE)

    def names_written(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]

    def clean_held_on(self) -> date | None:
        day: date | None = self.cleaned_data["held_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_now("Une réunion tenue a eu lieu aujourd’hui ou avant."))
        return day

    def clean_names(self) -> str:
        names: str = self.cleaned_data["names"]
        if any(len(line) > NAME_LENGTH for line in names.splitlines()):
            raise forms.ValidationError(_now("Un de ces noms est trop long : un nom par ligne."))
        return names


class SettleForm(forms.Form):
    """Where the table says it is: a description, a few words, how far people agree, hands if counted."""

    level = forms.ChoiceField(
        label=_("Où en sommes-nous, d’après nous tous ?"),
        error_messages={
            "required": _("Choisissez une description, ou « Pas de réponse commune »."),
            "invalid_choice": _("Choisissez une des descriptions proposées."),
        },
    )
    words = forms.CharField(
        label=_("Avec nos mots"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Une phrase que chacun reconnaît : elle sera dans le dossier."),
    )
    agreement = forms.ChoiceField(
        label=_("Sommes-nous d’accord ?"),
        choices=Agreement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si tout le monde est d’accord.")},
    )
    disagreement_note = forms.CharField(
        label=_("Sur quoi n’est-on pas d’accord ?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    disagreement_by = forms.CharField(
        label=_("Qui n’est pas d’accord ?"),
        required=False,
        max_length=MOST_NAMED,
        help_text=_("Avec leur accord : « deux bénévoles », ou un prénom."),
    )

    def __init__(self, *args: Any, levels: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels
        numbered = [(str(level), text) for level, text in enumerate(levels, start=1)]
        self.fields["level"].choices = [*numbered, (NO_LEVEL, _("Pas de réponse commune"))]  # type: ignore[attr-defined]
        for level, text in numbered:
            self.fields[f"hands_{level}"] = forms.IntegerField(
                label=text, required=False, min_value=0, max_value=MOST_AROUND
            )

    def hands(self) -> list[forms.BoundField]:
        """The fields where hands are counted, from the lowest level."""
        return [self[f"hands_{level}"] for level in range(1, len(self.levels) + 1)]

    @property
    def counted(self) -> bool:
        """Whether some hands are written, or one of them cannot be read."""
        return any(field.errors or field.value() not in {None, ""} for field in self.hands())

    def counts(self) -> dict[str, int]:
        """Hands by level, when some were counted; a level left empty had none."""
        raised = {str(n): self.cleaned_data.get(f"hands_{n}") for n in range(1, len(self.levels) + 1)}
        if all(count is None for count in raised.values()):
            return {}
        return {level: count or 0 for level, count in raised.items()}

    def chosen_level(self) -> int | None:
        value = self.cleaned_data["level"]
        return None if value == NO_LEVEL else int(value)

    def clean(self) -> dict[str, Any]:
        """A disagreement is told; so is what was said without a common answer."""
        data = super().clean() or {}
        if data.get("agreement") == Agreement.DISAGREEMENT and not data.get("disagreement_note", "").strip():
            self.add_error("disagreement_note", _now("Dites sur quoi l’on n’est pas d’accord."))
        if data.get("level") == NO_LEVEL and not data.get("words", "").strip():
            self.add_error("words", _now("Sans réponse commune, écrivez ce que vous retenez."))
        return data


class TableNoteForm(forms.Form):
    """Something to keep for later."""

    text = forms.CharField(
        label=_("À ne pas oublier"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Écrivez quelques mots.")},
    )


class ChosenActionForm(forms.Form):
    """One of the actions chosen: its words, who, when."""

    title = forms.CharField(
        label=_("Quoi"),
        max_length=TITLE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Dites en quelques mots ce qu’on va faire.")},
    )
    who = forms.CharField(
        label=_("Qui"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "autour", "autocomplete": "off"}),
    )
    due_on = forms.DateField(label=_("Quand"), required=False, widget=DATE, error_messages=WRONG_DATE)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())
