"""Starting a cycle, its themes, its dates, its steps."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.enums import Depth, Path, Team
from marchepied.apps.organisations.enums import LegalForm
from marchepied.engines.referential import Axis, Referential

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def theme_choices(axes: Iterable[Axis]) -> list[tuple[str, str]]:
    """The themes that have questions, by their short name."""
    language = get_language() or "fr"
    return [(axis.id, axis.short.read_in(language)) for axis in axes if axis.domains]


def grouped_choices(referentials: Sequence[Referential]) -> list[Any]:
    """The themes of several referentials, each under its title; without titles when there is one only."""
    language = get_language() or "fr"
    if len(referentials) == 1:
        return theme_choices(referentials[0].axes)
    groups = ((referential.title.read_in(language), referential) for referential in referentials)
    return [(title, theme_choices(referential.axes)) for title, referential in groups]


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

    def __init__(self, *args: Any, referentials: Sequence[Referential], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = grouped_choices(referentials)
        self.fields["theme"].choices = choices  # type: ignore[attr-defined]
        if len(referentials) == len(choices) == 1:
            self.initial["theme"] = choices[0][0]
        self.fields["name"].widget.attrs["autocomplete"] = "organization"
        self.referentials = list(referentials)

    def theme_parts(self) -> list[tuple[Referential, list[tuple[Axis, Any]]]]:
        """Each set of themes with its radio buttons, the guide's first."""
        buttons = iter(self["theme"].subwidgets)
        return [
            (referential, [(axis, next(buttons)) for axis in referential.axes if axis.domains])
            for referential in self.referentials
        ]


SPARE = _("Ne plus poser les questions auxquelles ce que vous avez fait ailleurs répond en entier")


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

    def __init__(self, *args: Any, referentials: Sequence[Referential], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = grouped_choices(referentials)  # type: ignore[attr-defined]


class ChangeScopeForm(ScopeForm):
    """The same for a cycle under way, which may leave out what was done elsewhere."""

    spare = forms.BooleanField(label=SPARE, required=False)


class AssemblyForm(forms.Form):
    """When the assembly is, if it is known."""

    assembly_on = forms.DateField(
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
        label=_("La date de l’assemblée"),
        required=False,
        widget=DATE,
        help_text=_("Laissez vide si vous ne la connaissez pas encore."),
    )


KEEP, DROP = "keep", "drop"
WORD_LENGTH = 300
MOST_PEOPLE = 100_000


class NextCycleForm(ScopeForm, AssemblyForm):
    """A new cycle: themes, depth, path, the date of its assembly; then groups and actions of the last one.

    Each group has a field for its head-count, each unfinished action one to keep it or give it up and one for
    a word on why. `spare` is there when something done elsewhere still counts.
    """

    path = forms.ChoiceField(
        label=_("Comment ?"),
        widget=forms.RadioSelect,
        choices=[
            (Path.GROUPS, _("Avec des groupes qui répondent chacun de leur côté")),
            (Path.TABLE, _("Autour de la table, sans groupes")),
        ],
    )
    spare = forms.BooleanField(label=SPARE, required=False)

    def __init__(
        self,
        *args: Any,
        colleges: Iterable[Any] = (),
        actions: Iterable[Any] = (),
        elsewhere: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not elsewhere:
            del self.fields["spare"]
        self.colleges, self.actions = list(colleges), list(actions)
        for college in self.colleges:
            self.fields[f"count-{college.pk}"] = forms.IntegerField(
                label=college.name,
                required=False,
                min_value=1,
                max_value=MOST_PEOPLE,
                initial=college.expected_count,
            )
        for action in self.actions:
            self.fields[f"action-{action.pk}"] = forms.ChoiceField(
                label=action.title,
                choices=[(KEEP, _("On continue")), (DROP, _("On arrête"))],
                widget=forms.RadioSelect,
                initial=KEEP,
            )
            self.fields[f"word-{action.pk}"] = forms.CharField(
                label=_("Un mot pour dire pourquoi"), required=False, max_length=WORD_LENGTH
            )

    def counted(self) -> list[forms.BoundField]:
        """The head-count of each group."""
        return [self[f"count-{college.pk}"] for college in self.colleges]

    def left(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each unfinished action with its two fields."""
        return [(action, self[f"action-{action.pk}"], self[f"word-{action.pk}"]) for action in self.actions]

    def counts(self) -> dict[Any, int | None]:
        return {college.pk: self.cleaned_data[f"count-{college.pk}"] for college in self.colleges}

    def kept(self) -> list[Any]:
        return [action.pk for action in self.actions if self.cleaned_data[f"action-{action.pk}"] == KEEP]

    def dropped(self) -> dict[Any, str]:
        """The actions given up, each with the word that says why."""
        return {
            action.pk: self.cleaned_data[f"word-{action.pk}"]
            for action in self.actions
            if self.cleaned_data[f"action-{action.pk}"] == DROP
        }


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
