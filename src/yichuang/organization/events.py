"""What has happened on the ground floor."""

from __future__ import annotations

from datetime import date, datetime
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


@event("organization.complaint_phone_set")
class ComplaintPhoneSet(Event):
    """The hall said under which telephone complaints about it are taken."""

    phone: str


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


@event("organization.hours_change_asked")
class HoursChangeAsked(Event):
    """Other hours of some windows were asked for, in time and with a reason."""

    day: date
    begins: datetime
    ends: datetime
    kind: str
    reason: str
    window_ids: tuple[UUID, ...]
    takes_tickets: bool


@event("organization.hours_change_approved")
class HoursChangeApproved(Event):
    """Somebody other than who asked approved other hours; the windows’ plan of the day is theirs."""

    day: date
    begins: datetime
    ends: datetime
    kind: str
    window_ids: tuple[UUID, ...]


@event("organization.hours_change_refused")
class HoursChangeRefused(Event):
    """Other hours were asked for and not approved."""

    day: date


@event("organization.hours_changed_in_emergency")
class HoursChangedInEmergency(Event):
    """The hours of some windows were changed at once in an emergency; it names who was told."""

    day: date
    begins: datetime
    ends: datetime
    kind: str
    reason: str
    window_ids: tuple[UUID, ...]
    takes_tickets: bool
    told: tuple[UUID, ...]


@event("organization.hours_change_explained")
class HoursChangeExplained(Event):
    """A change of hours made in an emergency was explained afterwards."""

    day: date


@event("organization.hours_change_ended")
class HoursChangeEnded(Event):
    """A change of hours was taken back before it began, or ended before its time."""

    day: date
    ends: datetime


@event("organization.duty_leaders_set")
class DutyLeadersSet(Event):
    """It was set who is told of an emergency, in which order."""

    person_ids: tuple[UUID, ...]


@event("organization.alarm_raised")
class AlarmRaised(Event):
    """The hall was closed at once in an emergency."""

    reason: str
    day: date


@event("organization.alarm_told")
class AlarmTold(Event):
    """The next person of the ladder was told of an emergency closure."""

    alarm_id: UUID
    person_id: UUID
    place: int


@event("organization.alarm_acknowledged")
class AlarmAcknowledged(Event):
    """A leader took an emergency closure in hand; nobody further is told."""

    minutes: int


@event("organization.alarm_lifted")
class AlarmLifted(Event):
    """An emergency closure was lifted: the hall is open again."""

    day: date
    minutes: int


@event("organization.integrity_declared")
class IntegrityDeclared(Event):
    """A person declared for the year to serve in order and fairly, and to gain nothing by it."""

    year: int
    wording: str
