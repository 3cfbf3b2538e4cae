"""The form of a question: its texts, whom it is asked, what it leads to, for whom it makes sense."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marchepied.apps.organisations.enums import LegalForm, Sector
from marchepied.apps.participation.enums import CollegeKind
from marchepied.engines.referential import COLLEGES, FACTS
from marchepied.web.referentials.writing.conditions import (
    KIND,
    MOST_SIGNS,
    Words,
    list_words,
    tell_condition,
)
from marchepied.web.referentials.writing.item_forms import ItemForm, Line
from marchepied.web.referentials.writing.plain import Reading

EITHER, WITH, WITHOUT = "", "yes", "no"
FACT_LABELS = {
    "has_employees": _("Des salariés"),
    "has_members": _("Des membres (adhérents, sociétaires, associés)"),
    "has_volunteers": _("Des bénévoles"),
    "has_ag": _("Une assemblée générale"),
    "has_pathway_employees": _("Des personnes en parcours d’insertion"),
    "has_colleges": _("Des votes par collèges"),
    "has_delegates": _("Des délégués qui votent pour les membres"),
    "is_esus": _("L’agrément ESUS"),
}
CONDITIONS = ("legal_forms", "sectors", "min_employees", "when", *FACTS)
MOST_EMPLOYEES = 10_000
Choices = Sequence[tuple[str, str]]


class QuestionForm(ItemForm):
    """A question of a guide; of a questionnaire brought from elsewhere, its texts and its scale only.

    `levers` are those of its theme. « Monter » and « Descendre » reorder the answers as they are typed.
    """

    depth = forms.ChoiceField(
        label=_("Quand est-elle posée ?"),
        widget=forms.RadioSelect,
        choices=[
            ("express", _("Toujours : elle fait partie de l’essentiel")),
            ("full", _("Seulement quand on prend toutes les questions du thème")),
        ],
    )
    colleges = forms.MultipleChoiceField(
        label=_("À qui la poser ?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    levers = forms.MultipleChoiceField(
        label=_("Ce que l’on peut faire ensuite"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Au moins un levier du thème, pour publier."),
    )
    legal_forms = forms.MultipleChoiceField(
        label=_("Seulement pour ces formes"),
        required=False,
        choices=LegalForm.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rien de coché : pour toutes."),
    )
    sectors = forms.MultipleChoiceField(
        label=_("Seulement dans ces secteurs"),
        required=False,
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rien de coché : dans tous."),
    )
    min_employees = forms.IntegerField(
        label=_("À partir de combien de salariés ?"),
        required=False,
        min_value=1,
        max_value=MOST_EMPLOYEES,
        error_messages={"invalid": _("Écrivez un nombre.")},
    )

    when = forms.CharField(
        label=_("Condition écrite"),
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("Par exemple : effectif ≥ 10 et non ag. Elle s’ajoute à ce qui est choisi plus haut."),
    )

    def __init__(self, *args: Any, levers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleges"].choices = [  # type: ignore[attr-defined]
            (code, CollegeKind(code).label) for code in COLLEGES
        ]
        self.fields["levers"].choices = list(levers)  # type: ignore[attr-defined]
        for fact in FACTS:
            self.fields[fact] = forms.ChoiceField(
                label=FACT_LABELS[fact],
                required=False,
                choices=[
                    (EITHER, _("peu importe")),
                    (WITH, _("il en faut")),
                    (WITHOUT, _("il n’en faut pas")),
                ],
            )
        if self.questionnaire:
            for name in ("depth", "colleges", "levers", *CONDITIONS):
                del self.fields[name]

    def _read_item(self) -> dict[str, Any]:
        conditions = self.item.get("applicability") or {}
        facts = {fact: _write_fact(conditions.get(fact)) for fact in FACTS}
        several = {name: conditions.get(name, []) for name in ("legal_forms", "sectors")}
        chosen = {name: self.item.get(name, []) for name in ("colleges", "levers")}
        depth = self.item.get("depth", "express")
        least = conditions.get("min_employees")
        written = {"depth": depth, "min_employees": least, "when": self.item.get("when", "")}
        return {**super()._read_item(), **facts, **several, **chosen, **written}

    def clean_when(self) -> str:
        """A condition is kept once it can be read; each thing wrong is told with its characters."""
        written: str = self.cleaned_data["when"].strip()
        findings = tell_condition(written, get_language() or "fr").findings
        if findings:
            raise ValidationError(list(findings))
        return written

    def written(self) -> dict[str, Any]:
        """The question with what was chosen for it."""
        item = super().written()
        if self.questionnaire:
            return item
        chosen = self.cleaned_data
        known = {code for code, _label in self.fields["levers"].choices}  # type: ignore[attr-defined]
        # What one chose first stays first: the order is that of preference.
        kept = [lever for lever in item.get("levers") or [] if lever in chosen["levers"] and lever in known]
        item["levers"] = [*kept, *(lever for lever in chosen["levers"] if lever not in kept)]
        item |= {"depth": chosen["depth"], "colleges": chosen["colleges"]}
        conditions = self._read_conditions()
        if conditions:
            item["applicability"] = conditions
        else:
            item.pop("applicability", None)
        item |= {"when": chosen["when"]}
        if not chosen["when"]:
            del item["when"]
        return item

    def _read_conditions(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        found = {name: chosen[name] for name in ("legal_forms", "sectors", "min_employees") if chosen[name]}
        return found | {fact: chosen[fact] == WITH for fact in FACTS if chosen[fact]}

    def asked(self) -> list[Line]:
        """The question in its two wordings."""
        return [self.line("wording"), self.line("statement")]

    def answers(self) -> list[tuple[int, Line, Line]]:
        """The number of each answer, with its two texts."""
        return [
            (n + 1, self.line(f"levels-{n}-short"), self.line(f"levels-{n}-description"))
            for n in range(self.levels)
        ]

    def ends(self) -> list[Line]:
        """The two ends of the scale."""
        return [self.line("ends-low"), self.line("ends-high")]

    def around(self) -> list[Line]:
        """What helps to talk about it."""
        names = ("why", "discussion") if self.questionnaire else ("why", "evidence", "discussion")
        return [self.line(name) for name in names]

    def facts(self) -> list[forms.BoundField]:
        """What an enterprise must have or not for the question to make sense."""
        return [self[fact] for fact in FACTS]

    def condition(self) -> Line:
        """The written condition, with what it means or what is wrong in it."""
        language = get_language() or "fr"
        reading = tell_condition(str(self["when"].value() or ""), language)
        return Line(self["when"], Reading() if self["when"].errors else reading, KIND, language)

    def condition_words(self) -> Words:
        """What a written condition may name."""
        return list_words(get_language() or "fr")

    def has_condition(self) -> bool:
        """Whether something is written there."""
        return bool(self["when"].value() or self["when"].errors)

    def has_conditions(self) -> bool:
        """Whether the question is not for everybody."""
        return any(self[name].value() or self[name].errors for name in CONDITIONS)


def swap_answers(data: Mapping[str, Any], asked: str, languages: Sequence[str]) -> dict[str, Any]:
    """What was typed, with the answer of this number (from 1) exchanged with the one above it."""
    told = {name: value for name, value in data.items() if name != "swap"}
    if not asked.isdecimal() or len(asked) > 2 or int(asked) < 2:
        return told
    low, high = int(asked) - 1, int(asked) - 2
    for language in languages:
        for part in ("short", "description"):
            one, other = f"levels-{low}-{part}-{language}", f"levels-{high}-{part}-{language}"
            if one in told and other in told:
                told[one], told[other] = told[other], told[one]
    return told


def _write_fact(wanted: bool | None) -> str:
    return EITHER if wanted is None else WITH if wanted else WITHOUT
