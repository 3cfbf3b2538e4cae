"""The small referential of the reference page: what the documentation shows is what the tests use."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from marchepied.engines.referential import load_yaml

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "referential.md"


def read_example() -> str:
    return re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]


@pytest.fixture
def example_text() -> str:
    return read_example()


@pytest.fixture
def example(example_text: str) -> Any:
    return copy.deepcopy(load_yaml(example_text, file="exemple.yaml"))
