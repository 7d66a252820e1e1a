"""Make a month's roster by hand or take the engine's, hand it in, return it, publish it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.posts.errors.roster import (
    MonthUnfit,
    NotYourRoster,
    RosterConflicts,
    RosterNotFiled,
    RosterOverHours,
    RosterOvertaken,
    RosterSettled,
    RosterUncovered,
    RosterUnfit,
    RosterUnknown,
    RosterWithoutReserve,
)
from yichuang.posts.events.roster import (
    RosterDrafted,
    RosterFiled,
    RosterPublished,
    RosterReturned,
)
from yichuang.posts.models.roster import Roster
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_version import version_of
from yichuang.posts.selectors.shifts import (
    Place,
    open_days,
    over_places,
    proposed_shifts,
    shift_faults,
    shifts,
)
from yichuang.posts.services.reserves import refuse_own_waiver
from yichuang.posts.services.shifts import faults_told, hours_told, write_shifts
from yichuang.posts.services.shortfalls import tell_short
from yichuang.posts.services.turns import take_turn
from yichuang.posts.types import CONFLICTS, FaultCard, ShiftFault, ShiftSpec
from yichuang.posts.types.roster import RosterCard, RosterCell, RosterState
from yichuang.regulations import selectors as regulations

#: Which refusal a fault is, the first that is found before the others.
FAULTS: tuple[tuple[type[RosterUnfit], frozenset[ShiftFault]], ...] = (
    (RosterUncovered, frozenset({ShiftFault.NO_A})),
    (RosterWithoutReserve, frozenset({ShiftFault.NO_B})),
    (RosterConflicts, CONFLICTS),
    (RosterUnfit, frozenset(ShiftFault)),
)


def rule_of(fault: ShiftFault) -> str:
    """Return the control that speaks against a fault of a shift."""
    return next(str(refusal.rule) for refusal, faults in FAULTS if fault in faults)


def may_make(by: Actor, department_id: UUID | None, at: datetime) -> None:
    """Refuse who does not make this department's roster.  Raises: NotYourRoster."""
    if by.kind is ActorKind.PERSON and not rosters.may_make_roster(by.hall_id, by.id, department_id, at):
        raise NotYourRoster


