"""What the page of hours shows to one person: what to decide, what holds, what was not kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from yichuang.kernel.access.types import Caller, Role
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import (
    AlarmCard,
    AlarmReason,
    ChangeCard,
    ChangeKind,
    ChangePhase,
    ChangeReason,
    ChangeState,
    HallCard,
    PersonCard,
    WindowCard,
)
from yichuang.posts import selectors as posts
from yichuang.posts.labels import PAUSE_REASONS
from yichuang.posts.types import OnDutyCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import ClosingChoice, ClosingQuestion
from yichuang.screens.hours.words import ALARMS, BREACHES, KIND_HINTS, KINDS, PHASES, REASONS

DECIDERS = frozenset({Role.OFF, Role.UH, Role.SEC})
LIST_KEEPERS = frozenset({Role.OFF, Role.UH})
COUNTED = timedelta(days=31)
LADDER = 5


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of hours with its words and what this person may do about it."""

    card: ChangeCard
    kind: str | Promise
    reason: str | Promise
    tone: str
    said: str | Promise
    windows: tuple[WindowCard, ...]
    asked_by: PersonCard
    decided_by: PersonCard | None
    told: tuple[PersonCard, ...]
    to_decide: bool
    to_explain: bool
    to_end: bool


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A line that closes with people waiting; ``until`` is proposed, ``windows`` are those on duty for it."""

    card: ClosingQuestion
    windows: tuple[WindowCard, ...]
    until: datetime
    deferred: bool
    extended: bool


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """The standing emergency: its words, who was told, and whether this person may answer or lift it."""

    card: AlarmCard
    reason: str | Promise
    raised_by: PersonCard | None
    told: tuple[tuple[PersonCard, datetime], ...]
    taken_by: PersonCard | None
    to_acknowledge: bool
    to_lift: bool


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One line of the day's list: a window that did not keep its hours, stands empty or pauses."""

    window: WindowCard
    said: str | Promise
    since: datetime
    minutes: int | None
    person: PersonCard | None
    rule: str


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """Minutes of one person in hours opened beside the week."""

    day: date
    window: WindowCard
    person: PersonCard
    kind: str | Promise
    minutes: int


@dataclass(frozen=True, slots=True)
class HoursPicture:
    """The page; ``office`` people see everybody's, a clerk the own requests."""

    hall: HallCard
    today: date
    office: bool
    keeps_list: bool
    alarm: AlarmRow | None
    closing: tuple[ClosingRow, ...]
    questions: tuple[ChangeRow, ...]
    changes: tuple[ChangeRow, ...]
    kept: tuple[KeptRow, ...]
    extra: tuple[ExtraRow, ...]
    windows: tuple[WindowCard, ...]
    people: tuple[PersonCard, ...]
    leaders: tuple[UUID | None, ...]
    kinds: tuple[tuple[ChangeKind, str | Promise, str | Promise], ...]
    reasons: tuple[tuple[ChangeReason, str | Promise], ...]
    alarms: tuple[tuple[AlarmReason, str | Promise], ...]


def picture_of(caller: Caller, at: datetime) -> HoursPicture:
    """Return the page of hours for who asks."""
    assert caller.hall_id is not None and caller.person_id is not None
    hall = organization.hall(caller.hall_id)
    today = local_day(at, hall.timezone)
    windows = {one.id: one for one in organization.windows(hall.id)}
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    decides = bool(caller.roles & DECIDERS)
    office = decides or Role.CMT in caller.roles
    cards = {one.id: one for one in organization.hours_changes(hall.id, since=today)}
    cards |= {one.id: one for one in organization.unexplained_changes(hall.id)}
    rows = [
        _change_row(one, windows, people, caller.person_id, decides, at)
        for one in sorted(cards.values(), key=lambda one: (one.begins, one.id))
        if office or one.asked_by == caller.person_id
    ]
    listed = organization.duty_leaders(hall.id)
    return HoursPicture(
        hall=hall,
        today=today,
        office=office,
        keeps_list=bool(caller.roles & LIST_KEEPERS),
        alarm=_alarm_row(hall.id, people, caller),
        closing=closing_rows(hall, at),
        questions=tuple(one for one in rows if one.card.phase(at) is ChangePhase.OPEN_QUESTION),
        changes=tuple(one for one in rows if one.card.phase(at) is not ChangePhase.OPEN_QUESTION),
        kept=_kept(hall, windows, people, at) if office else (),
        extra=_extra(hall, windows, people, at) if office else (),
        windows=tuple(one for one in windows.values() if one.active),
        people=tuple(one for one in people.values() if one.active),
        leaders=tuple(listed[place] if place < len(listed) else None for place in range(LADDER)),
        kinds=tuple((kind, KINDS[kind], KIND_HINTS[kind]) for kind in ChangeKind),
        reasons=tuple(REASONS.items()),
        alarms=tuple(ALARMS.items()),
    )


