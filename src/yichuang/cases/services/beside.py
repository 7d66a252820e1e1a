"""What the acts beside the table of states share: who leads a case, who works where, limits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from yichuang.cases import labels
from yichuang.cases.models import Case
from yichuang.cases.services import clocks as case_clocks
from yichuang.cases.services.common import hall_day, out_of_place
from yichuang.cases.types import CaseState, Purpose
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines import services as clocks
from yichuang.deadlines.types import Budget, ClockCard, ClockState, Unit
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import GrantCard, Role
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

#: The clocks whose owner has the case in hand.
LEADING = (*case_clocks.OF_THE_CASE, Purpose.NOTICE, Purpose.RESULT, Purpose.DELIVERY)
UNDER_WAY = frozenset({CaseState.ACCEPTED, CaseState.HANDLING, CaseState.APPROVAL})


def in_state(case: Case, what: str, states: Collection[CaseState], by: Actor, at: datetime) -> None:
    """Refuse an act beside the table of states where the case does not stand fit.

    Raises: IllegalAct; UnknownCase to who may not know of it (CRT-02).
    """
    if case.state not in states:
        raise out_of_place(case, what, str(labels.BESIDE[what]), by, at)


def lead_of(case: Case, at: datetime) -> UUID | None:
    """Return who has the case in hand: whom its clocks tell; None where only its department is known."""
    held = case_clocks.running(case, at, LEADING)
    if held:
        return held[-1].owner_id
    return case.handler_id or case.accepted_by or case.submitted_by


def works_for(by: Actor, at: datetime, department_id: UUID, roles: Collection[Role]) -> bool:
    """Say whether somebody works for this very department in one of ``roles``."""
    return any(one.role in roles for one in held_in(by, at, department_id))


def held_in(by: Actor, at: datetime, department_id: UUID | None) -> frozenset[GrantCard]:
    """Return the roles somebody holds for a department: given for it, or for the hall and at home in it.

    Where nobody has said whose the case is, it is the business of those who are at home in no department.
    """
    home = organization.person(by.hall_id, by.id).department_id
    return frozenset(
        one for one in access.roles_of(by.hall_id, by.id, at) if (one.department_id or home) == department_id
    )


def held_for_the_hall(by: Actor, at: datetime) -> frozenset[Role]:
    """Return the roles somebody holds that are confined to no department."""
    return frozenset(one.role for one in access.roles_of(by.hall_id, by.id, at) if one.department_id is None)


def department_names(hall_id: UUID) -> dict[UUID, str]:
    """Return the departments of the hall's directory by id."""
    return {one.id: one.name for one in organization.departments(hall_id)}


def working_days(hall_id: UUID, key: str, at: datetime) -> Budget:
    """Return the hall's own limit of the day as a budget in working days."""
    days = regulations.parameter(hall_id, key, hall_day(hall_id, at))
    return Budget(value=days, unit=Unit.WORKING_DAY)


def start_own(
    case: Case,
    purpose: Purpose,
    budget: Budget,
    subject_id: UUID,
    *,
    department_id: UUID | None,
    owner_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> ClockCard:
    """Start a clock of a seat, question or referral of the case; the case's own clocks run beside it."""
    return clocks.start(
        purpose=str(purpose),
        budget=budget,
        subject_id=subject_id,
        matter_id=case.id,
        department_id=department_id,
        owner_id=owner_id,
        by=by,
        at=at,
    )


def stop_own(hall_id: UUID, clock_id: UUID | None, *, by: Actor, at: datetime) -> None:
    """Stop a clock of a seat, question or referral, if it has not been stopped."""
    if clock_id is not None and deadlines.clock(hall_id, clock_id, at).state is not ClockState.STOPPED:
        clocks.stop(clock_id=clock_id, by=by, at=at)
