"""What the staffroom shows: one's own shifts, leaves with what they lack, and whom one covers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from yichuang.cases import selectors as cases
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard, WindowCard
from yichuang.posts import selectors
from yichuang.posts.labels import ATTENDED, COVER_KINDS, DAY_SESSIONS, LEAVE_KINDS, LEAVE_STATES
from yichuang.posts.types import (
    Attended,
    CoverCard,
    DaySession,
    HolderCard,
    LeaveCard,
    LeavePath,
    LeavePhase,
    LeaveState,
    RestatementState,
    ShiftCard,
    WorkLine,
)
from yichuang.screens.attendance import asking
from yichuang.screens.selection.certificates import CertificateRow, own_certificates
from yichuang.screens.staffroom.places import PlaceRow, places_of
from yichuang.screens.staffroom.swaps import picture_of as swaps_of
from yichuang.training import selectors as training

AHEAD = 14
LOOKS_BACK = timedelta(days=60)
ATTENDED_TONES = {Attended.PRESENT: "ok", Attended.ON_LEAVE: "mute"}
TONES = {
    LeaveState.DRAFT: "mute",
    LeaveState.SUBMITTED: "warn",
    LeaveState.APPROVED: "ok",
    LeaveState.REFUSED: "bad",
    LeaveState.WITHDRAWN: "mute",
    LeaveState.RETURNED: "mute",
}


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One of one's shifts: where, in which part, who is the other, and whether one is on leave in it."""

    day: date
    session: str | Promise
    window: WindowCard
    part: str
    other: PersonCard | None
    away: bool


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """A leave in words, with what it lacks and what may be done with it now."""

    card: LeaveCard
    person: PersonCard
    kind: str | Promise
    state: str | Promise
    tone: str
    emergency: bool
    places: tuple[PlaceRow, ...]
    due: datetime | None
    to_submit: bool
    to_withdraw: bool
    to_return: bool
    to_prove: bool
    open: bool


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A cover one stands in by: for whom, where, until when, and what is handed over."""

    card: CoverCard
    a: PersonCard
    window: WindowCard | None
    kind: str | Promise
    runs: bool
    to_sign: bool
    lines: tuple[WorkLine, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class AttendedRow:
    """How one attended a shift of one's own."""

    day: date
    session: str | Promise
    number: int
    state: str | Promise
    tone: str
    minutes: int
    restated: bool
    waits: bool
    name: str


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A post one was given and has still to acknowledge."""

    card: HolderCard
    window: WindowCard
    part: str


@dataclass(frozen=True, slots=True)
class StaffroomPicture:
    """Everything of one person."""

    today: date
    shifts: tuple[ShiftRow, ...]
    leaves: tuple[LeaveRow, ...]
    covers: tuple[CoverRow, ...]
    slipped: tuple[cases.Slipped, ...]
    empty: tuple[tuple[WindowCard, datetime], ...]
    attended: tuple[AttendedRow, ...]
    to_say_anew: tuple[AttendedRow, ...]
    kinds: tuple[tuple[str, str | Promise], ...]
    opens: str
    closes: str
    swaps: int
    certificates: tuple[CertificateRow, ...]
    certificate_required: bool
    postings: tuple[PostingRow, ...]
    states: asking.Choices = asking.STATES
    reasons: asking.Choices = asking.REASONS


def picture_of(hall: HallCard, by: Actor, at: datetime) -> StaffroomPicture:
    """Return what a person sees of their own."""
    today = local_day(at, hall.timezone)
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    opens, closes = _hours(hall, today)
    mine = [one for one in selectors.covers_of(hall.id, by.id, since=at - LOOKS_BACK) if one.b_id == by.id]
    covers = [row for one in mine if (row := _cover(hall, one, people, at)) is not None]
    attended = _attended(hall, by.id, today, at)
    return StaffroomPicture(
        today=today,
        shifts=_shifts(hall, by.id, today, people),
        leaves=tuple(
            leave_row(hall, one, people, at)
            for one in selectors.leaves(hall.id, since=at - LOOKS_BACK, person_id=by.id)
        ),
        covers=tuple(covers),
        slipped=_slipped(hall, by.id, mine, at),
        empty=_empty(hall, by.id, at),
        attended=attended,
        to_say_anew=tuple(one for one in attended if one.tone not in ("ok", "mute") and not one.waits),
        kinds=tuple((one.value, label) for one, label in LEAVE_KINDS.items()),
        opens=opens,
        closes=closes,
        swaps=len(swaps_of(hall, by, at, "").waiting),
        certificates=own_certificates(hall, people[by.id], today),
        certificate_required=training.asks_on(hall.id, today).certificate,
        postings=_postings(hall, by.id, today),
    )


def _postings(hall: HallCard, person_id: UUID, today: date) -> tuple[PostingRow, ...]:
    """Return the posts one was given and has not acknowledged (ATT-08)."""
    windows = {one.id: one for one in organization.windows(hall.id)}
    at_window = selectors.post_windows(hall.id)
    return tuple(
        PostingRow(one, windows[at_window[one.post_id]], one.part.value)
        for one in selectors.unread_postings(hall.id, today, person_id)
    )


def _empty(hall: HallCard, person_id: UUID, at: datetime) -> tuple[tuple[WindowCard, datetime], ...]:
    """Return the vacant posts this person has been told of, as B, head or office (AB-02)."""
    windows = {one.id: one for one in organization.windows(hall.id)}
    vacant = selectors.vacant_posts(hall.id, at)
    return tuple((windows[one.window_id], one.since) for one in vacant if person_id in one.told)


def _attended(hall: HallCard, person_id: UUID, today: date, at: datetime) -> tuple[AttendedRow, ...]:
    """Return how one attended the shifts of two weeks, the latest first."""
    windows = {one.id: one.number for one in organization.windows(hall.id)}
    at_window = selectors.post_windows(hall.id)
    since, until = today - timedelta(days=AHEAD), today + timedelta(days=1)
    cards = selectors.attendance(hall.id, since=since, until=until, at=at, person_id=person_id)
    waits = {
        (one.post_id, one.day, one.session)
        for one in selectors.restatements(hall.id, since=since, until=until)
        if one.person_id == person_id and one.state is RestatementState.ASKED
    }
    return tuple(
        AttendedRow(
            one.day,
            DAY_SESSIONS[one.session],
            windows[at_window[one.post_id]],
            ATTENDED[one.state],
            ATTENDED_TONES.get(one.state, "bad"),
            one.minutes,
            one.restated,
            (one.post_id, one.day, one.session) in waits,
            asking.name_of(one),
        )
        for one in reversed(cards)
        if one.state is not Attended.COMING
    )


def _hours(hall: HallCard, today: date) -> tuple[str, str]:
    """Return when the hall opens and closes on the next day it does, as a start for the form."""
    for plan in organization.day_plans(hall.id, since=today, until=today + timedelta(days=10)):
        if plan.hall_sessions:
            first, last = plan.hall_sessions[0], plan.hall_sessions[-1]
            return f"{first.opens:%H:%M}", f"{last.closes:%H:%M}"
    return "08:00", "17:00"


def _shifts(
    hall: HallCard, person_id: UUID, today: date, people: dict[UUID, PersonCard]
) -> tuple[ShiftRow, ...]:
    windows = {one.id: one for one in organization.windows(hall.id)}
    at_window = selectors.post_windows(hall.id)
    until = today + timedelta(days=AHEAD)
    order = list(DaySession)
    mine = sorted(
        selectors.duties_of(hall.id, person_id, since=today, until=until),
        key=lambda one: (one.day, order.index(one.session), one.a_id != person_id),  # one's own post first
    )
    own = {one.post_id for one in mine}
    days = selectors.open_days(hall.id, since=today, until=until, post_ids=own)
    away = selectors.away_places(hall.id, days)
    return tuple(
        ShiftRow(
            one.day,
            DAY_SESSIONS[one.session],
            windows[at_window[one.post_id]],
            "A" if one.a_id == person_id else "B",
            _other(one, person_id, people),
            away=(person_id, one.day, one.session) in away,
        )
        for one in mine
        if (one.post_id, one.day, one.session) in days.spans  # the window may be closed since
    )


def _other(one: ShiftCard, person_id: UUID, people: dict[UUID, PersonCard]) -> PersonCard | None:
    """Return who else is named in a shift; None where it was allowed without a B."""
    who = one.b_id if one.a_id == person_id else one.a_id
    return people.get(who) if who is not None else None


def leave_row(hall: HallCard, card: LeaveCard, people: dict[UUID, PersonCard], at: datetime) -> LeaveRow:
    """Return a leave in words; what it lacks is looked at only while something can still be done."""
    phase = card.phase(at)
    live = card.state in (LeaveState.DRAFT, LeaveState.SUBMITTED) or phase in (
        LeavePhase.COMING,
        LeavePhase.RUNNING,
    )
    emergency = card.path is LeavePath.EMERGENCY
    asked = card.state is LeaveState.SUBMITTED
    begun = card.begins <= at
    return LeaveRow(
        card=card,
        person=people[card.person_id],
        kind=LEAVE_KINDS[card.kind],
        state=LEAVE_STATES[card.state],
        tone=TONES[card.state],
        emergency=emergency,
        places=places_of(hall, card, people, at) if live and card.ends > at else (),
        due=_due(hall, card) if asked and not emergency else None,
        to_submit=card.state is LeaveState.DRAFT and not begun,
        to_withdraw=card.state is LeaveState.DRAFT
        or (asked and not (emergency and begun))
        or (card.state is LeaveState.APPROVED and not begun),
        to_return=card.away(at) and card.begins < at,
        to_prove=asked and emergency and card.proof_at is None,
        open=live,
    )


def _due(hall: HallCard, card: LeaveCard) -> datetime | None:
    """Return by when the handover is signed for; None where nobody signs for anything."""
    if not card.covers:
        return None
    starts = min(selectors.missed_from(hall.id, one.post_id, card.begins, card.ends) for one in card.covers)
    return selectors.handover_deadline(hall.id, starts)


def _cover(hall: HallCard, card: CoverCard, people: dict[UUID, PersonCard], at: datetime) -> CoverRow | None:
    """Return a cover in words; one that is over and signed for is not shown any more."""
    over = card.ends <= at
    if over and (card.signed_at is not None or not card.handover_due):
        return None
    windows = {one.id: one for one in organization.windows(hall.id)}
    window = windows.get(selectors.post_windows(hall.id)[card.post_id]) if card.post_id else None
    work = selectors.open_work(hall.id, card.a_id, at)
    if card.signed_at is not None and not card.runs(at):
        work = [
            WorkLine(one.room, one.subject_id, one.label, one.due_at)
            for one in selectors.handed_over(hall.id, card.id)
        ]
    return CoverRow(
        card=card,
        a=people[card.a_id],
        window=window,
        kind=COVER_KINDS[card.kind],
        runs=card.runs(at),
        to_sign=card.signed_at is None,
        lines=tuple(work or ()),
        answered=work is not None,
    )


def _slipped(
    hall: HallCard, person_id: UUID, covers: list[CoverCard], at: datetime
) -> tuple[cases.Slipped, ...]:
    """Return one's own cases whose time ran out while one stood in for others (AB-07)."""
    found = {
        one.case.id: one
        for cover in covers
        if cover.in_force and cover.begins <= at
        for one in cases.slipped(hall.id, person_id, cover.begins, cover.ends, at)
    }
    return tuple(found.values())
