"""Bend a rule of the rota as the engine proposed it, so that no post is vacant, and let it plan again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import pgettext

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.posts.errors.roster import (
    BendingBarred,
    BentTooLate,
    LeaveStands,
    NotForOneself,
    NothingToBend,
    RunUnknown,
)
from yichuang.posts.events.roster import RuleBent
from yichuang.posts.models.roster import BentRule, RosterRun
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.bending import is_overtaken, last_day_of, proposed
from yichuang.posts.services.roster_runs import ask_run
from yichuang.posts.services.rosters import may_make
from yichuang.posts.types.roster import BendReason, Proposed, RunCard, RunKind, RunState
from yichuang.regulations import selectors as regulations


@transaction.atomic
def bend_rules(
    *, run_id: UUID, reason: BendReason, by: Actor, at: datetime, key: Key | None = None
) -> RunCard:
    """Apply what a run proposed, and ask the engine anew; its roster is a draft that can be compared first.

    Every bent rule is a row and an entry of its own: for whom, which limit, when, how much, why and by whom.
    Raises: RunUnknown, NotYourRoster, NothingToBend, LeaveStands (ATT-07), BendingBarred, NotForOneself and
    BentTooLate (HRS-04), RunThere, RosterSettled.
    """
    promise = once(by, "posts.bend_rules", key, at)
    row = RosterRun.objects.select_for_update(of=("self",)).select_related("roster")
    run = row.filter(hall_id=by.hall_id, id=run_id).first()
    if run is None:
        raise RunUnknown
    if promise.replay:
        return rosters.runs(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))[0]
    may_make(by, run.roster.department_id, at)
    found = proposed(rosters.run_card(run), run.roster.month)
    if run.state != RunState.DONE or not found or is_overtaken(by.hall_id, run.id):
        raise NothingToBend
    today = local_day(at, organization.timezone_of(by.hall_id))
    for one in found:
        _refuse(one, today, run.roster.department_id, by, at)

    for place, one in enumerate(found):
        assert one.limit is not None  # a leave was refused
        told = RuleBent(
            roster_id=run.roster_id,
            run_id=run.id,
            person_id=one.person_id,
            limit=one.limit,
            day=one.day,
            more=one.more,
            reason=reason,
        )
        BentRule.objects.create(
            id=new_id(),
            hall_id=by.hall_id,
            roster=run.roster,
            run_id=run.id,
            person_id=one.person_id,
            limit=one.limit,
            day=one.day,
            more=one.more,
            reason=reason,
            bent_by=by.id,
            bent_at=at,
        )
        entry = promise.entry_id if place == 0 else None
        record(told, subject=run.roster_id, by=by, at=at, entry_id=entry)
    return ask_run(roster_id=run.roster_id, kind=RunKind(run.kind), by=by, at=at)


def _refuse(one: Proposed, today: date, department_id: UUID | None, by: Actor, at: datetime) -> None:
    if one.limit is None:
        raise LeaveStands(worker=organization.person(by.hall_id, one.person_id).worker_number)
    who = regulations.parameter(by.hall_id, "rota.bend_by", one.day)
    held = access.roles_in(by.hall_id, by.id, department_id, at)
    if who == "nobody":
        raise BendingBarred(who=pgettext("may bend a rule", "nobody"))
    if who == "office" and not held & {Role.OFF, Role.UH}:
        raise BendingBarred(who=pgettext("may bend a rule", "only the office"))
    if one.person_id == by.id:
        raise NotForOneself
    if last_day_of(one) < today:
        raise BentTooLate
