"""The referentials, words and legal frame that ship with the product."""

from __future__ import annotations

from importlib.resources import as_file, files

from .glossary import Glossary, parse_glossary
from .legal import LegalFrame, parse_legal_frame
from .loading import load_folder, load_yaml
from .model import Referential
from .parsing import Typeset, parse_referential
from .vocabulary import VocabularyBook, parse_vocabulary

_CONTENT = "marchepied.content"


def list_shipped_referentials() -> tuple[str, ...]:
    """The folder names under content/referentials, sorted."""
    root = files(_CONTENT).joinpath("referentials")
    return tuple(
        sorted(entry.name for entry in root.iterdir() if entry.joinpath("referential.yaml").is_file())
    )


def read_shipped_referential(name: str = "guide-ess", typeset: Typeset | None = None) -> Referential:
    """A referential that ships; KeyError with the name where there is none."""
    if name not in list_shipped_referentials():
        raise KeyError(name)
    with as_file(files(_CONTENT).joinpath("referentials", name)) as folder:
        return parse_referential(load_folder(folder), typeset)


def read_shipped_vocabulary() -> VocabularyBook:
    """The words of each legal form."""
    return parse_vocabulary(load_yaml(_read("vocabulary.yaml"), file="vocabulary.yaml"))


def read_shipped_legal_frame(typeset: Typeset | None = None) -> LegalFrame:
    """What the law says of the guide."""
    return parse_legal_frame(load_yaml(_read("legal_frame.yaml"), file="legal_frame.yaml"), typeset)


def read_shipped_glossary(typeset: Typeset | None = None) -> Glossary:
    """The words of the field, explained."""
    return parse_glossary(load_yaml(_read("glossary.yaml"), file="glossary.yaml"), typeset)


def _read(name: str) -> bytes:
    return files(_CONTENT).joinpath(name).read_bytes()
