"""Files of votes given elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.deliberation.compute.imports import LARGEST_FILE
from marchepied.apps.deliberation.services.topics import TITLE_LENGTH


def file_field(label: Any, help_text: Any, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.zip"}),
        error_messages={
            "required": _("Choisissez le fichier des votes."),
            "empty": _("Ce fichier est vide."),
        },
    )


class VotesForm(forms.Form):
    """A title and one or two files; `contents` is {name: content} once valid."""

    title = forms.CharField(
        label=_("Le titre du sujet"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Donnez un titre à ce sujet.")},
    )
    votes = file_field(
        _("Le fichier des votes"),
        _("votes.csv ou participants-votes.csv, ou l’archive ZIP qui contient tout. 60 Mo au plus."),
        required=True,
    )
    statements = file_field(
        _("Le fichier des phrases"),
        _("comments.csv. Sans lui, les phrases n’ont qu’un numéro."),
        required=False,
    )

    contents: dict[str, bytes]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.contents = {}
        for name in ("votes", "statements"):
            file = cleaned.get(name)
            if file is None:
                continue
            if file.size > LARGEST_FILE:
                self.add_error(name, _("Ce fichier dépasse 60 Mo."))
                continue
            # Two files may bear one name; the field says which is which.
            known = "comments.csv" if name == "statements" else file.name
            self.contents[known] = file.read()
        return cleaned
