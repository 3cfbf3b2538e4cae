"""Hide in a text what says who somebody is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ._contacts import ADDRESS, EMAIL, HANDLE, IBAN, LINK, NIR, PHONE, find_contacts
from ._people import find_people

NAME = "name"
MARKS = {
    "fr": {
        NAME: "[nom]",
        EMAIL: "[courriel]",
        PHONE: "[téléphone]",
        ADDRESS: "[adresse]",
        IBAN: "[compte bancaire]",
        NIR: "[numéro de sécurité sociale]",
        LINK: "[lien]",
        HANDLE: "[compte]",
    },
    "en": {
        NAME: "[name]",
        EMAIL: "[e-mail]",
        PHONE: "[telephone]",
        ADDRESS: "[address]",
        IBAN: "[bank account]",
        NIR: "[social security number]",
        LINK: "[link]",
        HANDLE: "[account]",
    },
}


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what says who somebody is; `counts` says how many of each kind were hidden.

    Kinds: name, email, phone, address, iban, nir, link, handle; a kind that was not found is absent.
    """

    text: str
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """How many things were hidden."""
        return sum(count for _kind, count in self.counts)


def mask(text: str, language: str = "fr") -> Masked:
    """Hide names of people, e-mails, telephones, postal addresses, bank accounts, social security numbers,
    links and accounts of social networks, each replaced by a mark in the language (« [nom] »).

    Found by shape and by a list of first names (docs/methods/themes.md): some escape, and a person should
    look. Ordinary words stay. Masking a masked text changes nothing. Any language but English gets French
    marks; French rules are used for both.
    """
    marks = MARKS.get(language, MARKS["fr"])
    found: Counter[str] = Counter()

    def replace(kind: str, _what: str) -> str:
        found[kind] += 1
        return marks[kind]

    masked = find_contacts(text, replace)
    masked = find_people(masked, lambda name: replace(NAME, name))
    return Masked(masked, tuple(sorted(found.items())))


def add_counts(masked: Iterable[Masked]) -> tuple[tuple[str, int], ...]:
    """How many things of each kind were hidden in several texts."""
    total: Counter[str] = Counter()
    for one in masked:
        total.update(dict(one.counts))
    return tuple(sorted(total.items()))
