"""What time it is in the hall: the real clock, or the demo's.

Doors and the heartbeat ask here and pass the moment on as ``at``; nothing below them reads a clock.
The demo's clock is a stored row: it starts on a working morning, runs at a chosen speed, stands still
while nobody serves the hall, and never goes back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal

DEMO_MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
REREAD_SECONDS = 1.0
SEEN_EVERY = timedelta(seconds=5)


class ClockNeverGoesBack(Refusal):
    """The demo clock was asked for a moment that has passed."""

    code = "clock-never-goes-back"
    sentence = _("The demo clock only runs forward: it already shows a later time.")


@dataclass(frozen=True, slots=True)
class _Hands:
    base: datetime
    real_start: datetime
    speed: float
    running: bool

    def read(self, real: datetime) -> datetime:
        if not self.running:
            return self.base
        return self.base + max(real - self.real_start, timedelta(0)) * self.speed


_guard = threading.Lock()
_hands: _Hands | None = None
_read_at = float("-inf")
_latest: datetime | None = None
_frozen: list[datetime] = []


def now() -> datetime:
    """Return the hall's present moment (aware, UTC)."""
    global _latest
    if _frozen:
        return _frozen[-1]
    real = datetime.now(UTC)
    hands = _stored()
    if hands is None:
        return real
    moment = hands.read(real).astimezone(UTC)
    with _guard:
        if _latest is None or moment > _latest:
            _latest = moment
        return _latest


def local_day(at: datetime, tz: str) -> date:
    """Return the day it is at ``at`` in the hall's time zone (``Asia/Shanghai``)."""
    return at.astimezone(ZoneInfo(tz)).date()


def is_demo() -> bool:
    """Say whether the hall runs on the demo clock."""
    return _stored() is not None


def speed() -> float:
    """Return how many seconds pass in the hall in a real one: 1, the demo's, or 0 while its clock stands."""
    hands = _stored()
    if _frozen or (hands is not None and not hands.running):
        return 0.0
    return 1.0 if hands is None else hands.speed


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop every clock of this process at ``at`` (tests)."""
    _frozen.append(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()


def forget() -> None:
    """Drop what this process remembers of the stored clock (after a rollback, between tests)."""
    global _hands, _read_at, _latest
    with _guard:
        _hands, _read_at, _latest = None, float("-inf"), None


def _stored() -> _Hands | None:
    """Return the demo clock's hands, read again after a second; None without a demo clock."""
    global _hands, _read_at
    from yichuang.kernel.models import DemoClock

    if time.monotonic() - _read_at < REREAD_SECONDS:
        return _hands
    try:
        row = DemoClock.objects.filter(pk=1).first()
    except DatabaseError:
        return _hands  # no table yet, or a broken transaction: ask again next time
    with _guard:
        _hands = None if row is None else _Hands(row.base, row.real_start, row.speed, row.running)
        _read_at = time.monotonic()
    return _hands


class _Demo:
    """The knobs of the demo clock."""

    def start(self, at: datetime = DEMO_MORNING, speed: float = 1.0) -> None:
        """Set the demo clock to ``at`` and let it run ``speed`` times as fast as the real one.

        Raises: ClockNeverGoesBack.
        """
        self._write(at, speed=speed, running=True)

    def set(self, at: datetime) -> None:
        """Move the demo clock forward to ``at``; its speed stays.

        Raises: ClockNeverGoesBack.
        """
        self._write(at, speed=None, running=None)

    def stop(self) -> None:
        """Let the demo clock stand still until ``resume``."""
        if is_demo():
            self._write(None, speed=None, running=False)

    def resume(self) -> None:
        """Let a standing demo clock run on from where it stood.

        After a crash it goes on from when it was last seen running, and a little later, so that it
        does not show a moment twice.
        """
        from yichuang.kernel.models import DemoClock

        row = DemoClock.objects.filter(pk=1).first()
        if row is None:
            return
        moment = row.base
        if row.running:
            shown = _Hands(row.base, row.real_start, row.speed, True).read(datetime.now(UTC))
            moment = min(shown, row.seen_at + SEEN_EVERY * 2 * row.speed)
        DemoClock.objects.update(base=moment, real_start=datetime.now(UTC), running=True, seen_at=moment)
        forget()

    def _write(self, at: datetime | None, *, speed: float | None, running: bool | None) -> None:
        from django.db import transaction

        from yichuang.kernel.models import DemoClock

        with transaction.atomic():
            row = DemoClock.objects.select_for_update().filter(pk=1).first()
            real = datetime.now(UTC)
            if row is not None:
                shown = _Hands(row.base, row.real_start, row.speed, row.running).read(real)
                at = at or shown
                if at < shown:
                    raise ClockNeverGoesBack
            row = row or DemoClock(pk=1)
            row.base = row.seen_at = at or real
            row.real_start = real
            row.speed = row.speed if speed is None else speed
            row.running = row.running if running is None else running
            row.save()
        forget()


demo = _Demo()


def mark_seen(at: datetime) -> None:
    """Note that the demo clock was running at ``at`` (the heartbeat calls it every few seconds)."""
    from yichuang.kernel.models import DemoClock

    DemoClock.objects.filter(pk=1, running=True, seen_at__lt=at).update(seen_at=at)
