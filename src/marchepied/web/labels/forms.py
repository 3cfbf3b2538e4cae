"""Looking through the directory, and saying what a label was worth."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marchepied.apps.organisations.enums import LegalForm, Sector
from marchepied.apps.referentials.enums import ExperienceState, Territory
from marchepied.engines.referential import LabelSearch

FIRST_YEAR = 1980


class LabelSearchForm(forms.Form):
    """Words and filters, all optional; what is not understood asks nothing."""

    q = forms.CharField(
        label=_("Avec ces mots"),
        required=False,
        max_length=120,
        help_text=_("Par exemple : formation, bois, dons, handicap. Les accents ne comptent pas."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    secteur = forms.ChoiceField(
        label=_("Secteur"), required=False, choices=[("", _("tous les secteurs")), *Sector.choices]
    )
    forme = forms.ChoiceField(
        label=_("Ouvert à"), required=False, choices=[("", _("toutes les formes")), *LegalForm.choices]
    )
    territoire = forms.ChoiceField(
        label=_("Valable dans"), required=False, choices=[("", _("tous les territoires")), *Territory.choices]
    )

    def wanted(self) -> LabelSearch:
        """What to look for; a field that is not valid asks nothing."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return LabelSearch(
            words=given["q"], sector=given["secteur"], family=given["forme"], territory=given["territoire"]
        )

    def is_asked(self) -> bool:
        """Whether something is looked for."""
        return self.wanted() != LabelSearch()


class ExperienceForm(forms.Form):
    """What was useful, what was heavy, and whether others may read it."""

    state = forms.ChoiceField(
        label=_("Où en êtes-vous ?"),
        choices=ExperienceState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites où vous en êtes.")},
    )
    year = forms.IntegerField(
        label=_("Depuis quelle année ?"),
        required=False,
        min_value=FIRST_YEAR,
        error_messages={"invalid": _("Écrivez l’année en quatre chiffres, par exemple 2024.")},
    )
    months = forms.IntegerField(
        label=_("Combien de mois de travail, du début à la réponse ?"),
        required=False,
        min_value=1,
        max_value=120,
        error_messages={"invalid": _("Écrivez un nombre de mois, par exemple 8.")},
    )
    useful = forms.CharField(
        label=_("Ce qui a été utile"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    heavy = forms.CharField(
        label=_("Ce qui a été lourd"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    shared = forms.BooleanField(
        label=_("Partager ces mots avec d’autres structures"),
        required=False,
        help_text=_(
            "Toute personne qui ouvre cette page pourra les lire, avec votre forme juridique et votre "
            "secteur. Sans cette case, personne hors de votre espace ne les voit."
        ),
    )
    named = forms.BooleanField(
        label=_("Montrer aussi le nom de notre structure"),
        required=False,
        help_text=_("Seulement si vous partagez. Vous pourrez revenir sur ce choix."),
    )

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(_("Cette année n’est pas encore venue."))
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("shared") and not (data.get("useful") or data.get("heavy")):
            self.add_error("shared", _("Écrivez ce qui a été utile ou lourd, avant de le partager."))
        if data.get("named") and not data.get("shared"):
            self.add_error("named", _("Pour montrer votre nom, partagez aussi vos mots."))
        return data
