"""Numbers typed as people write them: a comma or a point, spaces between thousands, a percent sign."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marchepied.apps.plans.selectors.indicator_words import show_number
from marchepied.apps.plans.validators import read_number


class NumberField(forms.Field):
    """A decimal number, or nothing."""

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 40})
        )
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return show_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """The number typed; ValidationError with an example for anything else."""
        if value is None or isinstance(value, Decimal):
            return value
        text = str(value).strip()
        if not text:
            return None
        number = read_number(text, self.unit)
        if number is None:
            raise ValidationError(
                _("« %(text)s » n’est pas un nombre. Écrivez par exemple 1 250,5.") % {"text": text[:40]}
            )
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the number differs, however it is written."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True
