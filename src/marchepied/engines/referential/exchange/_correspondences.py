"""A file of correspondences (SSSOM) is no guide: it is told apart, with where to give it."""

from __future__ import annotations

from collections.abc import Iterable

from ._sentences import FileRefusedError, gettext_noop, refuse, sentence

_LINKS = frozenset({"subject_id", "object_id"})
_LABELS = frozenset({"subject_label", "object_label"})
_PREDICATE = "predicate_id"
_SET = frozenset({"mapping_set_id", "curie_map", "mappings"})
_READ = 200_000  # bytes: more than the metadata of any known set
_MARKS = "\ufeff\ufffe\x00"


def starts_correspondences(data: bytes) -> bool:
    """Whether a text file is a table of correspondences, its metadata before it (behind « # ») or not."""
    text = data[:_READ].decode("utf-8", "ignore").replace("\x00", "").lstrip(_MARKS)
    lines = (line.strip().strip('"') for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    for separator in ("\t", ";", ",", "|"):
        if holds_correspondences(cell.strip().strip('"') for cell in first.split(separator)):
            return True
    return False


def holds_correspondences(names: Iterable[object]) -> bool:
    """Whether the titles of a table, or the keys of some data, are those of such a file."""
    known = {str(name).strip().casefold() for name in names}
    table = known >= _LINKS or (_PREDICATE in known and bool((_LINKS | _LABELS) & known))
    return table or ("axes" not in known and len(_SET & known) > 1)


def refuse_correspondences() -> FileRefusedError:
    """The error to raise for such a file."""
    return refuse(
        sentence(gettext_noop("Ce fichier est un fichier de correspondances (SSSOM), pas un guide.")),
        sentence(
            gettext_noop(
                "Vérifiez-le avec la commande « marchepied bridges check », puis "
                "servez-vous-en avec « marchepied bridges carry »."
            )
        ),
    )
