"""What may be kept as evidence, and what an attacker would try."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from marchepied.apps.evidence.validators import clean_file_name, validate_file, validate_link


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return buffer.getvalue()


ACCEPTED = [
    ("rapport.pdf", b"%PDF-1.7\n"),
    ("photo.PNG", b"\x89PNG\r\n\x1a\n0000"),
    ("photo.jpg", b"\xff\xd8\xff\xe0"),
    ("notes.txt", "Réunion du 3 mars : 12 personnes".encode()),
    ("notes.csv", "nom;âge\nLéa;31\n".encode("cp1252")),
    ("charte.odt", archive("mimetype", "content.xml")),
    ("tableau.xlsx", archive("[Content_Types].xml")),
]
REFUSED = [
    ("page.html", b"<html></html>"),
    ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("code.js", b"alert(1)"),
    ("programme.exe", b"MZ"),
    ("sans_extension", b"%PDF-1.7"),
    ("double.pdf.html", b"%PDF-1.7"),
    ("faux.pdf", b"<html><script>alert(1)</script>"),
    ("faux.png", b"<svg onload=alert(1)>"),
    ("faux.txt", b"  <!DOCTYPE html><p>"),
    ("faux.csv", b"a;b\n<script>alert(1)</script>"),
    ("binaire.txt", b"MZ\x00\x00"),
    ("faux.docx", b"PK\x03\x04 not a zip"),
    ("autre.docx", archive("setup.exe")),
    ("vide.pdf", b""),
]


@pytest.mark.parametrize(("name", "content"), ACCEPTED)
def test_documents_are_accepted(name, content):
    file = SimpleUploadedFile(name, content)
    validate_file(file)
    assert file.read() == content  # left at its beginning, open


@pytest.mark.parametrize(("name", "content"), REFUSED)
def test_what_is_not_a_document_is_refused(name, content):
    with pytest.raises(ValidationError):
        validate_file(SimpleUploadedFile(name, content))


def test_the_size_is_limited(settings):
    settings.EVIDENCE_MAX_BYTES = 10
    validate_file(SimpleUploadedFile("a.txt", b"0123456789"))
    with pytest.raises(ValidationError, match="trop lourd"):
        validate_file(SimpleUploadedFile("a.txt", b"0123456789a"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("rap\x00port\r\n.pdf", "rapport.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("..", "document"),
        ("é" * 300 + ".pdf", "é" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(name, kept):
    assert clean_file_name(name) == kept


@pytest.mark.parametrize("url", ["https://exemple.fr/a", "http://exemple.fr", "https://exemple.fr:8443/?q=1"])
def test_web_addresses_are_accepted(url):
    validate_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "ftp://exemple.fr",
        "file:///etc/passwd",
        "//exemple.fr",
        "exemple.fr",
        "https://",
        "https://[oops",
        "https://moi:secret@exemple.fr",
    ],
)
def test_other_addresses_are_refused(url):
    with pytest.raises(ValidationError):
        validate_link(url)
