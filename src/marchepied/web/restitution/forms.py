"""What a person may write for the assembly, and after it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marchepied.apps.meetings.enums import Outcome
from marchepied.apps.meetings.services.minutes import DecisionContent
from marchepied.apps.restitution.compute import ArrangedSection
from marchepied.apps.restitution.services import AssemblyContent
from marchepied.engines.documents import Signatory

MOST_PEOPLE = 30_000
# Lines of a text area: a line of the page holds about so many letters.
LETTERS_A_LINE, FEWEST_LINES, MOST_LINES = 70, 2, 18


class SectionForm(forms.Form):
    """A title and the parts of one section; `read_at` says when what is shown was read."""

    read_at = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Le titre de la section"), required=False, max_length=160)

    def __init__(
        self, data: Any, *, arranged: ArrangedSection, written: Mapping[str, str], read_at: str
    ) -> None:
        self.arranged = arranged
        self.names = {f"part{place}": part.name for place, part in enumerate(arranged.parts)}
        initial = {"read_at": read_at, "title": arranged.section.title}
        initial |= {
            field: written.get(part.name, part.text)
            for field, part in zip(self.names, arranged.parts, strict=True)
        }
        super().__init__(data, initial=initial)
        if arranged.section.locked:
            del self.fields["title"]
        for field, part in zip(self.names, arranged.parts, strict=True):
            text = str(initial[field])
            lines = sum(1 + len(line) // LETTERS_A_LINE for line in text.split("\n")) + 1
            rows = min(max(lines, FEWEST_LINES), MOST_LINES)
            self.fields[field] = forms.CharField(
                label=part.label, required=False, widget=forms.Textarea(attrs={"rows": rows}), max_length=8000
            )

    def texts(self) -> dict[str, str]:
        """What was typed, by the name of each part."""
        return {name: self.cleaned_data[field] for field, name in self.names.items()}

    def current_title(self) -> str:
        """The title the section has now."""
        return str(self.cleaned_data.get("title") or self.arranged.section.title)

    def with_mark(self, read_at: str) -> "SectionForm":
        """The same form, what was typed kept, as read at another moment."""
        data = {name: self.data.get(name) for name in self.data} | {"read_at": read_at}
        return SectionForm(data, arranged=self.arranged, written={}, read_at=read_at)

    def describe_parts(
        self, arranged: ArrangedSection, written: Mapping[str, str], other: Mapping[str, Any] | None
    ) -> list[dict[str, Any]]:
        """Each part with its field, what is proposed where it changed, and what somebody else wrote."""
        texts = other["texts"] if other else {}
        return [
            {
                "field": self[field],
                "proposed": part.text if part.name in arranged.stale else "",
                "other": texts.get(part.name, part.text) if other else "",
            }
            for field, part in zip(self.names, arranged.parts, strict=True)
        ]


class SignatoryForm(forms.Form):
    """An officer who signs; a line left blank is nobody."""

    name = forms.CharField(label=_("Prénom et nom"), required=False, max_length=120)
    quality = forms.CharField(
        label=_("Qualité"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("présidente, trésorier…")}),
    )
    signed_on = forms.DateField(
        label=_("Signé le"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class BaseSignatoryFormSet(forms.BaseFormSet):
    """Every officer who signs."""

    def signatories(self) -> list[Signatory]:
        """Those who were typed, in order; one without a name is kept, so that it is refused in words."""
        rows = [form.cleaned_data for form in self.forms]
        return [
            Signatory(row["name"].strip(), row["quality"].strip(), row["signed_on"])
            for row in rows
            if row.get("name") or row.get("quality") or row.get("signed_on")
        ]


def signatory_forms(data: Any) -> BaseSignatoryFormSet:
    """Four lines to fill, twelve at most."""
    made = forms.formset_factory(
        SignatoryForm, formset=BaseSignatoryFormSet, extra=4, max_num=12, absolute_max=12
    )
    return cast("BaseSignatoryFormSet", made(data, prefix="signataire"))


def count_field(label: Any, **more: Any) -> forms.IntegerField:
    """A number of people or of votes."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_PEOPLE, **more)


class AssemblyForm(forms.Form):
    """When and where the assembly was held, and how many came."""

    held_on = forms.DateField(
        label=_("Elle a eu lieu le"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Donnez le jour de l’assemblée.")},
    )
    place = forms.CharField(label=_("Où"), required=False, max_length=160)
    present = count_field(_("Combien de personnes présentes"))
    represented = count_field(_("Combien de personnes représentées"))

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Cette date est à venir : revenez après l’assemblée."))
        return day

    def content(self) -> AssemblyContent:
        """What was typed."""
        data = self.cleaned_data
        return AssemblyContent(data["held_on"], data["place"], data["present"] or 0, data["represented"] or 0)


class DecisionForm(forms.Form):
    """What was put to the vote, and what came of it."""

    text = forms.CharField(
        label=_("Ce qui a été décidé"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": _("Écrivez ce qui a été décidé, en une phrase.")},
    )
    outcome = forms.ChoiceField(label=_("Résultat"), choices=Outcome.choices)
    in_favour = count_field(_("Pour"))
    against = count_field(_("Contre"))
    abstained = count_field(_("Abstentions"))

    @classmethod
    def of(cls, decision: Any) -> "DecisionForm":
        """The form that corrects a decision."""
        fields = ("text", "outcome", "in_favour", "against", "abstained")
        return cls(initial={name: getattr(decision, name) for name in fields}, prefix=str(decision.pk))

    def vote_fields(self) -> list[forms.BoundField]:
        """The three numbers of votes."""
        return [self["in_favour"], self["against"], self["abstained"]]

    def content(self) -> DecisionContent:
        """What was typed."""
        return DecisionContent(**self.cleaned_data)


class MinuteForm(forms.Form):
    """What was said in the debate, a line each."""

    text = forms.CharField(
        label=_("Notes du débat"),
        help_text=_("Une idée par ligne. Pas de nom sans l’accord de la personne."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8000,
        error_messages={"required": _("Écrivez au moins une ligne.")},
    )

    def lines(self) -> list[str]:
        """The lines that say something."""
        return [line.strip() for line in self.cleaned_data["text"].splitlines() if line.strip()]
