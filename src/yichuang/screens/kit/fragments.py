"""Answer a live region: the changing part of a page, with the hall's time beside it.

Many boards hear of the same event and ask at once; what is the same for all of them is drawn once.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from yichuang.screens.kit.clock import clock_card

SHARED_FOR = 2.0
MOST_SHARED = 64
CLOCK_HEADER = "X-Hall-Clock"


def fragment(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Draw ``template`` for a live region."""
    return _with_clock(HttpResponse(render_to_string(template, context, request)))


class Shared:
    """Fragments that look the same to everybody, kept for two seconds under the event that made them."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[Hashable, tuple[float, str]] = OrderedDict()
        self._lock = threading.Lock()

    def fragment(
        self, request: HttpRequest, template: str, what: Hashable, context: Callable[[], dict[str, Any]]
    ) -> HttpResponse:
        """Draw ``template``, or take what was drawn for the same ``what`` and the same event just now.

        Only a request that names its event (``?seq=``) shares: everyone else sees the present moment.
        """
        seq = request.GET.get("seq", "")
        if not (seq.isascii() and seq.isdigit() and len(seq) <= 18):
            return fragment(request, template, context())
        look = request.look  # type: ignore[attr-defined]
        with self._lock:  # whoever comes second finds it drawn
            return _with_clock(HttpResponse(self._text((what, look, seq), request, template, context)))

    def _text(
        self, key: Hashable, request: HttpRequest, template: str, context: Callable[[], dict[str, Any]]
    ) -> str:
        found = self._drawn.get(key)
        if found is not None and time.monotonic() - found[0] < SHARED_FOR:
            return found[1]
        text = render_to_string(template, context(), request)
        self._drawn[key] = (time.monotonic(), text)
        while len(self._drawn) > MOST_SHARED:
            self._drawn.popitem(last=False)
        return text


def _with_clock(response: HttpResponse) -> HttpResponse:
    response.headers[CLOCK_HEADER] = clock_card().as_json
    return response
