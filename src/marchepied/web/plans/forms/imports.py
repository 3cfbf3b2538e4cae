"""Importing a table: the file, then what its columns mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.selectors.import_words import say
from marchepied.apps.plans.selectors.columns import IGNORE, KEEP
from marchepied.apps.plans.selectors.import_actions import SKIP, UPDATE, name_action_roles
from marchepied.apps.plans.selectors.pending import PAGE_BYTES, read_plan_table
from marchepied.engines.tables import Table, TableError

SAMPLES, SAMPLE_LENGTH = 3, 40


class TableForm(forms.Form):
    """A table, read at once; `data_read` holds its bytes."""

    file = forms.FileField(
        label=_("Le tableau"),
        help_text=_("CSV ou XLSX, 5 Mo au plus. La première ligne nomme les colonnes."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": _("Choisissez le fichier."),
            "empty": _("Le fichier est vide. Choisissez un fichier qui contient un tableau."),
        },
    )
    sheet = forms.CharField(
        label=_("La feuille du classeur"),
        required=False,
        max_length=100,
        help_text=_("Sans précision, la première feuille visible est lue."),
    )

    data_read: bytes

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is None:
            return cleaned
        if file.size > PAGE_BYTES:
            self.add_error("file", _now("Ce fichier dépasse 5 Mo. Gardez seulement le tableau utile."))
            return cleaned
        self.data_read = file.read()
        try:
            read_plan_table(self.data_read, file.name, cleaned.get("sheet", "").strip())
        except TableError as error:
            self.add_error("file", say(error.message))
        return cleaned


@dataclass(frozen=True)
class ColumnChoice:
    """One column of the table as the page shows it, with the field that says what it holds."""

    header: str
    samples: tuple[str, ...]
    role: BoundField


class ActionColumnsForm(forms.Form):
    """What each column of a plan holds, and what to do with the actions that it already has."""

    duplicates = forms.ChoiceField(
        label=_("Les actions déjà dans le plan"),
        widget=forms.RadioSelect,
        choices=[
            (SKIP, _("les laisser comme elles sont")),
            (UPDATE, _("les mettre à jour avec les cases remplies du tableau")),
        ],
        initial=SKIP,
    )

    def __init__(
        self, *args: Any, table: Table, roles: Mapping[int, str], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        choices = [
            *name_action_roles(language),
            (KEEP, _now("À garder dans la note")),
            (IGNORE, _now("À laisser de côté")),
        ]
        for index, header in enumerate(table.headers):
            self.fields[f"role-{index}"] = forms.ChoiceField(
                label=_now("La colonne « %(name)s »") % {"name": header},
                choices=choices,
                initial=roles.get(index, KEEP),
            )

    def columns(self) -> Iterator[ColumnChoice]:
        """The columns in order, with their first values."""
        for index, header in enumerate(self.table.headers):
            values = [" ".join(value.split()) for value in self.table.list_values(index)[:60]]
            samples = tuple(
                value if len(value) <= SAMPLE_LENGTH else value[: SAMPLE_LENGTH - 1] + "…"
                for value in list(dict.fromkeys(value for value in values if value))[:SAMPLES]
            )
            yield ColumnChoice(header, samples, self[f"role-{index}"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen: dict[str, str] = {}
        for index, header in enumerate(self.table.headers):
            role = cleaned.get(f"role-{index}", KEEP)
            if role in {KEEP, IGNORE}:
                continue
            if role in seen:
                sentence = _now("« %(first)s » tient déjà ce rôle. Choisissez-en un autre.")
                self.add_error(f"role-{index}", sentence % {"first": seen[role]})
            seen.setdefault(role, header)
        if "title" not in seen:
            self.add_error(None, _now("Dites quelle colonne nomme l’action."))
        return cleaned

    def roles(self) -> dict[str, str]:
        """What each column holds, by its position written as a text (it goes to JSON)."""
        return {str(index): self.cleaned_data[f"role-{index}"] for index in range(len(self.table.headers))}
