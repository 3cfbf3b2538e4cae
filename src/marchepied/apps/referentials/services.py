"""Publishing versions of referentials."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from django.db import transaction

from marchepied.apps.referentials.models import Referential, ReferentialVersion
from marchepied.core.audit import record
from marchepied.engines.referential import (
    content_hash,
    list_shipped_referentials,
    load_folder,
    parse_referential,
)


class NumberTakenError(ValueError):
    """A published version is never changed: a changed content needs a new number."""


def load_shipped_referentials(*, by: Any = None) -> list[ReferentialVersion]:
    """Publish what ships in content/referentials; returns the version of each, new or already there.

    Idempotent: the same content (by its hash) is published once. A content that changed under a number
    already published takes the next free one (« 1.0.0+2 »), so that what was answered keeps its words.
    Raises InvalidReferentialError or YamlRefusedError when a shipped file is faulty.
    """
    with as_file(files("marchepied.content") / "referentials") as folder:
        return [_load_folder(folder / name, by) for name in list_shipped_referentials()]


@transaction.atomic
def publish_own_referential(*, owner: Any, title: Any, content: Any, by: Any) -> ReferentialVersion:
    """A new referential of one organisation, version 1.0.0, with this content; its slug is made free.

    Raises InvalidReferentialError with every fault of the content.
    """
    taken = set(Referential.objects.filter(owner=owner).values_list("slug", flat=True))
    base = content["id"][:70]
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    slug = next(slug for slug in candidates if slug not in taken)
    referential = Referential.objects.create(owner=owner, slug=slug, title=title)
    version = publish_version(referential=referential, content=content, number="1.0.0", by=by)
    record("referential.published", version, by=by, organisation=owner, number=version.number)
    return version


def _load_folder(folder: Path, by: Any) -> ReferentialVersion:
    data = load_folder(folder)
    parsed = parse_referential(data)
    referential, _ = Referential.objects.update_or_create(
        owner=None, slug=parsed.id, defaults={"title": data["title"]}
    )
    same = referential.versions.defer("content").filter(content_hash=parsed.content_hash).first()
    if same is not None:
        return same
    number = _free_number(referential, parsed.version)
    return publish_version(referential=referential, content=data, number=number, by=by)


def _free_number(referential: Referential, wanted: str) -> str:
    taken = set(referential.versions.values_list("number", flat=True))
    candidates = (wanted if n == 1 else f"{wanted}+{n}" for n in range(1, len(taken) + 2))
    return next(number for number in candidates if number not in taken)


@transaction.atomic
def publish_version(*, referential: Referential, content: Any, number: str, by: Any) -> ReferentialVersion:
    """Publish a content, once found valid, under a number of its own.

    Raises InvalidReferentialError with every fault of the content, NumberTakenError for a number that was
    already published. No audit entry for a referential without an owner: it belongs to no organisation.
    """
    parse_referential(content)
    if referential.versions.filter(number=number).exists():
        raise NumberTakenError(f"La version {number} est déjà publiée. Choisissez un autre numéro.")
    return ReferentialVersion.objects.create(
        referential=referential, number=number, content=content, content_hash=content_hash(content)
    )
