"""Bringing a register back: its table."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.listening.selectors.brought import TABLE_BYTES, read_register_table
from marchepied.web.shared.table_files import TableFileField


class RegisterTableForm(forms.Form):
    """The table of a register."""

    file = TableFileField(
        label=_("Le tableau"),
        help_text=_("CSV ou XLSX, 5 Mo et 2 000 lignes au plus. La première ligne nomme les colonnes."),
        read=read_register_table,
        most_bytes=TABLE_BYTES,
    )
