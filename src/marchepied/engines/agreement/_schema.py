"""The published shape of the JSON result."""

import json
from importlib.resources import files
from typing import Any


def load_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `AgreementResult.as_dict()` and of `marchepied agreement --json`."""
    text = files(__package__).joinpath("agreement.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
