"""The words of the glossary on other pages: `{% start_words as page_words %}`, then the filters below.

At the end of the page, `{% include "ui/page_words.html" %}` explains those that were met.
"""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from marchepied.web.glossary.page_words import PageWords

register = template.Library()


@register.simple_tag
def start_words() -> PageWords:
    """What the page will fill as it is written."""
    return PageWords()


@register.filter
def marked(text: Any, words: PageWords) -> SafeString:
    """The text, escaped, the first time of each word of the glossary made a link to its meaning."""
    return words.mark(text if isinstance(text, str) else str(text))


@register.filter
def noted(text: Any, words: PageWords) -> Any:
    """The text as it is; its words are explained at the foot of the page."""
    words.note(str(text))
    return text
