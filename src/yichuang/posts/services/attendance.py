"""Say anew how a shift was attended: one person asks and gives a reason, it counts when a second approves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.posts import rules, selectors
from yichuang.posts.errors import (
    NotYoursToRestate,
    RestatementNeedsAnother,
    RestatementSettledAlready,
    RestatementUnfit,
    RestatementUnknown,
    RestatementWaits,
)
from yichuang.posts.events import RestatementAsked, RestatementSettled
from yichuang.posts.models import Absence, Restatement
from yichuang.posts.rules.duty import MINUTE
from yichuang.posts.types import (
    AttendanceCard,
    Attended,
    DaySession,
    RestatementCard,
    RestatementReason,
    RestatementState,
)

DAY = timedelta(days=1)


@transaction.atomic
def ask_restatement(
    *,
    person_id: UUID,
    post_id: UUID,
    day: date,
    session: DaySession,
    attended: Attended,
    minutes: int,
    reason: RestatementReason,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> RestatementCard:
    """Say how somebody attended a shift, other than it was counted; nothing changes before it is approved.

    Asked for by whose shift it is, their section head or the office.
    Raises: NotYoursToRestate, RestatementUnfit, RestatementWaits (ATT-01).
    """
    promise = once(by, "posts.ask_restatement", key, at)
    if promise.replay:
        return selectors.restatement(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    if not selectors.may_arrange_leave(by.hall_id, by.id, person_id, at):
        raise NotYoursToRestate
    counted = _counted(by.hall_id, person_id, post_id, day, session, at)
    opens, closes = selectors.open_days(by.hall_id, since=day, until=day + DAY, post_ids=[post_id]).spans[
        post_id, day, session
    ]
    said = rules.said_anew(counted.state, counted.minutes, attended, minutes, int((closes - opens) / MINUTE))
    if said is None:
        raise RestatementUnfit
    shift = {"person_id": person_id, "post_id": post_id, "day": day, "session": session.value}
    if Restatement.objects.filter(hall_id=by.hall_id, state="asked", **shift).exists():
        raise RestatementWaits

    row = Restatement.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        state=RestatementState.ASKED.value,
        counted=counted.state.value,
        counted_minutes=counted.minutes,
        attended=said[0].value,
        minutes=said[1],
        reason=reason.value,
        asked_by=by.id,
        asked_at=at,
        **shift,
    )
    record(_asked(row), subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.restatement_card(row)


def _asked(row: Restatement) -> RestatementAsked:
    return RestatementAsked(
        person_id=row.person_id,
        post_id=row.post_id,
        day=row.day,
        session=row.session,
        counted=row.counted,
        counted_minutes=row.counted_minutes,
        attended=row.attended,
        minutes=row.minutes,
        reason=row.reason,
    )


def _counted(
    hall_id: UUID, person_id: UUID, post_id: UUID, day: date, session: DaySession, at: datetime
) -> AttendanceCard:
    cards = selectors.attendance(hall_id, since=day, until=day + DAY, at=at, person_id=person_id)
    for one in cards:
        if (one.post_id, one.session) == (post_id, session):
            return one
    raise RestatementUnfit


@transaction.atomic
def approve_restatement(
    *, restatement_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> RestatementCard:
    """Approve what another person asked for about a third one's or their own attendance: now it counts.

    An absence told for that day falls away when no shift of it is absent any more.
    Raises: RestatementUnknown, RestatementSettledAlready, RestatementNeedsAnother, NotYoursToRestate.
    """
    return _settle(restatement_id, RestatementState.APPROVED, by, at, key)


@transaction.atomic
def refuse_restatement(
    *, restatement_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> RestatementCard:
    """Leave attendance as it was counted.

    Raises: what ``approve_restatement`` does.
    """
    return _settle(restatement_id, RestatementState.REFUSED, by, at, key)


def _settle(
    restatement_id: UUID, state: RestatementState, by: Actor, at: datetime, key: Key | None
) -> RestatementCard:
    promise = once(by, f"posts.{state.value}_restatement", key, at)
    row = Restatement.objects.select_for_update().filter(hall_id=by.hall_id, id=restatement_id).first()
    if row is None:
        raise RestatementUnknown
    if promise.replay:
        return selectors.restatement_card(row)
    if by.id in (row.person_id, row.asked_by):
        raise RestatementNeedsAnother
    if not selectors.may_decide_leave(by.hall_id, by.id, row.person_id, at):
        raise NotYoursToRestate
    if row.state != RestatementState.ASKED:
        raise RestatementSettledAlready

    row.state, row.settled_by, row.settled_at = state.value, by.id, at
    row.save(update_fields=["state", "settled_by", "settled_at"])
    lifts = state is RestatementState.APPROVED and _lift_absence(row, by, at)
    told = RestatementSettled(
        person_id=row.person_id, day=row.day, session=row.session, state=state.value, lifts_absence=lifts
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.restatement_card(row)


def _lift_absence(row: Restatement, by: Actor, at: datetime) -> bool:
    """Excuse the day's absence once none of its shifts counts as absent."""
    if selectors.missed_shifts(row.hall_id, row.day, at, row.person_id):
        return False
    waits = Absence.objects.filter(
        hall_id=row.hall_id, person_id=row.person_id, day=row.day, excused_at__isnull=True
    )
    return waits.update(excused_at=at, excused_by=by.id) > 0
