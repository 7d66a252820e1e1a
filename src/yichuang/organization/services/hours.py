"""Set opening sessions and closures, from a day on and never backwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import rules
from yichuang.organization.errors import DayHasPassed, HoursUnfit, LastFixedPost, PlaceUnknown, WindowUnknown
from yichuang.organization.events import ClosureSet, ClosureWithdrawn, HoursSet
from yichuang.organization.models import Closure, Hall, OpeningSession, Window
from yichuang.organization.services.marks import locked_hall, move_mark, told_before
from yichuang.organization.types import ONLY_FLEXIBLE_LEFT, ClosureCard, SessionKind, SessionSpec
from yichuang.regulations import selectors as regulations

FLAWS = {
    "weekday": _("A session needs weekdays from Monday to Sunday."),
    "order": _("A session closes after it opens."),
    "takes": _("Tickets stop within the session they are for."),
    "overlap": _("Two sessions of one weekday overlap."),
    "pair": _("A closure of some hours needs both its beginning and its end, in that order."),
    "hall-kind": _("Lunch duty and closed hours belong to single windows, not to the whole hall."),
}
WORKING_WEEK = (1, 2, 3, 4, 5)


@transaction.atomic
def set_sessions(
    *,
    sessions: Sequence[SessionSpec],
    window_id: UUID | None = None,
    from_day: date | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> tuple[SessionSpec, ...]:
    """Set the week of the hall, or what one window has on top of it, from ``from_day`` (today) on.

    A window's rows add lunch duty or other hours to the hall's, or close some of them (HRS-06); an empty
    list takes them all back.  Until that day the old week holds.
    Raises: HoursUnfit, DayHasPassed, WindowUnknown, HallUnknown, LastFixedPost (AB-02).
    """
    promise = once(by, "organization.set_sessions", key, at)
    if promise.replay:
        return tuple(sessions)
    flaw = rules.flaw_of(sessions)
    if window_id is None and any(one.kind is not SessionKind.OPEN for one in sessions):
        flaw = "hall-kind"
    if flaw:
        raise HoursUnfit(why=str(FLAWS[flaw]))

    hall = locked_hall(by.hall_id)
    today = local_day(at, hall.timezone)
    from_day = from_day or today
    if from_day < today:
        raise DayHasPassed
    window = Window.objects.filter(hall_id=hall.id, id=window_id).first() if window_id else None
    if window_id and window is None:
        raise WindowUnknown

    _replace(hall, window_id, sessions, from_day)
    move_mark(hall)
    if window is not None and ONLY_FLEXIBLE_LEFT(hall.id, window.id, from_day):  # asked of the new hours
        raise LastFixedPost(number=window.number)
    told = HoursSet(window_id=window_id, from_day=from_day, sessions=tuple(map(_line, sessions)))
    record(told, subject=window_id or hall.id, by=by, at=at, entry_id=promise.entry_id)
    return tuple(sessions)


def _replace(hall: Hall, window_id: UUID | None, sessions: Sequence[SessionSpec], from_day: date) -> None:
    mine = Q(window_id=window_id) if window_id else Q(window__isnull=True)
    standing = OpeningSession.objects.filter(mine, hall_id=hall.id)
    standing.filter(active_from__gte=from_day).delete()  # was planned, never held
    standing.filter(Q(active_until__isnull=True) | Q(active_until__gt=from_day)).update(active_until=from_day)
    OpeningSession.objects.bulk_create(
        OpeningSession(
            id=new_id(),
            hall_id=hall.id,
            window_id=window_id,
            weekday=weekday,
            kind=str(one.kind),
            opens=one.opens,
            closes=one.closes,
            takes_until=one.takes_until,
            active_from=from_day,
        )
        for one in sessions
        for weekday in sorted(set(one.weekdays))
    )


def _line(one: SessionSpec) -> str:
    days = "".join(str(day) for day in sorted(set(one.weekdays)))
    takes = f"/{one.takes_until:%H:%M}" if one.takes_until else ""
    return f"{days}/{one.kind}/{one.opens:%H:%M}-{one.closes:%H:%M}{takes}"


def usual_hours(hall: Hall, *, by: Actor, at: datetime) -> None:
    """Give a new hall the hours of the rulebook (``hours.sessions``), Monday to Friday."""
    today = local_day(at, hall.timezone)
    usual = regulations.parameter(hall.id, "hours.sessions", today)
    week = [
        SessionSpec(WORKING_WEEK, time.fromisoformat(opens), time.fromisoformat(closes))
        for opens, closes in usual
    ]
    _replace(hall, None, week, today)
    told = HoursSet(window_id=None, from_day=today, sessions=tuple(map(_line, week)))
    record(told, subject=hall.id, by=by, at=at)


@transaction.atomic
def close_on(
    *,
    day: date,
    reason: str,
    begins: time | None = None,
    ends: time | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ClosureCard:
    """Keep the hall closed on ``day``, or between two times of it; boards and kiosks show ``reason``.

    Raises: DayHasPassed, HoursUnfit, HallUnknown.
    """
    promise = once(by, "organization.close_on", key, at)
    if promise.replay:
        return _closure(by.hall_id, told_before(promise, by))
    reason = plain(reason, field=_("Reason"), limit=120)
    if (begins is None) != (ends is None) or (begins and ends and begins >= ends):
        raise HoursUnfit(why=str(FLAWS["pair"]))

    hall = locked_hall(by.hall_id)
    if day < local_day(at, hall.timezone):
        raise DayHasPassed

    row = Closure.objects.create(
        id=new_id(), hall_id=hall.id, day=day, begins=begins, ends=ends, reason=reason
    )
    move_mark(hall)
    told = ClosureSet(
        day=day, begins=f"{begins:%H:%M}" if begins else "", ends=f"{ends:%H:%M}" if ends else ""
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return _closure(hall.id, row.id)


@transaction.atomic
def withdraw_closure(*, closure_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ClosureCard:
    """Take a closure back.  Raises: PlaceUnknown, DayHasPassed."""
    promise = once(by, "organization.withdraw_closure", key, at)
    if promise.replay:
        return _closure(by.hall_id, closure_id)
    hall = locked_hall(by.hall_id)
    row = Closure.objects.filter(hall_id=hall.id, id=closure_id, withdrawn_at__isnull=True).first()
    if row is None:
        raise PlaceUnknown
    if row.day < local_day(at, hall.timezone):
        raise DayHasPassed

    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    move_mark(hall)
    record(ClosureWithdrawn(day=row.day), subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return _closure(hall.id, row.id)


def _closure(hall_id: UUID, closure_id: UUID) -> ClosureCard:
    row = Closure.objects.get(hall_id=hall_id, id=closure_id)
    return ClosureCard(row.id, row.hall_id, row.day, row.begins, row.ends, row.reason)
