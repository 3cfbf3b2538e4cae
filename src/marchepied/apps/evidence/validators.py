"""What may be kept as evidence: files that are what their name says, links to the web."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
# First bytes of each kind of file; texts have none and are read.
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".rtf": (b"{\\rtf",),
    ".doc": (_OLE,),
    ".xls": (_OLE,),
    ".ppt": (_OLE,),
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"), (_ZIP,)),
}
TEXTS = (".txt", ".csv", ".md")
EXTENSIONS = (*SIGNATURES, *TEXTS)
MIME_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
SNIFFED_BYTES = 4096
NAME_MAX = 120
_MARKUP = re.compile(rb"<\s*(!doctype|\?xml|html|head|body|script|svg|iframe|object|embed)\b", re.IGNORECASE)


def clean_file_name(name: str) -> str:
    """The last part of a name, without control characters or direction marks, at most 120 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    path = PurePosixPath(printable or "document")
    return path.stem[: NAME_MAX - len(path.suffix)] + path.suffix


def mime_type_of(name: str) -> str:
    """The type to serve a file under; unknown ones are only bytes."""
    return MIME_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def validate_file(file: Any) -> None:
    """Raise ValidationError, with a sentence, for a file too large, of another kind, or not what it says."""
    if file.size > settings.EVIDENCE_MAX_BYTES:
        raise ValidationError(
            _("Ce fichier est trop lourd (%(size)s). La limite est de %(limit)s : donnez plutôt un lien.")
            % {"size": filesizeformat(file.size), "limit": filesizeformat(settings.EVIDENCE_MAX_BYTES)}
        )
    if not file.size:
        raise ValidationError(_("Ce fichier est vide. Vérifiez-le, puis choisissez-le à nouveau."))
    suffix = PurePosixPath(clean_file_name(file.name)).suffix.lower()
    if suffix not in EXTENSIONS:
        raise ValidationError(
            _("Ce genre de fichier n’est pas accepté. Choisissez un de ceux-ci : %(kinds)s.")
            % {"kinds": ", ".join(extension[1:] for extension in EXTENSIONS)}
        )
    if not _is_what_it_says(file, suffix):
        raise ValidationError(
            _("Le contenu de ce fichier ne correspond pas à son nom (%(suffix)s). Enregistrez-le à nouveau.")
            % {"suffix": suffix}
        )


def validate_link(url: str) -> None:
    """Raise ValidationError for an address that is not http or https, or that carries a password."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"}:
        raise ValidationError(_("Une adresse commence par https:// ou http://, suivie du nom d’un site."))
    if parts.username or parts.password:
        raise ValidationError(_("Cette adresse contient un identifiant. Retirez ce qui précède le @."))


def _is_what_it_says(file: BinaryIO, suffix: str) -> bool:
    file.seek(0)
    head = file.read(SNIFFED_BYTES)
    file.seek(0)
    if suffix in TEXTS:
        return b"\x00" not in head and not _MARKUP.search(head)
    if not head.startswith(SIGNATURES[suffix]):
        return False
    return _is_document_archive(file) if SIGNATURES[suffix] == (_ZIP,) else True


def _is_document_archive(file: BinaryIO) -> bool:
    """An office document names its parts; any other archive does not."""
    try:
        with ZipFile(file) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return False
    finally:
        file.seek(0)
    return bool(names & {"[Content_Types].xml", "mimetype"})
