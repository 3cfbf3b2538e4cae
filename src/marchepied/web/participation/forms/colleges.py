"""Forms of the groups: choosing them, settling one, merging two, opening the collection."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marchepied.apps.participation.enums import AnswerMode, CollegeKind
from marchepied.apps.participation.selectors import ProposedKind
from marchepied.apps.participation.services import CollegeChoice

MOST_PEOPLE = 1_000_000
HOW_MANY = _("Écrivez un nombre de personnes, en chiffres, ou laissez vide.")


class HeadCount(forms.IntegerField):
    """About how many people; empty when nobody knows."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Combien de personnes, à peu près ?"))
        options.setdefault("widget", forms.NumberInput(attrs={"inputmode": "numeric"}))
        options.setdefault("error_messages", dict.fromkeys(("invalid", "min_value", "max_value"), HOW_MANY))
        super().__init__(min_value=1, max_value=MOST_PEOPLE, required=False, **options)


class ChooseCollegesForm(forms.Form):
    """The kinds of group in the organisation's words, each with its head-count, and one of its own."""

    own_name = forms.CharField(label=_("Un autre groupe, à votre façon"), max_length=80, required=False)
    own_count = HeadCount()

    def __init__(
        self, *args: Any, proposals: Sequence[ProposedKind], tick: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        for proposal in proposals:
            self.fields[f"kind_{proposal.kind}"] = forms.BooleanField(
                label=proposal.name, required=False, initial=tick and proposal.proposed
            )
            self.fields[f"count_{proposal.kind}"] = HeadCount(
                label=_("%(name)s : combien de personnes, à peu près ?") % {"name": proposal.name}
            )

    def first_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The groups to think of first: box and head-count."""
        return [self._row(proposal) for proposal in self.proposals if proposal.proposed]

    def other_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [self._row(proposal) for proposal in self.proposals if not proposal.proposed]

    def other_chosen(self) -> bool:
        """Whether a group among the others is ticked already (the form came back with a fault)."""
        return any(box.value() for box, _count in self.other_rows())

    def _row(self, proposal: ProposedKind) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"kind_{proposal.kind}"], self[f"count_{proposal.kind}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.read_choices():
            raise forms.ValidationError(_("Choisissez au moins un groupe."))
        return cleaned

    def read_choices(self) -> list[CollegeChoice]:
        """The groups that were ticked, and the one that was written."""
        data = self.cleaned_data
        chosen = [
            CollegeChoice(proposal.kind, proposal.name, data.get(f"count_{proposal.kind}"))
            for proposal in self.proposals
            if data.get(f"kind_{proposal.kind}")
        ]
        if own := data.get("own_name", "").strip():
            chosen.append(CollegeChoice(CollegeKind.OTHER, own, data.get("own_count")))
        return chosen


class QuestionsField(forms.MultipleChoiceField):
    """The questions asked to one group: one at least."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            label=_("Les questions qu’on leur pose"),
            choices=choices,
            error_messages={"required": _("Gardez au moins une question pour ce groupe.")},
        )


class CollegeForm(forms.Form):
    """One group: its name, its head-count, how it answers, and what it is asked."""

    name = forms.CharField(
        label=_("Nom du groupe"),
        max_length=80,
        error_messages={"required": _("Donnez un nom à ce groupe.")},
    )
    expected_count = HeadCount(
        help_text=_("Pour suivre combien ont répondu, et pour savoir si leur avis pourra être montré.")
    )
    mode = forms.ChoiceField(
        label=_("Comment répondent-ils ?"), choices=AnswerMode.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, questions: Sequence[tuple[str, str]], locked: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"] = QuestionsField(choices=questions)
        if locked:
            del self.fields["mode"], self.fields["items"]


class MergeForm(forms.Form):
    """With which groups, and under which name."""

    name = forms.CharField(
        label=_("Nom du nouveau groupe"),
        max_length=80,
        help_text=_("Un nom où chacun se reconnaît, par exemple « Bénévoles et administrateurs »."),
        error_messages={"required": _("Donnez un nom au nouveau groupe.")},
    )

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"] = forms.MultipleChoiceField(
            label=_("Avec quel groupe ?"),
            choices=others,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choisissez au moins un autre groupe.")},
        )
        self.order_fields(["others", "name"])


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClosingDateForm(forms.Form):
    """Until when people may answer."""

    closes_on = forms.DateField(
        label=_("Jusqu’à quand peut-on répondre ?"),
        widget=DateInput(),
        error_messages={
            "required": _("Choisissez le dernier jour pour répondre."),
            "invalid": _("Écrivez la date ainsi : 31/12/2027."),
        },
    )

    def clean_closes_on(self) -> Any:
        day = self.cleaned_data["closes_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choisissez un jour à venir."))
        if day > timezone.localdate() + timedelta(days=366):
            raise forms.ValidationError(_("Choisissez un jour dans l’année qui vient."))
        return day


class OpenForm(ClosingDateForm):
    """What participants read before they answer."""

    title = forms.CharField(
        label=_("« Donnez votre avis sur… »"),
        max_length=120,
        help_text=_("Quelques mots simples, par exemple « la façon dont nous vous accueillons »."),
        error_messages={"required": _("Dites en quelques mots sur quoi vous demandez l’avis des gens.")},
    )
    responsible = forms.CharField(
        label=_("Qui est responsable des réponses ?"),
        max_length=200,
        help_text=_("Une personne et un moyen de la joindre : les participants le liront."),
        error_messages={"required": _("Donnez un nom et un moyen de joindre cette personne.")},
    )
    field_order = ["title", "closes_on", "responsible"]
