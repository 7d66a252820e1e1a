"""What share is done at once, on site and with one visit, and what was left open when its day ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cases.hall import IN_HAND, PLACE, ZHANG, Office, case_office
from tests.cases.together import working_day
from tests.support.hall import MORNING
from yichuang.cases import events, selectors, services
from yichuang.cases.models import Case
from yichuang.cases.rules.visits import day_to_do_it
from yichuang.cases.types import (
    AlertKind,
    Applicant,
    ApplicantKind,
    CaseCard,
    Decision,
    OnceFigure,
    OnceFigures,
    OnceReport,
)
from yichuang.deadlines.types import Ground
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
LI = Applicant(ApplicantKind.PERSON, "李娜")  # without a number every matter stands for itself


@pytest.fixture
def office(db: None) -> Office:
    return case_office()


def instant(office: Office, *, at: datetime = MORNING, applicant: Applicant = LI) -> CaseCard:
    """Hand in an instant matter that is complete, and accept it."""
    case = office.submit("INSTANT", at=at, applicant=applicant, despite_open=True)
    office.check(case, at=at)
    return services.accept(case_id=case.id, by=office.clerk, at=at)


def done(office: Office, *, at: datetime = MORNING, applicant: Applicant = LI) -> CaseCard:
    """Do an instant matter while its applicant stands at the window."""
    case = office.submit("INSTANT", at=at, applicant=applicant, despite_open=True, ticket_id=new_id())
    office.check(case, at=at)
    return finish(office, case, at=at)


def finish(office: Office, case: CaseCard, *, at: datetime = MORNING) -> CaseCard:
    """Finish it; the ticket of the handover is another one, so that it is a visit to collect."""
    return services.finish_at_once(
        case_id=case.id, handover=IN_HAND, ticket_id=new_id(), by=office.clerk, at=at
    )


def report(office: Office, at: datetime, since: date = MONDAY, until: date | None = None) -> OnceReport:
    eyes = selectors.EVERYTHING
    return selectors.once_report(office.id, office.head.id, eyes, since, until or at.date(), at)


def rows(office: Office, figure: OnceFigure, at: datetime) -> list[str]:
    """Return the numbers of the cases one figure counts from Monday until ``at``."""
    eyes = selectors.EVERYTHING
    _n, found = selectors.once_rows(office.id, office.head.id, eyes, figure, MONDAY, at.date(), at)
    return [one.case.number for one in found]


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (6, 10, 60),
        (0, 4, 0),
        (0, 0, None),  # of nothing there is no share
    ],
)
def test_a_share_is_of_all_that_were_accepted(part: int, whole: int, share: int | None) -> None:
    figures = OnceFigures({OnceFigure.ON_SITE: part, OnceFigure.ACCEPTED: whole})

    assert figures.on_site == share


@proves("ONE-05")
@proves("SIX-04")
def test_an_instant_matter_left_open_at_days_end_is_an_exception_and_lowers_the_share(
    office: Office, heard: Heard
) -> None:
    left, finished = instant(office), done(office)
    before_closing, after = working_day(0, "17:25"), working_day(0, "17:35")

    assert services.tell_left_open(hall_id=office.id, by=office.clerk, at=before_closing) == 0
    assert rows(office, OnceFigure.LEFT_OPEN, before_closing) == []
    services.tell_left_open_everywhere(at=after)
    services.tell_left_open_everywhere(at=after + timedelta(minutes=10))

    assert rows(office, OnceFigure.LEFT_OPEN, after) == [left.number]
    assert [(one.day, one.department_id) for one in heard(events.InstantLeftOpen)] == [
        (MONDAY, left.department_id)
    ]
    total = report(office, after).total
    assert (total.count(OnceFigure.INSTANT), total.count(OnceFigure.INSTANT_CLOSED)) == (2, 1)
    assert total.instant == 50
    assert finished.number in rows(office, OnceFigure.INSTANT_CLOSED, after)


def test_who_has_it_and_the_head_are_told_until_it_is_done(office: Office) -> None:
    case = instant(office)
    evening = working_day(0, "17:35")
    services.tell_left_open_everywhere(at=evening)
    hear()

    for person in (office.clerk, office.head):
        told = [one.kind for one in selectors.alerts(office.id, person.id, evening)]
        assert AlertKind.LEFT_OPEN in told

    finish_later(office, case, working_day(1))
    hear()

    assert AlertKind.LEFT_OPEN not in [
        one.kind for one in selectors.alerts(office.id, office.head.id, working_day(1))
    ]


def finish_later(office: Office, case: CaseCard, at: datetime) -> None:
    """Bring an accepted instant matter to its end by the ordinary way."""
    services.begin_handling(case_id=case.id, by=office.clerk, at=at)
    services.settle(case_id=case.id, decision=Decision.APPROVED, by=office.clerk, at=at)
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.clerk, at=at)
    services.notify(case_id=case.id, in_person=True, by=office.clerk, at=at)
    services.deliver(case_id=case.id, handover=IN_HAND, by=office.clerk, at=at)
    services.explain_lateness(case_id=case.id, reason="系统故障", by=office.clerk, at=at)
    services.close(case_id=case.id, by=office.clerk, at=at)


def test_what_was_done_a_day_late_stays_an_exception_of_its_day(office: Office) -> None:
    case = instant(office)
    finish_later(office, case, working_day(1))

    at = working_day(1, "17:35")
    assert rows(office, OnceFigure.LEFT_OPEN, at) == [case.number]
    found = report(office, at)
    assert found.days[MONDAY].count(OnceFigure.LEFT_OPEN) == 1
    assert TUESDAY in found.days and found.days[TUESDAY].count(OnceFigure.LEFT_OPEN) == 0
    assert found.total.instant == 0
    assert services.tell_left_open(hall_id=office.id, by=office.clerk, at=at) == 0  # nothing to do any more


def test_complete_papers_that_nobody_accepts_are_left_open_too_and_a_told_gap_is_not(office: Office) -> None:
    lying = office.submit("INSTANT", applicant=LI, despite_open=True)
    office.check(lying)
    gap = office.submit("INSTANT", applicant=LI, despite_open=True)
    office.check(gap, missing=(1,))
    services.tell_once(case_id=gap.id, by=office.clerk, at=MORNING)

    assert rows(office, OnceFigure.LEFT_OPEN, working_day(0, "17:35")) == [lying.number]


def stopped_by_law(office: Office, *, at: datetime = MORNING) -> CaseCard:
    """Accept an instant matter on its Monday and let the law hold it."""
    case = instant(office)
    services.begin_handling(case_id=case.id, by=office.clerk, at=at)
    services.pause(case_id=case.id, ground=Ground.INSPECTION, link="", evidence="核1", by=office.clerk, at=at)
    return case


@proves("ONE-05")
def test_what_stands_still_by_law_or_was_taken_back_is_no_exception(office: Office, heard: Heard) -> None:
    stopped_by_law(office)
    back = instant(office)
    services.withdraw(case_id=back.id, by=office.clerk, at=MORNING)

    services.tell_left_open_everywhere(at=working_day(0, "17:35"))

    assert heard(events.InstantLeftOpen) == []
    assert rows(office, OnceFigure.LEFT_OPEN, working_day(0, "17:35")) == []
    assert report(office, working_day(2)).total.count(OnceFigure.LEFT_OPEN) == 0


@proves("ONE-05", refuses=True)
def test_what_runs_again_is_to_be_done_on_that_day(office: Office, heard: Heard) -> None:
    done_then, left = stopped_by_law(office), stopped_by_law(office)
    for case in (done_then, left):
        services.resume(case_id=case.id, by=office.clerk, at=working_day(1))
    services.settle(case_id=done_then.id, decision=Decision.APPROVED, by=office.clerk, at=working_day(1))
    services.prepare_result(case_id=done_then.id, collection=PLACE, by=office.clerk, at=working_day(1))
    services.notify(case_id=done_then.id, in_person=True, by=office.clerk, at=working_day(1))
    services.deliver(case_id=done_then.id, handover=IN_HAND, by=office.clerk, at=working_day(1))
    services.close(case_id=done_then.id, by=office.clerk, at=working_day(1))

    before, after = working_day(1, "17:25"), working_day(1, "17:35")
    for at in (before, after):
        services.tell_left_open_everywhere(at=at)
        assert len(heard(events.InstantLeftOpen)) == (at is after)

    assert rows(office, OnceFigure.LEFT_OPEN, before) == []
    assert rows(office, OnceFigure.LEFT_OPEN, after) == [left.number]


@pytest.mark.parametrize(
    ("pauses", "day"),
    [
        ([], 2),
        ([(2, 2)], 2),  # within the day
        ([(2, 4)], 4),
        ([(2, None)], None),
        ([(2, 4), (4, 6)], 6),  # held again on the day it ran again
        ([(2, 4), (5, 9)], 4),  # and not again after the day it was to be done
        ([(3, 9)], 2),
        ([(4, 6), (2, 5)], 6),  # overlapping, however they come
    ],
)
def test_the_day_an_instant_matter_is_to_be_done(pauses: list[tuple[int, int | None]], day: int) -> None:
    told = [(date(2026, 3, one), date(2026, 3, two) if two else None) for one, two in pauses]

    assert day_to_do_it(MONDAY, told) == (date(2026, 3, day) if day else None)


@proves("CHF-06")
def test_ten_accepted_and_six_closed_the_same_day_are_sixty_percent_by_two_counts(office: Office) -> None:
    for _matter in range(6):
        done(office)
    for _matter in range(2):
        instant(office)
    for _matter in range(2):
        office.accepted("OTHER", by=office.clerk, applicant=ZHANG, despite_open=True)
    late = working_day(1)

    first = report(office, late).total
    again = selectors.retold(office.id, office.head.id, selectors.EVERYTHING, MONDAY, TUESDAY)

    assert (first.count(OnceFigure.ACCEPTED), first.count(OnceFigure.ON_SITE)) == (10, 6)
    assert first.on_site == 60
    assert (again.accepted, again.on_site) == (10, 6)


def test_the_second_count_does_not_follow_a_row_that_was_changed_by_hand(office: Office) -> None:
    case = done(office)
    Case.objects.filter(id=case.id).update(closed_at=MORNING + timedelta(days=3))

    again = selectors.retold(office.id, office.head.id, selectors.EVERYTHING, MONDAY, MONDAY)

    assert report(office, MORNING).total.count(OnceFigure.ON_SITE) == 0
    assert again.on_site == 1


def came_again(office: Office, at: datetime, *, times: int = 1) -> CaseCard:
    """Let somebody come again with what was told to be missing, and be done."""
    case = office.submit("INSTANT", applicant=LI, despite_open=True, ticket_id=new_id(), at=at)
    for _visit in range(times):
        office.check(case, missing=(1,), at=at)
        services.tell_once(case_id=case.id, by=office.clerk, at=at)
        services.supplement(case_id=case.id, ticket_id=new_id(), by=office.clerk, at=at)
    office.check(case, at=at)
    return finish(office, case, at=at)


@proves("TWO-04")
def test_of_ten_matters_seven_with_one_visit_are_seventy_percent_and_one_with_three_a_breach(
    office: Office,
) -> None:
    for _matter in range(7):
        done(office)  # the handover brings another ticket: a visit to collect, which counts nowhere
    for _matter in range(2):
        came_again(office, MORNING)
    third = came_again(office, MORNING, times=2)

    total = report(office, MORNING).total

    assert (total.count(OnceFigure.DONE), total.count(OnceFigure.ONE_VISIT)) == (10, 7)
    assert total.one_visit == 70
    assert rows(office, OnceFigure.TOO_MANY, MORNING) == [third.number]


def test_how_many_visits_are_too_many_is_the_rule_of_the_day_of_closing(office: Office) -> None:
    regulations.set_parameter(
        hall_id=office.id,
        parameter="two.visits_max",
        value=1,
        active_from=TUESDAY,
        reason="本大厅从严",
        by=office.hall.by,
        at=MORNING,
    )
    for at in (MORNING, working_day(1)):
        came_again(office, at)

    found = report(office, working_day(1))

    assert found.days[MONDAY].count(OnceFigure.TOO_MANY) == 0
    assert found.days[TUESDAY].count(OnceFigure.TOO_MANY) == 1


def test_figures_are_told_apart_by_day_department_and_item_and_add_up(office: Office) -> None:
    done(office)
    instant(office, at=working_day(1))
    office.accepted("PERMIT", at=working_day(1))

    found = report(office, working_day(1, "17:35"))

    for parts in (found.days, found.departments, found.items):
        for figure in OnceFigure:
            assert sum(one.count(figure) for one in parts.values()) == found.total.count(figure), figure
    assert found.items[office.items["PERMIT"]].count(OnceFigure.ACCEPTED) == 1


@proves("CRT-02")
def test_a_confidential_case_is_counted_only_for_who_may_see_it(office: Office) -> None:
    office.accepted("SECRET")
    office_head = office.hall.person("0001")
    theirs = selectors.eyes(office.id, office_head.id, MORNING)
    heads = selectors.eyes(office.id, office.head.id, MORNING)

    seen = [
        selectors.once_report(office.id, person.id, eyes, MONDAY, MONDAY, MORNING).total
        for person, eyes in ((office_head, theirs), (office.head, heads))
    ]

    assert [one.count(OnceFigure.ACCEPTED) for one in seen] == [0, 1]
    assert selectors.retold(office.id, office_head.id, theirs, MONDAY, MONDAY).accepted == 0
