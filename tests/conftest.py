"""The strict harness: what must never happen fails by itself, in every test.

A GET writes nothing but the session; an undefined template variable, an inline script or style fail;
queries without an order come back shuffled.
"""

import os
import random
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models.query import QuerySet
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SHARED = Path(__file__).resolve().parents[2] / "shared"
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|DROP|ALTER|CREATE)\b", re.IGNORECASE)
INLINE = {
    "a script written in the page": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE
    ),
    "a style written in the page": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]+\son[a-z]+=", re.IGNORECASE),
    "an undefined variable": re.compile(r"⟦undefined: [^⟧]*⟧"),
    "an unrendered tag": re.compile(r"\{\{|\{%"),
}

# How long an example takes says how busy the machine is, not what the product does. With CI set, Hypothesis
# draws the same examples each time: a change does not fail for what it did not touch.
hypothesis_settings.register_profile(
    "marchepied",
    parent=hypothesis_settings.get_profile("ci" if os.environ.get("CI") else "default"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("marchepied")


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if WRITES.match(sql) and "django_session" not in sql:
        raise AssertionError(f"A GET must not write: {sql[:200]}")
    return execute(sql, params, many, context)


def check_page(html: str) -> None:
    """Raise when a page holds what the content policy or the templates must never let through."""
    for what, pattern in INLINE.items():
        found = pattern.search(html)
        assert not found, f"{what}: …{html[max(0, found.start() - 80) : found.end() + 80]}…"


class StrictClient(Client):
    """A test client whose GETs cannot write and whose pages are checked."""

    def request(self, **request: Any) -> Any:
        if request.get("REQUEST_METHOD", "GET") in {"GET", "HEAD"}:
            with connection.execute_wrapper(refuse_writes):
                response = super().request(**request)
        else:
            response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            check_page(response.content.decode())
        return response


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Say a failure at once: a run that is stopped before its end would keep it to itself."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        last = report.longreprtext.rstrip().splitlines()[-1:]
        said = f"FAILED {report.nodeid} ({report.when})"
        sys.stdout.write("\n".join(["", said, *last, ""]))
        sys.stdout.flush()


@pytest.fixture
def client() -> StrictClient:
    return StrictClient()


@pytest.fixture(autouse=True)
def shuffle_unordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever relies on an order must ask for it."""
    fetch_all = QuerySet._fetch_all

    def shuffled(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and not self.ordered and self._result_cache:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", shuffled)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real public data, outside the repository."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside the repository: put the folder of real public data there")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium, or a skip that says how to get one."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium: apt install chromium")


@pytest.fixture
def messages_of() -> Callable[[Any], list[str]]:
    """The messages shown by a followed response."""

    def read(response: Any) -> list[str]:
        return [str(message) for message in response.context["messages"]]

    return read


@pytest.fixture
def plain() -> Callable[[str], str]:
    """Text with ordinary spaces, to compare sentences without minding no-break spaces."""

    def read(text: str) -> str:
        return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()

    return read


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Path) -> None:
    """Files written by a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
