"""The language of a page, and the headers that every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from marchepied.web.shared.language import PARAMETER, remember_language


class LanguageMiddleware:
    """Activates the language asked by `?langue=`, the cookie, or the browser; never writes on a GET."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.get(PARAMETER, "")
        language = asked if asked in self.known else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return remember_language(response, asked)


class BrowserPowersMiddleware:
    """Gives up the powers of a browser that no page of ours uses."""

    POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        return response
