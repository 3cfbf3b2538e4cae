"""Numbers typed as people write them: a comma or a point, spaces between thousands, a percent sign."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marchepied.apps.plans.selectors.indicator_words import show_number
from marchepied.apps.plans.validators import read_number


class NumberField(forms.CharField):
    """A decimal number, or nothing."""

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(required=False, max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return show_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text or isinstance(value, Decimal):
            return value if isinstance(value, Decimal) else None
        number = read_number(text, self.unit)
        if number is None:
            raise ValidationError(
                _("« %(text)s » n’est pas un nombre. Écrivez par exemple 1 250,5.") % {"text": text}
            )
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the number differs, however it is written."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True
