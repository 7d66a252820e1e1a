"""Put ``request.caller`` on every request, looked up only when somebody asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from yichuang.kernel.access import gate


class CallerMiddleware:
    """Set ``request.caller``; a door replaces it with the caller it has let in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with a lazily known caller."""
        request.caller = SimpleLazyObject(lambda: gate.anybody(request))  # type: ignore[attr-defined]
        return self.get_response(request)
