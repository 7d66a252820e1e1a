"""The qualification review: who may be sent, what is looked at, who lets the age limit be relaxed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.halls import at
from tests.posts.planned import HEAD, OFFICE, Planned
from tests.training.selected import (
    BOSS,
    HR,
    JUNE,
    choose,
    nominate,
    passed,
    resident,
    reviewed,
    selecting_hall,
)
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.vault.errors import UndertakingMissing
from yichuang.training import rules, selectors, services
from yichuang.training.errors import (
    BeyondAge,
    ConditionUnmet,
    HealthNoteElsewhere,
    IdentityUnfit,
    NothingToRelax,
    NotPermanent,
    OwnException,
    ProofMissing,
    ReviewIncomplete,
    SkillUnchecked,
    SkillUnmet,
)
from yichuang.training.types import (
    Age,
    AgeException,
    AgePolicy,
    Employment,
    Finding,
    Point,
    SelectionState,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Planned:
    return selecting_hall()


def finding(card, point: Point) -> Finding:
    return next(one.finding for one in card.points if one.point is point)


# --- STF-01 --------------------------------------------------------------------------------------------


@proves("STF-01")
def test_permanent_staff_with_a_proof_go_on(plan: Planned) -> None:
    card = passed(plan, reviewed(plan, nominate(plan)))

    assert card.state is SelectionState.PASSED
    assert finding(card, Point.EMPLOYMENT) is Finding.MET


@proves("STF-01", refuses=True)
@pytest.mark.parametrize("kind", [Employment.CONTRACT, Employment.TEMPORARY])
def test_who_is_on_contract_does_not_pass_and_is_told_why(plan: Planned, kind: Employment) -> None:
    card = reviewed(plan, nominate(plan, employment=kind))

    with pytest.raises(NotPermanent) as refused:
        passed(plan, card)

    assert refused.value.rule == "STF-01"
    back = services.return_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=at("10:00"))
    assert (back.state, back.return_points) == (SelectionState.RETURNED, (Point.EMPLOYMENT,))


@proves("STF-01", refuses=True)
def test_without_a_proof_the_review_is_incomplete(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan, employment_proof=""))

    with pytest.raises(ProofMissing) as refused:
        passed(plan, card)

    assert refused.value.rule == "STF-01"
    assert selectors.nomination(plan.hall.id, card.id).state is SelectionState.UNDER_REVIEW


# --- STF-02 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(1986, 6, 1), Age(40, True)),  # forty on that very day
        (date(1986, 5, 31), Age(40, False)),  # and a day
        (date(1986, 6, 2), Age(39, False)),
        (date(1985, 5, 31), Age(41, False)),
        (date(1988, 2, 29), Age(38, False)),
    ],
)
def test_ages_are_completed_years(born: date, age: Age) -> None:
    assert rules.age_on(born, JUNE) == age
    assert rules.born_on(resident(born)) == born


@pytest.mark.parametrize(
    ("born", "years", "birthday"),
    [
        (date(1986, 6, 1), True, True),
        (date(1986, 5, 31), True, False),  # the policy decides
        (date(1985, 6, 1), False, False),
        (date(1990, 1, 1), True, True),
    ],
)
def test_the_policy_says_what_forty_means(born: date, years: bool, birthday: bool) -> None:
    age = rules.age_on(born, JUNE)

    assert rules.within_age(age, limit=40, policy=AgePolicy.COMPLETED_YEARS) is years
    assert rules.within_age(age, limit=40, policy=AgePolicy.BIRTHDAY) is birthday


@proves("STF-02")
@pytest.mark.parametrize("born", [date(1986, 6, 1), date(1986, 5, 31)])
def test_forty_passes_as_completed_years(plan: Planned, born: date) -> None:
    assert passed(plan, reviewed(plan, nominate(plan, born))).state is SelectionState.PASSED


@proves("STF-02", refuses=True)
def test_a_hall_may_count_to_the_birthday_and_forty_and_a_day_is_beyond(plan: Planned) -> None:
    choose(plan, "staff.age_policy", "birthday", JUNE)
    card = reviewed(plan, nominate(plan, date(1986, 5, 31)))

    with pytest.raises(BeyondAge) as refused:
        passed(plan, card)

    assert refused.value.rule == "STF-02"


@proves("STF-02", refuses=True)
def test_forty_one_without_an_exception_comes_back(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan, date(1985, 5, 31)))

    with pytest.raises(BeyondAge) as refused:
        passed(plan, card)
    back = services.return_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=at("10:00"))

    assert (refused.value.rule, refused.value.params["years"]) == ("STF-02", 41)
    assert (back.state, back.return_points) == (SelectionState.RETURNED, (Point.AGE,))
    assert selectors.relaxed(plan.hall.id) == []


@proves("STF-02")
@pytest.mark.parametrize("category", list(AgeException))
def test_an_exception_with_a_paper_and_an_approver_passes_and_is_listed(
    plan: Planned, category: AgeException
) -> None:
    card = reviewed(plan, nominate(plan, date(1985, 5, 31)))
    services.relax_age(
        nomination_id=card.id,
        category=category,
        proof="职称证 0412",
        by=plan.hall.person(BOSS),
        at=at("09:50"),
    )

    card = passed(plan, card)

    assert finding(card, Point.AGE) is Finding.RELAXED
    (listed,) = selectors.relaxed(plan.hall.id)
    assert listed.exception is not None
    assert (listed.exception.category, listed.exception.proof) == (category, "职称证 0412")
    assert listed.exception.by == plan.hall.people[BOSS]


@proves("STF-02", refuses=True)
def test_an_exception_is_approved_by_somebody_else_than_who_nominates_or_decides(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan, date(1985, 5, 31)))
    exception = {"nomination_id": card.id, "category": AgeException.MIDDLE_CADRE, "proof": "任职文件"}

    with pytest.raises(OwnException):
        services.relax_age(**exception, by=plan.hall.person(OFFICE), at=at("09:50"))  # who nominated
    services.relax_age(**exception, by=plan.hall.person(HR), at=at("09:50"))
    with pytest.raises(OwnException) as refused:
        passed(plan, card)  # by personnel, who approved it

    assert refused.value.rule == "STF-02"


def test_who_is_within_the_limit_needs_no_exception(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan))

    with pytest.raises(NothingToRelax):
        services.relax_age(
            nomination_id=card.id,
            category=AgeException.MIDDLE_CADRE,
            proof="任职文件",
            by=plan.hall.person(BOSS),
            at=at("09:50"),
        )


@proves("STF-02", refuses=True)
def test_the_age_is_counted_anew_when_somebody_is_posted_on_another_day(plan: Planned) -> None:
    card = passed(plan, reviewed(plan, nominate(plan, date(1985, 6, 2))))  # forty on 1 June

    with pytest.raises(BeyondAge):
        services.post_candidate(
            nomination_id=card.id,
            on=date(2026, 6, 2),
            worker_number="0390",
            by=plan.hall.person(HR),
            at=at("10:00"),
        )

    assert selectors.nomination(plan.hall.id, card.id).posting_on == JUNE


@proves("STF-02", refuses=True)
@pytest.mark.parametrize("number", ["", "A1234567", "410502199005040000", "41050219900504"])
def test_without_a_resident_number_nobody_knows_the_age(plan: Planned, number: str) -> None:
    with pytest.raises(IdentityUnfit):
        nominate(plan, identity_number=number)


# --- STF-03, STF-06 ------------------------------------------------------------------------------------


@proves("STF-03")
def test_with_everything_looked_at_the_review_can_be_decided(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan))

    assert not card.those(Finding.MISSING)
    assert passed(plan, card).state is SelectionState.PASSED


@proves("STF-03")
@pytest.mark.parametrize("point", [Point.COMPUTER, Point.MANDARIN, Point.POLICY])
def test_a_skill_nobody_checked_leaves_the_review_incomplete(plan: Planned, point: Point) -> None:
    card = reviewed(plan, nominate(plan), without=(point,))

    with pytest.raises(SkillUnchecked) as refused:
        passed(plan, card)

    assert refused.value.rule == "STF-03"


def test_a_skill_that_is_not_met_does_not_pass(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan), unmet=(Point.MANDARIN,))

    with pytest.raises(SkillUnmet):
        passed(plan, card)


@proves("STF-06")
@pytest.mark.parametrize(
    "point",
    [Point.POLITICS, Point.CONDUCT, Point.HEALTH, Point.COMMUNICATION, Point.CONFIDENTIALITY],
)
def test_a_missing_condition_leaves_the_review_incomplete(plan: Planned, point: Point) -> None:
    card = reviewed(plan, nominate(plan), without=(point,))

    with pytest.raises(ReviewIncomplete) as refused:
        passed(plan, card)

    assert refused.value.rule == "STF-06"


def test_a_condition_that_is_not_met_does_not_pass(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan), unmet=(Point.CONDUCT,))

    with pytest.raises(ConditionUnmet):
        passed(plan, card)


@proves("STF-06")
def test_the_health_note_opens_to_personnel_only_and_every_look_is_told(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan))

    with pytest.raises(HealthNoteElsewhere) as refused:
        services.read_health_note(nomination_id=card.id, by=plan.hall.person(HEAD), at=at("11:00"))
    said = services.read_health_note(nomination_id=card.id, by=plan.hall.person(HR), at=at("11:01"))

    assert (refused.value.status, refused.value.rule) == (403, "STF-06")
    assert said == "有材料"
    (look,) = [one for one in plan.hall.told("vault.personal_data_revealed") if one.matter_id == card.id]
    assert look.actor_id == plan.hall.people[HR]


def test_the_health_note_is_written_by_personnel_only(plan: Planned) -> None:
    card = nominate(plan)
    services.take_up(nomination_id=card.id, by=plan.hall.person(OFFICE), at=at("09:30"))

    with pytest.raises(HealthNoteElsewhere):
        services.note_point(
            nomination_id=card.id, point=Point.HEALTH, met=True, by=plan.hall.person(OFFICE), at=at("09:31")
        )


def test_health_and_names_stand_nowhere_in_the_journal(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan), unmet=(Point.HEALTH,))
    services.return_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=at("10:00"))

    told = "".join(Entry.objects.filter(matter_id=card.id).values_list("body", flat=True))

    assert "许文" not in told and "410502" not in told and "有材料" not in told
    assert '"met"' not in told


def test_who_has_not_vowed_secrecy_reads_no_candidate(plan: Planned) -> None:
    card = nominate(plan)

    with pytest.raises(UndertakingMissing):
        services.read_candidate(nomination_id=card.id, by=plan.hall.person(OFFICE), at=at("09:30"))

    read = services.read_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=at("09:31"))
    assert read == ("许文", resident(date(1990, 5, 4)))
