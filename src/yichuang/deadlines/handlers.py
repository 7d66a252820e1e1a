"""What the clocks hear of the calendar and the hall's hours, and what they do as time passes."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.deadlines import services
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.journal.consumers import EntryCard, reaction
from yichuang.organization.events import (
    AlarmLifted,
    AlarmRaised,
    CalendarImported,
    ClosureSet,
    ClosureWithdrawn,
    HoursSet,
)

CALENDAR = "deadlines.count_anew_by_calendar"
HOURS = "deadlines.count_anew_by_hours"
Hours = AlarmLifted | AlarmRaised | ClosureSet | ClosureWithdrawn | HoursSet


@reaction(CALENDAR, CalendarImported)
def count_anew_by_calendar(event: CalendarImported, entry: EntryCard) -> None:
    services.ask_reprojection(reason="calendar", hours_only=False, by=entry.heard_by(CALENDAR), at=entry.at)


@reaction(HOURS, AlarmLifted, AlarmRaised, ClosureSet, ClosureWithdrawn, HoursSet)
def count_anew_by_hours(event: Hours, entry: EntryCard) -> None:
    services.ask_reprojection(reason="hours", hours_only=True, by=entry.heard_by(HOURS), at=entry.at)


@sweep("deadlines.reproject", every=timedelta(seconds=5), sliced=True)
def reproject(at: datetime) -> None:
    services.reproject(at=at)


@sweep("deadlines.tick", every=timedelta(seconds=5), sliced=True)
def tick(at: datetime) -> None:
    services.tick(at=at)
