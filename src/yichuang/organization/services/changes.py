"""Other hours of some windows on one day: asked for, decided by somebody else, or an emergency explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.access import selectors as access
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import rules, selectors
from yichuang.organization.errors import (
    AlreadyDecided,
    ChangeInThePast,
    ChangeUnfit,
    ChangeUnknown,
    ExplanationDue,
    ExplanationMissing,
    NobodyTold,
    NoticeTooShort,
    NotYoursToDecide,
    OwnChange,
    PersonUnknown,
    WindowUnknown,
)
from yichuang.organization.events import (
    HoursChangeApproved,
    HoursChangeAsked,
    HoursChangedInEmergency,
    HoursChangeEnded,
    HoursChangeExplained,
    HoursChangeRefused,
)
from yichuang.organization.models import Hall, HoursChange
from yichuang.organization.selectors.changes import change_card
from yichuang.organization.services.marks import locked_hall, move_mark, told_before
from yichuang.organization.types import IN_FORCE, ChangeCard, ChangeKind, ChangeReason, ChangeState
from yichuang.regulations import selectors as regulations

FLAWS = {
    "order": _("A change of hours ends after it begins, on one day of the hall."),
    "windows": _("Name the windows whose hours change."),
    "open-then": _("A window is open then anyway; ask for the time outside its hours."),
    "closed-then": _("A window is not open then anyway."),
    "not-after-session": _("An extension follows the window’s session at once; ask for overtime instead."),
}
# an emergency is reported on its day or the day after, later nobody remembers it rightly (ours)
REPORTED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: other hours of ``window_ids`` from ``begins`` to ``ends``, and why.

    ``note`` is a short reason of the office without personal data; ``takes_tickets``: whether the ticket
    machine gives numbers meanwhile.
    """

    kind: ChangeKind
    window_ids: tuple[UUID, ...]
    begins: datetime
    ends: datetime
    reason: ChangeReason
    note: str = ""
    takes_tickets: bool = False


