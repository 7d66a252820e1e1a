"""Questions about who is away and who stands in: leaves, covers, what they lack, what is handed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts import rules
from yichuang.posts.errors import CoverUnknown, LeaveUnknown
from yichuang.posts.models import Absence, Cover, HandoverLine, Leave, Post
from yichuang.posts.selectors.demand import flexible_days
from yichuang.posts.selectors.shifts import AWAY, holders_by_day, open_days, shifts
from yichuang.posts.types import (
    OPEN_WORK,
    AbsenceCard,
    CoverCard,
    CoverKind,
    HandedLine,
    LeaveCard,
    LeaveKind,
    LeavePath,
    LeaveState,
    Part,
    WorkLine,
)
from yichuang.regulations import selectors as regulations


@dataclass(frozen=True, slots=True)
class ASession:
    """A session of a post in which somebody is A, and who is its B by the published shift (None: nobody)."""

    post_id: UUID
    opens: datetime
    closes: datetime
    b_id: UUID | None


DAY = timedelta(days=1)
LONGEST_LOOK_BACK = 30
OPEN_STATES = (LeaveState.DRAFT, LeaveState.SUBMITTED, LeaveState.APPROVED)


# --- cards ------------------------------------------------------------------------------------------


def cover_card(row: Cover) -> CoverCard:
    """Return a cover as a card."""
    return CoverCard(
        id=row.id,
        hall_id=row.hall_id,
        leave_id=row.leave_id,
        post_id=row.post_id,
        a_id=row.a_id,
        b_id=row.b_id,
        kind=CoverKind(row.kind),
        begins=row.begins,
        ends=row.ends,
        in_force=row.in_force,
        reason=row.reason,
        signed_at=row.signed_at,
        named_by=row.named_by,
        named_at=row.named_at,
    )


def leave_cards(hall_id: UUID, rows: Iterable[Leave]) -> list[LeaveCard]:
    """Return leaves as cards, each with its covers."""
    rows = list(rows)
    named: dict[UUID, list[CoverCard]] = defaultdict(list)
    standing = Cover.objects.filter(
        hall_id=hall_id, leave_id__in=[row.id for row in rows], dropped_at__isnull=True
    ).order_by("begins", "id")
    for cover in standing:
        if cover.leave_id is not None:
            named[cover.leave_id].append(cover_card(cover))
    return [
        LeaveCard(
            id=row.id,
            hall_id=row.hall_id,
            person_id=row.person_id,
            kind=LeaveKind(row.kind),
            path=LeavePath(row.path),
            state=LeaveState(row.state),
            begins=row.begins,
            ends=row.ends,
            note_id=row.note_id,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            submitted_at=row.submitted_at,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            started_at=row.started_at,
            returned_at=row.returned_at,
            proof_at=row.proof_at,
            covers=tuple(named[row.id]),
        )
        for row in rows
    ]


def leave(hall_id: UUID, leave_id: UUID) -> LeaveCard:
    """Return one leave.  Raises: LeaveUnknown."""
    found = leave_cards(hall_id, Leave.objects.filter(hall_id=hall_id, id=leave_id))
    if not found:
        raise LeaveUnknown
    return found[0]


def cover(hall_id: UUID, cover_id: UUID) -> CoverCard:
    """Return one cover, also one that was dropped.  Raises: CoverUnknown."""
    row = Cover.objects.filter(hall_id=hall_id, id=cover_id).first()
    if row is None:
        raise CoverUnknown
    return cover_card(row)


def leaves(
    hall_id: UUID, *, since: datetime, person_id: UUID | None = None, states: Collection[LeaveState] = ()
) -> list[LeaveCard]:
    """Return the leaves that end later than ``since``, of one person or of all, the latest first."""
    rows = Leave.objects.filter(hall_id=hall_id, ends__gt=since).order_by("-begins", "-id")
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if states:
        rows = rows.filter(state__in=[one.value for one in states])
    return leave_cards(hall_id, rows)


def leave_now(hall_id: UUID, person_id: UUID, at: datetime) -> LeaveCard | None:
    """Return the leave by which a person is away at ``at``, or None."""
    rows = Leave.objects.filter(AWAY, hall_id=hall_id, person_id=person_id, begins__lte=at, ends__gt=at)
    return next(iter(leave_cards(hall_id, rows)), None)


# --- who stands in ------------------------------------------------------------------------------------


def covers_now(
    hall_id: UUID,
    at: datetime,
    *,
    a_id: UUID | None = None,
    b_id: UUID | None = None,
    post_id: UUID | None = None,
) -> list[CoverCard]:
    """Return the covers that run at ``at``, of one A, by one B, or at one post: authority asks these rows."""
    rows = Cover.objects.filter(hall_id=hall_id, in_force=True, begins__lte=at, ends__gt=at).order_by(
        "begins", "id"
    )
    asked = {"a_id": a_id, "b_id": b_id, "post_id": post_id}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return [cover_card(row) for row in rows]


def covers_of(hall_id: UUID, person_id: UUID, *, since: datetime) -> list[CoverCard]:
    """Return the covers in which a person stands in or is stood in for, ending later than ``since``."""
    rows = Cover.objects.filter(
        Q(a_id=person_id) | Q(b_id=person_id),
        hall_id=hall_id,
        dropped_at__isnull=True,
        ends__gt=since,
    ).order_by("begins", "id")
    return [cover_card(row) for row in rows]


def covers_between(hall_id: UUID, since: datetime, until: datetime) -> list[CoverCard]:
    """Return every cover in force at some moment between the two."""
    rows = Cover.objects.filter(hall_id=hall_id, in_force=True, begins__lt=until, ends__gt=since).order_by(
        "begins", "id"
    )
    return [cover_card(row) for row in rows]


def handovers_due(hall_id: UUID) -> list[CoverCard]:
    """Return the covers that began without B having signed, until B has (AB-04)."""
    rows = Cover.objects.filter(
        hall_id=hall_id, in_force=True, dropped_at__isnull=True, signed_at__isnull=True
    ).exclude(kind=CoverKind.PLANNED.value)
    return [cover_card(row) for row in rows.order_by("begins", "id")]


def absences(hall_id: UUID, *, since: date, person_id: UUID | None = None) -> list[AbsenceCard]:
    """Return the days told as absence from ``since`` on, of one person or of all, the latest first."""
    rows = Absence.objects.filter(hall_id=hall_id, day__gte=since).order_by("-day", "id")
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return [
        AbsenceCard(row.id, row.hall_id, row.person_id, row.day, row.leave_id, row.excused_at) for row in rows
    ]


def handed_over(hall_id: UUID, cover_id: UUID) -> list[HandedLine]:
    """Return what B signed for."""
    rows = HandoverLine.objects.filter(hall_id=hall_id, cover_id=cover_id).order_by("due_at", "label")
    return [HandedLine(row.room, row.subject_id, row.label, row.due_at) for row in rows]


def open_work(hall_id: UUID, person_id: UUID, at: datetime) -> list[WorkLine] | None:
    """Return what a person has in hand, as every room tells it; None while one has not answered."""
    found: list[WorkLine] = []
    for port in OPEN_WORK:
        lines = port(hall_id, person_id, at)
        if lines is None:
            return None
        found += lines
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at or at, one.label))


# --- what a leave needs -------------------------------------------------------------------------------


def places_to_cover(
    hall_id: UUID, person_id: UUID, begins: datetime, ends: datetime, at: datetime
) -> list[UUID | None]:
    """Return the posts at which somebody is A in this time; [None] where only their open work is left."""
    found: list[UUID | None] = list(places_of_a(hall_id, person_id, begins, ends))
    if not found and open_work(hall_id, person_id, at):
        return [None]
    return found


def places_of_a(hall_id: UUID, person_id: UUID, begins: datetime, ends: datetime) -> list[UUID]:
    """Return the posts at which somebody is A in some session of this time."""
    return list(dict.fromkeys(one.post_id for one in sessions_of_a(hall_id, person_id, begins, ends)))


def sessions_of_a(hall_id: UUID, person_id: UUID, begins: datetime, ends: datetime) -> list[ASession]:
    """Return the sessions of this time in which somebody is A, in order, each with the B it names.

    Published shifts count; where none is published for a session, who holds the post as A, but at no flexible
    window, which is closed then.
    """
    first, last = days_of(hall_id, begins, ends)
    days = open_days(hall_id, since=first, until=last)
    published = {(one.post_id, one.day, one.session): one for one in shifts(hall_id, since=first, until=last)}
    regular = holders_by_day(hall_id, since=first, until=last, part=Part.A)
    loose = flexible_days(hall_id, since=first, until=last)
    found = []
    for place in days.places:
        span = days.spans[place.post_id, place.day, place.session]
        if not rules.overlap(begins, ends, *span):
            continue
        shift = published.get((place.post_id, place.day, place.session))
        held = [] if (place.post_id, place.day) in loose else regular.get((place.post_id, place.day), [])
        a_ids = [shift.a_id] if shift else held
        if person_id in a_ids:
            found.append(ASession(place.post_id, *span, shift.b_id if shift else None))
    return sorted(found, key=lambda one: (one.opens, one.post_id))


def missed_from(hall_id: UUID, post_id: UUID | None, begins: datetime, ends: datetime) -> datetime:
    """Return the first moment of open time of a post (None: of the hall) that an absence takes away."""
    first, last = days_of(hall_id, begins, min(ends, begins + LONGEST_LOOK_BACK * DAY))
    if post_id is not None:
        spans = list(open_days(hall_id, since=first, until=last, post_ids=[post_id]).spans.values())
    else:
        plans = organization.day_plans(hall_id, since=first, until=last)
        spans = [(one.opens, one.closes) for plan in plans for one in plan.hall_sessions]
    return rules.first_missed(spans, begins, ends)


def handover_deadline(hall_id: UUID, starts: datetime) -> datetime | None:
    """Return by when B signs for an absence that starts at ``starts`` (``ab.handover_lead``); None: never.

    By default the close of the hall on the working day before, by the strict rule 24 hours before.
    """
    if handover_is_strict(hall_id, starts):
        return starts - rules.STRICT_LEAD
    return _previous_close(hall_id, starts)


def handover_is_strict(hall_id: UUID, starts: datetime) -> bool:
    """Say whether a full 24 hours are asked for on the day an absence starts."""
    day = local_day(starts, organization.timezone_of(hall_id))
    return bool(regulations.parameter(hall_id, "ab.handover_lead", day) == "hours_24")


def _previous_close(hall_id: UUID, starts: datetime) -> datetime | None:
    day = local_day(starts, organization.timezone_of(hall_id))
    for back in range(1, LONGEST_LOOK_BACK):
        before = day - back * DAY
        if not organization.is_working_day(hall_id, before):
            continue
        closes = [one.closes for one in organization.day_plan(hall_id, before).hall_sessions]
        if closes:
            return max(closes)
    return None


def days_of(hall_id: UUID, begins: datetime, ends: datetime) -> tuple[date, date]:
    """Return the first day an interval touches and the day after the last."""
    zone = organization.timezone_of(hall_id)
    return local_day(begins, zone), local_day(ends, zone) + DAY


# --- who decides --------------------------------------------------------------------------------------


def may_arrange_leave(hall_id: UUID, by_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Say whether somebody may arrange a person's leave: themselves, their section head, the office."""
    if by_id == person_id:
        return True
    return _decides(hall_id, by_id, person_id, at, applicant_heads=False)


def may_decide_leave(hall_id: UUID, by_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Say whether somebody's roles let them decide a person's leave (ATT-06); never their own."""
    heads = any(one.role is Role.SEC for one in access.roles_of(hall_id, person_id, at))
    return by_id != person_id and _decides(hall_id, by_id, person_id, at, applicant_heads=heads)


def _decides(hall_id: UUID, by_id: UUID, person_id: UUID, at: datetime, *, applicant_heads: bool) -> bool:
    home = organization.person(hall_id, person_id).department_id
    held = access.roles_in(hall_id, by_id, home, at)
    return rules.may_decide_leave(held, of_section=home is not None, applicant_heads=applicant_heads)


def post_windows(hall_id: UUID) -> dict[UUID, UUID]:
    """Return the window of each post."""
    return dict(Post.objects.filter(hall_id=hall_id).values_list("id", "window_id"))
