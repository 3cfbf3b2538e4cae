"""Forms of the library of practices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from marchepied.apps.organisations.enums import LegalForm, Sector
from marchepied.apps.referentials.enums import PracticeEffect
from marchepied.engines.referential import Axis, PracticeSearch


class PracticeSearchForm(forms.Form):
    """Words and filters, all optional; what is not understood asks nothing."""

    q = forms.CharField(
        label=_("Avec ces mots"),
        required=False,
        max_length=120,
        help_text=_("Par exemple : bénévoles, cantine, première réunion. Les accents ne comptent pas."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    theme = forms.ChoiceField(label=_("Thème"), required=False)
    forme = forms.ChoiceField(
        label=_("Vu dans"), required=False, choices=[("", _("toutes les familles")), *LegalForm.choices]
    )
    secteur = forms.ChoiceField(
        label=_("Secteur"), required=False, choices=[("", _("tous les secteurs")), *Sector.choices]
    )
    effet = forms.ChoiceField(
        label=_("Ce que cela change"),
        required=False,
        choices=[("", _("tous les effets")), *PracticeEffect.choices],
    )

    def __init__(self, data: Any, *, axes: Sequence[Axis]) -> None:
        super().__init__(data)
        language = translation.get_language() or "fr"
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", _("tous les thèmes")),
            *((axis.id, axis.short.read_in(language)) for axis in axes),
        ]

    def wanted(self) -> PracticeSearch:
        """What to look for; a field that is not valid asks nothing."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return PracticeSearch(
            words=given["q"],
            axis=given["theme"],
            family=given["forme"],
            sector=given["secteur"],
            effect=given["effet"],
        )

    def is_asked(self) -> bool:
        """Whether something is looked for."""
        return self.wanted() != PracticeSearch()
