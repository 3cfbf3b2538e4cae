"""Adding and describing evidence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.evidence.validators import validate_file, validate_link

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DescribeForm(forms.Form):
    """What is said of a piece of evidence."""

    title = forms.CharField(
        label=_("Son titre"),
        max_length=200,
        error_messages={"required": _("Donnez un titre à ce document.")},
    )
    dated_on = forms.DateField(
        label=_("La date du document"),
        required=False,
        widget=DATE,
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
    )
    valid_until = forms.DateField(
        label=_("Valable jusqu’au"),
        required=False,
        widget=DATE,
        help_text=_("Pour un agrément ou un certificat qui s’arrête un jour."),
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
    )
    note = forms.CharField(
        label=_("Ce qu’il montre"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class LinkForm(DescribeForm):
    """A link may also change its address."""

    url = forms.CharField(
        label=_("L’adresse de la page"),
        max_length=500,
        validators=[validate_link],
        widget=forms.URLInput,
        error_messages={"required": _("Donnez l’adresse de la page, avec https://.")},
    )
    field_order = ("url", "title", "dated_on", "valid_until", "note")


class AddForm(DescribeForm):
    """A file or a link, one of the two."""

    file = forms.FileField(
        label=_("Un fichier"),
        required=False,
        validators=[validate_file],
        help_text=_("PDF, image, texte, tableau ou présentation."),
    )
    url = forms.CharField(
        label=_("ou l’adresse d’une page"),
        required=False,
        max_length=500,
        validators=[validate_link],
        widget=forms.URLInput,
    )
    field_order = ("file", "url", "title", "dated_on", "valid_until", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Sans titre, nous gardons le nom du fichier ou l’adresse.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = bool(data.get("file")) + bool(data.get("url"))
        if given != 1 and not self.errors:
            self.add_error(
                "file",
                _("Choisissez un fichier ou une adresse, l’un après l’autre.")
                if given
                else _("Choisissez un fichier, ou donnez l’adresse d’une page."),
            )
        return data
