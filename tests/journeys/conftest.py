"""A real Chromium, in French, that lets nothing pass: an error in the console fails the test."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.http import HttpResponse
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests.journeys.stages import Stage, set_stages

playwright_api = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install playwright")

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1100, "height": 800}
SLOW = float(os.environ.get("MARCHEPIED_SLOW", "0"))


@pytest.fixture(scope="session", autouse=True)
def slow_answers() -> Iterator[None]:
    """With MARCHEPIED_SLOW=0.8, what a click or a script asks for comes 0.8 s late, then in two pieces.

    A click waits for the head of the next page, not for its body: a journey that counts or lists at once
    passes on a quick machine and fails on a busy one. Here it fails each time.
    """
    answer = WSGIHandler.__call__

    def late(handler: WSGIHandler, environ: dict[str, Any], start_response: Any) -> Any:
        asked = environ.get("HTTP_REFERER") and environ.get("HTTP_SEC_FETCH_DEST") in {"document", "empty"}
        if asked:
            time.sleep(SLOW / 2)
        response = answer(handler, environ, start_response)
        return in_pieces(response) if asked and isinstance(response, HttpResponse) else response

    with pytest.MonkeyPatch.context() as patch:
        if SLOW:
            patch.setattr(WSGIHandler, "__call__", late)
        yield


def in_pieces(response: HttpResponse) -> Iterator[bytes]:
    """The first bytes of a page, then the rest after a while.

    The response is closed before: a browser that leaves would have it closed by another thread.
    """
    body = response.content
    response.close()
    yield body[:10]
    time.sleep(SLOW / 2)
    yield body[10:]


def wait_for_all_of_it(act: Callable[..., None]) -> Callable[..., None]:
    """A click (or a key) that returns when the page it leads to is whole.

    Playwright returns at the head of the page: `count()` or `all()` just after would read half of it.
    """

    def act_then_wait(locator: Any, *args: Any, **options: Any) -> None:
        act(locator, *args, **options)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state("domcontentloaded")

    return act_then_wait


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One Chromium for the whole run; each test opens contexts of its own."""
    locator = playwright_api.Locator
    with pytest.MonkeyPatch.context() as patch, playwright_api.sync_playwright() as playwright:
        patch.setattr(locator, "click", wait_for_all_of_it(locator.click))
        patch.setattr(locator, "press", wait_for_all_of_it(locator.press))
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Any, django_db_setup: None, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page in a context of its own: `new_page(PHONE, java_script_enabled=False)`.

    Fails the test at its end when the console showed an error (a refused script or style among them), a
    script raised, or something was asked of another server. `statuses` are the refusals that are meant.
    The database is set up before the server, which then shares its connection.
    """
    contexts: list[Any] = []
    troubles: list[str] = []

    def open_page(
        viewport: dict[str, int] | None = None, statuses: tuple[int, ...] = (), **options: Any
    ) -> Any:
        meant = tuple(
            f"Failed to load resource: the server responded with a status of {n} " for n in statuses
        )

        def listen(message: Any) -> None:
            if message.type in {"error", "warning"} and not message.text.startswith(meant or "\0"):
                troubles.append(message.text)

        context = browser.new_context(
            base_url=live_server.url, locale="fr-FR", viewport=viewport or DESK, **options
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("console", listen)
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        context.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((live_server.url, "data:", "file:", "blob:"))
                else troubles.append(f"asked elsewhere: {request.url}")
            ),
        )
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """What axe finds wrong on a page: one line a fault, with the first element concerned."""
    source = AXE.read_text(encoding="utf-8")

    def judge(page: Any) -> list[str]:
        page.wait_for_load_state()
        page.evaluate(source)
        found = page.evaluate("axe.run(document)")["violations"]
        return [f"{fault['id']}: {fault['help']} — {fault['nodes'][0]['html'][:160]}" for fault in found]

    return judge


@pytest.fixture
def overflow() -> Callable[[Any], int]:
    """By how many pixels a page is wider than its window."""

    def measure(page: Any) -> int:
        page.wait_for_load_state()
        return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    return measure


@pytest.fixture(scope="module")
def stages(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[list[Stage]]:
    """The demonstration and two more moments, loaded once for the tests of a module."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        try:
            yield set_stages()
        finally:
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def server(stages: list[Stage]) -> Iterator[LiveServer]:
    """A server of its own: the shared one would empty the database after each test."""
    started = LiveServer("localhost")
    for connection in started.thread.connections_override.values():
        connection.inc_thread_sharing()  # the browser's idle connections end after the server has stopped
    yield started
    started.stop()
