"""What a person may write of an indicator, of its values, of its targets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.plans.enums import Direction, IndicatorKind
from marchepied.apps.plans.selectors.indicators import IndicatorContent, IndicatorLine, Measure
from marchepied.apps.plans.services.indicators import (
    FORMULA_LENGTH,
    KEY_LENGTH,
    NAME_LENGTH,
    NOTE_LENGTH,
    SOURCE_LENGTH,
    UNIT_LENGTH,
    FormulaRefusedError,
)
from marchepied.web.plans.forms.numbers import NumberField
from marchepied.web.plans.forms.plan import set_choices

MOST_WORDS = 2_000


class IndicatorForm(forms.Form):
    """An indicator; objectives are those of the plan."""

    name = forms.CharField(
        label=_("Que veut-on suivre ?"),
        help_text=_("Par exemple : la part des personnes qui ont reçu une réponse."),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Donnez un nom à cet indicateur.")},
    )
    definition = forms.CharField(
        label=_("Que compte-t-on exactement ?"),
        help_text=_("Assez précis pour que quelqu’un d’autre trouve la même valeur."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=MOST_WORDS,
    )
    kind = forms.ChoiceField(
        label=_("Sa valeur est"),
        choices=IndicatorKind.choices,
        widget=forms.RadioSelect,
        initial=IndicatorKind.NUMBER,
    )
    unit = forms.CharField(
        label=_("Unité"), help_text=_("%, heures, euros, personnes…"), max_length=UNIT_LENGTH, required=False
    )
    direction = forms.ChoiceField(
        label=_("Dans quel sens voulez-vous aller ?"),
        choices=Direction.choices,
        widget=forms.RadioSelect,
        initial=Direction.NONE,
    )
    objective = forms.ChoiceField(label=_("Pour quel objectif ?"), required=False)
    source = forms.CharField(
        label=_("Où lire la valeur ?"),
        help_text=_("Le document ou la personne qui la donne."),
        max_length=SOURCE_LENGTH,
        required=False,
    )
    formula = forms.CharField(
        label=_("Formule"),
        help_text=_(
            "Seulement si cette valeur se calcule à partir d’autres indicateurs, par leurs noms courts."
        ),
        max_length=FORMULA_LENGTH,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    key = forms.CharField(
        label=_("Nom court, pour les formules"),
        help_text=_("Sans espace. Laissez vide : il sera tiré du nom."),
        max_length=KEY_LENGTH,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, objectives: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formula_place = ""
        self.objectives = {str(objective.pk): objective for objective in objectives}
        set_choices(self, "objective", _("Aucun en particulier"), self.objectives)
        if not objectives:
            del self.fields["objective"]

    def content(self) -> IndicatorContent:
        data = {**self.cleaned_data, "objective": self.objectives.get(self.cleaned_data.get("objective", ""))}
        return IndicatorContent(**data)

    def refuse(self, error: ValidationError) -> None:
        """Show why the indicator was not kept, under the field concerned."""
        if isinstance(error, FormulaRefusedError):
            self.formula_place = error.place
            self.add_error("formula", error)
        else:
            self.add_error(None, error)


@dataclass(frozen=True)
class MeasureLine:
    """An indicator in the page of a year, with its fields; `value` is None for a computed one."""

    line: IndicatorLine
    value: BoundField | None
    note: BoundField


class ValuesForm(forms.Form):
    """The values of one year; what was not touched here is not written, whoever wrote it meanwhile."""

    def __init__(self, *args: Any, lines: Sequence[IndicatorLine], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            indicator, found = line.indicator, line.value_of(year)
            if not indicator.formula:
                self.fields[f"value-{indicator.pk}"] = make_measure_field(
                    indicator,
                    label=indicator.name,
                    initial=(found.number if indicator.kind == IndicatorKind.NUMBER else found.words)
                    if found
                    else None,
                )
            self.fields[f"note-{indicator.pk}"] = forms.CharField(
                label=_now("Un mot sur « %(name)s »") % {"name": indicator.name},
                initial=found.note if found else "",
                required=False,
                max_length=NOTE_LENGTH,
                show_hidden_initial=True,
            )

    def rows(self) -> Iterator[MeasureLine]:
        for line in self.lines:
            name = f"value-{line.indicator.pk}"
            value = self[name] if name in self.fields else None
            yield MeasureLine(line, value, self[f"note-{line.indicator.pk}"])

    def measures(self) -> dict[UUID, Measure]:
        """What was changed on the page, whole, by indicator."""
        changed = {name.partition("-")[2] for name in self.changed_data}
        return {
            line.indicator.pk: self._measure(line.indicator)
            for line in self.lines
            if str(line.indicator.pk) in changed
        }

    def _measure(self, indicator: Any) -> Measure:
        value = self.cleaned_data.get(f"value-{indicator.pk}")
        return make_measure(indicator, value, self.cleaned_data[f"note-{indicator.pk}"])


class TargetsForm(forms.Form):
    """Where an indicator should be, for each of these years."""

    def __init__(self, *args: Any, line: IndicatorLine, years: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator, self.years = line.indicator, years
        for year, label in years.items():
            target = line.target_of(year)
            initial = None
            if target:
                initial = target.number if self.indicator.kind == IndicatorKind.NUMBER else target.words
            self.fields[f"target-{year}"] = make_measure_field(self.indicator, label=label, initial=initial)

    def targets(self) -> dict[int, Measure]:
        return {
            year: make_measure(self.indicator, self.cleaned_data[f"target-{year}"])
            for year in self.years
            if f"target-{year}" in self.changed_data
        }


def make_measure_field(indicator: Any, *, label: str, initial: Any) -> forms.Field:
    """A field for a number, or for a few words, by the indicator's kind."""
    if indicator.kind == IndicatorKind.NUMBER:
        return NumberField(label=label, unit=indicator.unit, initial=initial, show_hidden_initial=True)
    return forms.CharField(
        label=label,
        initial=initial,
        required=False,
        max_length=200,
        show_hidden_initial=True,
    )


def make_measure(indicator: Any, value: Any, note: str = "") -> Measure:
    """What was typed for an indicator, as its kind of value."""
    if indicator.kind == IndicatorKind.NUMBER:
        return Measure(number=value, note=note)
    return Measure(words=value or "", note=note)
