"""What every template may ask: the look, the hall's clock, who is here, and where the back office leads."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest

from yichuang.screens.kit.clock import by_the_wall_of, clock_card
from yichuang.screens.kit.look import look_of
from yichuang.screens.kit.nav import navigation
from yichuang.screens.kit.who import who_is


def screen(request: HttpRequest) -> dict[str, Any]:
    """Return ``look``, ``clock`` (a card), ``who`` (lazy: caller, person, hall) and ``navigation``."""
    who = who_is(request)
    if who.hall_id:
        by_the_wall_of(who.hall_id)
    return {
        "look": getattr(request, "look", None) or look_of(request),
        "clock": clock_card(),
        "who": who,
        "navigation": partial(navigation, request, who),
    }
