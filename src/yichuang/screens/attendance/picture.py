"""What the page of attendance shows: a day by person, the month by day and by person, what waits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, PersonCard
from yichuang.posts import selectors
from yichuang.posts.labels import ATTENDED, DAY_SESSIONS, RESTATEMENT_REASONS, RESTATEMENT_STATES
from yichuang.posts.types import AttendanceCard, Attended, DaySession, RestatementCard, RestatementState
from yichuang.screens.attendance import asking
from yichuang.screens.kit.chart import Chart, Point, chart

DAY = timedelta(days=1)
TONES = {Attended.PRESENT: "ok", Attended.ON_LEAVE: "mute", Attended.COMING: "mute", Attended.LATE: "warn"}
TONES |= {Attended.EARLY: "warn"}
KEPT = frozenset({Attended.PRESENT, Attended.ON_LEAVE})


@dataclass(frozen=True, slots=True)
class Cell:
    """How somebody attended one session; ``name`` is for a form, empty where nothing is to correct."""

    number: int
    state: str | Promise
    tone: str
    minutes: int
    restated: bool
    waits: bool
    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody's day: a cell for each session of the day, None where they were not planned."""

    person: PersonCard
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Somebody's month in shifts, and how many minutes late or early."""

    person: PersonCard
    counts: tuple[int, ...]
    minutes: int
    restated: int


@dataclass(frozen=True, slots=True)
class RestatementRow:
    """A correction: whose, of which shift, from what to what, why, who asked, and may one decide it."""

    card: RestatementCard
    person: PersonCard
    asked_by: PersonCard
    settled_by: PersonCard | None
    number: int
    session: str | Promise
    counted: str | Promise
    attended: str | Promise
    reason: str | Promise
    state: str | Promise
    mine: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """The shift that is being said anew."""

    name: str
    person: PersonCard
    number: int
    session: str | Promise
    state: str | Promise
    minutes: int


@dataclass(frozen=True, slots=True)
class AttendancePicture:
    """A day and its month of those somebody answers for."""

    day: date
    today: date
    before: date
    after: date | None
    department: DepartmentCard | None
    department_key: str
    departments: tuple[DepartmentCard, ...]
    sessions: tuple[str | Promise, ...]
    rows: tuple[PersonRow, ...]
    totals: tuple[tuple[str | Promise, str, int], ...]
    chart: Chart | None
    columns: tuple[str | Promise, ...]
    month: tuple[MonthRow, ...]
    waiting: tuple[RestatementRow, ...]
    settled: tuple[RestatementRow, ...]
    edit: Edit | None
    states: asking.Choices = asking.STATES
    reasons: asking.Choices = asking.REASONS


COLUMNS = (
    Attended.PRESENT,
    Attended.LATE,
    Attended.EARLY,
    Attended.ABSENT,
    Attended.WRONG_POST,
    Attended.ON_LEAVE,
)


def picture_of(
    hall: HallCard, by: Actor, at: datetime, *, day: date | None, department: str, edit: str
) -> AttendancePicture:
    """Return a day (None or one to come: today) of those ``by`` answers for, of one department or of all."""
    today = local_day(at, hall.timezone)
    on = day if day is not None and date(2000, 1, 1) < day <= today else today
    since = on.replace(day=1)
    until = min((since + timedelta(days=31)).replace(day=1), today + DAY)
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    theirs = {one for one in people if selectors.may_arrange_leave(hall.id, by.id, one, at)}
    units = tuple(
        one
        for one in organization.departments(hall.id)
        if any(people[who].department_id == one.id for who in theirs)
    )
    unit = next((one for one in units if one.id.hex == department), None)
    if unit is not None:
        theirs = {one for one in theirs if people[one].department_id == unit.id}
    cards = [
        one
        for one in selectors.attendance(hall.id, since=since, until=until, at=at)
        if one.person_id in theirs
    ]
    windows = {one.id: one.number for one in organization.windows(hall.id)}
    numbers = {post: windows[window] for post, window in selectors.post_windows(hall.id).items()}
    restatements = [
        _restatement_row(hall, by, one, people, numbers, at)
        for one in selectors.restatements(hall.id, since=since, until=until)
        if one.person_id in theirs
    ]
    waiting = tuple(one for one in restatements if one.card.state is RestatementState.ASKED)
    on_day = [one for one in cards if one.day == on]
    found = next((one for one in on_day if edit and asking.name_of(one) == edit), None)
    parts = [one for one in DaySession if any(card.session is one for card in on_day)]
    totals = Counter(one.state for one in on_day)
    return AttendancePicture(
        day=on,
        today=today,
        before=on - DAY,
        after=on + DAY if on < today else None,
        department=unit,
        department_key=unit.id.hex if unit else "",
        departments=units,
        sessions=tuple(DAY_SESSIONS[one] for one in parts),
        rows=_day_rows(on_day, parts, people, numbers, waiting, edit),
        totals=tuple((ATTENDED[one], TONES.get(one, "bad"), totals[one]) for one in ATTENDED if totals[one]),
        chart=_chart(cards, unit),
        columns=tuple(ATTENDED[one] for one in COLUMNS),
        month=_month_rows(cards, people),
        waiting=waiting,
        settled=tuple(one for one in restatements if one.card.state is not RestatementState.ASKED),
        edit=_edit(found, edit, people, numbers),
    )


