"""What people have carried over the last months, from what was really worked, and what part is theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, Q

from yichuang.organization import selectors as organization
from yichuang.posts.models import Absence, Cover, Holder, Leave, Shift
from yichuang.posts.selectors.leave import post_windows
from yichuang.posts.selectors.shifts import day_spans
from yichuang.posts.types import CoverKind, DaySession, LeavePath, LeaveState, Part
from yichuang.posts.types.roster import Carried
from yichuang.regulations import selectors as regulations

DAY = timedelta(days=1)
NOON = time(12)
#: A leave that counts as not being there: approved (also when its end came early), or gone and not refused.
GONE = Q(state__in=[LeaveState.APPROVED, LeaveState.RETURNED]) | Q(
    state=LeaveState.SUBMITTED, path=LeavePath.EMERGENCY
)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Worked:
    """A session of a post somebody was really there for, as A or in A's place."""

    person_id: UUID
    post_id: UUID
    day: date
    session: DaySession


@dataclass
class _Away:
    """Who was not there when, and who stood in their place."""

    leaves: dict[UUID, list[Span]] = field(default_factory=lambda: defaultdict(list))
    covers: dict[UUID, list[tuple[UUID, UUID, Span]]] = field(default_factory=lambda: defaultdict(list))
    absent: set[tuple[UUID, date]] = field(default_factory=set)


