"""The hall clock as a page carries it: the time at rendering, its speed, and whether it is the demo clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from yichuang.kernel import clock
from yichuang.organization import selectors as organization


@dataclass(frozen=True, slots=True)
class ClockCard:
    """``speed`` is hall seconds per real second (0 stands still); ``demo`` says so on every screen."""

    now: datetime
    speed: float
    demo: bool
    timezone: str

    @property
    def as_json(self) -> str:
        return json.dumps(
            {"now": self.now.isoformat(), "speed": self.speed, "demo": self.demo, "zone": self.timezone}
        )


def clock_card() -> ClockCard:
    """Read the kernel's clock once for a rendering."""
    return ClockCard(clock.now(), clock.speed(), clock.is_demo(), timezone.get_current_timezone_name())


def by_the_wall_of(hall_id: UUID) -> None:
    """Let this request show times and days as they are in the hall, wherever the installation stands."""
    timezone.activate(ZoneInfo(organization.timezone_of(hall_id)))
