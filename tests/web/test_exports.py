"""What leaves the product as something else than a page, from a space filled with hostile texts.

The exports are found by asking every address: one that is not in the list below fails, and each one of the
list is taken apart by what its format could be made to run.
"""

import csv
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from marchepied.engines.referential import load_yaml
from tests.addresses import ADDRESSES, Address
from tests.factories.hostile import HOSTILE, HostileSpace, hostile_space

pytestmark = pytest.mark.django_db

# Every address that hands over something else than a page, and in which format.
EXPORTS = {
    "deliberation:result-csv": "csv",
    "deliberation:result-json": "json",
    "deliberation:votes-zip": "zip",
    "diagnosis:follow-pulse": "json",
    "diagnosis:kit-file": "html",
    "diagnosis:minutes-text": "txt",
    "diagnosis:room-pulse": "json",
    "diagnosis:table-sheet-pdf": "pdf",
    "diagnosis:workshop-sheets": "pdf",
    "diagnosis:years-csv": "csv",
    "evidence:file": "file",
    "listening:answers-sheet-csv": "csv",
    "listening:answers-sheet-xlsx": "xlsx",
    "listening:relay-worker": "js",
    "listening:complaints-csv": "csv",
    "listening:complaints-poster-pdf": "pdf",
    "listening:complaints-xlsx": "xlsx",
    "listening:ideas-csv": "csv",
    "listening:ideas-poster-pdf": "pdf",
    "listening:ideas-xlsx": "xlsx",
    "listening:paper-pdf": "pdf",
    "listening:poster-pdf": "pdf",
    "listening:survey-csv": "csv",
    "listening:survey-form": "xlsx",
    "listening:survey-xlsx": "xlsx",
    "organisations:communes": "json",
    "organisations:words-example": "json",
    "participation:paper-pdf": "pdf",
    "participation:poster-pdf": "pdf",
    "plans:actions-csv": "csv",
    "plans:actions-xlsx": "xlsx",
    "plans:feed": "ics",
    "plans:indicators-csv": "csv",
    "plans:indicators-model-csv": "csv",
    "plans:indicators-model-xlsx": "xlsx",
    "plans:indicators-xlsx": "xlsx",
    "public:robots": "txt",
    "referentials:draft-csv": "csv",
    "referentials:draft-form": "xlsx",
    "referentials:draft-xlsx": "xlsx",
    "referentials:draft-yaml": "yaml",
    "referentials:guide-model": "xlsx",
    "referentials:version-csv": "csv",
    "referentials:version-form": "xlsx",
    "referentials:version-xlsx": "xlsx",
    "referentials:version-yaml": "yaml",
    "restitution:file-docx": "docx",
    "restitution:file-odt": "odt",
    "restitution:file-pdf": "pdf",
    "restitution:file-pptx": "pptx",
    "restitution:pack-docx": "docx",
    "restitution:pack-odt": "odt",
    "restitution:pack-pdf": "pdf",
    "restitution:pack-pptx": "pptx",
    "restitution:sheet-file": "pdf",
}
TYPES = {
    "text/csv; charset=utf-8": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/pdf": "pdf",
    "application/yaml": "yaml",
    "text/calendar; charset=utf-8": "ics",
    "application/json": "json",
    "text/plain; charset=utf-8": "txt",
    "text/html; charset=utf-8": "html",
    "text/javascript; charset=utf-8": "js",
    "application/zip": "zip",
}
# Asked for by a form: what it sends.
SENT = {"minutes": "120", "count": "3"}
RUN_BY_SPREADSHEETS = "=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20"
INVISIBLE = " \u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
# A file name in quotes, whatever it holds; or coded.
DISPOSITION = re.compile(r"(attachment|inline); filename(=\"([ -!#-\[\]-~]|\\.)+\"|\*=utf-8''[\w.%-]+)")
# The only fields of our documents: the number of the page and how many there are.
FIELDS = {"PAGE", "NUMPAGES"}


@dataclass(frozen=True)
class Export:
    """What an address handed over."""

    name: str
    kind: str
    response: Any
    data: bytes


@pytest.fixture(autouse=True)
def private_files() -> None:
    """The files of the space were written once, for all these tests."""


