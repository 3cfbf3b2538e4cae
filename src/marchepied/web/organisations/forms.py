"""Forms of the tenancy."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marchepied.apps.organisations.enums import LegalForm, Role, Sector, SizeBand
from marchepied.apps.organisations.models import Organisation
from marchepied.apps.organisations.selectors import vocabulary_book
from marchepied.web.organisations.communes import CommuneField

LATER = ("", _("À préciser plus tard"))
YES_NO = [LATER, ("yes", _("Oui")), ("no", _("Non"))]
ROLE_SENTENCES = {
    Role.PILOT: _("Pilote : mène la démarche, invite et retire des personnes, peut supprimer l’espace."),
    Role.FACILITATOR: _("Animateur ou animatrice : prépare et anime la démarche, les réunions et le plan."),
    Role.CONTRIBUTOR: _("Contributeur ou contributrice : répond, ajoute des preuves et des actions."),
    Role.READER: _("Lecteur ou lectrice : lit tout ce que contient l’espace, sans rien changer."),
    Role.ACCOMPAGNATEUR: _("Accompagnateur ou accompagnatrice : vous aide de l’extérieur, jusqu’à une date."),
}
TRAITS = {
    "has_members": _("Avez-vous des membres (adhérents, sociétaires, associés) ?"),
    "has_volunteers": _("Des bénévoles prennent-ils part à vos activités ?"),
    "has_ag": _("Réunissez-vous une assemblée générale ?"),
    "has_delegates": _("Vos membres élisent-ils des délégués qui votent pour eux ?"),
    "has_colleges": _("Vote-t-on chez vous par collèges ?"),
    "has_pathway_employees": _("Employez-vous des personnes en parcours d’insertion ?"),
    "is_esus": _("Avez-vous l’agrément ESUS ?"),
}
SINGULAR = ("board", "bureau", "assembly", "organisation")
# French needs the gender of a word of one's own: « du comité », « de la direction ».
GENDERS = [("", _("comme dans l’exemple")), ("m", _("le, du, au")), ("f", _("la, de la, à la"))]
GENDER_LABELS = {
    "board": _("Devant le nom de l’instance qui dirige"),
    "bureau": _("Devant le nom du petit groupe"),
    "assembly": _("Devant le nom de la réunion annuelle"),
    "organisation": _("Devant le nom commun de votre structure"),
}
MAIN_TERMS = ("members", "users", "board", "bureau", "assembly", "organisation")


class ProfileForm(forms.Form):
    """What the organisation is; only its name and legal form are needed."""

    name = forms.CharField(
        label=_("Nom de l’organisation"),
        max_length=120,
        error_messages={"required": _("Écrivez le nom de votre organisation.")},
    )
    legal_form = forms.ChoiceField(label=_("Forme juridique"), choices=LegalForm.choices)
    size_band = forms.ChoiceField(label=_("Taille"), choices=[LATER, *SizeBand.choices], required=False)
    sector = forms.ChoiceField(label=_("Secteur"), choices=[LATER, *Sector.choices], required=False)
    commune = CommuneField(
        label=_("Commune du siège"),
        required=False,
        help_text=_("Le début du nom ou le code postal suffit ; les accents ne comptent pas."),
    )
    presentation = forms.CharField(
        label=_("Quelques phrases pour vous présenter"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Elles ouvrent le dossier de votre assemblée générale."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {field: getattr(organisation, field) for field in self.base_fields})
        super().__init__(*args, **kwargs)
        for trait, question in TRAITS.items():
            known = organisation.traits.get(trait)
            self.fields[trait] = forms.ChoiceField(
                label=question,
                choices=YES_NO,
                required=False,
                initial="" if known is None else ("yes" if known else "no"),
            )

    def changes(self) -> dict[str, Any]:
        """The fields as `update_profile` takes them."""
        data = dict(self.cleaned_data)
        traits = {trait: data.pop(trait) == "yes" for trait in TRAITS if data[trait]}
        for trait in TRAITS.keys() & data.keys():
            del data[trait]
        commune = data.pop("commune")
        return {**data, "commune_id": commune.pk if commune else None, "traits": traits}


class LinesForm(forms.Form):
    """What the organisation exists for and what it does, one a line."""

    purposes = forms.CharField(
        label=_("Pourquoi vous existez"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Une raison par ligne, telle que vos statuts ou votre projet la disent. "
            "Une phrase que vous corrigez garde les actions qui la servent."
        ),
    )
    activities = forms.CharField(
        label=_("Ce que vous faites"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Une activité par ligne. Exemple : « Recyclerie de Saint-Chamond »."),
    )

    def clean_purposes(self) -> list[str]:
        return self._read_lines("purposes")

    def clean_activities(self) -> list[str]:
        return self._read_lines("activities")

    def _read_lines(self, field: str) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data[field].splitlines() if line.strip()]
        for number, line in enumerate(lines, start=1):
            if len(line) > 300:
                raise ValidationError(
                    _("La ligne %(number)s dépasse 300 caractères : coupez-la en deux lignes.")
                    % {"number": number}
                )
        return lines


class SiteForm(forms.Form):
    """A place where the organisation works."""

    name = forms.CharField(
        label=_("Nom du lieu"),
        max_length=120,
        help_text=_("Exemples : le siège, l’atelier, la boutique."),
        error_messages={"required": _("Donnez un nom à ce lieu.")},
    )
    commune = CommuneField(
        label=_("Commune"),
        required=False,
        help_text=_("Le début du nom ou le code postal suffit ; les accents ne comptent pas."),
    )


class WordsForm(forms.Form):
    """The organisation's own words: one field a term, with the shipped words as suggestions."""

    def __init__(self, *args: Any, legal_form: str, own: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.legal_form = legal_form
        language = get_language() or "fr"
        for term in vocabulary_book().terms:
            singular = term.id in SINGULAR
            usual = term.usual_choice(legal_form).read_in(language)
            words = [choice.read_in(language) for choice in term.choices]
            self.fields[term.id] = forms.CharField(
                label=term.label_fr if language == "fr" else term.label_en,
                required=False,
                max_length=60,
                initial=self._show_own(term, own.get(term.id), language),
                widget=forms.TextInput(attrs={"list": f"mots-{term.id}", "autocomplete": "off"}),
                help_text=_("D’habitude : %(word)s") % {"word": usual.singular if singular else usual.plural},
            )
            self.fields[term.id].suggestions = [  # type: ignore[attr-defined]
                word.singular if singular else word.plural for word in words
            ]
            if singular:
                self.fields[f"{term.id}_gender"] = self._make_gender_field(term.id, own.get(term.id))

    def main_fields(self) -> list[Any]:
        return [self[name] for name in MAIN_TERMS]

    def other_fields(self) -> list[Any]:
        return [self[term.id] for term in vocabulary_book().terms if term.id not in MAIN_TERMS]

    def gender_fields(self) -> list[Any]:
        return [self[f"{term}_gender"] for term in SINGULAR]

    def words(self) -> dict[str, Any]:
        """What to store: the id of a shipped choice, or the word written; nothing for the usual word."""
        chosen: dict[str, Any] = {}
        for term in vocabulary_book().terms:
            written = " ".join(self.cleaned_data.get(term.id, "").split())
            if not written:
                continue
            choice = self._find_choice(term, written)
            if choice is None:
                chosen[term.id] = self._read_free_word(term.id, written)
            elif choice.id != term.usual_choice(self.legal_form).id:
                chosen[term.id] = choice.id
        return chosen

    def _read_free_word(self, term_id: str, written: str) -> Any:
        """A word of one's own; its gender is the one said, or that of a shipped word that begins alike."""
        begins = written.split()[0].lower()
        alike = (
            choice.fr.gender
            for term in vocabulary_book().terms
            for choice in term.choices
            if choice.fr.singular.split()[0] == begins
        )
        gender = self.cleaned_data.get(f"{term_id}_gender") or next(alike, "")
        if not gender or term_id not in SINGULAR:
            return written
        return {"singular": written, "plural": written, "gender": gender}

    @staticmethod
    def _make_gender_field(term_id: str, own: Any) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=GENDER_LABELS[term_id],
            choices=GENDERS,
            required=False,
            initial=own.get("gender", "") if isinstance(own, dict) else "",
        )

    @staticmethod
    def _find_choice(term: Any, written: str) -> Any:
        for choice in term.choices:
            forms_of_word = {choice.fr.singular, choice.fr.plural, choice.en.singular, choice.en.plural}
            if written.lower() in {word.lower() for word in forms_of_word}:
                return choice
        return None

    @staticmethod
    def _show_own(term: Any, own: Any, language: str) -> str:
        if not own:
            return ""
        choice = next((choice for choice in term.choices if choice.id == own), None)
        word = choice.read_in(language) if choice else None
        if word is None:
            return own["plural"] if isinstance(own, dict) else str(own)
        return word.singular if term.id in SINGULAR else word.plural


