"""Syllables of a word, from its letters: what is heard when a French or an English word is said."""

import re
from functools import lru_cache

from ._counting import split_words

_FR = "aeiouyàâäéèêëîïôöùûüÿœæ"
_GROUP_FR = re.compile(f"[{_FR}]+")
_SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéèêiîy])")
_GLIDE = re.compile(rf"(?<=[{_FR}])[yï](?=[{_FR}])|(?<=[aeuo])ill(?=[{_FR}])")
_SILENT_END = re.compile(rf"(?<=[{_FR}])([^{_FR}]*)(?:e|es|ent)$")
_HIATUS = re.compile(
    r"(?<=é)(?=[aâoiueèé])|(?<=co)(?=o[pr])|(?<=pa)(?=ys)|(?<=[ao])(?=[ïëéè])|(?<=a)(?=o[^û])"
    r"|(?<=[bcdfgptv][rl]i)(?=[aeéèoœ])|(?<=[bcdfgptv][rl][uo])(?=[aeéèo])"
)
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)$")


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HEARD_ENT = _split("""
absent abstient accent accident adhérent adjacent adolescent advient agent antécédent apparent
appartient ardent argent auvent cent client coefficient cohérent compétent concurrent confident
conscient conséquent content contient continent convient couvent dent devient différent diligent
divergent décent déficient détient escient excellent excédent expédient fervent fréquent imminent
impatient impertinent imprudent incident incohérent incompétent inconscient inconvénient indifférent
indécent influent ingrédient innocent insolent intelligent intermittent intervient latent lent
maintient mécontent négligent obtient occident orient parent parvient patent patient permanent
pertinent pourcent provient prudent précédent présent président prévient quotient redevient relent
ressent retient revient récent récipient récurrent régent résident réticent sent sergent serpent
soutient souvent souvient subconscient succulent survient talent tient torrent transparent turbulent
urgent vent vient violent virulent éloquent éminent équivalent évident
""")
_SILENT_MENT = _split("""
affirment aiment allument animent calment confirment consomment dorment déforment endorment
enferment entament estiment expriment filment forment fument impriment informent nomment proclament
referment renferment réclament résument suppriment transforment
""")
_EN = "aeiouy"
_GROUP_EN = re.compile(f"[{_EN}]+")
_SILENT_END_EN = re.compile(
    rf"(?<=[^{_EN}l])e$|(?<=[{_EN}]l)e$|(?<=[^{_EN}td])ed$|(?<=[^{_EN}csxzg])(?<!sh)(?<!ch)(?<!dl)(?<!bl)es$"
)
_HIATUS_EN = re.compile(
    r"(?<=[^tcsg]i)(?=[aou])|(?<=[aeiu])(?=ing$)|(?<=e)(?=o)(?!ople)|(?<=cre)(?=a)|(?<=u)(?=al)|(?<=e)(?=a$)"
)
_GLIDE_EN = re.compile(r"(?<=[nl])ion")
_SILENT_SOME = re.compile(r"^some(?=.)")
_SILENT_ELY = re.compile(rf"(?<=[{_EN}])([^{_EN}]+)e(?=ly$|ment|ful|less|ness$)")


@lru_cache(maxsize=20_000)
def count_syllables(word: str, language: str = "fr") -> int:
    """How many syllables are heard in a word as it is written, elision and hyphens included.

    French: groups of vowels, less the final e, -es and -ent of verbs that are not heard and u after q or g,
    plus the vowels said apart (« création », « ouvrier »). English: groups of vowels, less the silent e. A
    piece of letters gives one at least, save an elided one (« l’ », « qu’ ») which is said with the next
    word; a number counts one a digit. 0 where there is neither letter nor digit. Any language but English is
    read as French.
    """
    pieces = [piece.lower() for piece in split_words(word)]
    if not pieces:
        return 0
    *first, last = pieces
    apostrophes = "’" in word or "'" in word
    heard = [piece for piece in first if not (apostrophes and _ELIDED.match(piece))]
    return sum(_count_piece(piece, language) for piece in (*heard, last))


def _count_piece(piece: str, language: str) -> int:
    digits = sum(character.isdigit() for character in piece)
    letters = "".join(character for character in piece if character.isalpha())
    if not letters:
        return max(1, digits)
    return digits + (_count_english(letters) if language == "en" else _count_french(letters))


def _count_french(word: str) -> int:
    heard_end = word in _HEARD_ENT or (word.endswith("ment") and word not in _SILENT_MENT)
    word = _GLIDE.sub("j", _SILENT_U.sub("", word))
    if not heard_end:
        word = _SILENT_END.sub(r"\1", word)
    return max(1, len(_GROUP_FR.findall(_HIATUS.sub(".", word))))


def _count_english(word: str) -> int:
    word = _SILENT_SOME.sub("som", _GLIDE_EN.sub("jon", word))
    word = _SILENT_ELY.sub(r"\1", word)
    word = _SILENT_END_EN.sub("", word)
    return max(1, len(_GROUP_EN.findall(_HIATUS_EN.sub(".", word))))
