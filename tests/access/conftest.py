"""A wall clock that tests can move, and what the journal has heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from yichuang.kernel.access import wall
from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.models import Entry


@pytest.fixture
def wall_moves(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let real time pass: ``wall_moves(timedelta(minutes=31))``."""
    passed = timedelta()
    real = wall.now

    def now() -> datetime:
        return real() + passed

    def move(by: timedelta) -> None:
        nonlocal passed
        passed += by

    monkeypatch.setattr(wall, "now", now)
    monkeypatch.setattr("axes.handlers.proxy.now", now)
    monkeypatch.setattr("axes.attempts.now", now)
    return move


@pytest.fixture
def told() -> Callable[..., list[Any]]:
    """Return what the journal was told of one class of event: ``told(SignedIn, subject)``."""

    def of(kind: type[Event], subject: UUID | None = None) -> list[Any]:
        rows = Entry.objects.filter(name=kind.stored_name).order_by("recorded_at", "id")
        if subject is not None:
            rows = rows.filter(subject_id=subject)
        return [load(row.name, row.version, row.body) for row in rows]

    return of
