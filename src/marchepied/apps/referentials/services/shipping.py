"""Publishing what ships with the product."""

from functools import cache
from importlib.resources import as_file, files
from typing import Any

from marchepied.apps.referentials.models import Referential, ReferentialVersion
from marchepied.apps.referentials.services.publishing import store_version
from marchepied.engines.referential import (
    Referential as ParsedReferential,
)
from marchepied.engines.referential import (
    list_shipped_referentials,
    load_folder,
    parse_referential,
)


def load_shipped_referentials(*, by: Any = None) -> list[ReferentialVersion]:
    """Publish what ships in content/referentials; returns the version of each, new or already there.

    Idempotent: the same content (by its hash) is published once. A content that changed under a number
    already published takes the next free one (« 1.0.0+2 »), so that what was answered keeps its words.
    Raises InvalidReferentialError or YamlRefusedError when a shipped file is faulty.
    """
    return [_load(name, by) for name in list_shipped_referentials()]


@cache
def _read(name: str) -> tuple[Any, ParsedReferential]:
    """What ships never changes while the process runs: read and checked once."""
    with as_file(files("marchepied.content") / "referentials" / name) as folder:
        data = load_folder(folder)
    return data, parse_referential(data)


def _load(name: str, by: Any) -> ReferentialVersion:
    data, parsed = _read(name)
    referential, _ = Referential.objects.update_or_create(
        owner=None, slug=parsed.id, defaults={"title": data["title"]}
    )
    same = referential.versions.defer("content").filter(content_hash=parsed.content_hash).first()
    if same is not None:
        return same
    number = _free_number(referential, parsed.version)
    return store_version(
        referential=referential, content=data, number=number, content_hash=parsed.content_hash, by=by
    )


def _free_number(referential: Referential, wanted: str) -> str:
    taken = set(referential.versions.values_list("number", flat=True))
    candidates = (wanted if n == 1 else f"{wanted}+{n}" for n in range(1, len(taken) + 2))
    return next(number for number in candidates if number not in taken)
