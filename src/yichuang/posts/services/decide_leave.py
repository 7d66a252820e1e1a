"""Approve a leave or turn it down, withdraw it before it begins, come back from it, show a paper for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode
from yichuang.organization import selectors as organization
from yichuang.posts import rules, selectors
from yichuang.posts.errors import (
    CoverMissing,
    CoversThen,
    FiledTooLate,
    HandoverLate,
    HandoverUnsigned,
    LeaveBegun,
    LeaveOver,
    LeaveSettled,
    NotAwayNow,
    NotYourLeave,
    NotYoursToApprove,
    OwnLeave,
    ProofMissing,
)
from yichuang.posts.events import (
    AbsenceExcused,
    CoverAllowed,
    LeaveApproved,
    LeaveEnded,
    LeaveRefused,
    LeaveWithdrawn,
    ProofFiled,
)
from yichuang.posts.labels import LEAVE_STATES
from yichuang.posts.models import Absence, Cover, Leave
from yichuang.posts.services.absences import tell_before_deciding
from yichuang.posts.services.covers import drop, end_cover, shorten
from yichuang.posts.services.leave import NOTES_STAY, PURPOSE
from yichuang.posts.services.naming import cut_out, locked_leave, refuse_unfit
from yichuang.posts.services.turns import renew_until
from yichuang.posts.types import CoverCard, LeaveCard, LeavePath, LeaveState
from yichuang.regulations import selectors as regulations

MOST_PROOF = 120


@transaction.atomic
def approve_leave(*, leave_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> LeaveCard:
    """Approve another person's leave: the covers named for it are in force from then on, and never before.

    Every post its person is A of is covered by somebody who is there and free (ATT-03, AB-10); a planned
    one has been handed over, signed for by the close of the previous working day (AB-03, or 24 hours before).
    A planned one that is over is not approved any more, and days that were told as absence are excused only
    with a paper shown in time, and once nothing of them is left that somebody should have come for (ATT-02).
    Raises: LeaveUnknown, OwnLeave, NotYoursToApprove (ATT-06), LeaveSettled (ATT-07), LeaveOver (ATT-02),
    CoverMissing (ATT-03), CoverUnfit, CoversThen (AB-10), HandoverUnsigned, HandoverLate (AB-03),
    ProofMissing, FiledTooLate (ATT-02).
    """
    promise = once(by, "posts.approve_leave", key, at)
    row = locked_leave(leave_id, by)
    if promise.replay:
        return selectors.leave(by.hall_id, row.id)
    target = _may_decide(row, rules.LeaveAct.APPROVE, by, at)
    if row.path == LeavePath.PLANNED and row.ends <= at:
        raise LeaveOver(
            until=f"{row.ends.astimezone(ZoneInfo(organization.timezone_of(row.hall_id))):%Y-%m-%d %H:%M}"
        )
    covers = _covers_of(row)
    _refuse_uncovered(row, covers, at)
    if row.path == LeavePath.PLANNED:
        _refuse_unsigned(row, covers)
    tell_before_deciding(row, at)
    absences = _absences_of(row)
    _refuse_unproven(row, absences)

    over = row.returned_at is not None  # back already, before anybody decided
    row.state = (LeaveState.RETURNED if over else target).value
    row.decided_by, row.decided_at = by.id, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    told = LeaveApproved(person_id=row.person_id, begins=row.begins, ends=row.ends)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    for one in covers:
        if not one.in_force and one.ends > at:
            since = max(one.begins, at)
            Cover.objects.filter(hall_id=row.hall_id, id=one.id).update(in_force=True, begins=since)
            allowed = CoverAllowed(leave_id=row.id, post_id=one.post_id, b_id=one.b_id)
            record(allowed, subject=one.id, matter=row.id, by=by, at=at)
            _relieve(one, since, by, at)
    renew_until(row.hall_id, row.person_id, at)
    _excuse(row, absences, by, at)
    return selectors.leave(by.hall_id, row.id)


def _relieve(cover: CoverCard, since: datetime, by: Actor, at: datetime) -> None:
    """Let who stood in at once give way to whoever is named for it: A's rights are one person's."""
    standing = Cover.objects.select_for_update().filter(
        hall_id=cover.hall_id,
        leave__isnull=True,
        a_id=cover.a_id,
        in_force=True,
        dropped_at__isnull=True,
        begins__lt=cover.ends,
        ends__gt=since,
    )
    for before in list(standing.exclude(b_id=cover.b_id).order_by("begins", "id")):
        if before.post_id == cover.post_id:
            cut_out(before, since, cover.ends, by=by, at=at)


def _may_decide(row: Leave, act: rules.LeaveAct, by: Actor, at: datetime) -> LeaveState:
    """Return where the decision leads.  Raises: OwnLeave, NotYoursToApprove (ATT-06), LeaveSettled."""
    if row.person_id == by.id:
        raise OwnLeave
    if not selectors.may_decide_leave(row.hall_id, by.id, row.person_id, at):
        raise NotYoursToApprove
    way = rules.leave_arrow(LeaveState(row.state), act)
    if way is None:
        raise LeaveSettled(state=str(LEAVE_STATES[LeaveState(row.state)]))
    return way.target


def _covers_of(row: Leave) -> list[CoverCard]:
    rows = Cover.objects.select_for_update().filter(
        hall_id=row.hall_id, leave_id=row.id, dropped_at__isnull=True
    )
    return [selectors.cover_card(one) for one in rows.order_by("id")]


def _refuse_uncovered(row: Leave, covers: list[CoverCard], at: datetime) -> None:
    """Refuse a leave that leaves a post empty, here or where its person stands in (ATT-03, AB-10)."""
    begins = max(row.begins, at) if row.path == LeavePath.EMERGENCY else row.begins
    if begins < row.ends:
        bare = selectors.uncovered(row.hall_id, row.person_id, begins, row.ends, covers, at)
        if bare is not None:
            partly = any(one.post_id == bare.post_id for one in covers)
            raise CoverMissing(place=place_named(row.hall_id, bare.post_id, bare.begins if partly else None))
    for one in covers:
        if one.ends > at:
            refuse_unfit(
                row.hall_id, one.b_id, one.a_id, one.post_id, max(one.begins, at), one.ends, beside=row.id
            )
    for one in selectors.covers_of(row.hall_id, row.person_id, since=max(row.begins, at)):
        if one.b_id == row.person_id and one.in_force and one.begins < row.ends:
            worker = organization.person(row.hall_id, row.person_id).worker_number
            raise CoversThen(worker=worker, place=place_named(row.hall_id, one.post_id))


def _refuse_unsigned(row: Leave, covers: list[CoverCard]) -> None:
    """Refuse a planned leave that was not handed over a day ahead (AB-03)."""
    for one in covers:
        if one.signed_at is None:
            raise HandoverUnsigned(worker=organization.person(row.hall_id, one.b_id).worker_number)
        starts = selectors.missed_from(row.hall_id, one.post_id, one.begins, one.ends)
        due = selectors.handover_deadline(row.hall_id, starts)
        if due is None or one.signed_at > due:
            raise HandoverLate(lead=_lead(row.hall_id, due))


def _lead(hall_id: UUID, due: datetime | None) -> str:
    if due is None:
        return "–"
    local = due.astimezone(ZoneInfo(organization.timezone_of(hall_id)))
    return gettext("it was due by %(day)s %(time)s") % {
        "day": local.date().isoformat(),
        "time": f"{local:%H:%M}",
    }


def place_named(hall_id: UUID, post_id: UUID | None, since: datetime | None = None) -> str:
    """Return how a place that is covered is called in a sentence, perhaps from a moment on."""
    if post_id is None:
        place = gettext("the open work")
    else:
        window = organization.window(hall_id, selectors.post_windows(hall_id)[post_id])
        place = gettext("window %(number)s") % {"number": window.number}
    if since is None:
        return place
    local = since.astimezone(ZoneInfo(organization.timezone_of(hall_id)))
    said = {"place": place, "day": local.date().isoformat(), "time": f"{local:%H:%M}"}
    return gettext("%(place)s from %(day)s %(time)s on") % said


def _absences_of(row: Leave) -> list[Absence]:
    zone = organization.timezone_of(row.hall_id)
    last = local_day(row.ends - timedelta(microseconds=1), zone)
    rows = Absence.objects.select_for_update().filter(
        hall_id=row.hall_id,
        person_id=row.person_id,
        day__gte=local_day(row.begins, zone),
        day__lte=last,
        excused_at__isnull=True,
    )
    return list(rows.order_by("day"))


def _refuse_unproven(row: Leave, absences: list[Absence]) -> None:
    """Refuse to excuse days without a paper, or with one that came too late (ATT-02)."""
    if not absences:
        return
    if row.proof_at is None:
        raise ProofMissing
    days = regulations.parameter(row.hall_id, "att.late_filing_days", absences[0].day)
    zone = organization.timezone_of(row.hall_id)
    last = organization.add_working_days(row.hall_id, absences[0].day, days)
    if local_day(row.proof_at, zone) > last:
        raise FiledTooLate(days=days)


def _excuse(row: Leave, absences: list[Absence], by: Actor, at: datetime) -> None:
    for one in absences:
        if selectors.missed_shifts(row.hall_id, one.day, at, row.person_id):
            continue  # the leave was for a part of the day only
        one.excused_at, one.excused_by, one.leave_id = at, by.id, row.id
        one.save(update_fields=["excused_at", "excused_by", "leave_id"])
        told = AbsenceExcused(day=one.day, person_id=one.person_id, leave_id=row.id)
        record(told, subject=one.id, matter=row.id, by=by, at=at)


@transaction.atomic
def refuse_leave(*, leave_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> LeaveCard:
    """Turn another person's leave down; whoever stands in already does so to the end of the day, no longer.

    Raises: LeaveUnknown, OwnLeave, NotYoursToApprove (ATT-06), LeaveSettled (ATT-07).
    """
    promise = once(by, "posts.refuse_leave", key, at)
    row = locked_leave(leave_id, by)
    if promise.replay:
        return selectors.leave(by.hall_id, row.id)
    target = _may_decide(row, rules.LeaveAct.REFUSE, by, at)

    row.state, row.decided_by, row.decided_at = target.value, by.id, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    zone = ZoneInfo(organization.timezone_of(row.hall_id))
    midnight = datetime.combine(local_day(at, str(zone)) + timedelta(days=1), datetime.min.time(), zone)
    for cover in Cover.objects.filter(hall_id=row.hall_id, leave_id=row.id, dropped_at__isnull=True):
        if cover.in_force and cover.begins <= at < cover.ends:
            shorten(cover, midnight, by=by, at=at)  # the post is still empty today
        elif cover.ends > at:
            drop(cover, by=by, at=at)
    renew_until(row.hall_id, row.person_id, at)
    told = LeaveRefused(person_id=row.person_id)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.leave(by.hall_id, row.id)


@transaction.atomic
def read_leave_reason(*, leave_id: UUID, by: Actor, at: datetime) -> str:
    """Return why somebody asks for leave to who decides it; the journal tells who looked.

    Raises: LeaveUnknown, NotYoursToApprove (ATT-06), what the vault refuses.
    """
    row = locked_leave(leave_id, by)
    if not selectors.may_decide_leave(row.hall_id, by.id, row.person_id, at):
        raise NotYoursToApprove
    if row.note_id is None:
        return ""
    why = Reason(ReasonCode.HANDLING, PURPOSE, matter=row.id)
    return vault.reveal(row.note_id, reason=why, by=by, at=at)


@transaction.atomic
def withdraw_leave(*, leave_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> LeaveCard:
    """Withdraw a leave before it begins; the covers named for it fall away.

    Raises: LeaveUnknown, NotYourLeave, LeaveBegun, LeaveSettled (ATT-07).
    """
    promise = once(by, "posts.withdraw_leave", key, at)
    row = locked_leave(leave_id, by)
    if promise.replay:
        return selectors.leave(by.hall_id, row.id)
    if not selectors.may_arrange_leave(by.hall_id, by.id, row.person_id, at):
        raise NotYourLeave
    way = rules.leave_arrow(LeaveState(row.state), rules.LeaveAct.WITHDRAW)
    if way is None:
        raise LeaveSettled(state=str(LEAVE_STATES[LeaveState(row.state)]))
    begun = row.begins <= at
    if begun and (row.state == LeaveState.APPROVED or row.path == LeavePath.EMERGENCY):
        raise LeaveBegun

    row.state = way.target.value
    row.save(update_fields=["state"])
    for cover in Cover.objects.filter(hall_id=row.hall_id, leave_id=row.id, dropped_at__isnull=True):
        drop(cover, by=by, at=at)
    renew_until(row.hall_id, row.person_id, at)
    told = LeaveWithdrawn(person_id=row.person_id)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.leave(by.hall_id, row.id)


@transaction.atomic
def return_early(*, leave_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> LeaveCard:
    """Come back from leave before its end: every cover for it ends at once, and B's rights with it (ATT-07).

    Raises: LeaveUnknown, NotYourLeave, NotAwayNow (ATT-07).
    """
    promise = once(by, "posts.return_early", key, at)
    row = locked_leave(leave_id, by)
    if promise.replay:
        return selectors.leave(by.hall_id, row.id)
    if not selectors.may_arrange_leave(by.hall_id, by.id, row.person_id, at):
        raise NotYourLeave
    way = rules.leave_arrow(LeaveState(row.state), rules.LeaveAct.RETURN)
    if way is None or not selectors.leave(row.hall_id, row.id).away(at) or row.begins >= at:
        raise NotAwayNow

    row.state, row.ends, row.returned_at = way.target.value, at, at
    row.save(update_fields=["state", "ends", "returned_at"])
    for_them = Q(leave_id=row.id) | Q(leave__isnull=True, a_id=row.person_id, in_force=True)
    for cover in Cover.objects.select_for_update(of=("self",)).filter(
        for_them, hall_id=row.hall_id, dropped_at__isnull=True, ends__gt=at
    ):
        end_cover(cover, by=by, at=at)
    renew_until(row.hall_id, row.person_id, at)
    told = LeaveEnded(person_id=row.person_id, early=True)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.leave(by.hall_id, row.id)


@transaction.atomic
def file_proof(*, leave_id: UUID, proof: str, by: Actor, at: datetime, key: Key | None = None) -> LeaveCard:
    """Note which paper proves the reason of a leave, such as a certificate's number; it lies in the vault.

    Raises: LeaveUnknown, NotYourLeave, ProofMissing (ATT-02), LeaveSettled.
    """
    promise = once(by, "posts.file_proof", key, at)
    row = locked_leave(leave_id, by)
    if promise.replay:
        return selectors.leave(by.hall_id, row.id)
    if not selectors.may_arrange_leave(by.hall_id, by.id, row.person_id, at):
        raise NotYourLeave
    if LeaveState(row.state) is not LeaveState.SUBMITTED:
        raise LeaveSettled(state=str(LEAVE_STATES[LeaveState(row.state)]))
    if not proof.strip():
        raise ProofMissing

    proof_id = vault.keep(
        hall_id=by.hall_id,
        kind=Kind.TEXT,
        value=plain(proof, field=pgettext_lazy("leave", "Paper"), limit=MOST_PROOF),
        purpose=PURPOSE,
        expires_at=at + NOTES_STAY,
        by=by,
        at=at,
    )
    row.proof_at = row.proof_at or at
    row.save(update_fields=["proof_at"])
    told = ProofFiled(person_id=row.person_id, proof_id=proof_id)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.leave(by.hall_id, row.id)
