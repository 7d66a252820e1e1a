"""The words of the posts: what leaves the room, and what it asks of rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.kernel.ports import Port
from yichuang.organization.types import ChangeKind


class Part(StrEnum):
    """A holder's part: A is the regular, B the one who stands in."""

    A = "A"
    B = "B"


class Denial(StrEnum):
    """Why somebody may not serve here now; empty when they may."""

    NONE = ""
    WINDOW_UNKNOWN = "window-unknown"
    NOT_SIGNED_ON_HERE = "not-signed-on-here"
    HOLDER_ENDED = "holder-ended"
    NOT_IN_SESSION = "not-in-session"
    LUNCH = "lunch"
    ITEM_NOT_OFFERED = "item-not-offered"
    COVER_ENDED = "cover-ended"
    ON_LEAVE = "on-leave"
    SHIFT_OVER = "shift-over"
    DAY_OVER = "day-over"


class Over(StrEnum):
    """Why a sign-on no longer counts, as the journal tells it."""

    COVER = "cover_over"
    LEAVE = "on_leave"
    SHIFT = "shift_over"
    DAY = "day_over"


class PauseReason(StrEnum):
    """Why a window pauses, as the office sees it; the public only sees that it does."""

    SHORT_ABSENCE = "short_absence"
    MEETING = "meeting"
    EQUIPMENT = "equipment"
    SYSTEM = "system"
    CLOSING_ACCOUNTS = "closing_accounts"
    HANDOVER = "handover"
    OTHER = "other"


#: Who pauses for these leaves the post, and says back by when (ATT-04).
LEAVES_THE_POST = frozenset({PauseReason.SHORT_ABSENCE, PauseReason.MEETING})


class BreachKind(StrEnum):
    """What the daily list of hours shows (HRS-03)."""

    LATE_OPEN = "late_open"
    EARLY_CLOSE = "early_close"
    NOT_OPENED = "not_opened"


class WarningKind(StrEnum):
    NO_DUTIES = "no_duties"
    NO_A_HOLDER = "no_a_holder"
    NO_B_HOLDER = "no_b_holder"


@dataclass(frozen=True, slots=True)
class Verdict:
    """May this person serve here now?  ``reason`` is a ``Denial``, ``rule`` the control it keeps."""

    ok: bool
    reason: Denial = Denial.NONE
    rule: str = ""


@dataclass(frozen=True, slots=True)
class HolderCard:
    id: UUID
    post_id: UUID
    person_id: UUID
    part: Part
    active_from: date
    active_until: date | None
    given_at: datetime | None = None
    acknowledged_at: datetime | None = None
    pool_id: UUID | None = None

    @property
    def unread(self) -> bool:
        """Say whether its person has still to acknowledge it (ATT-08)."""
        return self.given_at is not None and self.acknowledged_at is None


@dataclass(frozen=True, slots=True)
class PostCard:
    """The post behind one window, what it has to do and who holds it on the day asked for."""

    id: UUID
    hall_id: UUID
    window_id: UUID
    name: str
    name_en: str
    duties: tuple[str, ...]
    holders: tuple[HolderCard, ...]


@dataclass(frozen=True, slots=True)
class PostWarning:
    """Something the office should mend about a post; it forbids nothing."""

    post: PostCard
    kind: WarningKind
    rule: str


@dataclass(frozen=True, slots=True)
class SignOnCard:
    """A sign-on: one person at one window; ``ended_at`` None while it lasts.

    ``paused_at`` is since when the window pauses, for ``pause_reason``; None while it serves.  ``cover_id``
    is the cover by which the person sits there for another.  From ``until`` on nobody is called: the cover is
    over, another is A from then on, their own leave has begun, or the day is over.
    """

    id: UUID
    hall_id: UUID
    window_id: UUID
    person_id: UUID
    post_id: UUID
    part: Part
    started_at: datetime
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    pause_reason: PauseReason | None = None
    cover_id: UUID | None = None
    until: datetime | None = None

    @property
    def on_behalf_of(self) -> UUID | None:
        """Return the post covered for, None where the person sits there in their own part."""
        return self.post_id if self.cover_id is not None else None

    def is_over(self, at: datetime) -> bool:
        """Say whether nobody may be called by it any more, whether or not anybody has told of it."""
        return self.until is not None and self.until <= at


@dataclass(frozen=True, slots=True)
class OnDutyCard:
    """Who serves at a window now, as everybody in the hall may see it (BDG-02).

    ``paused_at`` is since when the window pauses; why is the office's to know.  ``until``: when the sign-on
    is over; whoever was called before it is served to the end, nobody else.
    """

    window_id: UUID
    person_id: UUID
    worker_number: str
    display_name: str
    title: str
    post_name: str
    post_name_en: str
    part: Part
    since: datetime
    paused_at: datetime | None = None
    pause_reason: PauseReason | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class VacancyCard:
    """A post with nobody at it in its hours, for longer than the hall lets pass (AB-02)."""

    window_id: UUID
    post_id: UUID
    post_name: str
    post_name_en: str
    since: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class ExtraTime:
    """Whole minutes one person served at one window in hours opened beside the week (EXT-03)."""

    change_id: UUID
    kind: ChangeKind
    day: date
    window_id: UUID
    person_id: UUID
    minutes: int


@dataclass(frozen=True, slots=True)
class HoursBreach:
    """One line of the daily list: a window that opened late or closed early without approval.

    ``due`` is the session's opening or closing, ``happened`` the sign-on or sign-off (None: never),
    ``minutes`` the whole minutes between them.
    """

    window_id: UUID
    person_id: UUID | None
    kind: BreachKind
    due: datetime
    happened: datetime | None
    minutes: int


def _nobody_is_served(hall_id: UUID, window_id: UUID) -> bool:
    return False


# Is somebody called to or served at this window just now?  queueing answers; a clerk does not sign off
# in the middle of a service.
SERVICE_UNDER_WAY = Port("posts.service_under_way", _nobody_is_served)
