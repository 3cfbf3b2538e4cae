"""Referentials to send out and back, and files of others where they are beside the repository."""

from pathlib import Path
from typing import Any

import pytest

from marchepied.engines.referential import list_shipped_referentials, load_folder, load_yaml
from tests.engines.referential.conftest import read_example

ROOT = Path(__file__).resolve().parents[4]
SHIPPED = ROOT / "src" / "marchepied" / "content" / "referentials"
OTHERS = ROOT.parent / "shared" / "data" / "cadres"
NAMES = ("example", *list_shipped_referentials())


def read_named(name: str) -> Any:
    """The small example of the reference page, or one that ships."""
    return load_yaml(read_example()) if name == "example" else load_folder(SHIPPED / name)


def read_other(name: str) -> bytes:
    """A file of others; the test is skipped where those files are not."""
    path = OTHERS / name
    if not path.exists():
        pytest.skip(f"no {name}: the files of other projects are not beside the repository")
    return path.read_bytes()


@pytest.fixture(params=NAMES)
def named(request: pytest.FixtureRequest) -> Any:
    return read_named(request.param)


@pytest.fixture
def small() -> Any:
    return read_named("example")
