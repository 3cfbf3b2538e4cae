"""The field of a table, CSV or XLSX: read at once, refused in a sentence where it cannot be."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.selectors.import_words import say
from marchepied.engines.tables import Table, TableError


class TableFileField(forms.FileField):
    """A file whose cleaned value has `data`, its bytes, and `table`, what `read(data, name)` made of them."""

    default_error_messages = {
        "required": _("Choisissez le fichier."),
        "empty": _("Le fichier est vide. Choisissez un fichier qui contient un tableau."),
    }

    def __init__(self, *, read: Callable[[bytes, str], Table], most_bytes: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}), **kwargs)
        self.read, self.most_bytes = read, most_bytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file.size > self.most_bytes:
            raise forms.ValidationError(_now("Ce fichier dépasse 5 Mo. Gardez seulement le tableau utile."))
        file.data = file.read()
        try:
            file.table = self.read(file.data, file.name)
        except TableError as error:
            raise forms.ValidationError(say(error.message)) from error
        return file
