"""Names of people in a text: after a title, after « je m’appelle », or known first names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from marchepied.engines.words import fold

from ._first_names import is_word, read_first_names, split_words_of

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_TITLES = split_words_of(
    "m mr mm mme mmes mlle mlles melle dr docteur docteure monsieur messieurs madame mesdames "
    "mademoiselle maitre pr professeur professeure soeur pere abbe"
)
# Titles that are ordinary words without a capital letter.
_WRITTEN_WITH_CAPITAL = frozenset(
    {"m", "mm", "maitre", "soeur", "pere", "abbe", "pr", "professeur", "professeure"}
)
_FUNCTIONS = split_words_of(
    "maire adjoint adjointe president presidente directeur directrice ministre depute deputee senateur "
    "senatrice prefet prefete conseiller conseillere commissaire juge procureur tout toutlemonde monsieur "
    "madame etat noel secretaire tresorier tresoriere responsable chef "
    # nobody’s surname, after a title either: « Oui, Mme. Merci »
    "merci oui non je il elle ils elles on vous nous tu un une ce mais et bonjour bonsoir pardon alors"
)
_PLACES = split_words_of(
    "rue avenue boulevard place lycee ecole college salle centre hopital stade gymnase quartier parc square "
    "espace theatre loi plan prix fondation association metro station maison residence foyer esat ehpad "
    "clinique institut cite pont gare impasse allee quai universite campus mediatheque bibliotheque creche "
    "cinema musee saint sainte st ste notre rapport"
)
_DETERMINERS = split_words_of(
    "le la les l un une des du d ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur "
    "leurs"
)
_PARTICLES = split_words_of("de du des d le la van von ben el al da dos di")
_INTRODUCTION = re.compile(
    r"(?:je\s+m[’']appelle|mon\s+nom\s+est|je\s+me\s+nomme|signé\s*:?|cordialement\s*,?|je\s+suis)\s+$",
    re.IGNORECASE,
)
_INTRODUCING = frozenset(
    {"appelle", "nomme", "nom", "cordialement", "Cordialement", "signé", "Signé", "suis"}
)
_SENTENCE_ENDS = frozenset(".!?…:;•\n\r")
_OPENING_SIGNS = ' \t\u00a0\u202f"«“(-–—'
_LOOK_BACK = 40
_BETWEEN = re.compile(r"[ \u00a0\u202f]|\.?[ \u00a0\u202f]|[’']")


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    return fold(word)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        return _fold(self.text)

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def parts(self) -> list[str]:
        return _fold(self.text).split("-")


@cache
def _find_triggers() -> frozenset[str]:
    """Every written form that makes a text worth reading word by word."""
    names = read_first_names()
    parts = {part for name in names.written for part in name.split("-")}
    forms = {
        form for part in parts | _TITLES | {"sœur", "maître"} for form in (part.capitalize(), part.upper())
    }
    common = {name for name in names.written if fold(name) in names.common}
    return frozenset(forms | common | (_TITLES - _WRITTEN_WITH_CAPITAL) | _INTRODUCING)


def find_people(text: str, replace: Callable[[str], str]) -> str:
    """The text with each name of a person replaced by `replace(name)`; titles stay.

    Names are looked for, not known: see the rules in docs/methods/themes.md.
    """
    if _find_triggers().isdisjoint(_PART.findall(text)):
        return text
    tokens = [_Token(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    kept, end = [], 0
    for first, last in _list_people(text, tokens):
        start, stop = tokens[first].start, tokens[last - 1].end
        kept += [text[end:start], replace(text[start:stop])]
        end = stop
    return "".join((*kept, text[end:]))


def _list_people(text: str, tokens: list[_Token]) -> list[tuple[int, int]]:
    """The tokens of each name, and those that say again, alone, a name already found."""
    shouted = _is_shouted(text)
    found, place = [], 0
    while place < len(tokens):
        first, last = _match_person(text, tokens, place, shouted)
        if last > first:
            found.append((first, last))
        place = max(last, place + 1)
    hidden = {place for first, last in found for place in range(first, last)}
    names = {tokens[place].folded for place in hidden if not is_word(tokens[place].text)}
    again = [
        (place, place + 1)
        for place, token in enumerate(tokens)
        if place not in hidden and token.is_capital and len(token.text) > 3 and token.folded in names
        if not _names_a_place(tokens, place)
    ]
    return sorted(found + again)


def _is_shouted(text: str) -> bool:
    """Whether the text is written in capitals, so that they say nothing."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 12 and sum(map(str.isupper, letters)) > 0.6 * len(letters)


