"""Short texts of four subjects, and an encoder small enough to be read."""

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

EXAMPLE = Path(__file__).resolve().parents[3] / "examples/paroles.csv"


def read_example() -> dict[str, str]:
    """The texts of the example by the number of their line."""
    with EXAMPLE.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter=";"))
    return {str(number): row["parole"] for number, row in enumerate(rows, start=2)}


class LetterEncoder:
    """A text’s meaning, here, is its words: each is a fixed direction drawn from its first four letters."""

    name = "letters 1"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), 24))
        for row, text in enumerate(texts):
            for word in text.lower().split():
                seed = int.from_bytes(hashlib.sha256(word[:4].encode()).digest()[:4])
                vectors[row] += len(word) * np.random.default_rng(seed).normal(size=24)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


_WORDS = "bus retard salle froide chauffage repas jardin accueil écoute horaires samedi enfants rien ! 😀"
WORDS = _WORDS.split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "[nom]",
        "\x00\x1b[31m",
        "a" * 5_000,
        "{{ x }}",
        "؁‮",
        "",
        " ",
    ]
)
TEXTS = st.lists(st.one_of(SENTENCES, SENTENCES, st.text(max_size=40), HOSTILE), max_size=25)
