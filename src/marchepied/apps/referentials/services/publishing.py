"""Publishing versions of referentials."""

from typing import Any

from django.db import transaction

from marchepied.apps.referentials.models import Referential, ReferentialVersion
from marchepied.apps.referentials.selectors import free_slug, whole_content
from marchepied.core.audit import record
from marchepied.engines.referential import content_hash, merge_extension, parse_referential


class NumberTakenError(ValueError):
    """A published version is never changed: a changed content needs a new number."""


@transaction.atomic
def publish_own_referential(*, owner: Any, title: Any, content: Any, by: Any) -> ReferentialVersion:
    """A new referential of one organisation, version 1.0.0, with this content; its slug is made free.

    Raises InvalidReferentialError with every fault of the content.
    """
    referential = Referential.objects.create(owner=owner, slug=free_slug(owner, content["id"]), title=title)
    version = publish_version(referential=referential, content=content, number="1.0.0", by=by)
    record("referential.published", version, by=by, organisation=owner, number=version.number)
    return version


@transaction.atomic
def publish_version(
    *,
    referential: Referential,
    content: Any,
    number: str,
    base: ReferentialVersion | None = None,
    by: Any,
) -> ReferentialVersion:
    """Publish a content, once found valid, under a number of its own; `base` is what an extension adds to.

    Raises InvalidReferentialError with every fault of the content, NumberTakenError for a number that was
    already published. No audit entry for a referential without an owner: it belongs to no organisation.
    """
    whole = merge_extension(whole_content(base), content) if base else content
    parse_referential(whole)
    if referential.versions.filter(number=number).exists():
        raise NumberTakenError(f"La version {number} est déjà publiée. Choisissez un autre numéro.")
    return store_version(
        referential=referential,
        content=content,
        number=number,
        content_hash=content_hash(whole),
        base=base,
        by=by,
    )


def store_version(
    *,
    referential: Referential,
    content: Any,
    number: str,
    content_hash: str,
    base: ReferentialVersion | None = None,
    by: Any,
) -> ReferentialVersion:
    """Keep a content that was found valid already, under a number that is free; no audit entry."""
    return ReferentialVersion.objects.create(
        referential=referential, number=number, content=content, content_hash=content_hash, base=base
    )
