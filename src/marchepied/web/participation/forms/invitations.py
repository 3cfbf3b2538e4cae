"""Forms of the invitations: addresses, slips, paper sheets."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.services.invitations import SLIPS_AT_ONCE

LARGEST_FILE = 1024 * 1024


class AddressesForm(forms.Form):
    """Addresses pasted, or in a CSV file."""

    addresses = forms.CharField(
        label=_("Adresses de courriel"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Une par ligne, avec le nom ou sans : Awa Diallo <awa@exemple.fr>"),
    )
    file = forms.FileField(
        label=_("Ou un fichier CSV"), required=False, help_text=_("Une personne par ligne, 1 Mo au plus.")
    )

    def clean_file(self) -> str:
        file = self.cleaned_data.get("file")
        if not file:
            return ""
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Ce fichier dépasse 1 Mo. Coupez-le en plusieurs."))
        content = file.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise forms.ValidationError(_("Ce fichier n’est pas du texte. Enregistrez-le au format CSV."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = "\n".join(part for part in (cleaned.get("addresses"), cleaned.get("file")) if part)
        if not text.strip() and not self.errors:
            raise forms.ValidationError(_("Collez des adresses, ou choisissez un fichier."))
        cleaned["text"] = text
        return cleaned


class SlipsForm(forms.Form):
    """How many slips to print."""

    count = forms.IntegerField(
        label=_("Combien de bulletins ?"),
        min_value=1,
        max_value=SLIPS_AT_ONCE,
        error_messages={
            "required": _("Dites combien de bulletins imprimer."),
            "invalid": _("Dites combien de bulletins imprimer."),
            "min_value": _("Dites combien de bulletins imprimer."),
            "max_value": _("Ce nombre est trop grand : %(limit_value)s au plus."),
        },
    )


class PaperSheetForm(forms.Form):
    """One paper sheet, typed with one key a question: a level, 0 (does not know), n (not concerned)."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, items: list[Mapping[str, Any]], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for place, item in enumerate(items):
            wording = item["wording"].get(language) or item["wording"]["fr"]
            self.fields[f"answer_{place}"] = PaperAnswerField(label=wording, levels=int(item["levels"]))
            self.fields[f"comment_{place}"] = forms.CharField(
                label=_("Ce que la personne a écrit"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for place in range(len(self.items)):
            yield self[f"answer_{place}"], self[f"comment_{place}"]

    def read_sheet(self) -> tuple[dict[str, int | AnswerKind], dict[str, str]]:
        """The answers and the comments by item id; what was left empty is left out."""
        answers, comments = {}, {}
        for place, item in enumerate(self.items):
            answer = self.cleaned_data.get(f"answer_{place}")
            if answer is not None:
                answers[item["id"]] = answer
            if comment := self.cleaned_data.get(f"comment_{place}"):
                comments[item["id"]] = comment
        return answers, comments


class PaperAnswerField(forms.CharField):
    """One key: 1 to the number of levels, 0 for « je ne sais pas », n for « pas concerné », or nothing."""

    def __init__(self, *, label: str, levels: int) -> None:
        self.levels = levels
        widget = forms.TextInput(
            attrs={"autocomplete": "off", "size": 2, "data-paper": levels, "aria-describedby": "touches"}
        )
        super().__init__(label=label, required=False, max_length=2, widget=widget)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip().lower()
        if not text:
            return None
        if text == "0":
            return AnswerKind.DONT_KNOW
        if text == "n":
            return AnswerKind.NOT_CONCERNED
        if text.isascii() and text.isdigit() and 1 <= int(text) <= self.levels:
            return int(text)
        raise forms.ValidationError(
            _("Tapez un chiffre de 1 à %(levels)s, 0 ou n ; laissez vide si rien n’est coché.")
            % {"levels": self.levels}
        )
