"""What has happened on the ground floor."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("organization.hall_created")
class HallCreated(Event):
    """A hall was set up as a draft; it serves nobody before it is opened."""

    code: str
    profile: str
    timezone: str


@event("organization.hall_activated")
class HallActivated(Event):
    """A hall was opened to the public, with the head who is first responsible for it."""

    head_id: UUID
    windows: int
    missing_kinds: tuple[str, ...]
    people_without_kind: int


@event("organization.department_added")
class DepartmentAdded(Event):
    """A department was entered in the register of the hall."""

    code: str


@event("organization.zone_added")
class ZoneAdded(Event):
    """A zone was entered in the register of the hall."""

    code: str


@event("organization.window_added")
class WindowAdded(Event):
    """A window was entered in the register, in its zone."""

    number: int
    zone_id: UUID
    department_id: UUID | None


@event("organization.window_activated")
class WindowActivated(Event):
    """A window was put into service."""

    number: int


@event("organization.person_joined")
class PersonJoined(Event):
    """Somebody joined the hall; the name lies in the vault."""

    name_entry_id: UUID
    department_id: UUID | None
    kind: str | None
    on: date


@event("organization.person_kind_set")
class PersonKindSet(Event):
    """It was settled what kind of post a person holds."""

    kind: str


@event("organization.person_left")
class PersonLeft(Event):
    """Somebody left the hall; a head leaves only when another one takes over."""

    on: date
    successor_id: UUID | None


@event("organization.head_appointed")
class HeadAppointed(Event):
    """A person became first responsible for the hall, for good or acting."""

    person_id: UUID
    acting: bool
    on: date


@event("organization.hours_set")
class HoursSet(Event):
    """Opening sessions of the hall or of one window were set, from a day on."""

    window_id: UUID | None
    from_day: date
    sessions: tuple[str, ...]


@event("organization.closure_set")
class ClosureSet(Event):
    """The hall was told to stay closed on a day, all of it or for some hours."""

    day: date
    begins: str
    ends: str


@event("organization.closure_withdrawn")
class ClosureWithdrawn(Event):
    """A closure was taken back: the hall is open after all."""

    day: date


@event("organization.calendar_imported")
class CalendarImported(Event):
    """A year of the State calendar was imported: days off and make-up days as announced."""

    year: int
    replaced: bool
    off: tuple[str, ...]
    make_up: tuple[str, ...]
    source_hash: str


@event("organization.calendar_year_missing")
class CalendarYearMissing(Event):
    """A year’s calendar has not been imported though it is needed now; told once a year."""

    year: int
