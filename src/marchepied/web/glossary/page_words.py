"""The words of the glossary that one page uses: marked where first met, explained at its foot."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from marchepied.apps.referentials.selectors import read_glossary
from marchepied.engines.referential import Mention
from marchepied.web.glossary.entries import Entry, describe, page_language


class PageWords:
    """Filled while the page is written, from top to bottom; one for each page."""

    def __init__(self) -> None:
        self.language = page_language()
        self._met: set[str] = set()

    def note(self, text: str) -> None:
        """Remember the words of a text that is shown without marks: a title, a link, a field."""
        self._met |= {mention.key for mention in self._find(text)}

    def mark(self, text: str) -> SafeString:
        """The text escaped, each word not met before made a link to what it means, at the foot of the page.

        What is already HTML is returned as it is: its tags are not ours to cut.
        """
        if isinstance(text, SafeString):
            return text
        parts: list[str] = []
        place = 0
        for mention in self._find(text):
            if mention.key in self._met:
                continue
            self._met.add(mention.key)
            written = text[mention.start : mention.end]
            parts.append(conditional_escape(text[place : mention.start]))
            parts.append(format_html('<a class="word" href="#mot-{}">{}</a>', mention.key, written))
            place = mention.end
        parts.append(conditional_escape(text[place:]))
        return mark_safe("".join(parts))  # noqa: S308  each part was escaped above

    @property
    def entries(self) -> list[Entry]:
        """What was met so far, in alphabetical order; empty when nothing was."""
        if not self._met:
            return []
        terms = read_glossary().sort_terms(self.language)
        return [describe(term, self.language) for term in terms if term.id in self._met]

    def _find(self, text: str) -> tuple[Mention, ...]:
        return read_glossary().find_mentions(text, self.language)
