"""Ask for leave, sign for the handover.  Who covers is in ``naming``, the rest in ``decide_leave``."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, pgettext_lazy

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HasLeft
from yichuang.posts import rules, selectors
from yichuang.posts.errors import (
    CoverUnknown,
    FiledTooLate,
    HandoverNotFilled,
    LeaveDaysUnfit,
    LeaveOverlaps,
    LeaveReasonNeeded,
    LeaveSettled,
    NotYourLeave,
    NotYoursToSign,
    SignedAlready,
    TimeToHandOver,
)
from yichuang.posts.events import HandoverSigned, LeaveRequested, LeaveSubmitted
from yichuang.posts.labels import LEAVE_STATES
from yichuang.posts.models import Cover, HandoverLine, Leave
from yichuang.posts.services.naming import locked_leave, suggest_covers
from yichuang.posts.services.turns import renew_until, take_turn
from yichuang.posts.types import (
    CoverCard,
    LeaveCard,
    LeaveKind,
    LeavePath,
    LeaveState,
)
from yichuang.regulations import selectors as regulations

PURPOSE = "posts.leave"
NOTES_STAY = timedelta(days=3 * 366)
LONGEST = timedelta(days=366)
MOST_NOTE = 300
ENDED = (LeaveState.REFUSED, LeaveState.WITHDRAWN)


@transaction.atomic
def request_leave(
    *,
    kind: LeaveKind,
    begins: datetime,
    ends: datetime,
    path: LeavePath = LeavePath.PLANNED,
    note: str = "",
    person_id: UUID | None = None,
    draft: bool = False,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> LeaveCard:
    """Ask for leave from a moment until a moment (exclusive), for oneself or whoever called in.

    On the emergency path a reason is written down, and whom the shifts name as B covers at once, without
    anybody's approval (AB-04, AB-09); the leave itself is still to be decided (X-13).  It may be filed some
    working days afterwards (``att.late_filing_days``); what begins after the next working day is planned.
    Raises: LeaveDaysUnfit, LeaveReasonNeeded, TimeToHandOver (AB-04), FiledTooLate (ATT-02), LeaveOverlaps,
    NotYourLeave, PersonUnknown, HasLeft.
    """
    promise = once(by, "posts.request_leave", key, at)
    if promise.replay:
        return selectors.leave(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    take_turn(by.hall_id)
    person = organization.person(by.hall_id, person_id or by.id)
    if not person.active:
        raise HasLeft
    if not selectors.may_arrange_leave(by.hall_id, by.id, person.id, at):
        raise NotYourLeave
    draft = draft and path is LeavePath.PLANNED
    if path is LeavePath.EMERGENCY and not note.strip():
        raise LeaveReasonNeeded
    _refuse_days(by.hall_id, begins, ends, path, at)
    _refuse_overlaps(by.hall_id, person.id, begins, ends)

    state = LeaveState.DRAFT if draft else LeaveState.SUBMITTED
    row = Leave.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        person_id=person.id,
        kind=kind.value,
        path=path.value,
        state=state.value,
        begins=begins,
        ends=ends,
        note_id=_kept(note, by, at),
        asked_by=by.id,
        asked_at=at,
        submitted_at=None if draft else at,
    )
    record(_requested(row), subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    suggest_covers(row, by, at)
    renew_until(by.hall_id, person.id, at)
    return selectors.leave(by.hall_id, row.id)


def _refuse_days(hall_id: UUID, begins: datetime, ends: datetime, path: LeavePath, at: datetime) -> None:
    if not timedelta(0) < ends - begins <= LONGEST or (path is LeavePath.PLANNED and begins <= at):
        raise LeaveDaysUnfit
    zone = organization.timezone_of(hall_id)
    today, first = local_day(at, zone), local_day(begins, zone)
    days = regulations.parameter(hall_id, "att.late_filing_days", today)
    if today > organization.add_working_days(hall_id, first, days):
        raise FiledTooLate(days=days)
    if path is LeavePath.EMERGENCY and first > organization.add_working_days(hall_id, today, 1):
        raise TimeToHandOver


def _requested(row: Leave) -> LeaveRequested:
    return LeaveRequested(
        person_id=row.person_id,
        path=row.path,
        state=row.state,
        begins=row.begins,
        ends=row.ends,
        note_id=row.note_id,
    )


def _refuse_overlaps(hall_id: UUID, person_id: UUID, begins: datetime, ends: datetime) -> None:
    others = Leave.objects.filter(hall_id=hall_id, person_id=person_id, begins__lt=ends, ends__gt=begins)
    if others.exclude(state__in=[one.value for one in ENDED]).exists():
        raise LeaveOverlaps


def _kept(note: str, by: Actor, at: datetime) -> UUID | None:
    """Lock a reason away: why somebody is away is nobody's but theirs and who decides."""
    if not note.strip():
        return None
    text = plain(note, field=pgettext_lazy("leave", "Reason"), limit=MOST_NOTE)
    return vault.keep(
        hall_id=by.hall_id,
        kind=Kind.TEXT,
        value=text,
        purpose=PURPOSE,
        expires_at=at + NOTES_STAY,
        by=by,
        at=at,
    )


