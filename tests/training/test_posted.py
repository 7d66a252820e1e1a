"""Only who passed comes to a window; who came back is nominated anew; who leaves hands on everything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import HEAD, LI, OFFICE, SECOND, TUESDAY, ZHANG, Planned
from tests.training.selected import (
    HR,
    JUNE,
    choose,
    nominate,
    passed,
    posted,
    reviewed,
    selecting_hall,
)
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.organization.types import WORK_IN_HAND
from yichuang.posts import selectors as posts
from yichuang.posts import services as post_services
from yichuang.posts.errors import NotRecruited, NotSelected, Withdrawn
from yichuang.posts.types import Part
from yichuang.training import selectors, services
from yichuang.training.errors import (
    NotThisStep,
    NotYourNomination,
    OpenWorkLeft,
    OpenWorkUnknown,
    ReplacesUnfit,
)
from yichuang.training.types import (
    Employment,
    SelectionState,
    Source,
    Unfit,
    WithdrawalReason,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Planned:
    return selecting_hall()


def hold(plan: Planned, number: str, window: int = 1, part: Part = Part.B, clock: str = "10:20"):
    return post_services.add_holder(
        post_id=plan.posts[window],
        person_id=plan.hall.people[number],
        part=part,
        by=plan.hall.person(OFFICE),
        at=at(clock),
    )


def withdraw(plan: Planned, number: str, clock: str = "11:00", reason=WithdrawalReason.ROTATION):
    return services.withdraw_person(
        person_id=plan.hall.people[number], reason=reason, by=plan.hall.person(OFFICE), at=at(clock)
    )


# --- STF-04 --------------------------------------------------------------------------------------------


@proves("STF-04")
def test_who_passed_is_posted_gets_a_post_and_signs_on(plan: Planned) -> None:
    choose(plan, "staff.regime", "posted")
    card = posted(plan)
    hold(plan, "0390")

    assert card.state is SelectionState.POSTED
    assert posts.unfit(plan.hall.id, plan.hall.people["0390"], MONDAY) is None
    plan.stand_in("0390", 1, "10:30")  # another is planned there that morning
    assert plan.sign_on("0390", 1, "10:30").person_id == plan.hall.people["0390"]


@proves("STF-04", refuses=True)
def test_a_returned_candidate_opens_no_window(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan, person_id=plan.hall.people[LI], employment=Employment.CONTRACT))
    services.return_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=at("10:00"))

    with pytest.raises(NotSelected) as refused:
        plan.sign_on(LI, 1, "10:05")

    assert (refused.value.status, refused.value.rule) == (403, "STF-04")
    assert posts.unfit(plan.hall.id, plan.hall.people[LI], MONDAY) is Unfit.RETURNED


@proves("STF-04")
def test_a_new_nomination_is_linked_to_the_one_that_came_back(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan, employment=Employment.CONTRACT))
    services.return_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=at("10:00"))

    again = nominate(plan, at=at("11:00"))  # the same person, known by the identity number

    assert again.replaces_id == card.id
    assert selectors.nomination(plan.hall.id, card.id).replaced_by == again.id


@proves("STF-04")
def test_a_unit_sends_somebody_else_instead(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan, employment=Employment.CONTRACT))
    services.return_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=at("10:00"))

    other = nominate(plan, date(1992, 1, 9), name="沈宁", replaces_id=card.id, at=at("11:00"))

    assert other.replaces_id == card.id
    with pytest.raises(ReplacesUnfit):  # it was followed already
        nominate(plan, date(1993, 1, 9), name="何可", replaces_id=card.id, at=at("11:10"))


@proves("STF-04", refuses=True)
def test_nobody_gets_a_post_before_the_review_where_units_send_staff(plan: Planned) -> None:
    choose(plan, "staff.regime", "posted")

    with pytest.raises(NotSelected) as refused:
        hold(plan, HR)

    assert refused.value.rule == "STF-04"


@proves("STF-04", refuses=True)
def test_who_only_passed_has_no_post_yet(plan: Planned) -> None:
    choose(plan, "staff.regime", "posted")
    passed(plan, reviewed(plan, nominate(plan, person_id=plan.hall.people[HEAD])))

    with pytest.raises(NotSelected):
        hold(plan, HEAD)
    assert posts.unfit(plan.hall.id, plan.hall.people[HEAD], MONDAY) is Unfit.UNDER_REVIEW


def test_posting_begins_on_its_day(plan: Planned) -> None:
    choose(plan, "staff.regime", "posted")
    posted(plan, on=JUNE)
    who = plan.hall.people["0390"]

    assert posts.unfit(plan.hall.id, who, JUNE - timedelta(days=1)) is Unfit.NOT_POSTED
    assert posts.unfit(plan.hall.id, who, JUNE) is None


def test_who_held_a_post_before_the_hall_chose_its_regime_goes_on(plan: Planned) -> None:
    choose(plan, "staff.regime", "posted", TUESDAY)

    assert plan.sign_on(ZHANG, 1, "08:00", TUESDAY).person_id == plan.hall.people[ZHANG]
    assert (
        posts.shift_faults(plan.hall.id, [], since=TUESDAY, until=TUESDAY + timedelta(days=1), post_ids=[])
        == []
    )
    with pytest.raises(NotSelected):  # who comes new after it does not
        post_services.add_holder(
            post_id=plan.posts[2],
            person_id=plan.hall.people[HR],
            part=Part.B,
            by=plan.hall.person(OFFICE),
            at=at("08:10", TUESDAY),
        )


def test_a_hall_that_has_chosen_nothing_is_not_asked(plan: Planned) -> None:
    assert hold(plan, HR).person_id == plan.hall.people[HR]
    assert plan.sign_on(ZHANG, 1, "08:00").person_id == plan.hall.people[ZHANG]


@proves("STF-04", refuses=True)
def test_a_unit_nominates_its_own_people_only(plan: Planned) -> None:
    unit = plan.hall.grant(SECOND, Role.UNIT, department=plan.section)

    assert nominate(plan, by=unit).nominated_by == unit.id
    with pytest.raises(NotYourNomination) as refused:
        nominate(plan, date(1991, 1, 1), department_id=None, by=unit)
    with pytest.raises(NotYourNomination):
        nominate(plan, date(1991, 1, 1), by=plan.hall.person(HEAD))  # a section head is no unit

    assert refused.value.rule == "STF-04"


# --- STF-07 --------------------------------------------------------------------------------------------


@proves("STF-07")
def test_without_a_record_nobody_is_posted_where_the_hall_recruits(plan: Planned) -> None:
    choose(plan, "staff.regime", "own")

    with pytest.raises(NotRecruited) as refused:
        hold(plan, HR)

    assert refused.value.rule == "STF-07"


@proves("STF-07")
def test_with_a_record_somebody_is_posted_and_it_stands_in_the_file(plan: Planned) -> None:
    choose(plan, "staff.regime", "own")
    posted(plan, employment=Employment.CONTRACT, standard="窗口人员招聘办法（2025）")

    hold(plan, "0390")

    (record,) = selectors.nominations_of(plan.hall.id, plan.hall.people["0390"])
    assert (record.source, record.standard) == (Source.RECRUITED, "窗口人员招聘办法（2025）")
    assert record.state is SelectionState.POSTED


# --- STF-08 --------------------------------------------------------------------------------------------


@proves("STF-08")
def test_who_has_work_in_hand_is_not_withdrawn(plan: Planned) -> None:
    four = ("2026-0001", "2026-0002", "2026-0003", "2026-0004")

    with WORK_IN_HAND.answered(lambda hall, person, moment: four), pytest.raises(OpenWorkLeft) as refused:
        withdraw(plan, ZHANG)

    assert (refused.value.rule, refused.value.params["count"]) == ("STF-08", 4)
    assert "2026-0001" in str(refused.value)
    assert plan.sign_on(ZHANG, 1, "11:05").person_id == plan.hall.people[ZHANG]


def test_nobody_is_withdrawn_while_a_room_cannot_say(plan: Planned) -> None:
    with WORK_IN_HAND.answered(lambda hall, person, moment: None), pytest.raises(OpenWorkUnknown):
        withdraw(plan, ZHANG)


@proves("STF-08")
def test_a_withdrawal_ends_posts_and_sign_on(plan: Planned) -> None:
    plan.sign_on(ZHANG, 1, "08:00")

    card = withdraw(plan, ZHANG)
    hear()

    assert (card.state, card.taken_over) == (SelectionState.WITHDRAWN, True)
    assert posts.sign_on_of(plan.hall.id, plan.hall.people[ZHANG]) is None
    assert posts.posts_of(plan.hall.id, plan.hall.people[ZHANG], MONDAY) == []
    (told,) = plan.hall.told("posts.sign_on_lapsed")
    assert '"withdrawn"' in told.body
    with pytest.raises(Withdrawn) as refused:
        plan.sign_on(ZHANG, 1, "11:05")
    assert refused.value.rule == "STF-08"


def test_who_was_withdrawn_comes_back_by_a_new_nomination(plan: Planned) -> None:
    card = withdraw(plan, ZHANG)
    hear()

    again = passed(
        plan,
        reviewed(plan, nominate(plan, person_id=plan.hall.people[ZHANG], posting_on=MONDAY, at=at("11:10"))),
    )
    services.post_candidate(nomination_id=again.id, by=plan.hall.person(HR), at=at("11:30"))

    assert again.replaces_id == card.id
    assert hold(plan, ZHANG, part=Part.A, clock="11:40").part is Part.A
    assert plan.sign_on(ZHANG, 1, "11:45").person_id == plan.hall.people[ZHANG]


def test_a_nomination_is_taken_back_before_anybody_is_posted(plan: Planned) -> None:
    card = nominate(plan)

    back = services.withdraw_nomination(
        nomination_id=card.id, reason=WithdrawalReason.RECALLED, by=plan.hall.person(OFFICE), at=at("10:00")
    )

    assert back.state is SelectionState.WITHDRAWN
    there = posted(plan, born=date(1991, 2, 3))
    with pytest.raises(NotThisStep):
        services.withdraw_nomination(
            nomination_id=there.id, reason=WithdrawalReason.OTHER, by=plan.hall.person(OFFICE), at=at("11:00")
        )
