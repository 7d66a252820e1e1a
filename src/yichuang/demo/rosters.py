"""Make the demo hall's rosters as a hall does: begun by a head, solved by the engine, filed, published."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from yichuang.demo.crew import Crew
from yichuang.organization import selectors as organization
from yichuang.posts import services
from yichuang.posts.selectors import roster as plans
from yichuang.posts.types import DaySession, NeedReason
from yichuang.posts.types.roster import RosterState, RunKind

if TYPE_CHECKING:
    from yichuang.demo.story import Story

EFFORT = 2  # of one search, counted and not timed: the same on every machine
LOOK = 0.1  # seconds between two looks at the engine
SLOWEST = 300.0  # seconds until the play goes on without it
#: How many working days before a month ends its follower is begun, handed in and published.
BEGUN, FILED, PUBLISHED = 4, 3, 2
#: Whose department says how many windows it needs, its flexible window, and session and number by weekday.
NEEDS_OF, SURGE = "0102", 10
NEEDS = {
    (DaySession.AM, 3): (1, 2, 5),
    (DaySession.AM, 2): (3, 4),
    (DaySession.PM, 3): (1,),
    (DaySession.PM, 2): (2, 3, 4, 5),
}


def ask(crew: Crew, month: date, at: datetime) -> None:
    """Let every head begin a month and ask the engine for it."""
    for department_id in plans.rostered_departments(crew.hall_id):
        head = crew.head(department_id)
        card = services.draft_roster(department_id=department_id, month=month, by=head, at=at)
        services.ask_run(roster_id=card.id, kind=RunKind.MONTH, seconds=EFFORT, by=head, at=at)


def wait(hall_id: UUID, at: datetime) -> None:
    """Let the engine come to its end, which a heartbeat would see at ``at``."""
    until = time.monotonic() + SLOWEST
    while plans.open_runs(hall_id) and time.monotonic() < until:
        services.tend_runs(at=at, repeatable=True)
        time.sleep(LOOK)


def file(crew: Crew, month: date, at: datetime) -> None:
    """Let every head hand in what the engine made; where it did not, what they began with."""
    for department_id in plans.rostered_departments(crew.hall_id):
        newest = plans.rosters(crew.hall_id, department_id, month)
        if newest and newest[0].state is RosterState.DRAFT:
            services.file_roster(roster_id=newest[0].id, by=crew.head(department_id), at=at)


def publish(crew: Crew, month: date, at: datetime) -> None:
    """Let the office publish what was handed in."""
    for department_id in plans.rostered_departments(crew.hall_id):
        newest = plans.rosters(crew.hall_id, department_id, month)
        if newest and newest[0].state is RosterState.FILED:
            services.publish_roster(roster_id=newest[0].id, by=crew.office, at=at)


def say_need(story: Story, at: datetime) -> None:
    """Let the head of employment say how many windows mornings and afternoons need, from today on.

    Its surge window is flexible from the next month on: then it opens as the need asks.
    """
    crew = story.crew
    head, home = crew.actor(NEEDS_OF), crew.homes[NEEDS_OF]
    for (session, windows), weekdays in NEEDS.items():
        for weekday in weekdays:
            services.set_need(
                department_id=home,
                weekday=weekday,
                session=session,
                windows=windows,
                reason=NeedReason.RECORD,
                by=head,
                at=at,
            )
    services.make_flexible(post_id=crew.posts[SURGE], from_day=plans.month_until(story.today), by=head, at=at)


def next_month_step(crew: Crew, day: date) -> int | None:
    """Return how many working days of the month follow a day, where something is done for the next on it."""
    until = plans.month_until(day)
    after = sum(
        organization.is_working_day(crew.hall_id, day + timedelta(days=one))
        for one in range(1, (until - day).days)
    )
    return after if after in (BEGUN, FILED, PUBLISHED) else None