@pytest.fixture(scope="module")
def space(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[HostileSpace]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        try:
            yield hostile_space()
        finally:
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def exports(space: HostileSpace) -> dict[str, Export]:
    found = (take(address, space) for address in ADDRESSES)
    return {export.name: export for export in found if export is not None}


def take(address: Address, space: HostileSpace) -> Export | None:
    """What an address hands over, when it is no page of ours; nothing it writes is kept."""
    if not set(address.arguments) <= set(space.known):
        return None
    url = reverse(address.name, kwargs={name: space.known[name] for name in address.arguments})
    client = Client()  # one of the addresses signs out
    with transaction.atomic():
        client.force_login(space.pilot)
        response = client.get(url)
        if response.status_code == 405:
            response = client.post(url, SENT)
        transaction.set_rollback(True)
    kind = TYPES.get(response["Content-Type"]) if response.status_code == 200 else "html"
    if address.name == "evidence:file":
        kind = "file"
    if kind == "html" and "Content-Disposition" not in response:
        return None
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return Export(address.name, kind or response["Content-Type"], response, data)


def test_every_export_is_known(exports):
    """A new export is put in the list, so that it is attacked too."""
    assert {name: export.kind for name, export in exports.items()} == EXPORTS


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_headers_let_nothing_be_guessed_or_added(exports, name):
    response = exports[name].response
    header = response.get("Content-Disposition", 'inline; filename="a.a"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert DISPOSITION.fullmatch(header)


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_nothing_in_an_export_runs(exports, name):
    export = exports[name]
    assert JUDGES[export.kind](export.data) == []


@pytest.mark.parametrize("name", [name for name, kind in sorted(EXPORTS.items()) if kind in {"docx", "xlsx"}])
def test_what_was_typed_is_there(exports, name):
    """An export without any of these texts would prove nothing."""
    with zipfile.ZipFile(io.BytesIO(exports[name].data)) as archive:
        whole = b"".join(archive.read(part) for part in archive.namelist() if part.endswith(".xml"))
    assert (b"C calc" in whole) == ("model" not in name)


def judge_csv(data: bytes) -> list[str]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert sum(map(len, rows)) > 1  # a table to fill has no row but its first
    assert len({len(row) for row in rows}) == 1
    return [cell for row in rows for cell in row if runs(cell)]


def judge_zip(data: bytes) -> list[str]:
    """Tables of Polis's format, with commas."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tables = [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    assert len(tables) == 3
    rows = [row for table in tables for row in csv.reader(io.StringIO(table, newline=""))]
    return [cell for row in rows for cell in row if runs(cell)]


def runs(cell: str) -> bool:
    """Whether a spreadsheet could take this text for something to run."""
    bare = cell.lstrip(INVISIBLE)
    return bare[:1] in RUN_BY_SPREADSHEETS and bool(bare) and NUMBER.fullmatch(bare) is None


def judge_xlsx(data: bytes) -> list[str]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 1
    faults = [f"{cell.coordinate} {cell.data_type}" for cell in cells if cell.data_type not in "sn"]
    faults += [cell.value for cell in cells if isinstance(cell.value, str) and runs(cell.value)]
    faults += [cell.coordinate for cell in cells if cell.hyperlink]
    return faults + judge_parts(data, r"<f[\s>]|externalLink|ddeLink|oleLink|<hyperlink")


def judge_parts(data: bytes, forbidden: str) -> list[str]:
    """What an archive of XML should not hold, part by part; each part is XML that can be read."""
    from lxml import etree

    faults = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if re.search(r"vba|\.bin$|embeddings|activeX|Basic/|Scripts/", name):
                faults.append(name)
            if not name.endswith((".xml", ".rels", ".rdf")):
                continue
            part = archive.read(name)
            etree.fromstring(part)
            # Tags only: what people typed may say anything.
            tags = "\n".join(re.findall(r"<[^<>]*>", part.decode()))
            faults += [f"{name}: {found[0]}" for found in re.finditer(forbidden, tags)]
    return faults


def judge_docx(data: bytes) -> list[str]:
    import docx

    document = docx.Document(io.BytesIO(data))
    assert document.paragraphs
    faults = judge_parts(
        data, r'TargetMode="External"|altChunk|oleObject|<w:object|attachedTemplate|javascript:'
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    fields = {
        found.strip()
        for part in parts
        for found in re.findall(r"<w:instrText[^>]*>([^<]*)<", part)
        + re.findall(r"w:instr=\"([^\"]*)\"", part)
    }
    return faults + sorted(fields - FIELDS - {""})


def judge_odt(data: bytes) -> list[str]:
    from odfdo import Document

    assert Document(io.BytesIO(data)).body.paragraphs
    return judge_parts(
        data,
        r"dde|<script:|<office:script|event-listener|:formula=|<text:script|<text:execute-macro"
        r"|<draw:object|<draw:plugin|<draw:applet|<form:|href=\"(?!#|Pictures/)[^\"]*\"|javascript:",
    )


def judge_pptx(data: bytes) -> list[str]:
    import pptx

    assert pptx.Presentation(io.BytesIO(data)).slides
    return judge_parts(data, r'TargetMode="External"|ppaction://|<p:oleObj|<p:control|hlinkClick|javascript:')


def judge_pdf(data: bytes) -> list[str]:
    """Neither scripts, nor programs to launch, nor files carried; links go to this site only."""
    assert data.startswith(b"%PDF-")
    whole = data + b"\n".join(inflate(data))
    faults = [
        name.decode()
        for name in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/GoToR", b"/SubmitForm", b"/AA")
        if re.search(name + rb"\b", whole)
    ]
    links = re.findall(rb"/URI\s*\(([^)]*)\)", whole)
    return faults + [link.decode() for link in links if not link.decode().startswith(settings.BASE_URL)]


def inflate(data: bytes) -> Iterator[bytes]:
    """The dictionaries that a PDF keeps compressed (the contents of its pages are text to draw, not read)."""
    for found in re.finditer(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def judge_ics(data: bytes) -> list[str]:
    from icalendar import Calendar

    calendar = Calendar.from_ical(data)
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")
    # An action and an act for each text, the assembly, the meeting, and when it meets again.
    counted = [len(calendar.events), lines.count(b"BEGIN:VEVENT"), lines.count(b"END:VEVENT")]
    assert counted == [2 * len(HOSTILE) + 3] * 3
    names = Counter(name for event in calendar.events for name in event)
    allowed = {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "RRULE", "SUMMARY"}
    faults = sorted(set(names) - allowed - {"TRANSP", "DESCRIPTION", "LOCATION", "URL"})
    faults += [str(part.name) for part in calendar.walk() if part.name not in {"VCALENDAR", "VEVENT"}]
    faults += [line.decode() for line in lines if b"\n" in line or b"\r" in line]
    return faults + [
        str(event["URL"]) for event in calendar.events if not event["URL"].startswith(settings.BASE_URL)
    ]


def judge_json(data: bytes) -> list[str]:
    json.loads(data)
    return []


def judge_yaml(data: bytes) -> list[str]:
    """One document that our own narrow reading takes: no tag, no alias, nothing that is made an object."""
    assert load_yaml(data)["axes"]
    return re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data.decode())


def judge_text(data: bytes) -> list[str]:
    return re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data.decode())


def judge_file(data: bytes) -> list[str]:
    """Given back as it was brought."""
    return [] if data == b"=1+1;@SUM(1)\r\n" else [data.decode()]


class Parts(HTMLParser):
    """Scripts, handlers and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.faults: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append("")
            self.inside = True
        for name, value in attrs:
            if name.startswith("on") or (name in {"src", "href", "action"} and not is_ours(value or "")):
                self.faults.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "script"


def is_ours(address: str) -> bool:
    return address.startswith(("#", "data:font/", settings.BASE_URL))


def judge_html(data: bytes) -> list[str]:
    """Our one script and our one block of data, whatever people typed."""
    page = Parts()
    page.feed(data.decode())
    content, script = page.scripts
    json.loads(content)
    assert "alert(1)" not in script
    return page.faults


JUDGES: dict[str, Callable[[bytes], list[str]]] = {
    "csv": judge_csv,
    "docx": judge_docx,
    "file": judge_file,
    "html": judge_html,
    "ics": judge_ics,
    "json": judge_json,
    "yaml": judge_yaml,
    "odt": judge_odt,
    "pdf": judge_pdf,
    "pptx": judge_pptx,
    "txt": judge_text,
    "xlsx": judge_xlsx,
    # The same for everybody: nothing that anybody typed.
    "js": lambda data: [text for text in HOSTILE if text in data.decode()],
    "zip": judge_zip,
}
