"""A real Chromium, in French, that lets nothing pass: an error in the console fails the test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
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


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One Chromium for the whole run; each test opens contexts of its own."""
    with playwright_api.sync_playwright() as playwright:
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
        page.evaluate(source)
        found = page.evaluate("axe.run(document)")["violations"]
        return [f"{fault['id']}: {fault['help']} — {fault['nodes'][0]['html'][:160]}" for fault in found]

    return judge


@pytest.fixture
def overflow() -> Callable[[Any], int]:
    """By how many pixels a page is wider than its window."""
    return lambda page: page.evaluate("document.documentElement.scrollWidth - innerWidth")


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
