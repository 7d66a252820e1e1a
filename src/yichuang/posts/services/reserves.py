"""Allow shifts without a reserve while somebody is away without notice and nobody else can stand there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, pgettext

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.posts import selectors
from yichuang.posts.errors.roster import (
    BendingBarred,
    BentTooLate,
    NotForOneself,
    ReserveBarred,
    ReserveNeeded,
    ReserveReasonUnfit,
    ReserveThere,
    ReserveWaivedAlready,
    RosterSettled,
    RosterUnknown,
    WaivedByOneself,
)
from yichuang.posts.events.roster import ReserveWaived
from yichuang.posts.labels import DAY_SESSIONS
from yichuang.posts.models.roster import BentRule, Roster
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_version import version_of
from yichuang.posts.selectors.shifts import Place, waived
from yichuang.posts.selectors.unreserved import unreserved
from yichuang.posts.services.turns import take_turn
from yichuang.posts.types import Rung, ShiftSpec
from yichuang.posts.types.roster import (
    RESERVE_REASONS,
    BendReason,
    BentLimit,
    RosterCard,
    RosterState,
    Unreserved,
)
from yichuang.regulations import selectors as regulations


@transaction.atomic
def allow_without_reserve(
    *,
    roster_id: UUID,
    shifts: Sequence[Place],
    reason: BendReason,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> RosterCard:
    """Allow shifts of a draft that have an A and no B, as the office, for an absence without notice.

    It counts as long as that absence lasts, is a row and an entry of its own per shift, and head and office
    are told.  Who allows it does not hand the roster in.
    Raises: ReserveBarred and ReserveThere (ROT-01), ReserveNeeded (AB-10), BendingBarred, BentTooLate and
    NotForOneself (HRS-04), ReserveReasonUnfit, ReserveWaivedAlready, RosterSettled, RosterUnknown.
    """
    promise = once(by, "posts.allow_without_reserve", key, at)
    if promise.replay:
        return rosters.roster(by.hall_id, roster_id)
    take_turn(by.hall_id)  # nobody comes back or publishes meanwhile
    row = Roster.objects.select_for_update().filter(hall_id=by.hall_id, id=roster_id).first()
    if row is None:
        raise RosterUnknown
    _may_allow(row, reason, by, at)
    card = rosters.roster_card(row)
    found = _asked(card, shifts, at)
    if any(one.person_id == by.id for one in found):
        raise NotForOneself

    for place, one in enumerate(found):
        assert one.leave_id is not None and one.person_id is not None  # else it was refused
        BentRule.objects.create(
            id=new_id(),
            hall_id=by.hall_id,
            roster=row,
            post_id=one.post_id,
            session=one.session.value,
            leave_id=one.leave_id,
            person_id=one.person_id,
            limit=BentLimit.NO_RESERVE,
            day=one.day,
            more=1,
            reason=reason,
            bent_by=by.id,
            bent_at=at,
        )
        told = ReserveWaived(
            roster_id=row.id,
            post_id=one.post_id,
            day=one.day,
            session=one.session.value,
            leave_id=one.leave_id,
            reason=reason,
            person_ids=_told_to(by.hall_id, one.post_id, at),
        )
        record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id if place == 0 else None)
    return card


def _may_allow(row: Roster, reason: BendReason, by: Actor, at: datetime) -> None:
    """Refuse who is not of the office, what is settled, and a reason that tells why somebody is away."""
    held = access.roles_in(by.hall_id, by.id, row.department_id, at)
    if not held & {Role.OFF, Role.UH}:
        raise ReserveBarred
    if row.state != RosterState.DRAFT:
        raise RosterSettled
    if reason not in RESERVE_REASONS:
        raise ReserveReasonUnfit


def _asked(card: RosterCard, shifts: Sequence[Place], at: datetime) -> list[Unreserved]:
    """Return the cells that were asked for, or refuse those that may not go without a reserve."""
    today = local_day(at, organization.timezone_of(card.hall_id))
    over = selectors.over_places(card.hall_id, at)
    if any(one[1] < today or one in over for one in shifts):
        raise BentTooLate
    for day in {day for _post, day, _session in shifts}:
        if regulations.parameter(card.hall_id, "rota.bend_by", day) == "nobody":
            raise BendingBarred(who=pgettext("may bend a rule", "nobody"))
    bare = {(one.post_id, one.day, one.session): one for one in unreserved(card, version_of(card), today)}
    _refuse(ReserveThere, card.hall_id, (one for one in shifts if one not in bare or bare[one].spare))
    if not shifts:
        raise ReserveThere(shifts="–")
    _refuse(ReserveNeeded, card.hall_id, (one for one in shifts if bare[one].leave_id is None))
    _refuse(ReserveWaivedAlready, card.hall_id, (one for one in shifts if bare[one].allowed_by))
    return [bare[one] for one in dict.fromkeys(shifts)]


def refuse_own_waiver(specs: Iterable[ShiftSpec], *, by: Actor, at: datetime) -> None:
    """Refuse who allowed a shift without a reserve and would now hand in what rests on it (ROT-01)."""
    bare = [one.place for one in specs if one.a_id and not one.b_id]
    over = selectors.over_places(by.hall_id, at) if bare else set()
    bare = [one for one in bare if one not in over]
    if bare:
        named = [day for _post, day, _session in bare]
        days = selectors.open_days(
            by.hall_id,
            since=min(named),
            until=max(named) + timedelta(days=1),
            post_ids={post for post, _day, _session in bare},
        )
        allowed = waived(by.hall_id, days)
        own = (one for one in bare if one in allowed and allowed[one].bent_by == by.id)
        _refuse(WaivedByOneself, by.hall_id, own)


def _refuse(
    refusal: type[ReserveThere | ReserveNeeded | ReserveWaivedAlready | WaivedByOneself],
    hall_id: UUID,
    places: Iterable[Place],
) -> None:
    named = list(places)
    if named:
        raise refusal(shifts=_said(hall_id, named))


def _said(hall_id: UUID, places: Sequence[Place]) -> str:
    windows = {one.id: one.number for one in organization.windows(hall_id)}
    numbers = {post: windows.get(window, "–") for post, window in selectors.post_windows(hall_id).items()}
    said = [
        gettext("Window %(number)s, %(day)s %(session)s")
        % {"number": numbers.get(post, "–"), "day": f"{day:%m-%d}", "session": DAY_SESSIONS[session]}
        for post, day, session in places
    ]
    return pgettext("between faults", "; ").join(said)


def _told_to(hall_id: UUID, post_id: UUID, at: datetime) -> tuple[UUID, ...]:
    """Return head and office: that day the post may be vacant."""
    window = selectors.post_windows(hall_id)[post_id]
    told = [who for rung in (Rung.HEAD, Rung.OFFICE) for who in selectors.tells(hall_id, window, rung, at)]
    return tuple(dict.fromkeys(told))
