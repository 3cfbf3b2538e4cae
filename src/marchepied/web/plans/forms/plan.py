"""What a person may write of a plan."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.plans.enums import ActionState, Horizon
from marchepied.apps.plans.services.plan import LINE_LENGTH, TITLE_LENGTH, ActionContent
from marchepied.web.shared.serving import ServesForm


class DateInput(forms.DateInput):
    """The browser's own date picker; typed as a date where there is none."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class VisionForm(forms.Form):
    text = forms.CharField(
        label=_("Dans trois ans, à quoi verra-t-on que nous avons progressé ?"),
        help_text=_("Une ou deux phrases, comme vous le diriez à un voisin."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )


class ObjectiveForm(forms.Form):
    text = forms.CharField(
        label=_("L’objectif, en une phrase"),
        help_text=_("Par exemple : chaque personne qui donne son avis reçoit une réponse sous un mois."),
        max_length=LINE_LENGTH,
        error_messages={"required": _("Écrivez l’objectif, en une phrase.")},
    )
    horizon = forms.TypedChoiceField(
        label=_("Pour quand ?"),
        coerce=int,
        choices=[(value, label.capitalize()) for value, label in Horizon.choices],
        widget=forms.RadioSelect,
        initial=Horizon.ONE_YEAR,
    )


def set_choices(form: forms.Form, name: str, nobody: Any, rows: dict[str, Any]) -> None:
    """Offer these rows by their names, and first the choice of none."""
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = [("", nobody), *((key, str(row)) for key, row in rows.items())]


# Said once the action has begun.
OUTCOME = ("state", "result", "note")


class ActionForm(ServesForm):
    """An action; people, objectives and what it may serve are those of the space."""

    title = forms.CharField(
        label=_("Que va-t-on faire ?"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Dites en quelques mots ce qu’on va faire.")},
    )
    first_step = forms.CharField(
        label=_("Le premier pas"),
        help_text=_("Ce qui peut être fait d’ici un mois."),
        max_length=LINE_LENGTH,
        required=False,
    )
    owner = forms.ChoiceField(label=_("Qui s’en occupe ?"), required=False)
    owner_name = forms.CharField(
        label=_("Ou quelqu’un d’autre"),
        help_text=_("Le nom d’une personne ou d’un groupe qui n’a pas d’accès ici."),
        max_length=120,
        required=False,
    )
    due_on = forms.DateField(
        label=_("Pour quand ?"),
        widget=DateInput(),
        required=False,
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
    )
    means = forms.CharField(
        label=_("Avec quoi ?"),
        help_text=_("Du temps, de l’argent, une salle, une formation…"),
        max_length=LINE_LENGTH,
        required=False,
    )
    expected_result = forms.CharField(
        label=_("À quoi verra-t-on que c’est réussi ?"), max_length=LINE_LENGTH, required=False
    )
    objective = forms.ChoiceField(label=_("Pour quel objectif ?"), required=False)
    state = forms.ChoiceField(label=_("Où en est-on ?"), choices=ActionState.choices)
    result = forms.CharField(
        label=_("Ce que cela a donné"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    note = forms.CharField(
        label=_("Notes"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=4000
    )

    def __init__(self, *args: Any, people: list[Any], objectives: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # and `project`, what it may serve
        self.people = {str(person.pk): person for person in people}
        self.objectives = {str(objective.pk): objective for objective in objectives}
        set_choices(self, "owner", _("Personne encore"), self.people)
        set_choices(self, "objective", _("Aucun en particulier"), self.objectives)
        if not objectives:
            del self.fields["objective"]

    def intent_fields(self) -> list[Any]:
        """What will be done, by whom, when."""
        served = [group.name for group in self.groups()]
        return [self[name] for name in self.fields if name not in {*OUTCOME, *served}]

    def outcome_fields(self) -> list[Any]:
        """Where it stands, and what came of it."""
        return [self[name] for name in OUTCOME]

    def content(self) -> ActionContent:
        data = self.cleaned_data
        return ActionContent(
            **{name: data[name] for name in ("title", "first_step", "owner_name", "means", "due_on")},
            expected_result=data["expected_result"],
            result=data["result"],
            note=data["note"],
            state=data["state"],
            owner=self.people.get(data["owner"]),
            objective=self.objectives.get(data.get("objective", "")),
        )


class AdoptForm(forms.Form):
    """Who and when, for all the actions chosen at once; each can be changed afterwards."""

    owner = forms.ChoiceField(label=_("Qui s’en occupe ?"), required=False)
    due_on = forms.DateField(
        label=_("Pour quand ?"),
        widget=DateInput(),
        required=False,
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
    )

    def __init__(self, *args: Any, people: list[Any], due_on: date, owner: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"due_on": due_on, "owner": str(owner.pk)}
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        set_choices(self, "owner", _("Personne encore"), self.people)

    def owner_chosen(self) -> Any:
        return self.people.get(self.cleaned_data["owner"])
