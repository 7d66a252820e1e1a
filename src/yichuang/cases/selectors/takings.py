"""What lies in the tills, what a day brought, and which cases wait to be paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Sum

from yichuang.cases.models import Case, Deposit, Payment, Payout, Till
from yichuang.cases.refusals import UnknownCase, UnknownTill
from yichuang.cases.rules import fees as rules
from yichuang.cases.rules import sight
from yichuang.cases.selectors.fees import fees_of_rows, payment_cards
from yichuang.cases.types import CaseState
from yichuang.cases.types.fees import (
    DepositCard,
    Drawer,
    FeeRights,
    PaymentCard,
    PayWay,
    Takings,
    TillCard,
    ToPay,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal import selectors as journal
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

MOST_SHOWN = 200
#: Who may state the value a graded fee goes by: who handles the case.
STATING = frozenset({Role.STF, Role.BST, Role.CHIEF, Role.SEC})


def till(hall_id: UUID, till_id: UUID) -> TillCard:
    """Return a till.  Raises: UnknownTill."""
    row = Till.objects.filter(hall_id=hall_id, id=till_id).first()
    if row is None:
        raise UnknownTill
    return till_cards([row])[0]


def till_of_entry(hall_id: UUID, entry_id: UUID) -> TillCard:
    """Return the till a journal entry is about."""
    return till(hall_id, journal.subject_of(hall_id, entry_id))


def open_till(hall_id: UUID, window_id: UUID) -> TillCard | None:
    """Return the open till of a window, of whatever day, or None."""
    row = Till.objects.filter(hall_id=hall_id, window_id=window_id, closed_at__isnull=True).first()
    return None if row is None else till_cards([row])[0]


def tills_of_day(hall_id: UUID, day: date, window_id: UUID | None = None) -> list[TillCard]:
    """Return the tills of a day, by window, in the order they were opened."""
    rows = Till.objects.filter(hall_id=hall_id, day=day).order_by("window_id", "number")
    if window_id is not None:
        rows = rows.filter(window_id=window_id)
    return till_cards(list(rows))


def tills_to_hand_in(hall_id: UUID) -> list[TillCard]:
    """Return the tills with money that has not been handed in, the oldest first; open ones too."""
    rows = Till.objects.filter(hall_id=hall_id, settled_at__isnull=True).order_by("day", "number", "id")
    return [card for card in till_cards(rows) if card.drawer.to_deposit > 0]


def till_cards(rows: Iterable[Till]) -> list[TillCard]:
    """Return tills of one hall as cards, with what lies in them by the books."""
    held = list(rows)
    if not held:
        return []
    drawers = drawers_of(held)
    return [
        TillCard(
            id=row.id,
            hall_id=row.hall_id,
            window_id=row.window_id,
            day=row.day,
            number=row.number,
            drawer=drawers[row.id],
            minimum=row.minimum,
            opened_by=row.opened_by,
            opened_at=row.opened_at,
            closed_by=row.closed_by,
            closed_at=row.closed_at,
            counted=row.counted,
            difference=row.difference,
            explanation_id=row.explanation,
            late_on=row.late_on,
        )
        for row in held
    ]


def drawers_of(rows: Iterable[Till], until: datetime | None = None) -> dict[UUID, Drawer]:
    """Return what tills of one hall hold by the books; with ``until`` only money taken before it counts.

    What was given back or handed in counts whenever it was: it lies in no till any more.
    """
    held = list(rows)
    hall_id, ids = held[0].hall_id, [row.id for row in held]
    taken = Payment.objects.filter(hall_id=hall_id, till_id__in=ids)
    if until is not None:
        taken = taken.filter(taken_at__lt=until)
    paid_in = dict(taken.values_list("till_id").annotate(cents=Sum("due")))
    place = {"hall_id": hall_id, "till_id__in": ids}
    back = dict(Payout.objects.filter(**place).values_list("till_id").annotate(sum=Sum("cents")))
    handed = dict(Deposit.objects.filter(**place).values_list("till_id").annotate(sum=Sum("cents")))
    return {
        row.id: Drawer(
            float=row.float_cents,
            cash_in=int(paid_in.get(row.id, 0)),
            refunds=int(back.get(row.id, 0)),
            deposits=int(handed.get(row.id, 0)),
            difference=row.difference or 0,
        )
        for row in held
    }


def deposits_of(hall_id: UUID, till_id: UUID) -> list[DepositCard]:
    """Return what was handed in from a till, the first first."""
    return [
        DepositCard(row.id, row.till_id, row.cents, row.reference, row.made_by, row.made_at)
        for row in Deposit.objects.filter(hall_id=hall_id, till_id=till_id).order_by("id")
    ]


def cutoff(hall_id: UUID, day: date) -> datetime:
    """Return the moment by which a day's money is handed in (fee.deposit_cutoff)."""
    said = time.fromisoformat(regulations.parameter(hall_id, "fee.deposit_cutoff", day))
    return datetime.combine(day, said, tzinfo=ZoneInfo(organization.hall(hall_id).timezone))


