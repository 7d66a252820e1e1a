"""The words of the ground floor: what leaves organization, and what it asks of rooms above."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from yichuang.kernel.ports import Port


class HallProfile(StrEnum):
    """What kind of hall it is; decides which items and packs concern it."""

    HRSS = "hrss"
    COURT = "court"
    HEALTH = "health"
    GENERAL = "general"
    ENTERPRISE = "enterprise"


class HallState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"


class PersonKind(StrEnum):
    """What kind of post a person holds; service and management are kept apart."""

    SERVICE = "service"
    CONSULTING = "consulting"
    HANDLING = "handling"
    MANAGEMENT = "management"


class SessionKind(StrEnum):
    """What a session row says: open, open over lunch with fewer hands, or not open after all."""

    OPEN = "open"
    LUNCH_DUTY = "lunch_duty"
    CLOSED = "closed"


class DayKind(StrEnum):
    """What the State calendar says of a day that is not an ordinary one."""

    OFF = "off"
    MAKE_UP = "make_up"


class ChangeKind(StrEnum):
    """How the hours of some windows differ on one day: served on, worked beside the week, opened, closed."""

    EXTENSION = "extension"
    OVERTIME = "overtime"
    OPENING = "opening"
    CLOSING = "closing"

    @property
    def opens(self) -> bool:
        """Whether the windows are open for it, rather than closed."""
        return self is not ChangeKind.CLOSING


class ChangeState(StrEnum):
    """Where a change of hours stands; an emergency holds at once and is explained afterwards (X-04)."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EMERGENCY = "emergency"
    EXPLAINED = "explained"


class ChangePhase(StrEnum):
    """What a change is at a moment: not settled, to come, going on, over, or never to be."""

    OPEN_QUESTION = "open_question"
    COMING = "coming"
    RUNNING = "running"
    ENDED = "ended"
    OFF = "off"


class ChangeReason(StrEnum):
    """Why hours are changed, as a code that may stand in the journal."""

    PEOPLE_WAITING = "people_waiting"
    MAJOR_MATTER = "major_matter"
    NEEDS_INSTRUCTION = "needs_instruction"
    RUSH = "rush"
    MEETING = "meeting"
    MAINTENANCE = "maintenance"
    SHORT_OF_STAFF = "short_of_staff"
    INCIDENT = "incident"
    OTHER = "other"


IN_FORCE = frozenset({ChangeState.APPROVED, ChangeState.EMERGENCY, ChangeState.EXPLAINED})


class AlarmReason(StrEnum):
    """Why the hall is closed in an emergency; the code may stand on every public page."""

    POWER = "power"
    SYSTEM = "system"
    FIRE = "fire"
    CROWD = "crowd"
    WEATHER = "weather"
    SAFETY = "safety"
    OTHER = "other"


class DayReason(StrEnum):
    """Why a day is as it is."""

    ORDINARY = "ordinary"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    NO_SESSIONS = "no_sessions"


class TakingReason(StrEnum):
    """Why the hall gives tickets now, or does not."""

    OPEN = "open"
    NOT_YET_ACTIVE = "not_yet_active"
    BEFORE_OPENING = "before_opening"
    LUNCH = "lunch"
    ENOUGH_FOR_NOW = "enough_for_now"
    AFTER_CLOSING = "after_closing"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    NO_SESSIONS = "no_sessions"


@dataclass(frozen=True, slots=True)
class HallCard:
    """A hall. ``plan_version`` changes with every change of sessions, closures or calendar."""

    id: UUID
    code: str
    name: str
    name_en: str
    profile: HallProfile
    timezone: str
    active: bool
    plan_version: int
    head_id: UUID | None = None
    complaint_phone: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentCard:
    id: UUID
    hall_id: UUID
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ZoneCard:
    id: UUID
    hall_id: UUID
    code: str
    name: str
    name_en: str
    place: str


@dataclass(frozen=True, slots=True)
class WindowCard:
    """A window of the register; ``active``: in service, since ``active_since`` (None: nobody noted when)."""

    id: UUID
    hall_id: UUID
    number: int
    name: str
    name_en: str
    zone_id: UUID
    zone_code: str
    zone_name: str
    department_id: UUID | None
    lunch_duty: bool
    active: bool
    active_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person of the hall. ``display_name`` is the service identity everybody may see (BDG-02)."""

    id: UUID
    hall_id: UUID
    worker_number: str
    display_name: str
    department_id: UUID | None
    kind: PersonKind | None
    title: str
    active: bool


@dataclass(frozen=True, slots=True)
class SessionSpec:
    """A session as the office writes it: hall-local times on ISO weekdays (1 = Monday … 7 = Sunday).

    ``takes_until``: the last moment a number is given for it; without one ``closes`` (lunch duty: none).
    """

    weekdays: tuple[int, ...]
    opens: time
    closes: time
    takes_until: time | None = None
    kind: SessionKind = SessionKind.OPEN


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session of one day, as moments. ``takes_until`` is None where it gives no tickets."""

    opens: datetime
    closes: datetime
    takes_until: datetime | None
    window_id: UUID | None = None
    kind: SessionKind = SessionKind.OPEN
    extends: bool = False  # an extension: it follows a session at once and is part of it


