"""The pictures of the README and of the guides, taken from the demonstration.

`scripts/screenshots.py` writes them to docs/screenshots; an ordinary run only checks that they can be made.
"""

import io
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from marchepied.apps.deliberation.models import Topic
from marchepied.apps.deliberation.services.imports import bring_votes, write_votes
from marchepied.apps.diagnosis.enums import Phase
from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.services.positions import withdraw_position
from marchepied.apps.diagnosis.services.room import move_room
from marchepied.apps.meetings.models import Minute
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.models import Person
from marchepied.apps.plans.models import ActionVote, Indicator
from marchepied.core.scope import scope
from tests.journeys.stages import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DOCS = Path(__file__).resolve().parents[2] / "docs"
MOST_BYTES = 200_000
COLOURS = 128
DESK = {"width": 1100, "height": 860}
WHOLE_MAP = {"width": 1100, "height": 1180}
HALL = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 780}
TOLD_INDICATORS = ("idees", "reponses", "part_repondue", "rappels")


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
def by_slug(stages, settings) -> dict[str, Stage]:
    settings.BASE_URL = "https://marchepied.exemple.fr"
    return {stage.organisation.slug: stage for stage in stages}


@pytest.fixture
def finished(by_slug) -> Iterator[Stage]:
    """The enterprise as the demonstration tells it, without what the crawl of the pages added to it."""
    stage = by_slug["l-etabli-des-saules"]
    with scope(stage.organisation):
        Indicator.objects.exclude(key__in=TOLD_INDICATORS).delete()
        Minute.objects.filter(pk=stage.known["minute"]).delete()
        ActionVote.objects.filter(pk=stage.known["vote"]).delete()
        yield stage


def test_pictures_of_the_pages(by_slug, finished, open_page, keep):
    running = by_slug["mutuelle-des-mariniers"]
    vote = ActionVote.objects.get(cycle=finished.known["cycle"])
    places = {
        "cycle": (running, DESK, reverse("diagnosis:home", args=[running.organisation.slug])),
        "crossed": (finished, DESK, address(finished, "diagnosis:crossed")),
        "years": (finished, DESK, address(finished, "diagnosis:years")),
        "vote": (finished, DESK, plan_page(finished, "vote", vote.pk)),
        "board": (finished, DESK, plan_page(finished, "board")),
        "indicators": (finished, DESK, plan_page(finished, "indicators")),
        "pack-editor": (finished, DESK, address(finished, "restitution:pack")),
    }
    pages = {name: open_page(*place) for name, place in places.items()}
    changed = pages["years"].get_by_role("heading", name="Quand vous donnez votre avis ici")
    changed.evaluate("heading => heading.scrollIntoView()")
    weights = {name: keep(name, page.screenshot()) for name, page in pages.items()}
    assert {name: size for name, size in weights.items() if size > MOST_BYTES} == {}


def test_pictures_of_what_was_talked_over(finished, open_page, keep):
    """The map of a debate that has groups, as the demonstration tells it."""
    with scope(finished.organisation):
        topic = Topic.objects.get(title="Travailler quand il fait trop chaud")
    page = open_page(finished, WHOLE_MAP, topic_page(finished, topic))
    page.get_by_role("heading", name="Des groupes d’opinion ?").evaluate(
        "heading => heading.scrollIntoView()"
    )
    assert keep("opinions", page.screenshot()) <= MOST_BYTES


def test_picture_of_a_conversation_of_179_people(finished, open_page, keep, shared_data):
    """A real one, on artificial intelligence: The Computational Democracy Project, CC BY 4.0."""
    folder = shared_data / "polis" / "4cacski7ha-fr"
    contents = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    with scope(finished.organisation):
        row = bring_votes(
            organisation=finished.organisation, title="L’IA, parlons-en", files=contents, by=None
        )
        topic = write_votes(row=row).topic
    page = open_page(finished, DESK, topic_page(finished, topic))
    page.get_by_text("179 personnes ont voté.").evaluate("lead => lead.scrollIntoView()")
    assert keep("conversation", page.screenshot()) <= MOST_BYTES


def test_picture_of_the_spaces_of_who_accompanies(open_page, keep, by_slug):
    running = by_slug["mutuelle-des-mariniers"]
    animator = Person.objects.get(email="helene.vasseur@exemple.fr")
    client = Client()
    client.force_login(animator)
    page = open_page(Stage(running.organisation, client), DESK, reverse("organisations:home"))
    assert keep("spaces", page.screenshot()) <= MOST_BYTES


def test_pictures_of_the_room(finished, open_page, keep):
    pilot = finished.organisation.memberships.filter(role=Role.PILOT).first().person
    cycle = Cycle.objects.get(pk=finished.known["cycle"])
    weights = {}
    # As the room saw it before deciding.
    withdraw_position(cycle=cycle, question_id="t5-do-more", by=pilot)
    moments = {
        "room": ("t5-do-more", Phase.READ),
        "room-shift": ("t5-involvement", Phase.SECOND),
    }
    for name, (question_id, phase) in moments.items():
        move_room(cycle=cycle, question_id=question_id, phase=phase, by=pilot)
        page = open_page(finished, HALL, address(finished, "diagnosis:room", question_id))
        weights[name] = keep(name, page.screenshot())
    assert {name: size for name, size in weights.items() if size > MOST_BYTES} == {}


def test_pictures_on_a_phone(by_slug, open_page, keep):
    running, village = by_slug["mutuelle-des-mariniers"], by_slug["les-amis-du-lavoir"]
    phone = open_page(None, PHONE, reverse("participation:answer", args=[running.codes[0]]))
    phone.get_by_role("button", name="Commencer").click()
    phone.locator("[data-question]:visible").get_by_role("radio").nth(2).check()
    weights = {"question": keep("question", phone.screenshot())}
    places = {
        "table": address(village, "diagnosis:table"),
        "table-question": address(village, "diagnosis:table-question", "t5-follow-up"),
    }
    for name, place in places.items():
        weights[name] = keep(name, open_page(village, PHONE, place).screenshot())
    assert {name: size for name, size in weights.items() if size > MOST_BYTES} == {}


def test_picture_of_the_account(finished, keep, tmp_path):
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


def topic_page(stage: Stage, topic: Topic) -> str:
    return reverse("deliberation:topic", args=[stage.organisation.slug, topic.pk])


def plan_page(stage: Stage, name: str, *more: str) -> str:
    return reverse(f"plans:{name}", args=[stage.organisation.slug, *more])