def bounds(hall_id: UUID, day: date) -> tuple[datetime, datetime]:
    """Return when a day begins and ends in the hall."""
    start = datetime.combine(day, time(), tzinfo=ZoneInfo(organization.hall(hall_id).timezone))
    return start, datetime.combine(day + timedelta(days=1), time(), tzinfo=start.tzinfo)


def payments_of_day(
    hall_id: UUID, day: date, window_id: UUID | None = None, limit: int = MOST_SHOWN
) -> list[PaymentCard]:
    """Return the last payments of a day, the newest first."""
    start, end = bounds(hall_id, day)
    rows = Payment.objects.filter(hall_id=hall_id, taken_at__gte=start, taken_at__lt=end)
    if window_id is not None:
        rows = rows.filter(window_id=window_id)
    return payment_cards(list(rows.order_by("-taken_at", "-id")[:limit]))


def takings(hall_id: UUID, day: date) -> list[Takings]:
    """Return what each window took and gave back on a day, in the order of the windows' numbers."""
    start, end = bounds(hall_id, day)
    found: dict[UUID, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    taken = Payment.objects.filter(hall_id=hall_id, taken_at__gte=start, taken_at__lt=end)
    for window_id, way, due in taken.values_list("window_id", "way", "due"):
        row = found[window_id]
        row[0] += 1
        row[1 if way == PayWay.CASH else 2] += due
    back = Payout.objects.filter(hall_id=hall_id, paid_at__gte=start, paid_at__lt=end)
    for window_id, cents in back.values_list("window_id", "cents"):
        found[window_id][3] += cents
    numbers = {one.id: one.number for one in organization.windows(hall_id)}
    return [
        Takings(window_id, *found[window_id])
        for window_id in sorted(found, key=lambda one: numbers.get(one, 0))
    ]


def takings_by_hour(hall_id: UUID, day: date) -> dict[int, tuple[int, int]]:
    """Return what a day brought by the hour on the wall: cash and electronic, in cents."""
    start, end = bounds(hall_id, day)
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    taken = Payment.objects.filter(hall_id=hall_id, taken_at__gte=start, taken_at__lt=end)
    for moment, way, due in taken.values_list("taken_at", "way", "due"):
        found[moment.astimezone(start.tzinfo).hour][0 if way == PayWay.CASH else 1] += due
    return {hour: (cash, other) for hour, (cash, other) in sorted(found.items())}


def to_pay(
    hall_id: UUID, person_id: UUID, window_id: UUID | None, at: datetime, limit: int = MOST_SHOWN
) -> list[ToPay]:
    """Return the cases somebody at a window may take money for, the longest waiting first.

    A cashier sees those of their departments, whoever serves sees what is done at the window at once;
    nobody sees a confidential case they do not have in hand.
    """
    held = access.roles_of(hall_id, person_id, at)
    departments = {one.department_id for one in held if one.role is Role.CASH}
    seen = Q(pk__in=[])
    if departments:
        seen = Q(confidential=False)
        if None not in departments:
            seen &= Q(department_id__in=departments)
    if window_id is not None:
        seen |= Q(window_id=window_id)
    # a payment settles all that was compulsory; only what went back opens a case again
    paid = Payment.objects.filter(hall_id=hall_id, case_id=OuterRef("pk"))
    back = Payout.objects.filter(hall_id=hall_id, payment__case_id=OuterRef("pk"))
    rows = Case.objects.filter(
        seen,
        ~Exists(paid) | Exists(back),
        hall_id=hall_id,
        state__in=[*(one.value for one in rules.CHARGEABLE), CaseState.SUBMITTED.value],
    ).exclude(state=CaseState.SUBMITTED.value, complete_at__isnull=True)
    charging = _charging(hall_id, set(rows.values_list("item_version_id", flat=True)))
    waiting = list(rows.filter(item_version_id__in=charging).order_by("accepted_at", "id")[:limit])
    dues = fees_of_rows(waiting)
    return [
        ToPay(
            case_id=row.id,
            number=row.number,
            item_name=charging[row.item_version_id].name,
            item_name_en=charging[row.item_version_id].name_en,
            owed=dues[row.id].owed,
            unstated=bool(dues[row.id].unstated),
            window_id=row.window_id,
            since=row.accepted_at or row.submitted_at,
        )
        for row in waiting
        if not dues[row.id].settled
        and _is_chargeable(row, charging[row.item_version_id])
        and rules.may_take(
            desk_of(row, charging[row.item_version_id].flags.instant, person_id, window_id), held
        )
    ]


def _is_chargeable(row: Case, item: ItemCard) -> bool:
    complete = row.complete_at is not None
    return rules.is_chargeable(CaseState(row.state), instant=item.flags.instant, complete=complete)


def _charging(hall_id: UUID, version_ids: set[UUID]) -> dict[UUID, ItemCard]:
    """Return those of the versions that charge something."""
    return {one: card for one, card in catalogue.versions_among(hall_id, version_ids).items() if card.fees}


def desk_of(row: Case, instant: bool, person_id: UUID, window_id: UUID | None) -> rules.Desk:
    """Return where money for a case would be taken, as the rule asks it."""
    held = {row.submitted_by, row.accepted_by, row.handler_id, row.proposed_by, row.decided_by}
    return rules.Desk(
        department_id=row.department_id,
        confidential=row.confidential,
        at_own_window=window_id is not None and row.window_id == window_id,
        instant=instant,
        in_hand=person_id in held,
    )


def fee_rights(
    hall_id: UUID, case_id: UUID, person_id: UUID, window_id: UUID | None, at: datetime
) -> FeeRights:
    """Return what somebody may do about the fees of a case.  Raises: UnknownCase where it is nothing."""
    row = Case.objects.filter(hall_id=hall_id, id=case_id).first()
    if row is None:
        raise UnknownCase
    held = access.roles_of(hall_id, person_id, at)
    item = catalogue.version(hall_id, row.item_version_id)
    take = rules.may_take(desk_of(row, item.flags.instant, person_id, window_id), held)
    home = organization.person(hall_id, person_id).department_id
    assigned = frozenset(
        one
        for one in (row.submitted_by, row.accepted_by, row.handler_id, row.proposed_by, row.decided_by)
        if one is not None
    )
    scope = sight.Scope(row.department_id, row.confidential, assigned)
    cashier = any(one.role is Role.CASH for one in held)
    state = not cashier and sight.may_work(scope, person_id, held, home, STATING)
    if not take and not state:
        raise UnknownCase
    return FeeRights(take=take, state=state, now=_is_chargeable(row, item))