@transaction.atomic
def draft_roster(
    *, department_id: UUID | None, month: date, by: Actor, at: datetime, key: Key | None = None
) -> RosterCard:
    """Begin a new version of a department's month: from the last one, else what is published, else holders.

    Raises: MonthUnfit, NotYourRoster.
    """
    promise = once(by, "posts.draft_roster", key, at)
    if promise.replay:
        return rosters.roster(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    may_make(by, department_id, at)
    take_turn(by.hall_id)
    month = month.replace(day=1)
    today = local_day(at, organization.timezone_of(by.hall_id))
    ahead = _months_ahead(by.hall_id, today)
    if not 0 <= (month.year - today.year) * 12 + month.month - today.month <= ahead:
        raise MonthUnfit(months=ahead)
    cells = _first_cells(by.hall_id, department_id, month)
    if not cells:
        raise MonthUnfit(months=ahead)
    return new_version(department_id, month, cells, None, by=by, at=at, entry_id=promise.entry_id)


def _first_cells(hall_id: UUID, department_id: UUID | None, month: date) -> list[RosterCell]:
    """Return what a new version begins with; what is published counts before the version it was published by.

    A swap is in the shifts and not in that version.
    """
    until, posts = rosters.month_until(month), rosters.department_posts(hall_id, department_id)
    last = next(iter(rosters.rosters(hall_id, department_id, month)), None)
    known = {one.place: one for one in (last.cells if last else ())}
    published = {
        one.place: RosterCell(*one.place, one.a_id, one.b_id, one.place in known and known[one.place].pinned)
        for one in shifts(hall_id, since=month, until=until, post_ids=posts)
    }
    proposed = {
        one.place: RosterCell(*one.place, one.a_id, one.b_id)
        for one in proposed_shifts(hall_id, since=month, until=until, post_ids=posts)
    }
    overlaid = last is not None and last.state is RosterState.PUBLISHED
    first = {**proposed, **known, **published} if overlaid else {**proposed, **published, **known}
    days = open_days(hall_id, since=month, until=until, post_ids=posts)
    return [first.get(one.place, RosterCell(*one.place, None, None)) for one in days.places]


def new_version(
    department_id: UUID | None,
    month: date,
    cells: Sequence[RosterCell],
    run_id: UUID | None,
    *,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> RosterCard:
    """Write a new draft of a month, within the caller's act."""
    last = (
        Roster.objects.select_for_update()
        .filter(rosters.of_department(department_id), hall_id=by.hall_id, month=month)
        .order_by("-version")
        .first()
    )
    row = Roster.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        department_id=department_id,
        month=month,
        version=last.version + 1 if last else 1,
        state=RosterState.DRAFT,
        cells=rosters.told_cells(cells),
        made_by=by.id,
        made_at=at,
        run_id=run_id,
    )
    card = rosters.roster_card(row)
    told = RosterDrafted(
        department_id=department_id,
        month=month,
        roster_version=row.version,
        vacant=card.vacant,
        run_id=run_id,
    )
    record(told, subject=row.id, by=by, at=at, entry_id=entry_id)
    return card


def locked_roster(hall_id: UUID, roster_id: UUID) -> Roster:
    """Return a version's row, locked until the act is done.  Raises: RosterUnknown."""
    row = Roster.objects.select_for_update().filter(hall_id=hall_id, id=roster_id).first()
    if row is None:
        raise RosterUnknown
    return row


def specs_of(card: RosterCard, since: date) -> list[ShiftSpec]:
    """Return the shifts of a version from a day on."""
    return [ShiftSpec(*one.place, one.a_id, one.b_id) for one in card.cells if one.day >= since]


def faults_of(card: RosterCard, at: datetime | None = None) -> list[FaultCard]:
    """Return what speaks against the sessions of a version that are not over at a moment (ROT-05)."""
    first, until = card.month, rosters.month_until(card.month)
    posts = rosters.department_posts(card.hall_id, card.department_id)
    over: set[Place] = set()
    if at is not None:
        first = max(first, local_day(at, organization.timezone_of(card.hall_id)))
        over = over_places(card.hall_id, at, posts)
    return shift_faults(
        card.hall_id, specs_of(card, first), since=first, until=until, post_ids=posts, over=over
    )


@transaction.atomic
def file_roster(*, roster_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> RosterCard:
    """Hand a version in to the office; a month with a gap is refused, with window, day and session.

    Raises: RosterUncovered (ROT-03), RosterWithoutReserve and WaivedByOneself (ROT-01), RosterConflicts and
    RosterOverHours (ROT-05), RosterUnfit (AB-01), RosterOvertaken (ROT-04), MonthUnfit, RosterSettled,
    RosterUnknown, NotYourRoster.
    """
    promise = once(by, "posts.file_roster", key, at)
    row = locked_roster(by.hall_id, roster_id)
    if promise.replay:
        return rosters.roster_card(row)
    may_make(by, row.department_id, at)
    if row.state != RosterState.DRAFT:
        raise RosterSettled
    _refuse_overtaken(row)
    today = local_day(at, organization.timezone_of(by.hall_id))
    if rosters.month_until(row.month) <= today:
        raise MonthUnfit(months=_months_ahead(by.hall_id, today))
    card = rosters.roster_card(row)
    found = faults_of(card, at)
    for refusal, faults in FAULTS:
        named = [one for one in found if one.fault in faults]
        if named:
            raise refusal(faults=faults_told(by.hall_id, named), found=tuple(found))
    refuse_own_waiver(specs_of(card, today), by=by, at=at)
    broken = version_of(card).broken_hours(today)
    if broken:
        raise RosterOverHours(faults=hours_told(by.hall_id, broken), found=())

    row.state, row.filed_at, row.filed_by = RosterState.FILED, at, by.id
    row.returned_at = None
    row.save(update_fields=["state", "filed_at", "filed_by", "returned_at"])
    told = RosterFiled(
        department_id=row.department_id,
        month=row.month,
        roster_version=row.version,
        late=today > rosters.due(by.hall_id, row.month),
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return rosters.roster_card(row)


@transaction.atomic
def return_roster(*, roster_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> RosterCard:
    """Return a roster that was handed in: it is a draft again and counts as not filed.

    Raises: RosterNotFiled, RosterUnknown.
    """
    promise = once(by, "posts.return_roster", key, at)
    row = locked_roster(by.hall_id, roster_id)
    if promise.replay:
        return rosters.roster_card(row)
    if row.state != RosterState.FILED:
        raise RosterNotFiled
    row.state, row.returned_at, row.filed_at = RosterState.DRAFT, at, None
    row.save(update_fields=["state", "returned_at", "filed_at"])
    told = RosterReturned(department_id=row.department_id, month=row.month, roster_version=row.version)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return rosters.roster_card(row)


@transaction.atomic
def publish_roster(*, roster_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> RosterCard:
    """Publish a roster that was handed in: its shifts say from today on who is A and who is B.

    Sessions with fewer windows than are needed are told beside it (QUE-09).

    Raises: RosterNotFiled, RosterUnknown, RosterOvertaken (ROT-04), ShiftsUnfit (AB-01), ShiftConflicts,
    ShiftsOverHours (ROT-05).
    """
    promise = once(by, "posts.publish_roster", key, at)
    take_turn(by.hall_id)
    row = locked_roster(by.hall_id, roster_id)
    if promise.replay:
        return rosters.roster_card(row)
    if row.state != RosterState.FILED:
        raise RosterNotFiled
    _refuse_overtaken(row)
    card = rosters.roster_card(row)
    first = max(card.month, local_day(at, organization.timezone_of(by.hall_id)))
    write_shifts(
        specs_of(card, first),
        first,
        rosters.month_until(card.month),
        rosters.department_posts(by.hall_id, card.department_id),
        by=by,
        at=at,
    )
    row.state, row.published_at = RosterState.PUBLISHED, at
    row.cells = rosters.told_cells(_as_published(card))  # what was over has stayed as it was
    row.save(update_fields=["state", "published_at", "cells"])
    told = RosterPublished(
        department_id=row.department_id, month=row.month, roster_version=row.version, first=first
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    tell_short(card, first, by=by, at=at)
    return rosters.roster_card(row)


def _as_published(card: RosterCard) -> list[RosterCell]:
    posts = rosters.department_posts(card.hall_id, card.department_id)
    until = rosters.month_until(card.month)
    there = {one.place: one for one in shifts(card.hall_id, since=card.month, until=until, post_ids=posts)}
    return [
        replace(one, a_id=there[one.place].a_id, b_id=there[one.place].b_id) if one.place in there else one
        for one in card.cells
    ]


def _refuse_overtaken(row: Roster) -> None:
    """Refuse a version older than one that was published: it would undo what came after it."""
    later = Roster.objects.filter(
        rosters.of_department(row.department_id),
        hall_id=row.hall_id,
        month=row.month,
        version__gt=row.version,
        state=RosterState.PUBLISHED,
    )
    newest = later.order_by("-version").values_list("version", flat=True).first()
    if newest is not None:
        raise RosterOvertaken(version=newest)


def _months_ahead(hall_id: UUID, today: date) -> int:
    return int(regulations.parameter(hall_id, "rota.months_ahead", today))
