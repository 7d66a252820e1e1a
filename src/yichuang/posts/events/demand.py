"""What has happened to the demand: windows made flexible, needs said, a roster that falls short of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("posts.window_made_flexible")
class WindowMadeFlexible(Event):
    """A window is flexible from a day on: it opens only as the need asks; closed, it is not vacant."""

    post_id: UUID
    active_from: date


@event("posts.window_made_fixed")
class WindowMadeFixed(Event):
    """A window that was flexible is a fixed post again from a day on."""

    post_id: UUID
    active_from: date


@event("posts.need_set", version=2, upcasts={1: lambda old: old | {"weight": "ordinary"}})
class NeedSet(Event):
    """It was said how many windows of a department should be open in a session of a weekday, and why.

    ``weight`` says how much one that is missing counts.
    """

    department_id: UUID | None
    weekday: int
    session: str
    windows: int
    active_from: date
    reason: str
    weight: str


@event("posts.roster_short")
class RosterShort(Event):
    """A roster was published with fewer windows than are needed in some sessions."""

    department_id: UUID | None
    month: date
    roster_version: int
    sessions: int
    windows: int
