"""Cases while somebody is away: in B's worklist, decided with A's mandate, and no clock stands still."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.cases.hall import Office
from tests.support.callers import person_client, text_of
from tests.support.hall import MORNING, SHANGHAI
from yichuang.cases import refusals, selectors, services
from yichuang.cases.types import CaseState, Decision, Purpose
from yichuang.deadlines.refusals import GroundUnlawful
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.posts import selectors as in_posts
from yichuang.posts import services as posts
from yichuang.posts.errors import OutsideMandate
from yichuang.posts.types import CoverCard, LeaveKind, Part, StandInReason
from yichuang.queueing import services as queueing
from yichuang.queueing.refusals import NotAtThisPost

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


STARTS, ENDS = moment(4, 8, 30), moment(5, 17, 30)


def covered(office: Office, a: str, b: str, post_id: UUID | None, *, ends: datetime = ENDS) -> CoverCard:
    """Let A be on leave on Wednesday and Thursday, by the book, and B cover."""
    hall = office.hall
    leave = posts.request_leave(
        kind=LeaveKind.PERSONAL, begins=STARTS, ends=ends, by=hall.person(a), at=moment(3, 9)
    )
    cover = posts.name_cover(
        leave_id=leave.id, post_id=post_id, b_id=hall.people[b], by=hall.person(a), at=moment(3, 9, 5)
    )
    posts.sign_handover(cover_id=cover.id, by=hall.person(b), at=moment(3, 10))
    posts.approve_leave(leave_id=leave.id, by=hall.person("0001"), at=moment(3, 11))
    return in_posts.cover(hall.id, cover.id)


def guide_at_window_two(office: Office) -> UUID:
    """Let the guide hold window 2 as B: of no department, and of no role in cases."""
    post = in_posts.post_of_window(office.id, office.hall.windows[2], MORNING.date())
    assert post is not None
    posts.add_holder(
        post_id=post.id, person_id=office.hall.people["0002"], part=Part.B, by=office.hall.by, at=MORNING
    )
    return post.id


# ---- deciding -----------------------------------------------------------------------------------


@proves("AB-05")
def test_inside_the_cover_b_decides_and_the_journal_names_both(office: Office) -> None:
    case = office.for_decision()
    covered(office, "0305", "0301", None)  # the chief, who sits at no window

    decided = services.decide(
        case_id=case.id, decision=Decision.APPROVED, by=office.clerk, at=STARTS + MINUTE
    )

    assert (decided.state, decided.decided_by) == (CaseState.DECIDED, office.clerk.id)
    told = Entry.objects.get(name="cases.case_decided")
    assert (told.actor_id, told.on_behalf_of) == (office.clerk.id, office.chief.id)


@proves("AB-05", refuses=True)
@pytest.mark.parametrize("at", [STARTS - MINUTE, ENDS, ENDS + MINUTE])
def test_a_minute_before_and_after_b_decides_nothing(office: Office, at: datetime) -> None:
    case = office.for_decision()
    covered(office, "0305", "0301", None)

    with pytest.raises((refusals.OtherDepartment, OutsideMandate)) as refused:
        services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.clerk, at=at)

    assert refused.value.status == 403
    assert selectors.case(office.id, case.id).state is CaseState.APPROVAL


# ---- A's cases with B ---------------------------------------------------------------------------


@proves("AB-08")
def test_as_open_cases_are_in_bs_hands_with_the_same_due_day(office: Office) -> None:
    case = office.accepted()
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    before = selectors.clocks_by_purpose(office.id, case.id, STARTS)[Purpose.PROMISED]
    post = guide_at_window_two(office)
    cover = covered(office, "0302", "0002", post)
    guide = office.hall.people["0002"]

    (row,) = selectors.open_in_hand(office.id, cover.a_id, STARTS + MINUTE)
    seen = selectors.eyes(office.id, guide, STARTS + MINUTE)

    assert row.case.id == case.id and row.clock is not None
    after = selectors.clocks_by_purpose(office.id, case.id, STARTS + MINUTE)[Purpose.PROMISED]
    assert (after.due, after.due_at, after.pauses) == (before.due, before.due_at, ())
    assert selectors.may_see(row.case, guide, seen)
    assert [one.id for one in selectors.listed(office.id, guide, seen).rows] == [case.id]
    (handed,) = in_posts.handed_over(office.id, cover.id)
    assert (handed.label, handed.subject_id) == (case.number, case.id)


@proves("AB-08", refuses=True)
def test_that_somebody_is_absent_stops_no_clock(office: Office) -> None:
    case = office.accepted()
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    covered(office, "0302", "0002", guide_at_window_two(office))

    with pytest.raises(GroundUnlawful):
        services.pause(
            case_id=case.id, ground="staff_absent", link="", by=office.hall.person("0306"), at=STARTS + MINUTE
        )

    running = selectors.clocks_by_purpose(office.id, case.id, STARTS + MINUTE)[Purpose.PROMISED]
    assert running.pauses == ()


def test_before_and_after_the_cover_as_cases_are_not_bs_to_see(office: Office) -> None:
    case = office.accepted()
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    covered(office, "0302", "0002", guide_at_window_two(office))
    guide = office.hall.people["0002"]

    for at in (STARTS - MINUTE, ENDS):
        with pytest.raises(refusals.OtherDepartment):
            selectors.look(selectors.case(office.id, case.id), guide, at)


def test_a_confidential_case_of_as_is_bs_while_b_covers(office: Office) -> None:
    case = office.accepted("SECRET")
    services.begin_handling(case_id=case.id, by=office.clerk, at=MORNING)
    post = in_posts.post_of_window(office.id, office.hall.windows[1], MORNING.date())
    assert post is not None
    posts.add_holder(
        post_id=post.id, person_id=office.hall.people["0002"], part=Part.B, by=office.hall.by, at=MORNING
    )
    covered(office, "0301", "0002", post.id)
    guide = office.hall.person("0002")

    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=guide, at=STARTS + MINUTE)

    told = Entry.objects.get(name="cases.decision_proposed")
    assert (told.actor_id, told.on_behalf_of) == (guide.id, post.id)


def test_parked_people_are_handed_over_too(office: Office) -> None:
    hall = office.hall
    ticket = hall.take("A", MORNING)
    queueing.call_next(window_id=hall.windows[1], by=office.clerk, at=MORNING)
    queueing.begin(ticket_id=ticket.id, by=office.clerk, at=MORNING)
    queueing.park(ticket_id=ticket.id, by=office.clerk, at=MORNING + MINUTE)

    lines = in_posts.open_work(office.id, office.clerk.id, MORNING + 2 * MINUTE)

    assert lines is not None and [(one.room, one.label) for one in lines] == [("queueing", ticket.label)]
    assert in_posts.open_work(office.id, office.neighbour.id, MORNING + 2 * MINUTE) == []


# ---- what B's own work came to --------------------------------------------------------------------


@proves("AB-07")
def test_own_work_that_runs_out_while_b_covers_is_listed(office: Office) -> None:
    own = office.accepted(at=MORNING)  # five working days: it runs out on Monday, 9 March
    services.begin_handling(case_id=own.id, by=office.head, at=MORNING)
    head = office.head.id

    slipped = selectors.slipped(office.id, head, moment(9, 8, 30), moment(11, 17, 30), moment(11, 9))
    earlier = selectors.slipped(office.id, head, moment(3, 8, 30), moment(4, 17, 30), moment(6, 9))
    others = selectors.slipped(
        office.id, office.clerk.id, moment(9, 8, 30), moment(11, 17, 30), moment(11, 9)
    )

    assert [one.case.id for one in slipped] == [own.id]
    assert earlier == [] and others == []


@proves("AB-07")
@pytest.mark.parametrize(("day", "listed"), [(4, False), (9, True), (10, False)])
def test_it_is_listed_where_b_covered_on_the_last_day_alone(office: Office, day: int, listed: bool) -> None:
    own = office.accepted(at=MORNING)
    services.begin_handling(case_id=own.id, by=office.head, at=MORNING)

    found = selectors.slipped(
        office.id, office.head.id, moment(day, 8, 30), moment(day, 17, 30), moment(11, 9)
    )

    assert [one.case.id for one in found] == ([own.id] if listed else [])


@proves("AB-07")
def test_own_work_that_ran_out_in_a_cover_of_a_week_is_listed_for_b_and_the_section_head(
    office: Office,
) -> None:
    hall = office.hall
    own, secret = office.accepted(at=MORNING), office.accepted("SECRET", at=MORNING)
    for one in (own, secret):  # they run out on Monday, 9 March, and on Thursday
        services.begin_handling(case_id=one.id, by=office.clerk, at=MORNING)
    leave = posts.request_leave(
        kind=LeaveKind.PERSONAL, begins=moment(9, 8, 30), ends=moment(13, 17, 30),
        by=office.chief, at=moment(3, 9),
    )  # fmt: skip
    cover = posts.name_cover(leave_id=leave.id, b_id=office.clerk.id, by=office.chief, at=moment(3, 9, 5))
    posts.sign_handover(cover_id=cover.id, by=office.clerk, at=moment(3, 10))
    posts.approve_leave(leave_id=leave.id, by=hall.person("0001"), at=moment(3, 11))

    def page(number: str, address: str, at: datetime) -> str:
        with clock.frozen(at):
            return text_of(person_client(hall, number).get(address))

    heading = "顶岗期间本人超时的工作"
    assert heading not in page("0306", "/office/leave/", moment(9, 17))
    mine, heads = page("0301", "/staffroom/", moment(13, 9)), page("0306", "/office/leave/", moment(13, 9))
    assert heading in mine and own.number in mine and secret.number in mine
    assert heading in heads and own.number in heads
    assert secret.number not in page("0001", "/office/leave/", moment(13, 9))  # who may not see it


# ---- at the window ------------------------------------------------------------------------------


def test_what_b_does_at_as_window_is_told_as_for_the_post(office: Office) -> None:
    hall = office.hall
    post = guide_at_window_two(office)
    posts.sign_off(by=office.neighbour, at=MORNING)
    guide = hall.person("0002")
    posts.stand_in(window_id=hall.windows[2], reason=StandInReason.CALLED_AWAY, by=guide, at=MORNING + MINUTE)
    posts.sign_on(window_id=hall.windows[2], by=guide, at=MORNING + MINUTE)
    ticket = hall.take("A", MORNING + MINUTE)

    queueing.call_next(window_id=hall.windows[2], by=guide, at=MORNING + 2 * MINUTE)
    queueing.begin(ticket_id=ticket.id, by=guide, at=MORNING + 3 * MINUTE)

    for name in ("queueing.ticket_called", "queueing.service_begun"):
        told = Entry.objects.filter(name=name).last()
        assert told is not None, name
        assert (told.actor_id, told.post_id, told.on_behalf_of) == (guide.id, post, post)


@pytest.mark.parametrize(("at", "calls"), [(moment(4, 9, 59), True), (moment(4, 10), False)])
@proves("AB-05", refuses=True)
def test_at_the_end_of_the_cover_nobody_is_called_any_more(office: Office, at: datetime, calls: bool) -> None:
    hall = office.hall
    post = guide_at_window_two(office)
    posts.sign_off(by=office.neighbour, at=MORNING)
    covered(office, "0302", "0002", post, ends=moment(4, 10))
    guide = hall.person("0002")
    posts.sign_on(window_id=hall.windows[2], by=guide, at=STARTS)
    hall.take("A", moment(4, 9))

    if calls:
        assert queueing.call_next(window_id=hall.windows[2], by=guide, at=at)
        return
    with pytest.raises(NotAtThisPost):  # no sweep has come by: the row itself says until when
        queueing.call_next(window_id=hall.windows[2], by=guide, at=at)


@pytest.mark.parametrize(("at", "calls"), [(moment(4, 9, 59), True), (moment(4, 10), False)])
@proves("AB-05", refuses=True)
def test_whose_leave_has_begun_calls_nobody_though_no_sweep_has_come(
    office: Office, at: datetime, calls: bool
) -> None:
    hall = office.hall
    post = guide_at_window_two(office)
    posts.sign_off(by=office.neighbour, at=MORNING)
    leave = posts.request_leave(
        kind=LeaveKind.PERSONAL, begins=moment(4, 10), ends=moment(4, 17, 30), by=office.neighbour, at=MORNING
    )
    cover = posts.name_cover(
        leave_id=leave.id, post_id=post, b_id=hall.people["0002"], by=office.neighbour, at=MORNING
    )
    posts.sign_handover(cover_id=cover.id, by=hall.person("0002"), at=MORNING)
    posts.sign_on(window_id=hall.windows[2], by=office.neighbour, at=STARTS)
    posts.approve_leave(leave_id=leave.id, by=hall.person("0001"), at=STARTS + MINUTE)  # while they sit there
    hall.take("A", moment(4, 9))

    if calls:
        assert queueing.call_next(window_id=hall.windows[2], by=office.neighbour, at=at)
        return
    with pytest.raises(NotAtThisPost):
        queueing.call_next(window_id=hall.windows[2], by=office.neighbour, at=at)
