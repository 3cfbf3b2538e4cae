"""Days and months as people say them."""

from datetime import date

from django import template
from django.utils import translation
from django.utils.formats import date_format

from marchepied.engines.documents.typography import format_date

register = template.Library()


@register.filter
def weekday(day: date) -> str:
    """« mardi 3 mars »: a day of this year, with no line break inside."""
    numbered, _space, _year = format_date(day, translation.get_language() or "fr").rpartition(" ")
    return f"{date_format(day, 'l')} {numbered}".replace(" ", "\u00a0")


@register.filter
def month(day: date) -> str:
    """« mars 2027 »."""
    return format_date(day, translation.get_language() or "fr").partition(" ")[2]
