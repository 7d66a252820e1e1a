"""What has happened to rosters."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("posts.roster_drafted")
class RosterDrafted(Event):
    """A version of a department’s month was drafted, by hand or from what the engine found."""

    department_id: UUID | None
    month: date
    roster_version: int
    vacant: int
    run_id: UUID | None


@event("posts.roster_cell_set")
class RosterCellSet(Event):
    """A cell of a draft was set or pinned by hand."""

    post_id: UUID
    day: date
    session: str
    a_id: UUID | None
    b_id: UUID | None
    pinned: bool


@event("posts.roster_filed")
class RosterFiled(Event):
    """A month’s roster was handed in to the office."""

    department_id: UUID | None
    month: date
    roster_version: int
    late: bool


@event("posts.roster_returned")
class RosterReturned(Event):
    """The office returned a roster that was handed in: it counts as not filed."""

    department_id: UUID | None
    month: date
    roster_version: int


@event("posts.roster_published")
class RosterPublished(Event):
    """A month’s roster was published: from its days on it says who is A and who is B."""

    department_id: UUID | None
    month: date
    roster_version: int
    first: date


@event("posts.roster_due_soon")
class RosterDueSoon(Event):
    """A department was reminded that next month’s roster has to be handed in."""

    department_id: UUID | None
    month: date
    due: date


@event("posts.roster_late")
class RosterLate(Event):
    """A department had not handed in its roster when the month it is for began."""

    department_id: UUID | None
    month: date


@event("posts.roster_run_asked")
class RosterRunAsked(Event):
    """The engine was asked to plan, to mend or to try single absences."""

    roster_id: UUID
    kind: str
    seconds: int


@event("posts.roster_run_ended")
class RosterRunEnded(Event):
    """A run of the engine ended: with a roster, its cost and its bound, or without."""

    roster_id: UUID
    kind: str
    state: str
    vacant: int | None
    cost: int | None
    least: int | None


@event("posts.rule_bent")
class RuleBent(Event):
    """A rule of the rota was bent for one person so that no post is vacant; the engine plans with it."""

    roster_id: UUID
    run_id: UUID
    person_id: UUID
    limit: str
    day: date
    more: int
    reason: str


@event("posts.reserve_waived")
class ReserveWaived(Event):
    """A shift was allowed without a reserve for an absence; head and office are told of the risk."""

    roster_id: UUID
    post_id: UUID
    day: date
    session: str
    leave_id: UUID
    reason: str
    person_ids: tuple[UUID, ...]


@event("posts.rule_unbent")
class RuleUnbent(Event):
    """A bent rule of the rota was withdrawn for a reason; from then on the engine plans without it."""

    roster_id: UUID
    person_id: UUID
    limit: str
    day: date
    more: int
    reason: str


@event("posts.swap_asked")
class SwapAsked(Event):
    """Somebody asked another to take over a shift."""

    post_id: UUID
    day: date
    session: str
    giver_id: UUID
    taker_id: UUID
    cost: int


@event("posts.swap_agreed")
class SwapAgreed(Event):
    """Who was asked to take over a shift agreed; it still waits for a head."""

    giver_id: UUID
    taker_id: UUID


@event("posts.swap_settled")
class SwapSettled(Event):
    """A swap was approved and the roster changed, or it was refused or withdrawn."""

    giver_id: UUID
    taker_id: UUID
    state: str


@event("posts.calendar_opened")
class CalendarOpened(Event):
    """Somebody opened a calendar of their own shifts; an address they had before has ended."""

    person_id: UUID
    serial: int


@event("posts.calendar_ended")
class CalendarEnded(Event):
    """The calendar of somebody's shifts was ended; its address answers nothing any more."""

    person_id: UUID
    serial: int
