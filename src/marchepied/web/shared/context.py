"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from marchepied import __version__


def site(request: HttpRequest) -> dict[str, Any]:
    """The instance (operator, version, demo), the other language, and the space if there is one."""
    language = translation.get_language()
    return {
        "space": getattr(request, "space", None),
        "version": __version__,
        "demo": settings.DEMO,
        "operator_name": settings.OPERATOR_NAME,
        "language": language,
        "other_language": "en" if language == "fr" else "fr",
    }
