"""The territory of a row: by the code of its commune, or by the name of a commune and its département."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import Reach
from marchepied.apps.listening.selectors.columns import LANGUAGES
from marchepied.apps.listening.selectors.territories import say_territory
from marchepied.apps.places.selectors import communes_by_code, communes_by_label
from marchepied.core.folding import fold


class PlaceReader:
    """The communes that the cells of a table speak of, found in two queries."""

    def __init__(self, codes: Iterable[str], territories: Iterable[str]) -> None:
        pairs = list(zip(codes, territories, strict=True))
        wanted = {_pad(code) for code, _text in pairs if code}
        labels = {text for code, text in pairs if text and not code}
        self.by_code = communes_by_code(wanted) if wanted else {}
        self.by_label = communes_by_label(labels) if labels else {}

    def read(self, code: str, text: str) -> tuple[Any, str]:
        """The commune and its reach. Raises LookupError(role, sentence) for what names no place."""
        if not code and not text:
            return None, ""
        if not code:
            return self._find_by_label(text), Reach.COMMUNE
        commune = self.by_code.get(_pad(code))
        if commune is None:
            raise LookupError(
                "commune",
                _("Aucune commune n’a ce code. Écrivez son code officiel (INSEE), ou videz la case."),
            )
        if not text:
            return commune, Reach.COMMUNE
        for reach in (Reach.COMMUNE, Reach.EPCI, Reach.DEPARTMENT):
            if fold(text) in _say_in_each(commune, reach):
                return commune, reach
        sentence = _("Ce territoire n’est pas autour de %(commune)s. Videz la case pour dire la commune.")
        raise LookupError("territory", sentence % {"commune": commune})

    def _find_by_label(self, text: str) -> Any:
        commune = self.by_label.get(text)
        if commune is None:
            raise LookupError(
                "territory",
                _("Écrivez une commune et son département, comme « Colmar (68) », ou le code de la commune."),
            )
        return commune


def _pad(code: str) -> str:
    """A spreadsheet takes the first zero of « 01004 » away."""
    return code.upper().zfill(5)


def _say_in_each(commune: Any, reach: str) -> set[str]:
    said = set()
    for language in LANGUAGES:
        with translation.override(language):
            said.add(fold(say_territory(commune, reach)))
    return said