@transaction.atomic
def submit_leave(*, leave_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> LeaveCard:
    """Hand a draft in.  Raises: LeaveUnknown, NotYourLeave, LeaveSettled (ATT-07), LeaveDaysUnfit."""
    promise = once(by, "posts.submit_leave", key, at)
    row = locked_leave(leave_id, by)
    if promise.replay:
        return selectors.leave(by.hall_id, row.id)
    if not selectors.may_arrange_leave(by.hall_id, by.id, row.person_id, at):
        raise NotYourLeave
    way = rules.leave_arrow(LeaveState(row.state), rules.LeaveAct.SUBMIT)
    if way is None:
        raise LeaveSettled(state=str(LEAVE_STATES[LeaveState(row.state)]))
    if row.begins <= at:
        raise LeaveDaysUnfit

    row.state, row.submitted_at = way.target.value, at
    row.save(update_fields=["state", "submitted_at"])
    told = LeaveSubmitted(person_id=row.person_id)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.leave(by.hall_id, row.id)


@transaction.atomic
def sign_handover(*, cover_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> CoverCard:
    """Sign, as B, for everything A has in hand; a handover that is late is signed for all the same.

    Raises: CoverUnknown, NotYoursToSign (AB-03), SignedAlready, LeaveSettled, HandoverNotFilled (AB-03).
    """
    promise = once(by, "posts.sign_handover", key, at)
    row = Cover.objects.select_for_update().filter(hall_id=by.hall_id, id=cover_id).first()
    if row is None:
        raise CoverUnknown
    if promise.replay:
        return selectors.cover_card(row)
    if row.b_id != by.id:
        raise NotYoursToSign
    if row.signed_at is not None:
        raise SignedAlready
    if row.dropped_at is not None:
        raise LeaveSettled(state=gettext("another substitute"))
    lines = selectors.open_work(by.hall_id, row.a_id, at)
    if lines is None:
        raise HandoverNotFilled

    row.signed_at = at
    row.save(update_fields=["signed_at"])
    HandoverLine.objects.bulk_create(
        HandoverLine(
            id=new_id(),
            hall_id=by.hall_id,
            cover_id=row.id,
            room=one.room,
            subject_id=one.subject_id,
            label=one.label,
            due_at=one.due_at,
        )
        for one in lines
    )
    told = HandoverSigned(
        leave_id=row.leave_id,
        post_id=row.post_id,
        a_id=row.a_id,
        b_id=row.b_id,
        subject_ids=tuple(one.subject_id for one in lines),
        late=row.begins <= at,
    )
    record(told, subject=row.id, matter=row.leave_id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.cover_card(row)
