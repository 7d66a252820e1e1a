"""Scenes that are set beside a running server (``house.scene``): JSON goes in, JSON comes out."""

from __future__ import annotations

from typing import Any

from tests.support.hall import MORNING, build_hall, fill


def open_hall(*, crowded: bool = False, filled: bool = False) -> dict[str, Any]:
    """Open a hall on a Monday morning of the demo clock; ``filled`` lets forty minutes of it pass first."""
    from yichuang.kernel import clock

    hall = build_hall(crowded=crowded, items=crowded)
    if filled:
        fill(hall, MORNING)
    clock.demo.start(MORNING)
    return hall.as_json()
