"""The lists: what one has to know, opinions asked, questions, referrals, what lies still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise

from yichuang.cases import labels
from yichuang.cases import selectors as cases
from yichuang.cases.types import (
    AlertCard,
    AlertKind,
    CaseState,
    Level,
    Purpose,
    SeatState,
    StaleCard,
    UncollectedCard,
)
from yichuang.cases.types.telling import CallTask
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import Among
from yichuang.kernel.access.types import Role
from yichuang.kernel.types import Actor
from yichuang.notices.labels import CHANNEL
from yichuang.screens.together.picture import (
    HopRow,
    Me,
    QueryRow,
    SeatRow,
    hop_row,
    me,
    people_of,
    query_row,
    seat_row,
)

Text = str | Promise
TONES = {
    AlertKind.PASSED: "bad",
    AlertKind.REFERRAL_DISPUTED: "bad",
    AlertKind.REFERRAL_RETURNED: "bad",
    AlertKind.VISITS: "bad",
    AlertKind.NEAR: "warn",
    AlertKind.URGED: "warn",
    AlertKind.QUERY_ESCALATED: "warn",
    AlertKind.JOINT_DIFFERS: "warn",
    AlertKind.UNCOLLECTED: "warn",
    AlertKind.PAUSE_ASKED: "warn",
    AlertKind.PAUSE_DECLINED: "warn",
    AlertKind.LEFT_OPEN: "bad",
    AlertKind.CALL: "warn",
    AlertKind.CORRECTION_ASKED: "warn",
    AlertKind.REISSUED: "warn",
}
_LISTS = {
    Purpose.JOINT: "together:opinions",
    Purpose.QUERY: "together:questions",
    Purpose.INFORM: "together:questions",
    Purpose.REFERRAL: "together:referrals",
}
_BY_KIND = {
    AlertKind.REFERRED: "together:referrals",
    AlertKind.REFERRAL_RETURNED: "together:referrals",
    AlertKind.REFERRAL_DISPUTED: "together:referrals",
    AlertKind.UNCOLLECTED: "together:still",
    AlertKind.CALL: "together:still",
}
_PAUSES = (AlertKind.PAUSE_ASKED, AlertKind.PAUSE_APPROVED, AlertKind.PAUSE_DECLINED)
#: The clocks by which the remaining time of cases is told.
BINDING = (
    Purpose.NOTICE,
    Purpose.STATUTORY,
    Purpose.PROMISED,
    Purpose.STEP,
    Purpose.RESULT,
    Purpose.DELIVERY,
)


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert in words, with where one does something about it."""

    card: AlertCard
    what: Text
    about: Text
    tone: str
    address: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One list in the row of tabs; ``count`` is what wants a hand in it."""

    name: str
    count: int
    here: bool


def alert_rows(by: Actor, at: datetime) -> tuple[AlertRow, ...]:
    """Return what somebody has to know, in words, the newest first."""
    return tuple(
        AlertRow(
            one,
            labels.ALERT[one.kind],
            labels.PURPOSE[Purpose(one.purpose)] if one.purpose else "",
            TONES.get(one.kind, ""),
            _address(one),
        )
        for one in cases.alerts(by.hall_id, by.id, at)
    )


def _address(card: AlertCard) -> str:
    if card.kind is AlertKind.JOINT_ASKED:
        return reverse("together:seat", args=[card.subject_id])
    if card.kind in (AlertKind.QUERY, AlertKind.QUERY_ESCALATED, AlertKind.QUERY_ANSWERED):
        return reverse("together:question", args=[card.subject_id])
    if card.kind in _BY_KIND:
        return reverse(_BY_KIND[card.kind])
    if card.purpose and Purpose(card.purpose) in _LISTS:
        return reverse(_LISTS[Purpose(card.purpose)])
    if card.kind in _PAUSES:
        return reverse("casework:case", args=[card.case_id])
    return reverse("together:case", args=[card.case_id])


def seat_rows(who: Me, at: datetime) -> tuple[SeatRow, ...]:
    """Return what one's departments were asked, in words."""
    names = people_of(who.by.hall_id)
    return tuple(seat_row(one, names) for one in cases.asked_of(who.by.hall_id, who.departments, at))


def query_rows(who: Me, at: datetime) -> tuple[tuple[QueryRow, bool], ...]:
    """Return the open questions one answers or whose department asked them; True where one answers."""
    names = people_of(who.by.hall_id)
    rows = []
    for one in cases.open_queries(who.by.hall_id, at):
        answers = one.state.value == "raised" and answers_at(who, one.level, one.department_id)
        if answers or one.department_id in who.departments or one.raised_by == who.by.id:
            rows.append((query_row(one, names), answers))
    return tuple(rows)


