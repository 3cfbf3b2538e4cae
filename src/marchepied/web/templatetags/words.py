"""The organisation's own words on the pages of its space."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import translation

from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.engines.referential import default_vocabulary

register = template.Library()


@register.simple_tag(takes_context=True)
def word(context: template.Context, term: str, capital: bool = False) -> str:
    """The word of a term: `{% word "members" %}`, `{% word "of_the_board" %}`.

    Taken from `vocabulary` when the view passes one (a participant's page), otherwise from the space of the
    page, otherwise from the general words. KeyError for a term that is not in the list.
    """
    chosen = _read_vocabulary(context)[term]
    return chosen[:1].upper() + chosen[1:] if capital else chosen


def _read_vocabulary(context: template.Context) -> Mapping[str, str]:
    passed: Any = context.get("vocabulary")
    if isinstance(passed, Mapping):
        return passed
    language = translation.get_language() or "fr"
    space = context.get("space")
    if not space:
        return default_vocabulary(language)
    # Read once a page: the words are asked for at every line.
    known = context.render_context.get("words")
    if known is None:
        known = context.render_context["words"] = vocabulary_of(space.organisation, language)
    return known
