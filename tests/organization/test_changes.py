"""Other hours of single windows: asked for in time, decided by another, explained after an emergency."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.halls import MONDAY, Hall, at, found_hall
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.organization import rules, selectors, services
from yichuang.organization.errors import (
    AlreadyDecided,
    ChangeInThePast,
    ChangeUnfit,
    ExplanationDue,
    ExplanationMissing,
    NobodyTold,
    NoticeTooShort,
    NotYoursToDecide,
    OwnChange,
)
from yichuang.organization.models import HoursChange
from yichuang.organization.services import Wish
from yichuang.organization.types import (
    WINDOWS_SERVING_NOTHING,
    ChangeKind,
    ChangePhase,
    ChangeReason,
    ChangeState,
    SessionCard,
)

OFFICE, ZHANG, LI, HEAD = "0101", "0301", "0302", "0303"
SUNDAY = date(2026, 3, 1)
MORNING = SessionCard(at("08:00"), at("12:00"), at("12:00"))
AFTERNOON = SessionCard(at("13:30"), at("17:00"), at("17:00"))
DAY = [MORNING, AFTERNOON]


@pytest.fixture
def hall(db: None) -> Hall:
    hall = found_hall()
    hall.open()
    hall.grant(OFFICE, Role.OFF)
    return hall


def wish(hall, kind=ChangeKind.EXTENSION, begins="17:00", ends="18:30", windows=(1,), day=MONDAY, **other):
    return Wish(
        kind,
        tuple(hall.windows[one] for one in windows),
        at(begins, day),
        at(ends, day),
        other.pop("reason", ChangeReason.PEOPLE_WAITING),
        **other,
    )


def approved(hall, asked):
    return services.approve_change(change_id=asked.id, by=hall.person(OFFICE), at=at("16:30"))


@pytest.mark.parametrize(
    ("kind", "begins", "ends", "flaw"),
    [
        (ChangeKind.EXTENSION, "17:00", "17:40", None),
        (ChangeKind.EXTENSION, "12:00", "12:30", None),  # after the morning, into the lunch break
        (ChangeKind.EXTENSION, "17:10", "17:40", "not-after-session"),
        (ChangeKind.OVERTIME, "19:00", "21:00", None),
        (ChangeKind.OPENING, "07:00", "08:00", None),
        (ChangeKind.OPENING, "07:00", "08:01", "open-then"),
        (ChangeKind.OVERTIME, "16:00", "18:00", "open-then"),
        (ChangeKind.CLOSING, "16:00", "17:00", None),
        (ChangeKind.CLOSING, "12:00", "13:30", "closed-then"),
        (ChangeKind.OVERTIME, "21:00", "19:00", "order"),
    ],
)
def test_what_a_window_may_be_asked_for(kind, begins, ends, flaw):
    assert rules.change_fits(kind, DAY, at(begins), at(ends)) == flaw


@pytest.mark.parametrize(
    ("kind", "asked", "kept"),
    [
        (ChangeKind.OVERTIME, "14:00", True),  # four hours before, to the minute
        (ChangeKind.OVERTIME, "14:01", False),
        (ChangeKind.CLOSING, "17:30", False),
        (ChangeKind.EXTENSION, "17:59", True),  # for who waits at closing time
        (ChangeKind.EXTENSION, "18:29", True),
        (ChangeKind.EXTENSION, "18:30", False),
    ],
)
def test_how_early_hours_are_asked_for(kind, asked, kept):
    assert rules.notice_is_kept(kind, at("18:00"), at("18:30"), at(asked), timedelta(hours=4)) is kept


@proves("EXT-02")
def test_an_approved_extension_is_the_plan_of_exactly_its_windows_without_a_restart(hall):
    asked = services.request_change(wish=wish(hall, windows=(1, 3)), by=hall.person(ZHANG), at=at("16:00"))
    before = [selectors.is_open_in_hand(hall.id, at("18:00"), hall.windows[one]) for one in (1, 2, 3)]

    card = approved(hall, asked)

    selectors.day_plan_cached(hall.id, selectors.hall(hall.id).plan_version, MONDAY)  # as every hot act does
    after = [selectors.is_open_in_hand(hall.id, at("18:00"), hall.windows[one]) for one in (1, 2, 3)]
    assert (before, after) == ([False] * 3, [True, False, True])
    assert card.state is ChangeState.APPROVED and card.decided_by == hall.people[OFFICE]
    assert [card.phase(at(one)) for one in ("16:59", "17:00", "18:30")] == [
        ChangePhase.COMING,
        ChangePhase.RUNNING,
        ChangePhase.ENDED,
    ]
    assert not selectors.takes_tickets(hall.id, at("18:00")).open
    assert len(hall.told("organization.hours_change_approved")) == 1


def test_the_ticket_machine_gives_numbers_for_it_only_by_choice(hall):
    asked = services.request_change(
        wish=wish(hall, takes_tickets=True), by=hall.person(ZHANG), at=at("16:00")
    )
    approved(hall, asked)

    verdict = selectors.takes_tickets(hall.id, at("18:00"))

    assert verdict.open and verdict.until == at("18:30")


def test_overtime_may_open_windows_on_a_day_off(hall):
    saturday = date(2026, 3, 7)
    asked = services.request_change(
        wish=wish(hall, ChangeKind.OVERTIME, "09:00", "12:00", day=saturday, takes_tickets=True),
        by=hall.person(ZHANG),
        at=at("16:00"),
    )
    approved(hall, asked)

    assert selectors.is_open(hall.id, at("10:00", saturday), hall.windows[1])
    assert not selectors.is_open(hall.id, at("10:00", saturday), hall.windows[2])
    assert selectors.takes_tickets(hall.id, at("10:00", saturday)).open


@proves("EXT-02", refuses=True)
def test_nobody_approves_their_own_and_not_everybody_anybody_s(hall):
    asked = services.request_change(wish=wish(hall), by=hall.person(OFFICE), at=at("16:00"))
    hall.grant(LI, Role.STF)

    with pytest.raises(OwnChange):
        services.approve_change(change_id=asked.id, by=hall.person(OFFICE), at=at("16:10"))
    for nobody in (ZHANG, LI):
        with pytest.raises(NotYoursToDecide):
            services.approve_change(change_id=asked.id, by=hall.person(nobody), at=at("16:10"))
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursChange.objects.filter(id=asked.id).update(decided_by=asked.asked_by)
    assert selectors.change(hall.id, asked.id).state is ChangeState.REQUESTED


def test_a_section_head_decides_for_the_windows_of_the_section_only(hall):
    section = services.add_department(code="SB", name="社保科", by=hall.by, at=at("07:00"))
    own = services.add_window(
        number=9, zone_id=hall.zone, department_id=section.id, by=hall.by, at=at("07:00")
    )
    hall.windows[9] = own.id
    with WINDOWS_SERVING_NOTHING.answered(lambda hall_id, windows: frozenset()):
        services.activate_window(window_id=own.id, by=hall.by, at=at("07:10"))
    head = hall.grant(HEAD, Role.SEC, department=section.id)
    theirs = services.request_change(wish=wish(hall, windows=(9,)), by=hall.person(ZHANG), at=at("16:00"))
    mixed = services.request_change(wish=wish(hall, windows=(1, 9)), by=hall.person(ZHANG), at=at("16:00"))

    services.approve_change(change_id=theirs.id, by=head, at=at("16:10"))
    with pytest.raises(NotYoursToDecide):
        services.refuse_change(change_id=mixed.id, by=head, at=at("16:10"))


@proves("HRS-04", refuses=True)
def test_a_normal_request_for_yesterday_or_too_short_before_is_refused(hall):
    yesterday = wish(hall, ChangeKind.OVERTIME, "18:00", "19:00", day=SUNDAY)
    tonight = wish(hall, ChangeKind.OVERTIME, "18:00", "19:00")

    with pytest.raises(ChangeInThePast) as past:
        services.request_change(wish=yesterday, by=hall.person(ZHANG), at=at("09:00"))
    with pytest.raises(NoticeTooShort) as short:
        services.request_change(wish=tonight, by=hall.person(ZHANG), at=at("14:30"))
    services.request_change(wish=tonight, by=hall.person(ZHANG), at=at("14:00"))

    assert past.value.rule == short.value.rule == "HRS-04"
    assert "4" in str(short.value)
    assert len(selectors.hours_changes(hall.id, since=SUNDAY)) == 1


@proves("HRS-04")
def test_an_emergency_holds_at_once_names_who_was_told_and_is_explained(hall):
    office, emergency = hall.person(OFFICE), wish(hall, ChangeKind.OVERTIME, "18:00", "19:00")
    told = [hall.people[HEAD]]

    with pytest.raises(NobodyTold):
        services.change_in_emergency(wish=emergency, told=[hall.people[OFFICE]], by=office, at=at("17:50"))
    with pytest.raises(NotYoursToDecide):
        services.change_in_emergency(wish=emergency, told=told, by=hall.person(ZHANG), at=at("17:50"))
    card = services.change_in_emergency(wish=emergency, told=told, by=office, at=at("17:50"))

    assert selectors.is_open(hall.id, at("18:30"), hall.windows[1])
    (entry,) = hall.told("organization.hours_changed_in_emergency")
    assert hall.people[HEAD].hex in entry.body
    assert selectors.unexplained_changes(hall.id) == [card]
    tomorrow = wish(hall, ChangeKind.OVERTIME, "18:00", "19:00", day=date(2026, 3, 3))
    with pytest.raises(ExplanationDue):  # no second one while the first is owed
        services.change_in_emergency(wish=tomorrow, told=told, by=office, at=at("17:50", date(2026, 3, 3)))
    explained = services.explain_change(
        change_id=card.id, explanation="系统恢复后补办当天已受理事项", by=office, at=at("19:10")
    )
    assert explained.state is ChangeState.EXPLAINED and selectors.unexplained_changes(hall.id) == []
    services.change_in_emergency(wish=tomorrow, told=told, by=office, at=at("17:50", date(2026, 3, 3)))


@proves("HRS-04")
def test_an_emergency_of_yesterday_is_taken_with_its_explanation_and_no_older_one(hall):
    office, told = hall.person(OFFICE), [hall.people[HEAD]]
    yesterday = wish(hall, ChangeKind.OVERTIME, "18:00", "19:00", day=SUNDAY)
    older = wish(hall, ChangeKind.OVERTIME, "18:00", "19:00", day=date(2026, 2, 28))

    with pytest.raises(ExplanationMissing):
        services.change_in_emergency(wish=yesterday, told=told, by=office, at=at("09:00"))
    with pytest.raises(ChangeInThePast):
        services.change_in_emergency(wish=older, told=told, explanation="补报", by=office, at=at("09:00"))
    card = services.change_in_emergency(
        wish=yesterday, told=told, explanation="停电后连夜恢复", by=office, at=at("09:00")
    )

    assert card.state is ChangeState.EXPLAINED


def test_a_late_approval_approves_nothing_for_what_has_passed(hall):
    asked = services.request_change(wish=wish(hall), by=hall.person(ZHANG), at=at("16:50"))
    never = services.request_change(wish=wish(hall, ends="17:20"), by=hall.person(ZHANG), at=at("16:55"))

    card = services.approve_change(change_id=asked.id, by=hall.person(OFFICE), at=at("17:10"))

    assert (card.begins, card.ends) == (at("17:10"), at("18:30"))
    assert not selectors.is_open(hall.id, at("17:05"), hall.windows[1])
    with pytest.raises(ChangeInThePast):
        services.approve_change(change_id=never.id, by=hall.person(OFFICE), at=at("17:20"))


def test_two_requests_for_the_same_hours_are_approved_once(hall):
    first, second = (
        services.request_change(wish=wish(hall), by=hall.person(who), at=at("16:00")) for who in (ZHANG, LI)
    )
    approved(hall, first)

    with pytest.raises(ChangeUnfit):
        approved(hall, second)
    with pytest.raises(AlreadyDecided):
        approved(hall, first)


def test_a_change_ends_before_its_time_and_the_plan_follows(hall):
    asked = services.request_change(wish=wish(hall), by=hall.person(ZHANG), at=at("16:00"))
    approved(hall, asked)

    with pytest.raises(NotYoursToDecide):  # nobody stops approved hours by themselves
        services.end_change(change_id=asked.id, by=hall.person(ZHANG), at=at("17:30"))
    ended = services.end_change(change_id=asked.id, by=hall.person(OFFICE), at=at("17:40"))

    assert ended.ends == at("17:40")
    assert selectors.is_open(hall.id, at("17:39"), hall.windows[1])
    assert not selectors.is_open(hall.id, at("17:40"), hall.windows[1])
