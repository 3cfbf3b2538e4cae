"""Choosing a file, and where what it says goes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.engines.referential.exchange import FileRefusedError, understand

PAGE_BYTES = 10_000_000
NEW = "nouveau"


class GuideFileForm(forms.Form):
    """A file, read at once; `data_read` holds its bytes, `faults` what is wrong in it."""

    file = forms.FileField(
        label=_("Le fichier"),
        help_text=_("YAML, classeur XLSX, formulaire XLSForm, CSV ou LimeSurvey (.lss), 10 Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json,.xlsx,.csv,.tsv,.lss"}),
        error_messages={
            "required": _("Choisissez le fichier."),
            "empty": _("Le fichier est vide. Choisissez un fichier qui contient un guide."),
        },
    )

    data_read: bytes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults: list[str] = []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is None:
            return cleaned
        if file.size > PAGE_BYTES:
            self.add_error("file", _now("Ce fichier dépasse 10 Mo. Vérifiez que c’est le bon."))
            return cleaned
        self.data_read = file.read()
        try:
            understand(self.data_read, file.name)
        except FileRefusedError as error:
            self.faults = [fault.say(_now) for fault in error.faults]
            self.add_error("file", _now("Ce fichier n’est pas repris : voyez pourquoi ci-dessous."))
        return cleaned


class TargetForm(forms.Form):
    """Where what the file says goes: a new guide, a draft, or the next version of a published one."""

    vers = forms.ChoiceField(label=_("Où ranger ce qu’il contient"))

    def __init__(self, *args: Any, targets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vers"].choices = list(targets)  # type: ignore[attr-defined]
