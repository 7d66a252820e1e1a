"""What surrounds every Django view: the envelope of a request, and the sentence of a refusal."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from yichuang.kernel import logs, pages
from yichuang.kernel.away import away
from yichuang.kernel.errors import Refusal
from yichuang.kernel.headers import NO_STORE, SECURITY

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Envelope:
    """Give the request an id and its answer the security headers; outermost.

    A cookie given over an encrypted line never leaves it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        ident = str(request.META.get("yichuang.request_id") or logs.new_request_id())
        request.request_id = ident  # type: ignore[attr-defined]
        token = logs.request_id.set(ident)
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(token)
        response.headers["X-Request-ID"] = ident
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", NO_STORE)
        if request.is_secure():  # Django's own CSRF cookie too; a hall's inner network may well be plain
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


class Refusals:
    """Turn a refusal into its sentence, and an accident into one too; innermost."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= 400 and isinstance(response, HttpResponse) and not response.content:
            spoken = pages.plain(request, response.status_code)
            if allow := response.headers.get("Allow"):
                spoken.headers["Allow"] = allow
            return spoken
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return pages.refused(request, exception)
        if isinstance(exception, Http404):
            return pages.not_found(request, exception)
        if away(exception):
            return pages.database_away(request, exception)
        return None
