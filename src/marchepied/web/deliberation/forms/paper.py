"""One paper sheet of statements, typed with one key a statement."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.deliberation.enums import Vote

# The key of each box of the sheet, counted from the top.
KEYS = {"1": Vote.AGREE, "2": Vote.DISAGREE, "3": Vote.PASS}


class SheetField(forms.CharField):
    """1 agrees, 2 does not, 3 passes; empty where nothing was ticked."""

    def __init__(self, *, label: str) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "off", "size": 2, "data-paper": 3, "aria-describedby": "touches"}
        )
        super().__init__(label=label, required=False, max_length=2, widget=widget)

    def clean(self, value: Any) -> Vote | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        if text not in KEYS:
            raise forms.ValidationError(_("Tapez 1, 2 ou 3 ; laissez vide si rien n’est coché."))
        return KEYS[text]


class SheetForm(forms.Form):
    """A sheet: a field a statement, in their order on paper."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, statements: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [statement.number for statement in statements]
        for statement in statements:
            self.fields[f"vote_{statement.number}"] = SheetField(label=statement.text)

    def rows(self) -> Iterator[forms.BoundField]:
        for number in self.numbers:
            yield self[f"vote_{number}"]

    def read_sheet(self) -> dict[int, Vote]:
        """The votes by number of the statement; what was left empty is left out."""
        given = {number: self.cleaned_data.get(f"vote_{number}") for number in self.numbers}
        return {number: vote for number, vote in given.items() if vote is not None}
