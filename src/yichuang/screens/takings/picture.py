"""What a day brought: by window and hour, what the tills say, and what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yichuang.cases import labels
from yichuang.cases import selectors as cases
from yichuang.cases.types import CaseCard, RefundCard, RemissionCard, Takings, TillCard
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.kit.chart import Chart, Point, chart


@dataclass(frozen=True, slots=True)
class WindowRow:
    """What a window took on the day."""

    number: int
    takings: Takings


@dataclass(frozen=True, slots=True)
class TillRow:
    """A till of the day, or one whose money is still out, with its window and whether it came too late."""

    number: int
    card: TillCard
    late: bool


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund that waits, with its case and who asked."""

    card: RefundCard
    case: CaseCard
    asked_by: str
    lines: str


@dataclass(frozen=True, slots=True)
class RemissionRow:
    """A remission that waits, with its case, its ground and who asked."""

    card: RemissionCard
    case: CaseCard
    ground: str | Promise
    asked_by: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The page of takings of one day."""

    hall: HallCard
    day: date
    today: bool
    before: date
    after: date | None
    windows: tuple[WindowRow, ...]
    tills: tuple[TillRow, ...]
    refunds: tuple[RefundRow, ...]
    remissions: tuple[RemissionRow, ...]
    remitted: int
    chart: Chart | None
    payments: int
    cash: int
    electronic: int
    back: int
    out: int
    due_at: datetime


def picture_of(hall: HallCard, day: date | None, at: datetime) -> Picture:
    """Return what a day brought, today's when none is named; a day to come is today."""
    today = local_day(at, hall.timezone)
    day = min(day or today, today)
    numbers = {one.id: one.number for one in organization.windows(hall.id)}
    rows = tuple(WindowRow(numbers.get(one.window_id, 0), one) for one in cases.takings(hall.id, day))
    owing = cases.tills_to_hand_in(hall.id)
    tills = {one.id: one for one in (*owing, *cases.tills_of_day(hall.id, day))}
    order = sorted(tills.values(), key=lambda one: (one.day, numbers.get(one.window_id, 0), one.number))
    return Picture(
        hall=hall,
        day=day,
        today=day == today,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < today else None,
        windows=rows,
        tills=tuple(
            TillRow(numbers.get(one.window_id, 0), one, one.late_on is not None and one.drawer.to_deposit > 0)
            for one in order
        ),
        refunds=_refunds(hall.id),
        remissions=_remissions(hall.id),
        remitted=cases.remitted_among(hall.id, [one.id for one in cases.payments_of_day(hall.id, day)]),
        chart=_chart(hall.id, day),
        payments=sum(one.takings.payments for one in rows),
        cash=sum(one.takings.cash for one in rows),
        electronic=sum(one.takings.electronic for one in rows),
        back=sum(one.takings.refunds for one in rows),
        out=sum(one.drawer.to_deposit for one in owing),
        due_at=cases.cutoff(hall.id, day),
    )


def _chart(hall_id: UUID, day: date) -> Chart | None:
    hours = cases.takings_by_hour(hall_id, day)
    if not hours:
        return None
    points = []
    for hour in range(min(8, *hours), max(17, *hours) + 1):
        cash, other = hours.get(hour, (0, 0))
        told = {"hour": f"{hour:02d}:00", "sum": labels.yuan(cash + other), "cash": labels.yuan(cash)}
        title = _("%(hour)s: %(sum)s yuan, of these %(cash)s in cash") % told
        points.append(Point(f"{hour:02d}", (cash + other) // 100, cash // 100, title=title))
    return chart(points, height=200)


def _remissions(hall_id: UUID) -> tuple[RemissionRow, ...]:
    rows = []
    for one in cases.open_remissions(hall_id):
        person = organization.person(hall_id, one.asked_by)
        rows.append(
            RemissionRow(
                card=one,
                case=cases.case(hall_id, one.case_id),
                ground=labels.GROUND[one.ground],
                asked_by=f"{person.display_name} {person.worker_number}",
            )
        )
    return tuple(rows)


def _refunds(hall_id: UUID) -> tuple[RefundRow, ...]:
    rows = []
    for one in cases.open_refunds(hall_id):
        person = organization.person(hall_id, one.asked_by)
        paid = cases.payment(hall_id, one.payment_id)
        rows.append(
            RefundRow(
                card=one,
                case=cases.case(hall_id, one.case_id),
                asked_by=f"{person.display_name} {person.worker_number}",
                lines="、".join(line.name for line in paid.lines if line.code in one.codes),
            )
        )
    return tuple(rows)