@transaction.atomic
def request_change(*, wish: Wish, by: Actor, at: datetime, key: Key | None = None) -> ChangeCard:
    """Ask for other hours; they hold when somebody else has approved them (EXT-02).

    Overtime and other hours are asked for ``hours.overtime_notice_lead`` hours before, an extension while
    there is something left of it, nothing for what has passed (HRS-04).
    Raises: ChangeInThePast, NoticeTooShort, ChangeUnfit, WindowUnknown, PersonUnknown.
    """
    promise = once(by, "organization.request_change", key, at)
    if promise.replay:
        return selectors.change(by.hall_id, told_before(promise, by))
    hall = locked_hall(by.hall_id)
    _a_person(by)
    if (wish.ends if wish.kind is ChangeKind.EXTENSION else wish.begins) <= at:
        raise ChangeInThePast
    lead = regulations.parameter(hall.id, "hours.overtime_notice_lead", local_day(at, hall.timezone))
    if not rules.notice_is_kept(wish.kind, wish.begins, wish.ends, at, timedelta(hours=lead)):
        raise NoticeTooShort(hours=lead)
    _refuse_unfit(hall, wish)

    row = _written(hall, wish, ChangeState.REQUESTED, by, at)
    told = HoursChangeAsked(
        day=row.day,
        begins=wish.begins,
        ends=wish.ends,
        kind=str(wish.kind),
        reason=str(wish.reason),
        window_ids=wish.window_ids,
        takes_tickets=row.takes_tickets,
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return change_card(row)


@transaction.atomic
def change_in_emergency(
    *,
    wish: Wish,
    told: Sequence[UUID],
    explanation: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ChangeCard:
    """Change hours at once in an emergency, naming who was told; it is explained afterwards (HRS-04, X-04).

    What is reported only when it is over comes with its explanation, and at most a day later.
    Raises: NotYoursToDecide, NobodyTold, ExplanationDue, ExplanationMissing, ChangeInThePast, ChangeUnfit,
    WindowUnknown, PersonUnknown.
    """
    promise = once(by, "organization.change_in_emergency", key, at)
    if promise.replay:
        return selectors.change(by.hall_id, told_before(promise, by))
    hall = locked_hall(by.hall_id)
    _may_decide(hall, wish.window_ids, by, at)
    explanation = plain(explanation, field=_("Explanation"), limit=300, blank=True)
    named = tuple(dict.fromkeys(one for one in told if one != by.id))
    if not named:
        raise NobodyTold
    if any(not selectors.person(hall.id, one).active for one in named):
        raise PersonUnknown
    _refuse_unexplained(hall, by, at)
    if local_day(wish.begins, hall.timezone) < local_day(at - REPORTED_WITHIN, hall.timezone):
        raise ChangeInThePast
    if wish.ends <= at and not explanation:
        raise ExplanationMissing
    _refuse_unfit(hall, wish)

    row = _written(hall, wish, ChangeState.EMERGENCY, by, at, told=named)
    move_mark(hall)
    event = HoursChangedInEmergency(
        day=row.day,
        begins=wish.begins,
        ends=wish.ends,
        kind=str(wish.kind),
        reason=str(wish.reason),
        window_ids=wish.window_ids,
        takes_tickets=row.takes_tickets,
        told=named,
    )
    record(event, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    if explanation:
        _explain(row, explanation, by, at, new_id())
    return change_card(row)


@transaction.atomic
def approve_change(*, change_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ChangeCard:
    """Approve other hours: from now on they are the windows' plan of that day (EXT-02).

    Approved late, they begin at the approval: nothing is approved for what has passed.
    Raises: ChangeUnknown, AlreadyDecided, OwnChange, NotYoursToDecide, ChangeInThePast, ChangeUnfit.
    """
    promise = once(by, "organization.approve_change", key, at)
    if promise.replay:
        return selectors.change(by.hall_id, change_id)
    hall, row = _question(change_id, by, at)
    if row.ends <= at:
        raise ChangeInThePast
    _refuse_unfit(hall, _wish_of(row))  # the windows may have got other hours since

    row.begins = max(row.begins, at)
    _decide(row, ChangeState.APPROVED, by, at)
    move_mark(hall)
    told = HoursChangeApproved(
        day=row.day,
        begins=row.begins,
        ends=row.ends,
        kind=row.kind,
        window_ids=change_card(row).window_ids,
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return change_card(row)


@transaction.atomic
def refuse_change(*, change_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ChangeCard:
    """Refuse other hours that were asked for.

    Raises: ChangeUnknown, AlreadyDecided, OwnChange, NotYoursToDecide.
    """
    promise = once(by, "organization.refuse_change", key, at)
    if promise.replay:
        return selectors.change(by.hall_id, change_id)
    _hall, row = _question(change_id, by, at)

    _decide(row, ChangeState.REFUSED, by, at)
    record(HoursChangeRefused(day=row.day), subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return change_card(row)


@transaction.atomic
def end_change(*, change_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ChangeCard:
    """Take a change back before it begins, or end it now; an open question its asker takes back.

    Raises: ChangeUnknown, AlreadyDecided, NotYoursToDecide.
    """
    promise = once(by, "organization.end_change", key, at)
    if promise.replay:
        return selectors.change(by.hall_id, change_id)
    hall, row = _locked(change_id, by)
    card = change_card(row)
    if row.state not in {ChangeState.REQUESTED, *IN_FORCE} or row.ends <= at:
        raise AlreadyDecided
    if row.state != ChangeState.REQUESTED or row.asked_by != by.id:
        _may_decide(hall, card.window_ids, by, at)

    if row.begins < at and row.state in IN_FORCE:
        row.ends = at
    else:
        row.state = str(ChangeState.WITHDRAWN)
    row.save(update_fields=["state", "ends"])
    move_mark(hall)
    told = HoursChangeEnded(day=row.day, ends=row.ends)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return change_card(row)


@transaction.atomic
def explain_change(
    *, change_id: UUID, explanation: str, by: Actor, at: datetime, key: Key | None = None
) -> ChangeCard:
    """Explain a change of hours that was made in an emergency (HRS-04).

    Raises: ChangeUnknown, AlreadyDecided, NotYoursToDecide, TextMissing.
    """
    promise = once(by, "organization.explain_change", key, at)
    if promise.replay:
        return selectors.change(by.hall_id, change_id)
    hall, row = _locked(change_id, by)
    if row.state != ChangeState.EMERGENCY:
        raise AlreadyDecided
    if row.asked_by != by.id:
        _may_decide(hall, change_card(row).window_ids, by, at)
    explanation = plain(explanation, field=_("Explanation"), limit=300)

    _explain(row, explanation, by, at, promise.entry_id)
    return change_card(row)


def _explain(row: HoursChange, explanation: str, by: Actor, at: datetime, entry_id: UUID) -> None:
    row.state, row.explanation, row.explained_at = str(ChangeState.EXPLAINED), explanation, at
    row.save(update_fields=["state", "explanation", "explained_at"])
    record(HoursChangeExplained(day=row.day), subject=row.id, by=by, at=at, entry_id=entry_id)


def _locked(change_id: UUID, by: Actor) -> tuple[Hall, HoursChange]:
    hall = locked_hall(by.hall_id)
    row = HoursChange.objects.filter(hall_id=hall.id, id=change_id).first()
    if row is None:
        raise ChangeUnknown
    return hall, row


def _question(change_id: UUID, by: Actor, at: datetime) -> tuple[Hall, HoursChange]:
    """Return a change that is still an open question and that this person may decide on."""
    hall, row = _locked(change_id, by)
    if row.state != ChangeState.REQUESTED:
        raise AlreadyDecided
    if row.asked_by == by.id:
        raise OwnChange
    _may_decide(hall, change_card(row).window_ids, by, at)
    return hall, row


def _decide(row: HoursChange, state: ChangeState, by: Actor, at: datetime) -> None:
    row.state, row.decided_by, row.decided_at = str(state), by.id, at
    row.save(update_fields=["state", "decided_by", "decided_at", "begins"])


def _a_person(by: Actor) -> None:
    if by.kind is not ActorKind.PERSON or not selectors.person(by.hall_id, by.id).active:
        raise PersonUnknown


def _may_decide(hall: Hall, window_ids: Sequence[UUID], by: Actor, at: datetime) -> None:
    _a_person(by)
    sections = {selectors.window(hall.id, one).department_id for one in window_ids}
    if not rules.may_decide_hours(access.roles_of(hall.id, by.id, at), sections):
        raise NotYoursToDecide


def _refuse_unexplained(hall: Hall, by: Actor, at: datetime) -> None:
    owed = HoursChange.objects.filter(
        hall_id=hall.id, asked_by=by.id, state=ChangeState.EMERGENCY, ends__lte=at
    ).first()
    if owed is not None:
        raise ExplanationDue(day=owed.day.isoformat())


def _refuse_unfit(hall: Hall, wish: Wish) -> None:
    """Refuse what contradicts the hours of a window on that day."""
    day = local_day(wish.begins, hall.timezone)
    if local_day(wish.ends, hall.timezone) != day:
        raise ChangeUnfit(why=str(FLAWS["order"]))
    if not wish.window_ids:
        raise ChangeUnfit(why=str(FLAWS["windows"]))
    if any(not selectors.window(hall.id, one).active for one in wish.window_ids):
        raise WindowUnknown
    plan = selectors.day_plan(hall.id, day)
    for window_id in wish.window_ids:
        sessions = selectors.sessions_of(plan, window_id)
        flaw = rules.change_fits(wish.kind, sessions, wish.begins, wish.ends)
        if flaw:
            raise ChangeUnfit(why=str(FLAWS[flaw]))


def _written(
    hall: Hall, wish: Wish, state: ChangeState, by: Actor, at: datetime, told: Sequence[UUID] = ()
) -> HoursChange:
    return HoursChange.objects.create(
        id=new_id(),
        hall_id=hall.id,
        kind=str(wish.kind),
        state=str(state),
        day=local_day(wish.begins, hall.timezone),
        begins=wish.begins,
        ends=wish.ends,
        window_ids=[one.hex for one in wish.window_ids],
        takes_tickets=wish.takes_tickets and wish.kind.opens,
        reason=str(wish.reason),
        note=plain(wish.note, field=_("Short reason"), limit=120, blank=True),
        emergency=state is ChangeState.EMERGENCY,
        asked_by=by.id,
        asked_at=at,
        told=[one.hex for one in told],
    )


def _wish_of(row: HoursChange) -> Wish:
    card = change_card(row)
    return Wish(
        card.kind, card.window_ids, card.begins, card.ends, card.reason, card.note, card.takes_tickets
    )
