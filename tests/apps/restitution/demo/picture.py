"""The whole demonstration as rows that can be compared."""

import re
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone

from marchepied.core.models import ScopedModel
from marchepied.core.scope import unscoped

# Ids, the names that proposals bear on a ballot, and those that texts have among themes.
UUID = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{32}\b|\bp[0-9a-f]{8}\b|\b[icqs][0-9a-f]{24,33}\b"
)
# A fingerprint covers the ids in what it seals, a mark the id of an idea.
RANDOM = {"id", "respondent", "handle", "digest", "fingerprint", "mark"}


def scrub(value: Any) -> Any:
    """A value without what is random or of this very minute, and without any order that means nothing."""
    if isinstance(value, dict):
        return sorted(([scrub(key), scrub(inner)] for key, inner in value.items()), key=repr)
    if isinstance(value, (list, tuple)):
        return sorted((scrub(inner) for inner in value), key=repr)
    if isinstance(value, datetime):
        return "now" if abs((timezone.now() - value).total_seconds()) < 3600 else value.isoformat()
    return UUID.sub("#", str(value))


def take_picture() -> dict[str, list[Any]]:
    """Every row of every organisation, by model, without what is random."""
    picture = {}
    with unscoped("the demonstration is compared with itself"):
        for model in apps.get_models():
            if not issubclass(model, ScopedModel):
                continue
            names = [field.name for field in model._meta.concrete_fields if field.name not in RANDOM]
            rows = [scrub(dict(row)) for row in model.objects.order_by("pk").values(*names)]
            picture[model._meta.label] = sorted(rows, key=repr)
    return picture