def _edit(
    found: AttendanceCard | None, name: str, people: dict[UUID, PersonCard], numbers: dict[UUID, int]
) -> Edit | None:
    if found is None or not _can_be_said_anew(found):
        return None
    return Edit(
        name,
        people[found.person_id],
        numbers[found.post_id],
        DAY_SESSIONS[found.session],
        ATTENDED[found.state],
        found.minutes,
    )


def _can_be_said_anew(card: AttendanceCard) -> bool:
    return card.state not in (Attended.COMING, Attended.ON_LEAVE)


def _day_rows(
    cards: Iterable[AttendanceCard],
    parts: list[DaySession],
    people: dict[UUID, PersonCard],
    numbers: dict[UUID, int],
    waiting: tuple[RestatementRow, ...],
    edit: str,
) -> tuple[PersonRow, ...]:
    waits = {(one.card.person_id, one.card.post_id, one.card.day, one.card.session) for one in waiting}
    of: dict[UUID, dict[DaySession, Cell]] = defaultdict(dict)
    for one in cards:
        pending = (one.person_id, one.post_id, one.day, one.session) in waits
        name = asking.name_of(one)
        of[one.person_id][one.session] = Cell(
            numbers[one.post_id],
            ATTENDED[one.state],
            TONES.get(one.state, "bad"),
            0 if one.state in (Attended.COMING, Attended.PRESENT) else one.minutes,
            one.restated,
            pending,
            name if _can_be_said_anew(one) and not pending else "",
            name == edit,
        )
    order = sorted(of, key=lambda who: people[who].worker_number)
    return tuple(PersonRow(people[who], tuple(of[who].get(part) for part in parts)) for who in order)


def _month_rows(cards: Iterable[AttendanceCard], people: dict[UUID, PersonCard]) -> tuple[MonthRow, ...]:
    of: dict[UUID, list[AttendanceCard]] = defaultdict(list)
    for one in cards:
        if one.state is not Attended.COMING:
            of[one.person_id].append(one)
    return tuple(
        MonthRow(
            people[who],
            tuple(sum(one.state is state for one in of[who]) for state in COLUMNS),
            sum(one.minutes for one in of[who] if one.state in (Attended.LATE, Attended.EARLY)),
            sum(one.restated for one in of[who]),
        )
        for who in sorted(of, key=lambda who: people[who].worker_number)
    )


def _chart(cards: Iterable[AttendanceCard], unit: DepartmentCard | None) -> Chart | None:
    """Draw the month: shifts a day, and how many of them were kept; a column leads to its day."""
    of: dict[date, Counter[Attended]] = defaultdict(Counter)
    for one in cards:
        if one.state is not Attended.COMING:
            of[one.day][one.state] += 1
    points = []
    for day, counts in sorted(of.items()):
        whole, kept = counts.total(), sum(counts[one] for one in KEPT)
        title = _("%(day)s: %(kept)s of %(whole)s shifts as they should be")
        points.append(
            Point(
                f"{day:%m-%d}",
                whole,
                kept,
                title=title % {"day": day, "kept": kept, "whole": whole},
                address=f"?day={day}" + (f"&department={unit.id.hex}" if unit else ""),
            )
        )
    return chart(points, height=180) if points else None


def _restatement_row(
    hall: HallCard,
    by: Actor,
    card: RestatementCard,
    people: dict[UUID, PersonCard],
    numbers: dict[UUID, int],
    at: datetime,
) -> RestatementRow:
    asked = card.state is RestatementState.ASKED
    return RestatementRow(
        card=card,
        person=people[card.person_id],
        asked_by=people[card.asked_by],
        settled_by=people[card.settled_by] if card.settled_by else None,
        number=numbers[card.post_id],
        session=DAY_SESSIONS[card.session],
        counted=ATTENDED[card.counted],
        attended=ATTENDED[card.attended],
        reason=RESTATEMENT_REASONS[card.reason],
        state=RESTATEMENT_STATES[card.state],
        mine=asked
        and by.id != card.asked_by
        and selectors.may_decide_leave(hall.id, by.id, card.person_id, at),
    )
