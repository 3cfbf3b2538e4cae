"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from marchepied import __version__
from marchepied.web.shared.language import link_to_language


def site(request: HttpRequest) -> dict[str, Any]:
    """The instance, the other language with the same page in it, and the space if there is one."""
    language = translation.get_language()
    other = "en" if language == "fr" else "fr"
    return {
        "space": getattr(request, "space", None),
        "version": __version__,
        "demo": settings.DEMO,
        "operator_name": settings.OPERATOR_NAME,
        "language": language,
        "other_language": other,
        "other_language_link": link_to_language(request.META.get("QUERY_STRING", ""), other),
    }
