"""Forms of a whole guide: a new one, its head, where to move an item, its publication."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marchepied.web.referentials.writing.item_forms import ItemForm

ALONE = "seul"
LANGUAGES = [
    ("fr", _("En français seulement")),
    ("fr,en", _("En français et en anglais")),
    ("en", _("En anglais seulement")),
]


class NewGuideForm(forms.Form):
    """What one starts from, and a name."""

    start = forms.ChoiceField(
        label=_("De quoi partez-vous ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez de quoi vous partez.")},
    )
    title = forms.CharField(
        label=_("Comment s’appelle-t-il ?"),
        max_length=200,
        help_text=_("Par exemple : Nos questions de fédération."),
        error_messages={"required": _("Donnez-lui un nom.")},
    )
    purpose = forms.CharField(
        label=_("À quoi sert-il ?"),
        required=False,
        max_length=1000,
        help_text=_("Une ou deux phrases. Vous pourrez les écrire plus tard."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, versions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in versions}
        language = get_language() or "fr"
        additions = []
        for key, version in self.versions.items():
            title = version.referential.title
            name = title.get(language) or title.get("fr") or version.referential.slug
            additions.append((key, _("Ajouter nos questions à « %(title)s »") % {"title": name}))
        alone = (ALONE, _("Écrire un guide à nous, depuis une page blanche"))
        self.fields["start"].choices = [*additions, alone]  # type: ignore[attr-defined]

    def base(self) -> Any:
        """The version to add to; None for a guide that stands alone."""
        return self.versions.get(self.cleaned_data["start"])

    def words(self) -> dict[str, Any]:
        """The head of the draft, in French."""
        told = {name: " ".join(self.cleaned_data[name].split()) for name in ("title", "purpose")}
        return {name: {"fr": text} if text else {} for name, text in told.items()}


class HeadForm(ItemForm):
    """The name and the purpose of a guide, who publishes it; its languages, where it stands alone."""

    publisher = forms.CharField(
        label=_("Qui le publie ?"),
        max_length=200,
        error_messages={"required": _("Écrivez qui le publie.")},
    )
    in_languages = forms.ChoiceField(label=_("Ses langues"), choices=LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, kind="head", **kwargs)
        if "extends" in self.item:
            del self.fields["in_languages"]

    def _read_item(self) -> dict[str, Any]:
        told = {
            "publisher": self.item.get("publisher", ""),
            "in_languages": ",".join(sorted(self.item.get("languages") or ["fr"], reverse=True)),
        }
        return {**super()._read_item(), **told}

    def written(self) -> dict[str, Any]:
        """The head as the form says it."""
        head = super().written()
        head["publisher"] = self.cleaned_data["publisher"]
        if "in_languages" in self.cleaned_data:
            head["languages"] = self.cleaned_data["in_languages"].split(",")
        return head


class MoveForm(forms.Form):
    """Where an item goes: another theme, or another domain."""

    parent = forms.ChoiceField(
        label=_("Où le mettre ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez où le mettre.")},
    )

    def __init__(self, *args: Any, places: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = list(places)  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """The number of the version; and, where a language lacks, whether French will do."""

    number = forms.CharField(
        label=_("Le numéro de cette version"),
        max_length=20,
        validators=[
            RegexValidator(r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$", _("Écrivez trois nombres : 1.2.0."))
        ],
        help_text=_("Celui-ci convient. Le premier nombre monte quand on ne peut plus comparer avec avant."),
        error_messages={"required": _("Écrivez un numéro, par exemple 1.0.0.")},
    )
    fill = forms.BooleanField(
        label=_("Publier sans tout traduire : qui lit dans l’autre langue verra le français"),
        required=False,
    )

    def __init__(self, *args: Any, untranslated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not untranslated:
            del self.fields["fill"]
