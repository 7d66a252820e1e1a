"""Cases handed on: what a department has to answer, what came back, what the office has to settle."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yichuang.cases.models import Express, Referral
from yichuang.cases.refusals import ReferralUnknown
from yichuang.cases.types import ExpressCard, ReferralCard, ReferralState
from yichuang.catalogue import selectors as catalogue
from yichuang.deadlines import selectors as deadlines
from yichuang.organization import selectors as organization


def referral(hall_id: UUID, referral_id: UUID, at: datetime) -> ReferralCard:
    """Return one hop.  Raises: ReferralUnknown."""
    found = _cards(hall_id, list(_rows(hall_id).filter(id=referral_id)), at)
    if not found:
        raise ReferralUnknown
    return found[0]


def referrals_of(hall_id: UUID, case_id: UUID, at: datetime) -> list[ReferralCard]:
    """Return every hop of a case, in order."""
    return _cards(hall_id, list(_rows(hall_id).filter(case_id=case_id).order_by("number")), at)


def referred_to(
    hall_id: UUID, departments: Collection[UUID], at: datetime, limit: int = 200
) -> list[ReferralCard]:
    """Return what is on its way to these departments and not answered, the oldest first."""
    rows = _rows(hall_id).filter(to_department_id__in=list(departments), state=ReferralState.SENT)
    return _cards(hall_id, list(rows.order_by("sent_at", "id")[:limit]), at)


def referred_from(
    hall_id: UUID, departments: Collection[UUID], at: datetime, limit: int = 200
) -> list[ReferralCard]:
    """Return what these departments have sent: on its way, or come back and still theirs (XFER-02)."""
    wanted = [ReferralState.SENT.value, ReferralState.RETURNED.value]
    rows = _rows(hall_id).filter(from_department_id__in=list(departments), state__in=wanted)
    return _cards(hall_id, list(rows.order_by("-sent_at", "-id")[:limit]), at)


def disputed(hall_id: UUID, at: datetime, limit: int = 200) -> list[ReferralCard]:
    """Return the cases whose department the office has to settle, the oldest first (XFER-04)."""
    rows = _rows(hall_id).filter(state=ReferralState.DISPUTED)
    return _cards(hall_id, list(rows.order_by("sent_at", "id")[:limit]), at)


def referral_pending(hall_id: UUID, case_id: UUID) -> bool:
    """Say whether a case is on its way, or the office has not settled yet whose it is."""
    open_ones = [ReferralState.SENT.value, ReferralState.DISPUTED.value]
    return Referral.objects.filter(hall_id=hall_id, case_id=case_id, state__in=open_ones).exists()


def express_of(hall_id: UUID, case_id: UUID) -> ExpressCard | None:
    """Return that a case is handled express, or None (PRI-02)."""
    row = Express.objects.filter(hall_id=hall_id, case_id=case_id).first()
    if row is None:
        return None
    return ExpressCard(
        case_id=case_id,
        percent=row.percent,
        approved_by=row.approved_by,
        granted_by=row.granted_by,
        granted_at=row.granted_at,
        reason_id=row.reason_id,
    )


def _rows(hall_id: UUID) -> QuerySet[Referral]:
    return Referral.objects.filter(hall_id=hall_id).select_related("case")


def _cards(hall_id: UUID, rows: Sequence[Referral], at: datetime) -> list[ReferralCard]:
    if not rows:
        return []
    names = {one.id: one.name for one in organization.departments(hall_id)}
    clocks = deadlines.clocks(hall_id, [row.clock_id for row in rows if row.clock_id], at)
    items: dict[UUID, str] = {}
    cards = []
    for row in rows:
        version_id = row.case.item_version_id
        if version_id not in items:
            items[version_id] = catalogue.version(hall_id, version_id).name
        clock = clocks.get(row.clock_id) if row.clock_id else None
        waiting = row.state == ReferralState.SENT
        cards.append(
            ReferralCard(
                id=row.id,
                hall_id=row.hall_id,
                case_id=row.case_id,
                case_number=row.case.number,
                item_name=items[version_id],
                number=row.number,
                from_department_id=row.from_department_id,
                from_department=names.get(row.from_department_id, ""),
                to_department_id=row.to_department_id,
                to_department=names.get(row.to_department_id, ""),
                state=ReferralState(row.state),
                binding=row.binding,
                sent_by=row.sent_by,
                sent_at=row.sent_at,
                reason_id=row.reason_id,
                answered_by=row.answered_by,
                answered_at=row.answered_at,
                return_reason_id=row.return_reason_id,
                due=clock.due if clock and waiting else None,
                overdue=waiting and clock is not None and clock.overdue,
            )
        )
    return cards