@dataclass(frozen=True, slots=True)
class ClosureCard:
    """The hall stays closed on ``day``, all of it or between two moments of hall time."""

    id: UUID
    hall_id: UUID
    day: date
    begins: time | None
    ends: time | None
    reason: str


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change of hours in force on a day, as the day's plan holds it."""

    kind: ChangeKind
    opens: datetime
    closes: datetime
    window_ids: tuple[UUID, ...]
    takes_tickets: bool = False


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A change of the hours of some windows on one day: who asked, who decided, who was told.

    ``note`` is the office's short reason, ``explanation`` what was said of an emergency afterwards.
    """

    id: UUID
    hall_id: UUID
    kind: ChangeKind
    state: ChangeState
    day: date
    begins: datetime
    ends: datetime
    window_ids: tuple[UUID, ...]
    takes_tickets: bool
    reason: ChangeReason
    note: str
    emergency: bool
    asked_by: UUID
    asked_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    told: tuple[UUID, ...]
    explanation: str
    explained_at: datetime | None

    def phase(self, at: datetime) -> ChangePhase:
        """Say what the change is at ``at``."""
        if self.state is ChangeState.REQUESTED:
            return ChangePhase.OPEN_QUESTION if at < self.ends else ChangePhase.OFF
        if self.state not in IN_FORCE or self.begins >= self.ends:
            return ChangePhase.OFF
        if at < self.begins:
            return ChangePhase.COMING
        return ChangePhase.RUNNING if at < self.ends else ChangePhase.ENDED


@dataclass(frozen=True, slots=True)
class RungCard:
    """One step of the ladder: who was told of an emergency closure, and when."""

    place: int
    person_id: UUID
    told_at: datetime


@dataclass(frozen=True, slots=True)
class AlarmCard:
    """An emergency closure: since when, until when it was lifted, who was told and who took it in hand."""

    id: UUID
    hall_id: UUID
    reason: AlarmReason
    raised_at: datetime
    raised_by: UUID
    rungs: tuple[RungCard, ...]
    acknowledged_at: datetime | None
    acknowledged_by: UUID | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What a day looks like in a hall.

    ``working`` is the State's word on the day (closures do not change it); ``sessions`` hold the hall's
    own (``window_id`` None) and those that concern one window; ``provisional`` means that the year's
    calendar has not been imported and only weekends are known.
    """

    day: date
    working: bool
    reason: DayReason
    name: str
    sessions: tuple[SessionCard, ...]
    provisional: bool = False
    closed_between: tuple[tuple[datetime, datetime, str], ...] = ()
    changes: tuple[PlannedChange, ...] = ()

    @property
    def hall_sessions(self) -> tuple[SessionCard, ...]:
        """The hall's own sessions of the day, in order."""
        return tuple(one for one in self.sessions if one.window_id is None)


@dataclass(frozen=True, slots=True)
class TakingVerdict:
    """Whether the ticket machine gives tickets now.

    ``until``: when it stops (open) or nothing; ``reopens_at``: the next moment it gives one (closed),
    None when no such moment lies in the days looked at; ``detail``: the holiday's or closure's name.
    """

    open: bool
    reason: TakingReason
    until: datetime | None = None
    reopens_at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CalendarDayCard:
    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class CalendarYearCard:
    """One year of the State calendar; ``notice`` names the State Council's notice it comes from."""

    year: int
    notice: str
    days: tuple[CalendarDayCard, ...]


@dataclass(frozen=True, slots=True)
class Establishment:
    """Whether the hall's team is complete (ORG-07)."""

    missing_kinds: tuple[PersonKind, ...]
    without_kind: tuple[PersonCard, ...]


@dataclass(frozen=True, slots=True)
class Activation:
    """The hall, and what its establishment still lacks when it opens."""

    hall: HallCard
    establishment: Establishment = field(default_factory=lambda: Establishment((), ()))


# Which of these windows serve nothing at all?  queueing answers; with one a hall is not opened (ORG-03).
WINDOWS_SERVING_NOTHING: Port[[UUID, tuple[UUID, ...]], frozenset[UUID]] = Port(
    "organization.windows_serving_nothing", lambda *_asked: frozenset()
)
# Has this window's department only flexible windows left from a day on?  The posts answer (AB-02).
OnlyFlexible = Port[[UUID, UUID, date], bool]
ONLY_FLEXIBLE_LEFT: OnlyFlexible = Port("organization.only_flexible_left", lambda *_asked: False)
# What has somebody in hand, by number?  The posts answer; None: not yet.  It is handed on (AB-08, STF-08).
InHand = Port[[UUID, UUID, datetime], tuple[str, ...] | None]
WORK_IN_HAND: InHand = Port("organization.work_in_hand", lambda *_asked: ())
