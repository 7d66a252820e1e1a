"""What a day looks like in a hall, and whether it gives tickets: values in, verdict out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from yichuang.kernel.access.types import GrantCard, Role
from yichuang.organization.types import (
    CalendarDayCard,
    ChangeKind,
    ClosureCard,
    DayKind,
    DayPlan,
    DayReason,
    PlannedChange,
    SessionCard,
    SessionKind,
    SessionSpec,
    TakingReason,
    TakingVerdict,
)

SATURDAY = 6
# A gap between two sessions is lunch when it begins in these hours; any other gap is only a gap.
LUNCH_BEGINS = (time(10, 30), time(14, 30))
ALERT_FROM = (12, 1)
LONGEST_SEARCH = 40


@dataclass(frozen=True, slots=True)
class StateCalendar:
    """The State's days off and make-up days, of the years that are known."""

    days: Mapping[date, CalendarDayCard] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working_day(self, on: date) -> bool:
        """Say whether ``on`` is worked: make-up days are, State days off and other weekends are not."""
        special = self.days.get(on)
        if special is not None:
            return special.kind is DayKind.MAKE_UP
        return on.isoweekday() < SATURDAY

    def knows(self, on: date) -> bool:
        """Say whether the calendar of the day's year is there; without it only weekends are known."""
        return on.year in self.years


def add_working_days(calendar: StateCalendar, on: date, count: int) -> date:
    """Return the ``count``-th working day after ``on`` (the day itself is not counted); 0 gives ``on``."""
    day = on
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.is_working_day(day)
    return day


def sessions_follow(on: date, special: CalendarDayCard | None) -> int:
    """Return the ISO weekday whose sessions hold on ``on``.

    A make-up Saturday is worked like a Friday, a make-up Sunday like a Monday (ours: the notices name the
    day, not its hours).
    """
    weekday = on.isoweekday()
    if special is not None and special.kind is DayKind.MAKE_UP and weekday >= SATURDAY:
        return 5 if weekday == SATURDAY else 1
    return weekday


def _moment(day: date, at: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=tz)


def without(session: SessionCard, begins: datetime, ends: datetime) -> tuple[SessionCard, ...]:
    """Return what is left of ``session`` when the time from ``begins`` to ``ends`` is taken out of it."""
    if ends <= session.opens or begins >= session.closes:
        return (session,)
    left = []
    if session.opens < begins:
        left.append(_clipped(session, session.opens, begins))
    if ends < session.closes:
        left.append(_clipped(session, ends, session.closes))
    return tuple(left)


def _clipped(session: SessionCard, opens: datetime, closes: datetime) -> SessionCard:
    takes = session.takes_until
    if takes is not None:
        takes = min(takes, closes) if takes > opens else None
    return replace(session, opens=opens, closes=closes, takes_until=takes)


def day_plan(
    on: date,
    *,
    calendar: StateCalendar,
    sessions: Iterable[tuple[UUID | None, SessionSpec]],
    closures: Iterable[ClosureCard],
    tz: ZoneInfo,
    changes: Iterable[PlannedChange] = (),
) -> DayPlan:
    """Return the plan of ``on``.

    ``sessions`` are those in force on the day, each with its window (None: the hall's own); only those of
    the weekday that counts are used.  A State day off has none.  ``changes`` open or close single windows
    beside them, also on a day off (EXT-02); a closure takes its hours out of everything.
    """
    special = calendar.days.get(on)
    working, provisional = calendar.is_working_day(on), not calendar.knows(on)
    off = special is not None and special.kind is DayKind.OFF
    weekday = sessions_follow(on, special)
    cards = (
        ()
        if off
        else tuple(_card(window, spec, on, tz) for window, spec in sessions if weekday in spec.weekdays)
    )
    changes = tuple(changes)
    cards += tuple(card for one in changes for card in _changed(one, tz))
    holes = sorted((_hole(one, on, tz) for one in closures), key=lambda hole: hole[:2])
    for begins, ends, _why in holes:
        cards = tuple(
            piece
            for card in cards
            for piece in ((card,) if card.kind is SessionKind.CLOSED else without(card, begins, ends))
        )
    name = special.name if special else ""
    reason = _reason_of(on, special)
    open_cards = [one for one in cards if one.kind is not SessionKind.CLOSED]
    if not off and not open_cards:
        if holes:
            reason, name = DayReason.CLOSURE, holes[0][2]
        elif working:
            reason = DayReason.NO_SESSIONS
    ordered = tuple(sorted(cards, key=lambda one: (one.opens, one.closes, str(one.window_id))))
    return DayPlan(on, working, reason, name, ordered, provisional, tuple(holes), changes)


