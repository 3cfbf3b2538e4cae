"""Texts of a referential in the language of the page, with the words of the space."""

from collections.abc import Mapping

from django import template
from django.utils import translation

from marchepied.engines.referential import Text, word_text

register = template.Library()


@register.filter
def worded(text: Text, vocabulary: Mapping[str, str]) -> str:
    """The text in the page's language, its placeholders filled from `vocabulary` (empty: usual words)."""
    language = translation.get_language() or "fr"
    if language not in text.languages:
        language = text.languages[0]
    return word_text(text.read_in(language), language, vocabulary)
