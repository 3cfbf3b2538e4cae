"""Filters and tags of our pages."""

from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from marchepied.engines.documents.typography import format_date, typeset

register = template.Library()


@register.filter
def typo(text: Any) -> str:
    """Text written by a person, with the no-break spaces and quotes of the page's language."""
    set_text = typeset(str(text), translation.get_language() or "fr")
    # The typography changes spaces and quotes only: what was escaped stays escaped.
    return SafeString(set_text) if isinstance(text, SafeString) else set_text


@register.filter
def local(texts: Any) -> str:
    """The text in the page's language from {"fr": …, "en": …}; French when the other is missing."""
    if not isinstance(texts, dict):
        return str(texts)
    return str(texts.get(translation.get_language() or "fr") or texts.get("fr") or texts.get("en") or "")


@register.filter
def day(value: Any) -> str:
    """A date in full (« 1er janvier 2027 »), with no line break inside; empty without a date."""
    if not value:
        return ""
    date = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_date(date, translation.get_language() or "fr").replace(" ", "\u00a0")


@register.filter
def anchor(field: BoundField) -> str:
    """The id of what a line of the summary of errors leads to: the field, or the first of its choices."""
    if field.id_for_label:
        return field.id_for_label
    # Choices in groups are numbered by group, then inside it.
    return next((str(choice.id_for_label) for choice in field.subwidgets), f"{field.auto_id}_0")