def _match_person(text: str, tokens: list[_Token], place: int, shouted: bool) -> tuple[int, int]:
    """The tokens of a name that begins at this place, or just after it for a title; equal when none."""
    token = tokens[place]
    if _is_title(text, tokens, place):
        last = _follow_title(text, tokens, place + 1, shouted)
        return place + 1, last
    if _introduces(text, token):
        return place, _take_surname(text, tokens, place + 1, shouted)
    if not _is_somebody(text, tokens, place, shouted):
        return place, place
    if _names_a_place(tokens, place):
        end = _take_surname(text, tokens, place + 1, shouted)
        return end, end
    first = place
    before = tokens[place - 1] if place else None
    if before and not shouted and _is_surname_before(text, before, token):
        first -= 1
    return first, _take_surname(text, tokens, place + 1, shouted)


def _introduces(text: str, token: _Token) -> bool:
    """Whether the words before say that a name comes."""
    before = _INTRODUCTION.search(text[max(0, token.start - _LOOK_BACK) : token.start])
    if before is None:
        return False
    if before.group().lower().startswith(("cordialement", "je suis")):
        return token.is_capital and not token.text.isupper() and not is_word(token.text)
    return token.is_capital or not is_word(token.text)


def _is_title(text: str, tokens: list[_Token], place: int) -> bool:
    token = tokens[place]
    if token.folded not in _TITLES or place + 1 == len(tokens):
        return False
    return token.is_capital or token.folded not in _WRITTEN_WITH_CAPITAL


def _follow_title(text: str, tokens: list[_Token], place: int, shouted: bool) -> int:
    """Where the name that follows a title ends; `place` when what follows is no name."""
    token, title = tokens[place], tokens[place - 1]
    if token.is_capital and len(token.text) > 1 and token.folded in _PARTICLES and not shouted:
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        known_function = after is None or not after.is_capital or after.folded in _FUNCTIONS
        return place if known_function else _take_surname(text, tokens, place + 1, shouted)
    gap = text[title.end : token.start]
    if not re.fullmatch(r"\.?[ \u00a0\u202f]{1,2}", gap) or token.parts[0] in _FUNCTIONS:
        return place
    known = read_first_names()
    if shouted or not token.is_capital:
        is_name = not is_word(token.text) and len(token.text) > 2
        return place + 1 if is_name or token.folded in known.common else place
    weak = title.folded in _WRITTEN_WITH_CAPITAL and not gap.startswith(".")
    if weak and is_word(token.text) and token.folded not in known.sure:
        return place
    return _take_surname(text, tokens, place + 1, shouted)


def _is_somebody(text: str, tokens: list[_Token], place: int, shouted: bool) -> bool:
    """Whether this token is a first name, in this place."""
    token, known = tokens[place], read_first_names()
    parts = token.parts
    if shouted or not token.is_capital:
        return all(part in known.common for part in parts)
    if not all(part in known.sure or part in known.doubtful for part in parts):
        return False
    if any(part in known.sure for part in parts):
        return not (token.text.isupper() and len(token.text) <= 4) or token.folded in known.common
    if place and tokens[place - 1].folded in _DETERMINERS:
        return False
    return not _opens_a_sentence(text, token) and not token.text.isupper()


def _names_a_place(tokens: list[_Token], place: int) -> bool:
    """Whether a street, a school, an association bears this name (« rue Victor Hugo », not « la maison de
    Marie »)."""
    return place > 0 and tokens[place - 1].parts[-1] in _PLACES


def _is_surname_before(text: str, before: _Token, token: _Token) -> bool:
    """« DUPONT Marie »: a surname in capitals before the first name."""
    plain = before.text.replace("-", "")
    return (
        len(plain) > 3
        and plain.isupper()
        and not is_word(before.text)
        and text[before.end : token.start] in {" ", "\u00a0", "\u202f"}
        and any(character in "aeiouy" for character in before.folded)
    )


def _take_surname(text: str, tokens: list[_Token], place: int, shouted: bool) -> int:
    """Where the name goes on to: capitalised words, with their particles, three at most."""
    end, taken = place, 0
    while place < len(tokens) and taken < 3 and not shouted:
        gap = text[tokens[place - 1].end : tokens[place].start]
        if not _BETWEEN.fullmatch(gap) or (gap.startswith(".") and len(tokens[place - 1].text) > 1):
            break
        token = tokens[place]
        if token.folded in _PARTICLES and not token.text.isupper():
            place += 1
            taken += token.is_capital
            continue
        if not token.is_capital or _begins_anew(text, tokens, place):
            break
        place += 1
        taken += 1
        end = place
    return end


def _opens_a_sentence(text: str, token: _Token) -> bool:
    """Whether the capital may only be that of a sentence’s beginning."""
    before = text[max(0, token.start - _LOOK_BACK) : token.start].rstrip(_OPENING_SIGNS)
    return not before or before[-1] in _SENTENCE_ENDS


def _begins_anew(text: str, tokens: list[_Token], place: int) -> bool:
    """Whether a sentence begins here; after « M. J. », only if what follows is an ordinary word."""
    token = tokens[place]
    if len(tokens[place - 1].text) == 1:
        return is_word(token.text) and token.folded not in read_first_names().sure
    return _opens_a_sentence(text, token)
