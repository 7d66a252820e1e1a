"""What speaks against a version, each with the rule behind it: of the month, and of one day of a window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.clock import local_day
from yichuang.organization.types import HallCard
from yichuang.posts import services
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_version import Version
from yichuang.posts.services.shifts import each_fault_told, each_hours_told
from yichuang.posts.types import FaultCard, RosterCard, RosterCell, RosterState, ShiftFault
from yichuang.posts.types.roster import BrokenHours

HOURS_RULE = "ROT-05"
GAPS = frozenset({ShiftFault.NO_A, ShiftFault.NO_B})
NAMED = 8  # so many stand beside the grid, the rest is counted; every square tells its own


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that speaks against it, and the rule."""

    said: str
    rule: str


class Against:
    """What speaks against a version from now on.

    Of a published month only broken hours, and sessions that came after it, with nobody planned (ROT-03).
    """

    def __init__(self, hall: HallCard, card: RosterCard, version: Version, at: datetime) -> None:
        self.hall_id, today = hall.id, local_day(at, hall.timezone)
        self.faults = services.faults_of(card, at) if rosters.month_until(card.month) > today else []
        if card.state is RosterState.PUBLISHED:
            self.faults = [one for one in self.faults if one.fault in GAPS]
        self.hours = version.broken_hours(today)

    @property
    def count(self) -> int:
        """Return how much speaks against the month."""
        return len(self.faults) + len(self.hours)

    def month(self) -> tuple[Told, ...]:
        """Return what stands beside the grid."""
        return self._told(self.faults[:NAMED], self.hours[: max(0, NAMED - len(self.faults))])

    def days(self) -> set[tuple[UUID, date]]:
        """Return the posts and days that have a fault of their own."""
        return {(one.shift.post_id, one.shift.day) for one in self.faults}

    def of(self, cells: list[RosterCell]) -> tuple[Told, ...]:
        """Return what speaks against a window's day, or against its people elsewhere at that hour.

        Where somebody's hours are broken, everything that is too much is told, whichever day it is.
        """
        places = {(one.post_id, one.day, one.session) for one in cells}
        people = {(one.a_id, one.day, one.session) for one in cells if one.a_id}
        there = {who for who, _day, _session in people}
        return self._told(
            [
                one
                for one in self.faults
                if (one.shift.post_id, one.shift.day, one.shift.session) in places
                or (one.person_id, one.shift.day, one.shift.session) in people
            ],
            [one for one in self.hours if one.person_id in there],
        )

    def _told(self, faults: Iterable[FaultCard], hours: Iterable[BrokenHours]) -> tuple[Told, ...]:
        faults, hours = list(faults), list(hours)
        said = each_fault_told(self.hall_id, faults)
        return (
            *(Told(text, services.rule_of(one.fault)) for text, one in zip(said, faults, strict=True)),
            *(Told(text, HOURS_RULE) for text in each_hours_told(self.hall_id, hours)),
        )
