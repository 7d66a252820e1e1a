"""Withdraw a bent rule of the rota, unless published shifts rest on it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.posts.errors.roster import BentSettled, BentStillNeeded, BentUnknown
from yichuang.posts.events.roster import RuleUnbent
from yichuang.posts.models import Shift
from yichuang.posts.models.roster import BentRule
from yichuang.posts.selectors.bending import last_day_of
from yichuang.posts.selectors.roster import department_posts, month_until
from yichuang.posts.selectors.roster_problem import problem_of, shift_id
from yichuang.posts.selectors.roster_version import Version
from yichuang.posts.selectors.shifts import shifts
from yichuang.posts.services.rosters import may_make
from yichuang.posts.services.shifts import faults_told, hours_told
from yichuang.posts.services.turns import take_turn
from yichuang.posts.types import DaySession, FaultCard, ShiftFault, ShiftSpec
from yichuang.posts.types.roster import BentLimit, BrokenHours, UnbendReason


@transaction.atomic
def unbend_rule(
    *, bent_id: UUID, reason: UnbendReason, by: Actor, at: datetime, key: Key | None = None
) -> None:
    """Withdraw a bent rule: its person is planned by the hall's limits again, or its shift needs a reserve.

    Raises: BentUnknown, NotYourRoster, BentSettled, BentStillNeeded (HRS-04).
    """
    promise = once(by, "posts.unbend_rule", key, at)
    if promise.replay:
        return
    take_turn(by.hall_id)  # nobody publishes meanwhile
    row = BentRule.objects.select_for_update(of=("self",)).select_related("roster")
    bent = row.filter(hall_id=by.hall_id, id=bent_id).first()
    if bent is None:
        raise BentUnknown
    may_make(by, bent.roster.department_id, at)
    today = local_day(at, organization.timezone_of(by.hall_id))
    if bent.withdrawn_at is not None or last_day_of(bent) < today:
        raise BentSettled

    if bent.limit == BentLimit.NO_RESERVE:
        _refuse_resting(bent)
    before = _broken(bent, today)
    bent.withdrawn_at, bent.withdrawn_by, bent.withdrawn_for = at, by.id, reason.value
    bent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_for"])
    resting = [one for one in _broken(bent, today) if one not in before]
    if resting:
        raise BentStillNeeded(faults=hours_told(by.hall_id, resting))
    told = RuleUnbent(
        roster_id=bent.roster_id,
        person_id=bent.person_id,
        limit=bent.limit,
        day=bent.day,
        more=bent.more,
        reason=reason,
    )
    record(told, subject=bent.roster_id, by=by, at=at, entry_id=promise.entry_id)


def _refuse_resting(bent: BentRule) -> None:
    """Refuse while a published shift has no reserve by it.  Raises: BentStillNeeded."""
    found = [
        FaultCard(ShiftSpec(row.post_id, row.day, DaySession(row.session), row.a_id, None), ShiftFault.NO_B)
        for row in Shift.objects.filter(hall_id=bent.hall_id, bent=bent)
    ]
    if found:
        raise BentStillNeeded(faults=faults_told(bent.hall_id, found))


def _broken(bent: BentRule, today: date) -> list[BrokenHours]:
    """Return which limits the published shifts of its days break from today on, by what is bent now."""
    if bent.limit == BentLimit.NO_RESERVE:
        return []  # it is about nobody's hours
    posts = department_posts(bent.hall_id, bent.roster.department_id)
    found: list[BrokenHours] = []
    for first in sorted({bent.day.replace(day=1), last_day_of(bent).replace(day=1)}):
        until = month_until(first)
        told = {
            shift_id(one.post_id, one.day, one.session): one.a_id.hex
            for one in shifts(bent.hall_id, since=first, until=until, post_ids=posts)
        }
        found += Version(problem_of(bent.hall_id, posts, first=first, until=until), told).broken_hours(
            max(first, min(today, bent.day))
        )
    return found
