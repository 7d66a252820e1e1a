"""Visits, numbers, applicants: the small rules of a case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.rules import applicants, numbers, visits
from yichuang.cases.rules.applicants import Flaw
from yichuang.cases.types import Agent, Applicant, ApplicantKind, IdCheck, IdMethod
from yichuang.cases.types import VisitReason as V

SEEN = IdCheck(IdMethod.ORIGINAL_SEEN)


def test_a_visit_to_collect_is_not_counted() -> None:
    assert visits.counted([V.SUBMIT, V.SUPPLEMENT, V.COLLECT]) == 2
    assert not visits.is_breach(2, 2)
    assert visits.is_breach(3, 2)


def test_the_rate_of_one_visit_has_a_fixed_denominator() -> None:
    assert visits.at_one_visit([1] * 7 + [2, 2, 3]) == 70
    assert visits.at_one_visit([]) is None


@given(st.integers(2000, 2100), st.integers(1, 999_999))
def test_a_number_with_one_wrong_digit_is_no_number(year: int, running: int) -> None:
    number = numbers.case_number("AYRS", year, running)

    assert numbers.is_number(number)
    for place in range(len(number) - 7, len(number)):
        wrong = str((int(number[place]) + 1) % 10)
        assert not numbers.is_number(number[:place] + wrong + number[place + 1 :])


def test_the_numbers_of_a_year_never_meet() -> None:
    made = {numbers.case_number("AYRS", 2026, running) for running in range(1, 3000)}

    assert len(made) == 2999


PERSON = Applicant(ApplicantKind.PERSON, "张伟国", "410502198001011230")


@pytest.mark.parametrize(
    ("applicant", "check", "needs_id", "flaw"),
    [
        (PERSON, SEEN, True, None),
        (PERSON, None, True, Flaw.ID_UNSEEN),  # a number is not a look at the card
        (Applicant(ApplicantKind.PERSON, "张伟国"), SEEN, True, Flaw.ID_MISSING),
        (Applicant(ApplicantKind.PERSON, "  "), None, False, Flaw.NAME),
        (Applicant(ApplicantKind.PERSON, "张伟国"), None, False, None),
        (
            Applicant(ApplicantKind.PERSON, "张伟国", PERSON.id_number, agent=Agent("李娜", "x", False)),
            SEEN,
            True,
            Flaw.AUTHORITY,
        ),
        (
            Applicant(ApplicantKind.PERSON, "张伟国", PERSON.id_number, agent=Agent("李娜", "", True)),
            SEEN,
            True,
            Flaw.AGENT_ID,
        ),
    ],
)
def test_who_may_apply(
    applicant: Applicant, check: IdCheck | None, needs_id: bool, flaw: Flaw | None
) -> None:
    assert applicants.flaw_of(applicant, check, needs_id=needs_id) is flaw
