"""Asked above and answered in time, the applicant told; urged once a day, and by hand not too often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.hall import SEEN
from tests.cases.together import LATER, House, time_passes, working_day
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.models import Urge
from yichuang.cases.rules import queries as rules
from yichuang.cases.rules import urging
from yichuang.cases.rules.queries import QueryAct
from yichuang.cases.types import AlertKind, CaseState, Decision, Level, QueryState, UrgeAbout, UrgeSource
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import Among
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor, ActorKind
from yichuang.notices.types import Channel

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]


def ask(house: House, case: Any, level: Level = Level.SECTION, at: Any = LATER) -> Any:
    return services.raise_query(
        case_id=case.id, level=level, question="分支机构能否一并办理？", by=house.office.neighbour, at=at
    )


def answer(query: Any, by: Actor, at: Any = LATER, **more: Any) -> Any:
    return services.answer_query(query_id=query.id, answer="可以一并办理", by=by, at=at, **more)


# ---- asked and answered -------------------------------------------------------------------------


@proves("ONE-08")
def test_a_question_is_answered_the_applicant_told_and_then_it_is_closed(house: House, heard: Heard) -> None:
    case = house.handling("PERMIT")
    query = ask(house, case)
    assert (query.state, query.due) == (QueryState.RAISED, date(2026, 3, 4))  # two working days

    answered = answer(query, house.section_head)
    told = services.inform_client(
        query_id=query.id, channel=Channel.PHONE, by=house.office.neighbour, at=LATER
    )
    closed = services.close_query(query_id=query.id, by=house.office.neighbour, at=LATER)

    assert answered.state is QueryState.ANSWERED and answered.answered_by == house.section_head.id
    assert (told.informed_at, told.channel) == (LATER, Channel.PHONE)
    assert closed.state is QueryState.CLOSED
    assert [type(one) for one in heard(events.QueryRaised, events.QueryAnswered, events.ClientInformed)] == [
        events.QueryRaised,
        events.QueryAnswered,
        events.ClientInformed,
    ]


@proves("ONE-08", refuses=True)
def test_a_question_is_not_closed_before_the_applicant_knows(house: House) -> None:
    case = house.handling("PERMIT")
    query = ask(house, case)
    with pytest.raises(refusals.NotInformedYet):
        services.close_query(query_id=query.id, by=house.office.neighbour, at=LATER)
    answer(query, house.section_head)

    with pytest.raises(refusals.NotInformedYet):
        services.close_query(query_id=query.id, by=house.office.neighbour, at=LATER)


@proves("ONE-08")
def test_who_does_not_tell_the_applicant_in_time_is_reminded(house: House) -> None:
    case = house.handling("PERMIT")
    answer(ask(house, case), house.section_head)
    hear()
    told = selectors.alerts(house.id, house.office.neighbour.id, LATER)
    assert AlertKind.QUERY_ANSWERED in {one.kind for one in told}

    late = working_day(2, "00:10")
    time_passes(late)

    told = selectors.alerts(house.id, house.office.neighbour.id, late)
    late_ones = [one for one in told if one.kind is AlertKind.PASSED]
    assert [one.purpose for one in late_ones] == ["case.query_informed"]


@proves("INT-08")
def test_a_question_nobody_answers_goes_to_the_next_level_with_the_same_time(
    house: House, heard: Heard
) -> None:
    case = house.handling("PERMIT")
    query = ask(house, case)

    time_passes(working_day(3, "00:05"))
    card = selectors.query(house.id, query.id, working_day(3, "00:05"))
    assert card.level is Level.OFFICE and not card.overdue
    assert AlertKind.QUERY_ESCALATED in {
        one.kind for one in selectors.alerts(house.id, house.manager.id, working_day(3))
    }
    time_passes(working_day(6, "00:05"))
    time_passes(working_day(9, "00:05"))

    card = selectors.query(house.id, query.id, working_day(9, "00:05"))
    assert card.level is Level.HEAD and card.overdue  # from the top it goes nowhere
    assert [(one.before, one.level) for one in heard(events.QueryEscalated)] == [
        (Level.SECTION, Level.OFFICE),
        (Level.OFFICE, Level.HEAD),
    ]


@proves("INT-08")
def test_with_a_reply_the_handler_is_told_and_has_to_tell_the_applicant(house: House) -> None:
    case = house.handling("PERMIT")
    query = ask(house, case, Level.OFFICE)
    hear()
    assert AlertKind.QUERY in {one.kind for one in selectors.alerts(house.id, house.manager.id, LATER)}

    answered = answer(query, house.manager, at=LATER + timedelta(minutes=5))
    hear()

    assert answered.due == date(2026, 3, 3)  # one working day to tell the applicant
    mine = selectors.alerts(house.id, house.office.neighbour.id, LATER)
    assert [one.kind for one in mine if one.subject_id == query.id] == [AlertKind.QUERY_ANSWERED]
    assert not [
        one for one in selectors.alerts(house.id, house.manager.id, LATER) if one.kind is AlertKind.QUERY
    ]


def test_a_question_is_answered_by_whom_it_was_put_to(house: House) -> None:
    case = house.handling("PERMIT")
    query = ask(house, case)

    for by in (house.office.neighbour, house.manager, house.head_planner, house.office.stranger):
        with pytest.raises(refusals.NotYourQuestion):
            answer(query, by)


def test_a_higher_body_answers_by_a_document(house: House) -> None:
    case = house.handling("PERMIT")
    query = ask(house, case, Level.ABOVE)

    with pytest.raises(refusals.DocumentNeeded):
        answer(query, house.office.neighbour)
    answered = answer(query, house.office.neighbour, document="豫人社复〔2026〕3号")

    assert answered.document == "豫人社复〔2026〕3号"


@proves("ONE-08", refuses=True)
def test_nothing_is_decided_while_a_question_is_open(house: House) -> None:
    case = house.handling("PERMIT")
    query = ask(house, case)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=LATER)

    def decide() -> Any:
        return services.decide(case_id=case.id, decision=Decision.APPROVED, by=house.office.chief, at=LATER)

    with pytest.raises(refusals.QueriesOpen):
        decide()
    answer(query, house.section_head)
    with pytest.raises(refusals.QueriesOpen):
        decide()
    services.inform_client(query_id=query.id, channel=Channel.PHONE, by=house.office.neighbour, at=LATER)

    assert decide().decision is Decision.APPROVED


@proves("ACC-05", refuses=True)
def test_a_doubtful_matter_is_not_turned_down_before_somebody_above_was_asked(house: House) -> None:
    case = house.office.submit("DOUBTFUL", id_check=SEEN)
    house.office.check(case)
    query = ask(house, case)

    def turn_down() -> Any:
        return services.refuse_acceptance(
            case_id=case.id, reason="工种不在名录", basis=("《办法》第一条",), by=house.office.clerk, at=LATER
        )

    with pytest.raises(refusals.UncertainUnasked):
        turn_down()
    answer(query, house.section_head)
    card, notice = turn_down()

    assert card.state is CaseState.NOT_ACCEPTED and notice.elements.has_reason


def test_a_withdrawn_case_asks_nobody_any_more(house: House) -> None:
    case = house.handling("PERMIT")
    query = ask(house, case)

    services.withdraw(case_id=case.id, by=house.office.clerk, at=LATER)
    hear()

    assert selectors.query(house.id, query.id, LATER).state is QueryState.DROPPED
    with pytest.raises(refusals.QueryStandsElsewhere):
        answer(query, house.section_head)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(list(QueryAct)), max_size=8))
def test_no_order_of_acts_closes_a_question_the_applicant_was_not_told_of(acts: list[QueryAct]) -> None:
    state, walked = QueryState.RAISED, []
    for act in acts:
        found = rules.arrow(state, act)
        if found is not None:
            state = found.target
            walked.append(act)

    if state is QueryState.CLOSED:
        done = [one for one in walked if one is not QueryAct.ESCALATE]
        assert done == [QueryAct.ANSWER, QueryAct.INFORM, QueryAct.CLOSE]


@given(
    st.sampled_from([one for one in Level if one is not Level.ABOVE]),
    st.frozensets(st.sampled_from([Role.STF, Role.SEC, Role.CHIEF, Role.OFF, Role.UH])),
    st.integers(0, 2),
)
def test_who_was_asked_below_may_still_answer_but_nobody_above_before(
    asked: Level, held: frozenset[Role], steps: int
) -> None:
    level = asked
    for _step in range(steps):
        level = rules.next_level(level) or level
    hall_wide = held - {Role.SEC, Role.CHIEF, Role.STF}

    allowed = rules.may_answer(level, asked, hall_wide, held)

    below = {Level.SECTION: {Role.SEC, Role.CHIEF}, Level.OFFICE: {Role.OFF}, Level.HEAD: {Role.UH}}
    order = [Level.SECTION, Level.OFFICE, Level.HEAD]
    between = order[order.index(asked) : order.index(level) + 1]
    assert allowed == any(below[one] & held for one in between)


# ---- urged --------------------------------------------------------------------------------------


@proves("XFER-01")
def test_who_is_late_is_urged_once_a_working_day_and_it_is_counted(house: House, heard: Heard) -> None:
    case = house.office.accepted("PERMIT")  # promised: five working days, until Monday the 9th
    services.begin_handling(case_id=case.id, by=house.office.neighbour, at=LATER)
    services.propose(
        case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=working_day(4)
    )
    assert services.urge_everywhere(at=working_day(4)) == 0  # nothing is late yet

    late = Counter()
    for day in (6, 7):
        over = deadlines.open_clocks(house.id, working_day(day, "09:00"), state=Among.OVERDUE)
        late.update((one.id, working_day(day).date()) for one in over)
        for clock in ("09:00", "09:10", "15:00"):
            services.urge_everywhere(at=working_day(day, clock))

    urged = Counter(Urge.objects.filter(source=UrgeSource.SYSTEM).values_list("clock_id", "on"))
    assert len(late) > 2 and urged == late
    assert [one.number for one in selectors.urges(house.id, case.id)] == list(range(1, len(late) + 1))
    assert {one.person_id for one in heard(events.CaseUrged)} == {house.office.neighbour.id}


def test_on_a_rest_day_nobody_is_urged(house: House) -> None:
    house.office.accepted("PERMIT")

    saturday = working_day(9) + timedelta(days=1)

    assert services.urge_everywhere(at=saturday) == 0


@proves("XFER-01", refuses=True)
def test_the_same_hand_does_not_urge_twice_within_an_hour(house: House) -> None:
    case = house.handling("PERMIT")
    first = services.urge(case_id=case.id, by=house.section_head, at=LATER)

    with pytest.raises(refusals.UrgedJustNow) as refused:
        services.urge(case_id=case.id, by=house.section_head, at=LATER + timedelta(minutes=59))

    assert "11:30" in str(refused.value)
    again = services.urge(case_id=case.id, by=house.section_head, at=LATER + timedelta(minutes=60))
    assert (first.number, again.number) == (1, 2)


@proves("XFER-01")
def test_who_has_the_case_in_hand_is_told_of_an_urge(house: House) -> None:
    case = house.handling("PERMIT")

    services.urge(case_id=case.id, by=house.manager, at=LATER)
    hear()

    told = selectors.alerts(house.id, house.office.neighbour.id, LATER)
    assert [one.kind for one in told] == [AlertKind.URGED]
    assert AlertKind.URGED in {one.kind for one in selectors.alerts(house.id, house.section_head.id, LATER)}


def test_the_applicant_urges_at_the_cases_page_and_nowhere_else(house: House) -> None:
    case, other = house.handling("PERMIT"), house.office.accepted("OTHER", despite_open=True)

    card = services.urge(case_id=case.id, by=Actor(ActorKind.CITIZEN, case.id, house.id), at=LATER)

    assert card.source is UrgeSource.CITIZEN and card.person_id == house.office.neighbour.id
    with pytest.raises(refusals.UrgedByHeads):
        services.urge(case_id=other.id, by=Actor(ActorKind.CITIZEN, case.id, house.id), at=LATER)


def test_a_clerk_of_another_department_urges_nobody(house: House) -> None:
    case = house.handling("PERMIT")

    with pytest.raises(refusals.UrgedByHeads):
        services.urge(case_id=case.id, by=house.jobs, at=LATER)


def test_the_lead_urges_the_department_that_owes_an_opinion(house: House) -> None:
    case = house.opened()
    seat = selectors.joint(house.id, case.id, LATER).seats[0]

    card = services.urge(
        case_id=case.id, about=UrgeAbout.OPINION, thing_id=seat.id, by=house.office.neighbour, at=LATER
    )

    assert card.department_id == seat.department_id
    hear()
    assert AlertKind.URGED in {one.kind for one in selectors.alerts(house.id, house.planner.id, LATER)}


def test_what_is_over_is_not_urged(house: House) -> None:
    case = house.office.accepted("PERMIT")
    services.withdraw(case_id=case.id, by=house.office.clerk, at=LATER)

    with pytest.raises(refusals.NothingToUrge):
        services.urge(case_id=case.id, by=house.section_head, at=LATER)


@given(st.integers(0, 10_000), st.integers(1, 1440))
def test_an_urge_is_too_soon_until_the_pause_is_over(seconds: int, minutes: int) -> None:
    pause = timedelta(minutes=minutes)

    assert urging.too_soon(LATER, pause, LATER + timedelta(seconds=seconds)) == (seconds < minutes * 60)


@proves("ACC-05")
@proves("ACC-05", refuses=True)
def test_nor_is_it_refused_in_the_end_and_the_attempt_is_told(house: House, heard: Heard) -> None:
    case = house.office.for_decision("DOUBTFUL")

    def refuse() -> Any:
        return services.decide(
            case_id=case.id,
            decision=Decision.REFUSED,
            reason="工种不在名录",
            by=house.office.chief,
            at=LATER,
        )

    with pytest.raises(refusals.UncertainUnasked):
        refuse()
    assert [(one.act, one.code) for one in heard(events.ActRefused)] == [("decide", "uncertain-unasked")]
    query = ask(house, case)
    answer(query, house.section_head)
    services.inform_client(query_id=query.id, channel=Channel.PHONE, by=house.office.neighbour, at=LATER)

    assert refuse().decision is Decision.REFUSED
