"""A field to choose a commune by its name: a search then a choice without JavaScript, a list with it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marchepied.apps.places.selectors import find_commune, match_commune

CANDIDATES = 12


class CommuneWidget(forms.Widget):
    """What is typed, the code the list may have filled, and radio buttons when several communes fit."""

    template_name = "organisations/commune_widget.html"
    candidates: list[Any]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.candidates = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {
            part: data.get(f"{name}{suffix}", "").strip()
            for part, suffix in (("text", ""), ("code", "_code"), ("picked", "_picked"))
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        if isinstance(value, dict):
            text, code = value.get("text", ""), value.get("code", "")
        else:
            text, code = (str(value), value.pk) if value else ("", "")
        context["widget"].update(text=text, code=code, candidates=self.candidates)
        return context


class CommuneField(forms.Field):
    """Gives the commune chosen, or None when nothing was typed."""

    widget: Any = CommuneWidget

    def clean(self, value: Any) -> Any:
        value = {name: text.replace("\0", "") for name, text in value.items()}
        text = value.get("text", "")
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if picked := find_commune(value.get("picked", "")):
            return picked
        chosen = find_commune(value.get("code", ""))
        if chosen is not None and str(chosen) == text:
            return chosen
        return self._resolve(text)

    def _resolve(self, text: str) -> Any:
        found = match_commune(text, CANDIDATES)
        if not found:
            raise ValidationError(
                _("Nous ne trouvons pas cette commune. Essayez le début de son nom, ou son code postal.")
            )
        if len(found) > 1:
            self.widget.candidates = found
            raise ValidationError(_("Plusieurs communes sont possibles : choisissez la vôtre ci-dessous."))
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (str(initial) if initial else "") != (data or {}).get("text", "")
