"""User text made fit for print: what cannot be drawn is replaced by something visible, and listed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain

from marchepied.engines.documents._fonts import read_shipped_characters

SQUARE = "□"

# Typst carries its own fallback faces. These blocks were compiled one character at a time with the version
# in the lock; a test compiles them again, so a version that drops one is noticed.
FALLBACK_RANGES = (
    (0x00A0, 0x00AC), (0x00AE, 0x036F), (0x0384, 0x038A), (0x038C, 0x038C), (0x038E, 0x03A1),
    (0x03A3, 0x04FF), (0x05D0, 0x05EA), (0x0621, 0x063A), (0x0640, 0x0652), (0x0660, 0x066D),
    (0x1E00, 0x1EFF), (0x2009, 0x200A), (0x2010, 0x2027), (0x202F, 0x202F), (0x2030, 0x2040),
    (0x2044, 0x2044), (0x2070, 0x2071), (0x2074, 0x208E), (0x2090, 0x209C), (0x20A0, 0x20C0),
    (0x2100, 0x211E), (0x2122, 0x2122), (0x2126, 0x2151), (0x2153, 0x2184), (0x2190, 0x22FF),
    (0x2460, 0x2606), (0x2609, 0x262F), (0x2638, 0x268B), (0x2690, 0x269C), (0x26A0, 0x26A7),
    (0x2701, 0x2704), (0x2706, 0x2709), (0x270C, 0x2714), (0x2717, 0x2726), (0x2756, 0x2756),
    (0x2761, 0x277F), (0x2794, 0x2794), (0x2798, 0x27AF),
)  # fmt: skip

# The signs that people type most, in French; the others keep their Unicode name.
SIGN_NAMES = {
    "😀": "sourire", "😁": "grand sourire", "😂": "rire aux larmes", "😃": "sourire", "😄": "sourire",
    "😅": "sourire gêné", "😆": "rire", "😉": "clin d’œil", "😊": "sourire", "😍": "yeux en cœur",
    "😎": "lunettes de soleil", "😐": "visage neutre", "😕": "visage perplexe", "😞": "visage déçu",
    "😡": "colère", "😢": "larme", "😭": "pleurs", "😱": "peur", "😴": "sommeil", "🙁": "visage triste",
    "🙂": "sourire", "🙄": "yeux au ciel", "🙏": "merci", "🤔": "réflexion", "🤝": "poignée de main",
    "👋": "bonjour", "👌": "d’accord", "👍": "pouce levé", "👎": "pouce baissé", "👏": "bravo",
    "💪": "courage", "❤": "cœur", "💚": "cœur vert", "💙": "cœur bleu", "✅": "coche", "❌": "croix",
    "❗": "exclamation", "❓": "question", "⭐": "étoile", "🎉": "fête", "🔥": "feu", "🌱": "pousse",
    "🌍": "Terre", "🚀": "fusée", "✨": "étincelles", "⚠": "attention", "☺": "sourire", "☹": "visage triste",
}  # fmt: skip

# Marks that change how neighbours are read without being seen: direction, joining, variants, skin tones.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINES = re.compile("\r\n?|\x85|\u2028|\u2029")
# No language of our readers stacks more than three marks on a letter; a text that does cannot be shaped.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u0652"
_STACKED = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")
_LONE_MARKS = re.compile(f"(?<![^\\s])[{_MARKS}]+")
_SPACES = re.compile(r"[ \t\n]+")
_LONG_WORD = re.compile(r"\S{31,}")


@cache
def read_printable_characters() -> frozenset[int]:
    """Code points that a document can draw, with the shipped fonts first and Typst's own after them."""
    fallback = chain.from_iterable(range(first, last + 1) for first, last in FALLBACK_RANGES)
    return read_shipped_characters() | frozenset(fallback) | {0x0A}


def clean_text(text: str, fonts: frozenset[int] | None = None) -> tuple[str, tuple[str, ...]]:
    """The text that can be printed, and what was replaced in it, in order of appearance.

    ``fonts`` holds the code points that can be drawn (default: the documents' own). The text is put in
    Unicode's NFC form. Controls, NUL, bidirectional marks, other unseen signs, and accents that stand on
    nothing or beyond three on a letter go without a word. A character that no font has becomes its plain
    equivalent (``ﬁ`` → ``fi``), its name in brackets for a sign (``👍`` → ``[pouce levé]``) or ``□`` for a
    letter. Each is listed once, as ``👍 U+1F44D [pouce levé]``. An empty text gives an empty text and
    nothing replaced.
    """
    drawable = read_printable_characters() if fonts is None else fonts | {0x0A}
    text = _LINES.sub("\n", text).replace("\t", " ")
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", _CONTROLS.sub("", text)))
    text = trim_marks(text)
    if drawable.issuperset(map(ord, text)):
        return text, ()
    replaced: dict[str, None] = {}
    pieces = []
    for character in text:
        if ord(character) in drawable:
            pieces.append(character)
            continue
        substitute = name_substitute(character, drawable)
        pieces.append(substitute)
        replaced[_describe(character, substitute)] = None
    return "".join(pieces), tuple(replaced)


def trim_marks(text: str) -> str:
    """The text without accents that stand on nothing, and with three at most on a letter."""
    return _LONE_MARKS.sub("", _STACKED.sub(r"\1", text))


def name_substitute(character: str, drawable: frozenset[int]) -> str:
    """What stands for a character that cannot be drawn, itself drawable."""
    square = SQUARE if ord(SQUARE) in drawable else "?"
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", character))
    if plain != character and drawable.issuperset(map(ord, plain)):
        return plain
    if unicodedata.category(character).startswith("S"):
        name = SIGN_NAMES.get(character) or unicodedata.name(character, "").lower()
        if name and drawable.issuperset(map(ord, f"[{name}]")):
            return f"[{name}]"
    return square


def _describe(character: str, substitute: str) -> str:
    shown = "" if unicodedata.category(character) in {"Cs", "Co", "Cn"} else f"{character} "
    return f"{shown}U+{ord(character):04X} {substitute}"


def break_long_words(text: str, every: int = 24) -> str:
    """The text with an unseen place to break (U+200B) every so many characters of a word over 30.

    Without it a word of 20,000 characters would run off the sheet.
    """
    if len(text) <= 30:
        return text

    def split(found: re.Match[str]) -> str:
        word = found[0]
        return "\u200b".join(word[start : start + every] for start in range(0, len(word), every))

    return _LONG_WORD.sub(split, text)


def shorten(text: str, most: int) -> str:
    """The text on one line, cut at ``most`` characters with « … », for running feet, drawings and slides.

    Spaces that never break a line are part of the typography and stay.
    """
    line = _SPACES.sub(" ", text[: 4 * most]).strip()
    return line if len(line) <= most and len(text) <= 4 * most else line[: most - 1].rstrip() + "…"
