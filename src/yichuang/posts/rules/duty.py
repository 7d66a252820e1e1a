"""Whether hours were kept, and whether somebody may sign on now: values in, verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.organization.types import SessionCard
from yichuang.posts.types import BreachKind, HolderCard, HoursBreach, Part

# Late and early are counted in whole minutes, as the daily list is read: 08:00:59 is not late (ours).
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody at a window, from a moment until a moment (None: still there)."""

    person_id: UUID
    started_at: datetime
    ended_at: datetime | None


def may_prepare(sessions: Sequence[SessionCard], at: datetime, lead: timedelta) -> bool:
    """Say whether a window with these sessions may be signed on at ``at``: in one, or ``lead`` before it."""
    return any(one.opens - lead <= at < one.closes for one in sessions)


def lapses_at(sessions: Sequence[SessionCard], started_at: datetime, after: timedelta) -> datetime:
    """Return when a sign-on of ``started_at`` ends by itself: ``after`` the day's last session.

    On a day without sessions it is as long after the sign-on.
    """
    return max([started_at, *(one.closes for one in sessions)]) + after


def since(sessions: Sequence[SessionCard], moment: datetime | None) -> list[SessionCard]:
    """Return what is left of the sessions from ``moment`` on (None: all): a window owes nothing before it."""
    if moment is None:
        return list(sessions)
    return [replace(one, opens=max(one.opens, moment)) for one in sessions if one.closes > moment]


def breaches(
    window_id: UUID, sessions: Sequence[SessionCard], presences: Sequence[Presence], at: datetime
) -> list[HoursBreach]:
    """Return what a window's day shows at ``at``: opened late, closed early, not opened (HRS-03).

    ``sessions`` are the window's of the day, with approved closures already taken out; touching ones
    count as one.  A window left and manned again within a session closed early only if nobody was there
    when it ended.
    """
    found = []
    for opens, closes in _spans(sessions):
        if opens > at:
            continue
        there = [one for one in presences if one.started_at < closes and (one.ended_at or at) > opens]
        if not there:
            if at >= closes:
                minutes = _minutes(closes - opens)
                found.append(HoursBreach(window_id, None, BreachKind.NOT_OPENED, opens, None, minutes))
            continue
        first = min(there, key=lambda one: one.started_at)
        if first.started_at - opens >= MINUTE:
            late = _minutes(first.started_at - opens)
            found.append(
                HoursBreach(window_id, first.person_id, BreachKind.LATE_OPEN, opens, first.started_at, late)
            )
        last = max(there, key=lambda one: one.ended_at or closes)
        left = last.ended_at
        if left is not None and left <= at and closes - left >= MINUTE:
            early = _minutes(closes - left)
            found.append(HoursBreach(window_id, last.person_id, BreachKind.EARLY_CLOSE, closes, left, early))
    return found


def vacant_since(
    sessions: Sequence[SessionCard], presences: Sequence[Presence], at: datetime
) -> datetime | None:
    """Return since when nobody is at a window that is open at ``at``, or None (AB-02).

    Outside its sessions a window is nobody's; the time before a session began is not counted.
    """
    opens = next((opens for opens, closes in _spans(sessions) if opens <= at < closes), None)
    if opens is None or any(one.started_at <= at and (one.ended_at or at) >= at for one in presences):
        return None
    return max([opens, *(one.ended_at for one in presences if one.ended_at is not None)])


def minutes_within(begins: datetime, ends: datetime, presence: Presence, at: datetime) -> int:
    """Return how many whole minutes of ``begins`` to ``ends`` somebody was there, up to ``at`` (EXT-03)."""
    there = min(ends, presence.ended_at or at, at) - max(begins, presence.started_at)
    return max(0, _minutes(there))


def _spans(sessions: Sequence[SessionCard]) -> list[tuple[datetime, datetime]]:
    spans: list[tuple[datetime, datetime]] = []
    for one in sorted(sessions, key=lambda session: session.opens):
        if spans and one.opens <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], one.closes))
        else:
            spans.append((one.opens, one.closes))
    return spans


def _minutes(span: timedelta) -> int:
    return int(span / MINUTE)


def is_final(breach: HoursBreach, at: datetime) -> bool:
    """Say whether a breach can be told: an early close only when its session is over, since B may come."""
    return breach.kind is not BreachKind.EARLY_CLOSE or breach.due <= at


def holds_on(holder: HolderCard, on: date) -> bool:
    """Say whether a part holds on a day; its end is outside."""
    return holder.active_from <= on and (holder.active_until is None or on < holder.active_until)


def clashes(
    standing: Sequence[HolderCard], person_id: UUID, part: Part, first: date, until: date | None
) -> bool:
    """Say whether a new part clashes: the same person twice in the post, or two holders A, on one day."""
    for one in standing:
        apart = (one.active_until is not None and one.active_until <= first) or (
            until is not None and until <= one.active_from
        )
        if not apart and (one.person_id == person_id or (part is Part.A and one.part is Part.A)):
            return True
    return False
