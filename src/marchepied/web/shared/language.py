"""The language chosen by somebody, remembered by their browser."""

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.http import urlencode

PARAMETER = "langue"
A_YEAR = 365 * 24 * 3600


def remember_language[Response: HttpResponseBase](response: Response, language: str) -> Response:
    """Keep this language in a cookie for a year; an empty or unknown one changes nothing."""
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def link_to_language(query: str, language: str) -> str:
    """The same page in another language: `query` (as in the address) with its other parameters kept."""
    from_query = [part for part in query.split("&") if part and part.partition("=")[0] != PARAMETER]
    return "?" + "&".join([*from_query, urlencode({PARAMETER: language})])