def closing_rows(hall: HallCard, at: datetime, window_id: UUID | None = None) -> tuple[ClosingRow, ...]:
    """Return the lines that close with people waiting, for the office or for one desk (EXT-01)."""
    asked = queueing.closing_questions(hall.id, at, window_id)
    if not asked:
        return ()
    duty = posts.on_duty(hall.id, at)
    windows = {one.id: one for one in organization.windows(hall.id)}
    return tuple(
        ClosingRow(
            one,
            tuple(windows[each] for each in one.window_ids if each in duty or each == window_id),
            max(one.closes, at) + timedelta(minutes=30),
            one.choice is ClosingChoice.DEFER,
            one.choice is ClosingChoice.EXTEND,
        )
        for one in asked
    )


def _change_row(
    card: ChangeCard,
    windows: dict[UUID, WindowCard],
    people: dict[UUID, PersonCard],
    me: UUID,
    decides: bool,
    at: datetime,
) -> ChangeRow:
    phase = card.phase(at)
    tone, said = PHASES[phase]
    live = phase in (ChangePhase.COMING, ChangePhase.RUNNING)
    asked = phase is ChangePhase.OPEN_QUESTION
    return ChangeRow(
        card=card,
        kind=KINDS[card.kind],
        reason=REASONS[card.reason],
        tone=tone,
        said=said,
        windows=tuple(windows[one] for one in card.window_ids),
        asked_by=people[card.asked_by],
        decided_by=people.get(card.decided_by) if card.decided_by else None,
        told=tuple(people[one] for one in card.told if one in people),
        to_decide=asked and decides and card.asked_by != me,
        to_explain=card.state is ChangeState.EMERGENCY and (decides or card.asked_by == me),
        to_end=(live and decides) or (asked and card.asked_by == me),
    )


def _alarm_row(hall_id: UUID, people: dict[UUID, PersonCard], caller: Caller) -> AlarmRow | None:
    card = organization.standing_alarm(hall_id)
    if card is None:
        return None
    told = tuple((people[one.person_id], one.told_at) for one in card.rungs)
    mine = any(one.person_id == caller.person_id for one in card.rungs)
    return AlarmRow(
        card=card,
        reason=ALARMS[card.reason],
        raised_by=people.get(card.raised_by),
        told=told,
        taken_by=people.get(card.acknowledged_by) if card.acknowledged_by else None,
        to_acknowledge=mine and card.acknowledged_at is None,
        to_lift=bool(caller.roles & LIST_KEEPERS) or card.acknowledged_by == caller.person_id,
    )


def _kept(
    hall: HallCard, windows: dict[UUID, WindowCard], people: dict[UUID, PersonCard], at: datetime
) -> tuple[KeptRow, ...]:
    rows = [
        KeptRow(
            windows[one.window_id],
            BREACHES[one.kind],
            one.due,
            one.minutes,
            people.get(one.person_id) if one.person_id else None,
            "HRS-03",
        )
        for one in posts.hours_breaches(hall.id, local_day(at, hall.timezone), at)
    ]
    rows += [_pause_row(one, windows, people) for one in posts.on_duty(hall.id, at).values() if one.paused_at]
    return tuple(sorted(rows, key=lambda one: (one.window.number, one.since)))


def _pause_row(duty: OnDutyCard, windows: dict[UUID, WindowCard], people: dict[UUID, PersonCard]) -> KeptRow:
    assert duty.paused_at is not None and duty.pause_reason is not None
    said = PAUSE_REASONS[duty.pause_reason]
    return KeptRow(windows[duty.window_id], said, duty.paused_at, None, people[duty.person_id], "")


def _extra(
    hall: HallCard, windows: dict[UUID, WindowCard], people: dict[UUID, PersonCard], at: datetime
) -> tuple[ExtraRow, ...]:
    today = local_day(at, hall.timezone)
    counted = posts.extra_time(hall.id, since=today - COUNTED, until=today + timedelta(days=1), at=at)
    return tuple(
        ExtraRow(one.day, windows[one.window_id], people[one.person_id], KINDS[one.kind], one.minutes)
        for one in sorted(counted, key=lambda one: (one.day, one.window_id, one.person_id), reverse=True)
    )
