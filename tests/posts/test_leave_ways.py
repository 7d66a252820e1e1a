"""The way of a leave, every step stamped; and what it is without procedure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import (
    FRIDAY,
    HEAD,
    OFFICE,
    TUESDAY,
    WEDNESDAY,
    planned_hall,
)
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    FiledTooLate,
    LeaveBegun,
    LeaveDaysUnfit,
    LeaveOver,
    LeaveOverlaps,
    LeaveReasonNeeded,
    LeaveSettled,
    LeaveUnknown,
    NotAwayNow,
    ProofMissing,
    TimeToHandOver,
)
from yichuang.posts.models import Absence, Cover, HandoverLine, Leave
from yichuang.posts.types import LeaveState, StandInReason

pytestmark = pytest.mark.django_db
KEY = Key("0123456789abcdef", "a" * 64)
THURSDAY = MONDAY + timedelta(days=3)


# --- the way of a leave ---------------------------------------------------------------------------------


@proves("ATT-07")
def test_every_step_of_a_leave_is_stamped():
    plan = planned_hall()
    draft = plan.ask(draft=True, note="家中有事")
    services.submit_leave(leave_id=draft.id, by=plan.hall.person(ZHANG), at=at("09:30"))
    leave = selectors.leave(plan.hall.id, draft.id)
    plan.sign(leave)
    plan.approve(leave)
    services.tell_covers(at=at("08:01", WEDNESDAY))

    back = services.return_early(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("14:00", WEDNESDAY))

    assert (draft.state, back.state) == (LeaveState.DRAFT, LeaveState.RETURNED)
    assert (back.asked_at, back.submitted_at, back.decided_at) == (
        at("09:00"),
        at("09:30"),
        at("16:55", TUESDAY),
    )
    assert (back.started_at, back.returned_at, back.ends) == (
        at("08:00", WEDNESDAY),
        at("14:00", WEDNESDAY),
        at("14:00", WEDNESDAY),
    )
    names = Entry.objects.filter(matter_id=leave.id).order_by("recorded_at").values_list("name", flat=True)
    assert [one.removeprefix("posts.") for one in names] == [
        "leave_requested",
        "cover_named",
        "leave_submitted",
        "handover_signed",
        "leave_approved",
        "cover_allowed",
        "leave_started",
        "cover_started",
        "cover_shortened",
        "cover_ended",
        "leave_ended",
    ]


@proves("ATT-07", refuses=True)
def test_what_is_decided_is_decided_once_and_what_has_begun_is_not_withdrawn():
    plan = planned_hall()
    leave = plan.on_leave()

    for act in (services.approve_leave, services.refuse_leave):
        with pytest.raises(LeaveSettled) as refused:
            act(leave_id=leave.id, by=plan.hall.person(HEAD), at=at("17:00", TUESDAY))
        assert "已批准" in str(refused.value)
    with pytest.raises(LeaveBegun) as begun:
        services.withdraw_leave(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("08:00", WEDNESDAY))
    assert begun.value.rule == "ATT-07"
    assert selectors.leave(plan.hall.id, leave.id).state is LeaveState.APPROVED


@proves("ATT-07")
def test_coming_back_early_ends_the_cover_at_once():
    plan = planned_hall()
    leave = plan.on_leave()
    plan.sign_on(LI, 1, "08:00", WEDNESDAY)

    services.return_early(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("10:00", WEDNESDAY))

    assert not selectors.acting_for(plan.hall.id, plan.hall.people[LI], at("10:00", WEDNESDAY))
    assert selectors.sign_on_of(plan.hall.id, plan.hall.people[LI]) is None
    assert plan.sign_on(ZHANG, 1, "10:01", WEDNESDAY).part == "A"


def test_before_it_begins_a_leave_is_withdrawn_and_its_cover_with_it():
    plan = planned_hall()
    leave = plan.on_leave()

    gone = services.withdraw_leave(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("17:30", TUESDAY))

    assert gone.state is LeaveState.WITHDRAWN and gone.covers == ()
    assert not selectors.covers_now(plan.hall.id, at("09:00", WEDNESDAY))
    with pytest.raises(NotAwayNow):
        services.return_early(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("09:00", WEDNESDAY))
    assert plan.ask(clock="17:31", day=TUESDAY)  # and the days are free again


def test_a_leave_that_ends_as_planned_is_over_by_itself():
    plan = planned_hall()
    leave = plan.on_leave()

    services.tell_covers(at=at("08:01", WEDNESDAY))
    services.tell_covers(at=at("17:01", WEDNESDAY))
    services.tell_covers(at=at("17:02", WEDNESDAY))

    over = selectors.leave(plan.hall.id, leave.id)
    assert (over.state, over.returned_at) == (LeaveState.RETURNED, at("17:00", WEDNESDAY))
    for name in ("leave_started", "cover_started", "cover_ended", "leave_ended"):
        assert len(plan.hall.told(f"posts.{name}")) == 1


def test_who_is_back_before_it_was_decided_is_told_of_once():
    plan = planned_hall()
    leave = plan.fall_ill()
    services.tell_covers(at=at("08:01"))
    services.return_early(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("10:00"))

    plan.approve(leave, HEAD, "11:00", MONDAY)
    services.tell_covers(at=at("11:01"))

    over = selectors.leave(plan.hall.id, leave.id)
    assert (over.state, over.returned_at) == (LeaveState.RETURNED, at("10:00"))
    assert len(plan.hall.told("posts.leave_ended")) == 1


def test_a_refused_leave_leads_nowhere():
    plan = planned_hall()
    leave = plan.ask()

    refused = services.refuse_leave(leave_id=leave.id, by=plan.hall.person(HEAD), at=at("10:00", TUESDAY))

    assert refused.state is LeaveState.REFUSED and refused.covers == ()
    with pytest.raises(LeaveSettled):
        plan.approve(leave)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (at("08:00", MONDAY), at("17:00", MONDAY)),  # an hour ago
        (at("17:00", WEDNESDAY), at("08:00", WEDNESDAY)),
        (at("08:00", WEDNESDAY), at("08:00", WEDNESDAY)),
        (at("08:00", WEDNESDAY), at("08:00", WEDNESDAY) + timedelta(days=367)),
    ],
)
def test_a_planned_leave_begins_later_and_ends_after_it_begins(begins, ends):
    plan = planned_hall()

    with pytest.raises(LeaveDaysUnfit):
        plan.ask(begins=begins, ends=ends)


def test_nobody_is_away_twice_at_once():
    plan = planned_hall()
    plan.ask()

    with pytest.raises(LeaveOverlaps):
        plan.ask(begins=at("14:00", WEDNESDAY), ends=at("17:00", THURSDAY))


@pytest.mark.parametrize("act", ["request", "sign", "approve", "withdraw", "name"])
def test_a_form_sent_twice_is_done_once(act):
    plan = planned_hall()
    people, leave = plan.hall.people, None if act == "request" else plan.ask()

    def do():
        if act == "request":
            return plan.ask(key=KEY).id
        if act == "sign":
            cover = leave.covers[0].id
            return services.sign_handover(cover_id=cover, by=plan.hall.person(LI), at=at("16:00"), key=KEY).id
        if act == "name":
            return services.name_cover(
                leave_id=leave.id, post_id=plan.posts[1], b_id=people[LI],
                by=plan.hall.person(ZHANG), at=at("16:00"), key=KEY,
            ).id  # fmt: skip
        if act == "approve":
            if leave.covers[0].signed_at is None and not HandoverLine.objects.exists():
                Cover.objects.filter(id=leave.covers[0].id).update(signed_at=at("16:00"))
            by = plan.hall.person(HEAD)
            return services.approve_leave(leave_id=leave.id, by=by, at=at("16:30"), key=KEY).id
        by = plan.hall.person(ZHANG)
        return services.withdraw_leave(leave_id=leave.id, by=by, at=at("16:00"), key=KEY).id

    first = do()
    written = Entry.objects.count()
    assert do() == first and Entry.objects.count() == written


def test_another_halls_leave_is_not_there():
    plan = planned_hall()
    leave = plan.ask()
    stranger = plan.hall.person(OFFICE)
    stranger = type(stranger)(stranger.kind, stranger.id, plan.section)  # of a hall that is not this one

    for act in (services.approve_leave, services.withdraw_leave):
        with pytest.raises(LeaveUnknown):
            act(leave_id=leave.id, by=stranger, at=at("10:00"))


@pytest.mark.parametrize("reason", StandInReason)
def test_the_journal_never_tells_why_somebody_is_away(reason):
    plan = planned_hall()
    plan.stand_in(LI, 1, "08:06", reason=reason)
    leave = plan.fall_ill(clock="08:10", begins=at("08:10"))
    by = plan.hall.person(ZHANG)
    services.file_proof(leave_id=leave.id, proof="诊断书 2026-118", by=by, at=at("09:00"))
    plan.approve(leave, HEAD, "10:00", MONDAY)

    for entry in Entry.objects.filter(hall_id=plan.hall.id):
        for word in ('"sick"', '"ill"', "发烧", "诊断"):
            assert word not in entry.body


# --- without procedure it is absence --------------------------------------------------------------------


@proves("ATT-02", refuses=True)
def test_who_does_not_come_and_has_no_leave_is_absent_at_the_days_end():
    plan = planned_hall()
    plan.sign_on(WANG, 2, "07:55")
    plan.sign_on(ZHAO, 3, "07:55")

    assert services.tell_absences(at=at("23:59")) == 0
    assert services.tell_absences(at=at("00:01", TUESDAY)) == 1
    assert services.tell_absences(at=at("00:11", TUESDAY)) == 0

    (told,) = plan.hall.told("posts.person_absent")
    assert plan.hall.people[ZHANG].hex in told.body
    assert Absence.objects.get().day == MONDAY


@proves("ATT-02", refuses=True)
@proves("ATT-06", refuses=True)
def test_leave_nobody_has_approved_by_the_days_end_is_absence_even_where_b_covered():
    plan = planned_hall()
    for number, window in ((WANG, 2), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")
    leave = plan.fall_ill()
    plan.sign_on(LI, 1, "08:00")

    services.tell_absences(at=at("00:01", TUESDAY))

    (row,) = Absence.objects.all()
    assert (row.person_id, row.leave_id, row.excused_at) == (plan.hall.people[ZHANG], leave.id, None)


@proves("ATT-02")
def test_a_sick_emergency_with_its_paper_within_the_days_is_reclassified_by_another_person():
    plan = planned_hall()
    for number, window in ((WANG, 2), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")
    leave = plan.fall_ill()
    services.tell_absences(at=at("00:01", TUESDAY))

    with pytest.raises(ProofMissing):
        plan.approve(leave, HEAD, "09:00", TUESDAY)
    services.file_proof(
        leave_id=leave.id, proof="诊断书 2026-118", by=plan.hall.person(ZHANG), at=at("10:00", THURSDAY)
    )
    plan.approve(leave, HEAD, "11:00", THURSDAY)

    (row,) = Absence.objects.all()
    assert (row.excused_at, row.excused_by) == (at("11:00", THURSDAY), plan.hall.people[HEAD])
    assert len(plan.hall.told("posts.absence_excused")) == len(plan.hall.told("posts.person_absent")) == 1


@proves("ATT-02", refuses=True)
def test_a_paper_that_comes_too_late_excuses_nothing():
    plan = planned_hall()
    for number, window in ((WANG, 2), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")
    leave = plan.fall_ill()
    services.tell_absences(at=at("00:01", TUESDAY))
    services.file_proof(
        leave_id=leave.id, proof="诊断书 2026-118", by=plan.hall.person(ZHANG), at=at("09:00", FRIDAY)
    )

    with pytest.raises(FiledTooLate) as refused:
        plan.approve(leave, HEAD, "11:00", FRIDAY)

    assert refused.value.rule == "ATT-02" and Absence.objects.get().excused_at is None


@pytest.mark.parametrize(("day", "filed"), [(THURSDAY, True), (FRIDAY, False)])
def test_leave_is_filed_afterwards_within_three_working_days(day, filed):
    plan = planned_hall()
    asked = {"begins": at("08:00", MONDAY), "ends": at("17:00", MONDAY), "day": day, "clock": "09:00"}

    if filed:
        leave = plan.fall_ill(**asked)
        assert leave.covers == () and leave.state is LeaveState.SUBMITTED
        return
    with pytest.raises(FiledTooLate):
        plan.fall_ill(**asked)


@proves("AB-04", refuses=True)
def test_the_special_path_is_not_for_what_can_be_handed_over():
    plan = planned_hall()

    with pytest.raises(TimeToHandOver):
        plan.fall_ill(clock="09:00", begins=at("08:00", WEDNESDAY), ends=at("17:00", WEDNESDAY))
    plan.fall_ill(clock="09:00", begins=at("08:00", TUESDAY), ends=at("17:00", WEDNESDAY))


def test_the_special_path_asks_for_its_reason():
    plan = planned_hall()

    with pytest.raises(LeaveReasonNeeded) as refused:
        plan.fall_ill(note="  ")

    assert refused.value.rule == "AB-04" and not Leave.objects.exists()


@proves("ATT-02", refuses=True)
def test_a_planned_leave_that_is_over_is_not_approved_but_filed_afterwards_with_a_paper():
    plan = planned_hall()
    leave = plan.ask()
    plan.sign(leave)

    with pytest.raises(LeaveOver) as refused:
        plan.approve(leave, HEAD, "17:00", WEDNESDAY)

    assert refused.value.rule == "ATT-02" and "2026-03-04 17:00" in str(refused.value)
    assert selectors.leave(plan.hall.id, leave.id).state is LeaveState.SUBMITTED
    services.refuse_leave(leave_id=leave.id, by=plan.hall.person(HEAD), at=at("17:01", WEDNESDAY))
    anew = plan.fall_ill(begins=leave.begins, ends=leave.ends, day=THURSDAY, clock="09:00")
    services.file_proof(
        leave_id=anew.id, proof="诊断书 2026-118", by=plan.hall.person(ZHANG), at=at("09:10", THURSDAY)
    )
    assert plan.approve(anew, HEAD, "10:00", THURSDAY).decided_at == at("10:00", THURSDAY)


def test_a_planned_leave_is_approved_until_the_minute_before_it_is_over():
    plan = planned_hall()
    leave = plan.ask()
    plan.sign(leave)

    assert plan.approve(leave, HEAD, "16:59", WEDNESDAY).state is LeaveState.APPROVED