class RoleForm(forms.Form):
    """A role, and the date when it ends for somebody who comes to help."""

    role = forms.ChoiceField(
        label=_("Son rôle"),
        choices=list(ROLE_SENTENCES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez son rôle.")},
    )
    until = forms.DateField(
        label=_("Jusqu’au"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Pour un accompagnement seulement : l’accès se ferme seul le soir de ce jour."),
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == Role.ACCOMPAGNATEUR and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Un accompagnement a une fin : choisissez une date."))
        return data

    def ends(self) -> date | None:
        return self.cleaned_data["until"] if self.cleaned_data["role"] == Role.ACCOMPAGNATEUR else None


class InviteForm(RoleForm):
    """An address to invite, with the role it will have."""

    email = forms.EmailField(
        label=_("Adresse e-mail de la personne"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Écrivez l’adresse de la personne."),
            "invalid": _("Cette adresse e-mail est incomplète. Exemple : prenom.nom@exemple.fr"),
        },
    )
    field_order = ["email", "role", "until"]


class AccountForm(forms.Form):
    """One's own name and language."""

    name = forms.CharField(
        label=_("Votre nom"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Tel que les autres membres de vos espaces le verront."),
    )
    language = forms.ChoiceField(
        label=_("Langue de vos pages et de vos messages"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )


class TypedNameForm(forms.Form):
    """The name of the space, typed again before it is deleted."""

    typed_name = forms.CharField(
        label=_("Recopiez le nom de l’espace"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Recopiez le nom de l’espace pour confirmer.")},
    )
