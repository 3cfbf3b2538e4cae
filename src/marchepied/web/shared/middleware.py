"""The language of a page, and the headers that every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

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


class RequestSizeMiddleware:
    """Refuses what is larger than any form of ours before a byte of it is read.

    Django bounds the fields of a form but not its files, which anybody could pour on the disk through the
    sign-in page or the one where codes are typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:  # Django then reads nothing
            size = 0
        limit = settings.EVIDENCE_MAX_BYTES
        if size > limit + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            sentence = _(
                "Ce fichier est trop lourd (%(size)s). La limite est de %(limit)s : donnez plutôt un lien."
            ) % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class BrowserPowersMiddleware:
    """Gives up the powers of a browser that no page of ours uses."""

    POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        return response