def _changed(change: PlannedChange, tz: ZoneInfo) -> list[SessionCard]:
    kind = SessionKind.OPEN if change.kind.opens else SessionKind.CLOSED
    opens, closes = change.opens.astimezone(tz), change.closes.astimezone(tz)
    takes = closes if change.takes_tickets and change.kind.opens else None
    extends = change.kind is ChangeKind.EXTENSION
    return [SessionCard(opens, closes, takes, one, kind, extends) for one in change.window_ids]


def change_fits(
    kind: ChangeKind, sessions: Sequence[SessionCard], begins: datetime, ends: datetime
) -> str | None:
    """Return what speaks against a change of a window with these sessions: a flaw's name, or None.

    ``order``: it ends before it begins; ``open-then``: the window is open then anyway; ``closed-then``:
    there is nothing to close; ``not-after-session``: an extension follows a session of the window at once.
    """
    if begins >= ends:
        return "order"
    met = any(one.opens < ends and begins < one.closes for one in sessions)
    if kind.opens and met:
        return "open-then"
    if not kind.opens and not met:
        return "closed-then"
    if kind is ChangeKind.EXTENSION and all(one.closes != begins for one in sessions):
        return "not-after-session"
    return None


def notice_is_kept(kind: ChangeKind, begins: datetime, ends: datetime, at: datetime, lead: timedelta) -> bool:
    """Say whether a request of ``at`` comes early enough (HRS-04).

    Overtime and other hours are announced ``lead`` before.  An extension is for those who wait at closing
    time (EXT-01): it may be asked for until it would be over, and begins with its approval at the earliest.
    """
    return at < ends if kind is ChangeKind.EXTENSION else begins - at >= lead


def may_decide_hours(held: Iterable[GrantCard], sections: Collection[UUID | None]) -> bool:
    """Say whether these roles may decide on hours: office and unit head, or the section head of every window.

    ``sections`` are the departments of the windows; a section head of the whole hall has all of them.
    """
    for one in held:
        if one.role in (Role.OFF, Role.UH):
            return True
        if one.role is Role.SEC and (one.department_id is None or set(sections) == {one.department_id}):
            return True
    return False


def next_rung(told: Sequence[datetime], ladder: int, at: datetime, step: timedelta) -> int | None:
    """Return the place of the ladder that is due at ``at``, or None; one place every ``step`` (HRS-05)."""
    if len(told) >= ladder:
        return None
    return len(told) if not told or at >= max(told) + step else None


def _reason_of(on: date, special: CalendarDayCard | None) -> DayReason:
    if special is not None:
        return DayReason.HOLIDAY if special.kind is DayKind.OFF else DayReason.MAKE_UP
    return DayReason.WEEKEND if on.isoweekday() >= SATURDAY else DayReason.ORDINARY


def _card(window: UUID | None, spec: SessionSpec, on: date, tz: ZoneInfo) -> SessionCard:
    takes: time | None = spec.takes_until
    if takes is None and spec.kind is SessionKind.OPEN:
        takes = spec.closes
    return SessionCard(
        opens=_moment(on, spec.opens, tz),
        closes=_moment(on, spec.closes, tz),
        takes_until=None if takes is None or spec.kind is SessionKind.CLOSED else _moment(on, takes, tz),
        window_id=window,
        kind=spec.kind,
    )


def _hole(closure: ClosureCard, on: date, tz: ZoneInfo) -> tuple[datetime, datetime, str]:
    begins = _moment(on, closure.begins or time(0), tz)
    ends = _moment(on, closure.ends, tz) if closure.ends else _moment(on + timedelta(days=1), time(0), tz)
    return begins, ends, closure.reason


def sessions_of(plan: DayPlan, window_id: UUID | None) -> tuple[SessionCard, ...]:
    """Return when a window is open on the day: the hall's sessions, less and plus its own (HRS-06)."""
    own = [one for one in plan.sessions if window_id is not None and one.window_id == window_id]
    cards: tuple[SessionCard, ...] = plan.hall_sessions
    for closed in (one for one in own if one.kind is SessionKind.CLOSED):
        cards = tuple(piece for card in cards for piece in without(card, closed.opens, closed.closes))
    added = tuple(one for one in own if one.kind is not SessionKind.CLOSED)
    return tuple(sorted((*cards, *added), key=lambda one: (one.opens, one.closes)))


