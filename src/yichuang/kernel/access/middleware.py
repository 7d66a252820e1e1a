"""Put ``request.caller`` on every request, looked up only when somebody asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from yichuang.kernel.access import gate
from yichuang.kernel.access.types import Caller


class CallerMiddleware:
    """Set ``request.caller``; a door replaces it with the caller it has let in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with a lazily known caller; a device's cookie starts its year anew."""
        request.caller = SimpleLazyObject(lambda: gate.anybody(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        let_in = request.caller  # type: ignore[attr-defined]
        if type(let_in) is Caller and let_in.device and let_in.by_cookie and request.method == "GET":
            kind = let_in.device.kind
            gate.remember_device(request, response, kind, request.COOKIES[gate.device_cookie(kind)])
        return response