def months_back(month: date, months: int) -> date:
    """Return the first day of the span of so many months of which ``month`` is the last."""
    number = month.year * 12 + month.month - months
    return date(number // 12, number % 12 + 1, 1)


def worked(hall_id: UUID, people: Collection[UUID], *, since: date, until: date) -> list[Worked]:
    """Return what these people worked on the days from ``since`` on, before ``until``.

    By the published shifts.  Where A was on leave or absent in the middle of a session it is not A's: it is
    that of who stood in, or nobody's.  A day that became free after it was published, on which the window was
    closed, is nobody's.
    """
    away = _away(hall_id, since, until)
    stood_in = {one[0] for listed in away.covers.values() for one in listed if one[1] in people}
    rows = Shift.objects.filter(
        Q(a_id__in=people) | Q(post_id__in=stood_in, a_id__in=list(away.covers)),
        hall_id=hall_id,
        day__gte=since,
        day__lt=until,
    )
    windows = post_windows(hall_id)
    spans: dict[tuple[UUID, date], dict[DaySession, Span]] = {}
    listed = list(rows.values_list("a_id", "post_id", "day", "session"))
    free = organization.free_among(hall_id, {day for _a, _post, day, _session in listed})
    found = []
    for a_id, post_id, day, named in listed:
        session = DaySession(named)
        who: UUID | None = a_id
        if day in free or a_id in away.leaves or a_id in away.covers or (a_id, day) in away.absent:
            place = (post_id, day)
            if place not in spans:
                spans[place] = day_spans(hall_id, windows[post_id], day)
            span = spans[place].get(session)
            if span is not None:
                who = _who_was_there(away, a_id, post_id, day, span)
            elif day in free:
                who = None
        if who is not None and who in people:
            found.append(Worked(who, post_id, day, session))
    return found


def _who_was_there(away: _Away, a_id: UUID, post_id: UUID, day: date, span: Span) -> UUID | None:
    middle = span[0] + (span[1] - span[0]) / 2
    for post, b_id, (begins, ends) in away.covers.get(a_id, ()):
        if post == post_id and begins <= middle < ends:
            return b_id
    gone = any(begins <= middle < ends for begins, ends in away.leaves.get(a_id, ()))
    return None if gone or (a_id, day) in away.absent else a_id


def _away(hall_id: UUID, since: date, until: date) -> _Away:
    zone = ZoneInfo(organization.timezone_of(hall_id))
    first, last = (datetime.combine(day, time(), zone) for day in (since, until))
    found = _Away()
    during = {"hall_id": hall_id, "begins__lt": last, "ends__gt": first}
    for row in Leave.objects.filter(GONE, **during):
        found.leaves[row.person_id].append((row.begins, row.returned_at or row.ends))
    stood = Q(signed_at__isnull=False) | ~Q(kind=CoverKind.PLANNED)
    for one in Cover.objects.filter(stood, dropped_at__isnull=True, post__isnull=False, **during):
        assert one.post_id is not None
        found.covers[one.a_id].append((one.post_id, one.b_id, (one.begins, one.ends)))
    rows = Absence.objects.filter(hall_id=hall_id, day__gte=since, day__lt=until)
    found.absent = set(rows.values_list("person_id", "day"))
    return found


def counted_since(hall_id: UUID, month: date) -> date:
    """Return the first day that counts for the burdens of a month, by the rule in force in it."""
    return months_back(month, int(regulations.parameter(hall_id, "rota.fairness_months", month)))


def carried_into(
    hall_id: UUID, people: Collection[UUID], *, month: date, until: date, done: list[Worked] | None = None
) -> dict[UUID, Carried]:
    """Return what each carries into a month, and their share of it (100: there all the time).

    The span is ``rota.fairness_months`` with the month itself as the last; a share is the days on which
    somebody held a post and was not on leave, of the days since the first post was held within the span.
    """
    since = counted_since(hall_id, month)
    carried = worked(hall_id, people, since=since, until=month) if done is None else done
    carried = [one for one in carried if since <= one.day < month]
    free = organization.free_among(hall_id, {one.day for one in carried})
    regular = _regular(hall_id)
    weekends, evenings, stand_ins = (Counter[UUID]() for _ in range(3))
    for one in carried:
        who = one.person_id
        weekends[who] += one.day in free
        evenings[who] += one.session is DaySession.EVE
        stand_ins[who] += not any(
            begins <= one.day and (ends is None or one.day < ends)
            for begins, ends in regular.get((one.post_id, who), ())
        )
    shares = _shares(hall_id, people, since, until)
    return {
        who: Carried(who, since, weekends[who], evenings[who], stand_ins[who], shares[who]) for who in people
    }


def _regular(hall_id: UUID) -> dict[tuple[UUID, UUID], list[tuple[date, date | None]]]:
    found: dict[tuple[UUID, UUID], list[tuple[date, date | None]]] = defaultdict(list)
    for row in Holder.objects.filter(hall_id=hall_id, part=Part.A):
        found[row.post_id, row.person_id].append((row.active_from, row.active_until))
    return found


def _shares(hall_id: UUID, people: Collection[UUID], since: date, until: date) -> dict[UUID, int]:
    """Return of a hundred how much of the span each was there to carry anything; nobody has none at all."""
    begun = Holder.objects.filter(hall_id=hall_id).aggregate(first=Min("active_from"))["first"]
    first = min(max(since, begun or since), until - DAY)
    zone = ZoneInfo(organization.timezone_of(hall_id))
    there: dict[UUID, set[date]] = {who: set() for who in people}
    for row in Holder.objects.filter(hall_id=hall_id, person_id__in=people, active_from__lt=until):
        day = max(first, row.active_from)
        last = min(until, row.active_until or until)
        there[row.person_id] |= {day + DAY * one for one in range(max(0, (last - day).days))}
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(until, time(), zone)
    for leave in Leave.objects.filter(
        GONE, hall_id=hall_id, person_id__in=people, begins__lt=ends, ends__gt=begins
    ):
        over = leave.returned_at or leave.ends
        day = leave.begins.astimezone(zone).date()
        while day <= over.astimezone(zone).date():
            if leave.begins <= datetime.combine(day, NOON, zone) < over:
                there[leave.person_id].discard(day)
            day += DAY
    whole = (until - first).days
    return {who: max(1, round(100 * len(days) / whole)) for who, days in there.items()}
