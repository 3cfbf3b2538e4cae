"""Bringing a register back: its table."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.selectors.import_words import say
from marchepied.apps.listening.selectors.brought import TABLE_BYTES, read_register_table
from marchepied.engines.tables import TableError


class RegisterTableForm(forms.Form):
    """The table of a register, read at once; `data_read` holds its bytes."""

    file = forms.FileField(
        label=_("Le tableau"),
        help_text=_("CSV ou XLSX, 5 Mo et 2 000 lignes au plus. La première ligne nomme les colonnes."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": _("Choisissez le fichier."),
            "empty": _("Le fichier est vide. Choisissez un fichier qui contient un tableau."),
        },
    )

    data_read: bytes

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > TABLE_BYTES:
            raise forms.ValidationError(_now("Ce fichier dépasse 5 Mo. Gardez seulement le tableau utile."))
        self.data_read = file.read()
        try:
            read_register_table(self.data_read, file.name)
        except TableError as error:
            raise forms.ValidationError(say(error.message)) from error
        return file