def answers_at(who: Me, level: Level, department_id: UUID | None) -> bool:
    if level is Level.SECTION:
        return department_id in who.heads
    return (level is Level.OFFICE and Role.OFF in who.roles) or (level is Level.HEAD and Role.UH in who.roles)


@dataclass(frozen=True, slots=True)
class Referrals:
    """What was handed on to one's departments, what they sent, and what the office has to settle."""

    incoming: tuple[HopRow, ...]
    sent: tuple[HopRow, ...]
    disputed: tuple[HopRow, ...]


def referral_lists(who: Me, at: datetime) -> Referrals:
    """Return the referrals somebody has to do with."""
    hall_id, names = who.by.hall_id, people_of(who.by.hall_id)
    disputed = cases.disputed(hall_id, at) if who.office else []
    return Referrals(
        tuple(hop_row(one, names) for one in cases.referred_to(hall_id, who.departments, at)),
        tuple(hop_row(one, names) for one in cases.referred_from(hall_id, who.departments, at, limit=50)),
        tuple(hop_row(one, names) for one in disputed),
    )


@dataclass(frozen=True, slots=True)
class CallRow:
    """An applicant to be telephoned about a result, in words (CAS-03)."""

    task: CallTask
    why: Text
    channel: Text
    who: str


@dataclass(frozen=True, slots=True)
class Still:
    """Cases by state and by remaining time, and those that lie still (CAS-02)."""

    states: tuple[tuple[Text, int], ...]
    total: int
    near: int
    overdue: int
    paused: int
    stale: tuple[tuple[StaleCard, Text, str], ...]
    unnotified: tuple[tuple[StaleCard, Text, str], ...]
    uncollected: tuple[UncollectedCard, ...]
    calls: tuple[CallRow, ...]


def still_of(who: Me, at: datetime) -> Still:
    """Return the board of cases: of the whole hall for who watches over it, else of one's department."""
    hall_id, by = who.by.hall_id, who.by
    one_department = None if who.watches else next(iter(who.departments), None)
    counts = cases.counts(hall_id, by.id, cases.eyes(hall_id, by.id, at))
    purposes = tuple(str(one) for one in BINDING)
    clocks = deadlines.counts(hall_id, at, purposes=purposes, department_id=one_department)
    names = people_of(hall_id)

    def rows(found: list[StaleCard]) -> tuple[tuple[StaleCard, Text, str], ...]:
        return tuple(
            (one, labels.STATE[one.state], names.get(one.owner_id, "") if one.owner_id else "")
            for one in found
        )

    open_states = [one for one in CaseState if counts.get(one) and one.value not in _ENDED]
    return Still(
        states=tuple((labels.STATE[one], counts[one]) for one in open_states),
        total=sum(counts[one] for one in open_states),
        near=clocks[Among.NEAR],
        overdue=clocks[Among.OVERDUE],
        paused=clocks[Among.PAUSED],
        stale=rows(cases.stale(hall_id, at, department_id=one_department)),
        unnotified=rows(cases.unnotified(hall_id, at, department_id=one_department)),
        uncollected=tuple(cases.uncollected(hall_id, at, department_id=one_department)),
        calls=_calls(by, at, one_department, names),
    )


def _calls(
    by: Actor, at: datetime, department_id: UUID | None, names: Mapping[UUID, str]
) -> tuple[CallRow, ...]:
    """Return whom to telephone, of the cases these eyes see."""
    tasks = cases.calls(by.hall_id, at, department_id=department_id)
    eyes = cases.eyes(by.hall_id, by.id, at)
    mine = cases.by_ids(by.hall_id, [one.case_id for one in tasks], by.id, eyes)
    return tuple(
        CallRow(
            one, labels.UNREACHED[one.last.why], CHANNEL[one.last.channel], names.get(one.last.tried_by, "")
        )
        for one in tasks
        if one.case_id in mine
    )


_ENDED = ("closed", "archived", "not_accepted", "withdrawn")


def tabs(by: Actor, at: datetime, here: str) -> tuple[Tab, ...]:
    """Return the row of lists with how much wants a hand in each."""
    who = me(by, at)
    asked = cases.asked_of(by.hall_id, who.departments, at)
    moving = referral_lists(who, at)
    counted = {
        "alerts": len(cases.alerts(by.hall_id, by.id, at)),
        "opinions": sum(one.state is SeatState.ASKED for one in asked),
        "questions": len(query_rows(who, at)),
        "referrals": len(moving.incoming) + len(moving.disputed),
        "hard": len(cases.open_hard_questions(by.hall_id, at, owner_id=by.id)),
        "still": 0,
    }
    return tuple(Tab(name, count, name == here) for name, count in counted.items())