def session_at(plan: DayPlan, window_id: UUID | None, at: datetime) -> SessionCard | None:
    """Return the session of the window (None: of the hall) that runs at ``at``; its close is outside."""
    return next((one for one in sessions_of(plan, window_id) if one.opens <= at < one.closes), None)


def is_lunch(plan: DayPlan, at: datetime) -> bool:
    """Say whether ``at`` lies between two of the hall's sessions around noon."""
    before = [one.closes for one in plan.hall_sessions if one.closes <= at]
    after = [one.opens for one in plan.hall_sessions if one.opens > at]
    if not before or not after or any(one.opens <= at < one.closes for one in plan.hall_sessions):
        return False
    earliest, latest = LUNCH_BEGINS
    return earliest <= max(before).time() <= latest


_DAY_REASONS = {
    DayReason.HOLIDAY: TakingReason.HOLIDAY,
    DayReason.WEEKEND: TakingReason.WEEKEND,
    DayReason.CLOSURE: TakingReason.CLOSURE,
    DayReason.NO_SESSIONS: TakingReason.NO_SESSIONS,
}


def taking(plan: DayPlan, at: datetime) -> TakingVerdict:
    """Say whether the hall gives tickets at ``at``, why not, and when on this day it does again (HRS-01)."""
    giving = sorted(
        ((one.opens, one.takes_until) for one in plan.sessions if one.takes_until is not None),
        key=lambda one: one,
    )
    until = _until(giving, at)
    if until is not None:
        return TakingVerdict(True, TakingReason.OPEN, until=until)
    reopens = min((opens for opens, _takes in giving if opens > at), default=None)
    return replace(_closed(plan, at, reopens), reopens_at=reopens)


def first_opening(plan: DayPlan) -> datetime | None:
    """Return the first moment of the day at which a ticket is given, or None."""
    return min((one.opens for one in plan.sessions if one.takes_until is not None), default=None)


def _until(giving: Sequence[tuple[datetime, datetime]], at: datetime) -> datetime | None:
    """Return when tickets stop, over sessions that touch each other; None when none are given now."""
    end = None
    for opens, takes in giving:
        if opens <= (end or at) < takes:
            end = takes
    return end


def _closed(plan: DayPlan, at: datetime, reopens: datetime | None) -> TakingVerdict:
    for begins, ends, why in plan.closed_between:
        if begins <= at < ends:
            return TakingVerdict(False, TakingReason.CLOSURE, detail=why)
    if not plan.hall_sessions:
        return TakingVerdict(False, _DAY_REASONS.get(plan.reason, TakingReason.NO_SESSIONS), detail=plan.name)
    if session_at(plan, None, at) is not None:
        return TakingVerdict(False, TakingReason.ENOUGH_FOR_NOW)
    if is_lunch(plan, at):
        return TakingVerdict(False, TakingReason.LUNCH)
    return TakingVerdict(
        False, TakingReason.AFTER_CLOSING if reopens is None else TakingReason.BEFORE_OPENING
    )


def flaw_of(sessions: Sequence[SessionSpec]) -> str | None:
    """Return what is wrong with a week of sessions: ``order``, ``weekday``, ``takes`` or ``overlap``."""
    for one in sessions:
        if not one.weekdays or any(day not in range(1, 8) for day in one.weekdays):
            return "weekday"
        if one.opens >= one.closes:
            return "order"
        if one.takes_until is not None and not one.opens < one.takes_until <= one.closes:
            return "takes"
    for weekday in range(1, 8):
        held = sorted((one.opens, one.closes) for one in sessions if weekday in one.weekdays)
        if any(later[0] < earlier[1] for earlier, later in pairwise(held)):
            return "overlap"
    return None


def year_to_import(on: date, known: frozenset[int]) -> int | None:
    """Return the year whose calendar is missing on ``on``: this year's, or from 1 December next year's."""
    if on.year not in known:
        return on.year
    if (on.month, on.day) >= ALERT_FROM and on.year + 1 not in known:
        return on.year + 1
    return None
