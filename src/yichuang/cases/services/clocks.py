"""The clocks of a case, as its acts start and stop them; deadlines keeps them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from yichuang.cases import selectors
from yichuang.cases.models import Case
from yichuang.cases.refusals import GroundUnfit, TimeStandsStill
from yichuang.cases.rules.referrals import shortened
from yichuang.cases.types import Purpose
from yichuang.catalogue.types import ItemCard, Stage
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines import services
from yichuang.deadlines.types import Budget, ClockCard, ClockState, Ground, Unit
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

#: The clocks the law or the promise gives the case itself; a lawful pause holds them all.
OF_THE_CASE = (Purpose.STATUTORY, Purpose.PROMISED, Purpose.STEP, Purpose.OPINION)


def running(case: Case, at: datetime, purposes: Collection[Purpose] = tuple(Purpose)) -> list[ClockCard]:
    """Return the case's clocks of these purposes that have not been stopped, in the order they began."""
    wanted = {str(one) for one in purposes}
    held = deadlines.clocks_of_matter(case.hall_id, case.id, at, stopped=False)
    return [one for one in held if one.purpose in wanted]


def start(
    case: Case,
    purpose: Purpose,
    budget: Budget | None,
    *,
    by: Actor,
    at: datetime,
    owner_id: UUID | None = None,
    since: datetime | None = None,
    most_extensions: int = 0,
    most_extension_value: int = 0,
) -> ClockCard | None:
    """Start a clock of the case; without a budget (the item gives none) there is none."""
    if budget is None:
        return None
    return services.start(
        purpose=str(purpose),
        budget=budget,
        subject_id=case.id,
        matter_id=case.id,
        department_id=case.department_id,
        owner_id=owner_id or case.handler_id or case.accepted_by or case.submitted_by,
        most_extensions=most_extensions,
        most_extension_value=most_extension_value,
        since=since,
        by=by,
        at=at,
    )


def stop(case: Case, purposes: Collection[Purpose], *, by: Actor, at: datetime) -> list[ClockCard]:
    """Stop what runs of these purposes and return it as it stands then."""
    return [services.stop(clock_id=one.id, by=by, at=at) for one in running(case, at, purposes)]


ENDED_BY_DECISION = (
    Purpose.NOTICE,
    Purpose.SUPPLEMENT,
    Purpose.STATUTORY,
    Purpose.PROMISED,
    Purpose.STEP,
    Purpose.OPINION,
    Purpose.TOLERANCE,
)


def hand_to(case: Case, person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Let the case's running clocks tell ``person_id`` when their time runs short."""
    for one in running(case, at):
        if one.owner_id != person_id:
            services.reassign(
                clock_id=one.id, owner_id=person_id, department_id=case.department_id, by=by, at=at
            )


def start_step(case: Case, item: ItemCard, stage: Stage, *, by: Actor, at: datetime) -> None:
    """Start the clock of the item's step of this stage, where the version gives it a limit (TIME-06).

    Where a lawful pause holds the case's time, the step's stands still too until the case goes on.
    """
    steps = (one.limit.budget for one in item.steps if one.stage is stage)
    budgets = [one for one in steps if one is not None]
    if not budgets:
        return
    paused = next((one for one in running(case, at, OF_THE_CASE) if one.state is ClockState.PAUSED), None)
    step = start(case, Purpose.STEP, _express(case, _sum(budgets)), by=by, at=at)
    if paused is not None and step is not None:
        services.pause_with(clock_id=step.id, other_id=paused.id, by=by, at=at)


def _express(case: Case, budget: Budget) -> Budget:
    """Return the budget of a step that begins now: cut where the case is handled express (PRI-02)."""
    granted = selectors.express_of(case.hall_id, case.id)
    if granted is None or budget.unit is Unit.IMMEDIATE:
        return budget
    return replace(budget, value=budget.value - shortened(budget.value, granted.percent))


def _sum(budgets: list[Budget]) -> Budget:
    """Return the steps of one stage as one budget; those in another unit than the first are not counted."""
    alike = [one.value for one in budgets if one.unit is budgets[0].unit]
    return replace(budgets[0], value=sum(alike))


def last_day(case: Case, budget: Budget, at: datetime) -> date:
    """Return the last hall day of a budget that would begin now."""
    day, moment = deadlines.due_for(case.hall_id, budget, at)
    return day or local_day(moment, organization.timezone_of(case.hall_id))


def until_day(case: Case, day: date, at: datetime, like: Budget) -> Budget:
    """Return the budget in calendar days that ends with ``day``, on the ground of ``like``."""
    today = local_day(at, organization.timezone_of(case.hall_id))
    return Budget(
        value=max(1, (day - today).days),
        unit=Unit.CALENDAR_DAY,
        citation=like.citation,
    )


def opinion_budget(case: Case, at: datetime) -> Budget:
    """Return how long the first opinion may take by the hall's rule of the day (TIME-05)."""
    today = local_day(at, organization.timezone_of(case.hall_id))
    days = regulations.parameter(case.hall_id, "chief.first_opinion_limit", today)
    return Budget(value=days, unit=Unit.WORKING_DAY)


def pause_all(
    case: Case,
    ground: Ground,
    *,
    notice_id: UUID,
    evidence: str,
    asked_by: UUID | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Let the law's and the promise's time stand still.

    ``asked_by``: who asked for what ``by`` approves by this act; nobody where the ground needs no approval.
    Raises: TimeStandsStill, GroundUnfit (no such time runs), what deadlines refuse.
    """
    for one in to_be_held(case, at):
        services.pause(
            clock_id=one.id,
            ground=ground,
            evidence=evidence,
            notice_id=notice_id,
            approved_by=by.id if asked_by else None,
            asked_by=asked_by,
            by=by,
            at=at,
        )


def to_be_held(case: Case, at: datetime) -> list[ClockCard]:
    """Return the clocks a pause would hold.  Raises: TimeStandsStill, GroundUnfit (no such time runs)."""
    held = running(case, at, OF_THE_CASE)
    if any(one.state is ClockState.PAUSED for one in held):
        raise TimeStandsStill(number=case.number)
    if not held:
        raise GroundUnfit
    return held


def resume_all(case: Case, *, by: Actor, at: datetime) -> list[ClockCard]:
    """Let every clock that stands still run again and return them."""
    held = [one for one in running(case, at, OF_THE_CASE) if one.state is ClockState.PAUSED]
    return [services.resume(clock_id=one.id, by=by, at=at) for one in held]
