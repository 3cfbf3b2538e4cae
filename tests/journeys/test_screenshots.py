"""The pictures of the README, taken from the demonstration.

`scripts/screenshots.py` writes them to docs/screenshots; an ordinary run only checks that they can be made.
"""

import io
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image

from tests.journeys.stages import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DOCS = Path(__file__).resolve().parents[2] / "docs"
MOST_BYTES = 200_000
COLOURS = 128
DESK = {"width": 1100, "height": 860}
HALL = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 780}


@pytest.fixture(autouse=True)
def private_files():
    """The files of the demonstration were written once, for all these tests."""


@pytest.fixture
def keep(tmp_path) -> Callable[[str, bytes], int]:
    """Writes a picture with a small palette; how many bytes it takes."""
    folder = DOCS / "screenshots" if os.environ.get("MARCHEPIED_SCREENSHOTS") else tmp_path

    def write(name: str, data: bytes) -> int:
        folder.mkdir(exist_ok=True)
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        flat = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        flat.save(folder / f"{name}.png", optimize=True)
        return (folder / f"{name}.png").stat().st_size

    return write


@pytest.fixture
def open_page(browser, server) -> Any:
    contexts = []

    def open_as(stage: Stage | None, viewport: dict[str, int], url: str) -> Any:
        context = browser.new_context(
            base_url=server.url, locale="fr-FR", viewport=viewport, device_scale_factor=1.5
        )
        contexts.append(context)
        if stage is not None:
            session = stage.client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
        page = context.new_page()
        page.goto(url)
        return page

    yield open_as
    for context in contexts:
        context.close()


@pytest.fixture
def by_slug(stages) -> dict[str, Stage]:
    return {stage.organisation.slug: stage for stage in stages}


def test_pictures_of_the_pages(by_slug, open_page, keep, settings):
    settings.BASE_URL = "https://marchepied.exemple.fr"
    finished, running = by_slug["l-etabli-des-saules"], by_slug["mutuelle-des-mariniers"]
    places = {
        "cycle": (running, DESK, reverse("diagnosis:home", args=[running.organisation.slug])),
        "crossed": (finished, DESK, address(finished, "diagnosis:crossed")),
        "room": (finished, HALL, address(finished, "diagnosis:room", finished.known["question_id"])),
    }
    weights = {name: keep(name, open_page(*place).screenshot()) for name, place in places.items()}

    phone = open_page(None, PHONE, reverse("participation:answer", args=[running.codes[0]]))
    phone.get_by_role("button", name="Commencer").click()
    phone.locator("[data-question]:visible").get_by_role("radio").nth(2).check()
    weights["question"] = keep("question", phone.screenshot())
    assert {name: size for name, size in weights.items() if size > MOST_BYTES} == {}


def test_picture_of_the_account(by_slug, keep, tmp_path):
    finished = by_slug["l-etabli-des-saules"]
    found = finished.client.get(
        reverse("restitution:file-pdf", args=[finished.organisation.slug, finished.known["pack"]])
    )
    (tmp_path / "pack.pdf").write_bytes(found.content)
    command = ["pdftoppm", "-r", "90", "-f", "1", "-l", "1", "-singlefile", "-png", "pack.pdf", "first"]
    try:
        subprocess.run(command, cwd=tmp_path, check=True)
    except FileNotFoundError:
        pytest.skip("no pdftoppm: apt install poppler-utils")
    assert keep("pack", (tmp_path / "first.png").read_bytes()) <= MOST_BYTES


def address(stage: Stage, name: str, *more: str) -> str:
    return reverse(name, args=[stage.organisation.slug, stage.known["cycle"], *more])
