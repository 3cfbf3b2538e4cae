"""Starting a cycle, its themes, its dates, its steps."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.enums import Depth, Team
from marchepied.apps.organisations.enums import LegalForm
from marchepied.engines.referential import Axis

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def theme_choices(axes: Iterable[Axis]) -> list[tuple[str, str]]:
    """The themes that have questions, by their short name."""
    language = get_language() or "fr"
    return [(axis.id, axis.short.read_in(language)) for axis in axes if axis.domains]


class StartForm(forms.Form):
    """A name, a legal form and one theme are enough."""

    name = forms.CharField(
        label=_("Le nom de votre structure"),
        max_length=120,
        error_messages={"required": _("Écrivez le nom de votre structure.")},
    )
    legal_form = forms.ChoiceField(
        label=_("Sa forme"),
        choices=[("", _("Choisissez")), *LegalForm.choices],
        error_messages={"required": _("Choisissez sa forme dans la liste.")},
    )
    theme = forms.ChoiceField(
        label=_("Le thème par lequel commencer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un thème pour commencer.")},
    )
    team = forms.ChoiceField(
        label=_("Combien êtes-vous ?"),
        required=False,
        choices=Team.choices,
        widget=forms.RadioSelect,
        help_text=_("À quelques-uns, un chemin plus court vous sera proposé."),
    )

    def __init__(self, *args: Any, axes: Iterable[Axis], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = theme_choices(axes)
        self.fields["theme"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["theme"] = choices[0][0]
        self.fields["name"].widget.attrs["autocomplete"] = "organization"


class ScopeForm(forms.Form):
    """Which themes, and how deep."""

    themes = forms.MultipleChoiceField(
        label=_("Vos thèmes"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Un seul suffit. Vous reprendrez les autres une autre année."),
        error_messages={"required": _("Choisissez au moins un thème.")},
    )
    depth = forms.ChoiceField(
        label=_("Combien de questions ?"),
        widget=forms.RadioSelect,
        choices=[
            (Depth.EXPRESS, _("L’essentiel : les questions à ne pas manquer")),
            (Depth.FULL, _("Tout : toutes les questions de chaque thème")),
        ],
        initial=Depth.EXPRESS,
    )

    def __init__(self, *args: Any, axes: Iterable[Axis], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = theme_choices(axes)  # type: ignore[attr-defined]


class AssemblyForm(forms.Form):
    """When the assembly is, if it is known."""

    assembly_on = forms.DateField(
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
        label=_("La date de l’assemblée"),
        required=False,
        widget=DATE,
        help_text=_("Laissez vide si vous ne la connaissez pas encore."),
    )


class NextCycleForm(ScopeForm, AssemblyForm):
    """A new cycle: themes, depth, and the date of its assembly."""


class StepDateForm(forms.Form):
    """A date of one's own for a step."""

    on = forms.DateField(
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
        label=_("La date de cette étape"),
        required=False,
        widget=DATE,
        help_text=_("Une date choisie ici ne bouge plus. Laissez vide pour suivre le calendrier proposé."),
    )


class HandForm(forms.Form):
    """Whom a step is handed to."""

    person = forms.ChoiceField(label=_("La personne qui s’en occupe"), required=False)

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        named = [(key, person.get_short_name()) for key, person in self.people.items()]
        self.fields["person"].choices = [("", _("Personne en particulier")), *named]  # type: ignore[attr-defined]

    def chosen(self) -> Any:
        """The person chosen, or None."""
        return self.people.get(self.cleaned_data["person"])
