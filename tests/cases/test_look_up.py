"""A case's number and a phone's last digits tell stage and day; whatever does not open gets one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.hall import SEEN, ZHANG, Office
from tests.support.hall import MORNING
from tests.support.tables import rows as every_row
from yichuang.cases import events, selectors, services
from yichuang.cases.refusals import NothingFound
from yichuang.cases.rules import numbers
from yichuang.cases.types import CaseState, LookedUp, Purpose
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.notices import codes
from yichuang.notices import selectors as notices
from yichuang.notices import services as notice_services
from yichuang.notices.types import NoticeKind

pytestmark = pytest.mark.django_db
HERE = "203.0.113.7"
REST = timedelta(minutes=60)
LI = replace(ZHANG, name="李秀英", id_number="110105195001010020", phone="139 0013 8877")
WITHOUT = replace(ZHANG, name="王建军", id_number="110105196001010033", phone="")


def nobodys(office: Office, running: int = 999) -> str:
    return numbers.case_number(office.hall.code, 2026, running)


def look(office: Office, number: str, code: str, **more: Any) -> LookedUp:
    given = {"address": HERE, "at": MORNING} | more
    return services.look_up(hall_code=office.hall.code, number=number, code=code, **given)


def answer(office: Office, number: str, code: str, **more: Any) -> tuple[str, int, str]:
    with pytest.raises(NothingFound) as refused:
        look(office, number, code, **more)
    return refused.value.code, refused.value.status, str(refused.value)


@proves("PUB-04")
def test_number_and_digits_tell_the_stage_and_the_day_and_nothing_of_a_person(office: Office) -> None:
    case = office.accepted("PERMIT")

    found = look(office, f" {case.number.lower()} ", "２２１０")

    assert (found.state, found.due, found.purpose) == (
        CaseState.ACCEPTED,
        date(2026, 3, 9),
        Purpose.PROMISED,
    )
    assert (found.number, found.notice, found.item_id, found.accepted_at) == (case.number, None, None, None)
    assert look(office, case.number, "13800132210").state is CaseState.ACCEPTED  # the whole number will do


def test_before_acceptance_the_day_is_that_of_the_telling(office: Office) -> None:
    case = office.submit("PERMIT")

    found = look(office, case.number, "2210")

    assert found.state is CaseState.SUBMITTED
    assert found.purpose is Purpose.NOTICE and found.due == date(2026, 3, 9)


def test_a_paused_time_says_so(office: Office) -> None:
    case = office.accepted("PERMIT")
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    services.pause(
        case_id=case.id, ground="inspection", link="现场核查", evidence="核1", by=office.neighbour, at=MORNING
    )

    assert look(office, case.number, "2210").paused


def test_somebody_elses_number_with_ones_own_digits_is_an_unknown_number(office: Office) -> None:
    mine = office.submit("PERMIT")
    theirs = office.submit("PERMIT", applicant=LI, id_check=SEEN)
    unknown = nobodys(office)

    answers = {
        answer(office, theirs.number, "2210"),
        answer(office, unknown, "2210"),
        answer(office, mine.number, ""),
        answer(office, mine.number[:-1] + str((int(mine.number[-1]) + 1) % 10), "2210"),
        answer(office, mine.number, "221"),
    }

    assert len(answers) == 1
    assert look(office, theirs.number, "8877").number == theirs.number


@proves("CRT-02", refuses=True)
def test_a_confidential_case_and_one_without_a_phone_are_unknown_numbers_too(office: Office) -> None:
    secret = office.submit("SECRET")
    phoneless = office.submit("PERMIT", applicant=WITHOUT)
    plain = office.submit("PERMIT")

    answers = {
        answer(office, secret.number, "2210"),
        answer(office, phoneless.number, "0000"),
        answer(office, phoneless.number, ""),
        answer(office, plain.number, "0000"),
    }

    assert len(answers) == 1


def test_what_opens_and_what_does_not_asks_the_tables_alike(office: Office) -> None:
    """Nobody learns from the time of an answer whether a number is somebody's."""
    known, secret = office.submit("PERMIT"), office.submit("SECRET")
    phoneless, unknown = office.submit("PERMIT", applicant=WITHOUT), nobodys(office)
    answer(office, unknown, "1111")  # what a process reads once

    counted = set()
    for number in (known.number, secret.number, phoneless.number, unknown):
        with CaptureQueriesContext(connection) as asked:
            answer(office, number, "0000")
        counted.add(len(asked))
    assert len(counted) == 1


@proves("PUB-04")
def test_five_wrong_digits_let_the_number_rest_for_everybody(
    office: Office, heard: Callable[..., list[Any]]
) -> None:
    case = office.submit("PERMIT")
    said = {answer(office, case.number, f"000{one}", address=f"203.0.113.{one}") for one in range(5)}

    said.add(answer(office, case.number, "2210"))
    said.add(answer(office, case.number, "2210", at=MORNING + REST - timedelta(seconds=1)))

    assert len(said) == 1  # nobody learns that it rests
    assert [one.wrong for one in heard(events.CaseClosedToDigits)] == [5]
    assert look(office, case.number, "2210", at=MORNING + REST).number == case.number
    assert len(heard(events.CaseLookedUp)) == 1


def test_a_number_nobody_has_rests_and_is_told_like_one_somebody_has(
    office: Office, heard: Callable[..., list[Any]]
) -> None:
    unknown = nobodys(office)

    for one in range(5):
        answer(office, unknown, f"000{one}")

    (told,) = Entry.objects.filter(name="cases.case_closed_to_digits")
    assert told.matter_id is None and len(heard(events.CaseClosedToDigits)) == 1


@proves("PUB-04")
def test_one_address_asks_so_often_in_an_hour_for_papers_and_cases_together(office: Office) -> None:
    case = office.submit("PERMIT")
    for one in range(15):
        answer(office, nobodys(office, 700 + one), "1")
        with pytest.raises(notice_services.NotFoundByCode):
            notice_services.look(
                hall_code=office.hall.code, number=f"受2026-{one + 500}", code="1", address=HERE, at=MORNING
            )

    with pytest.raises(notice_services.LookUpTooOften):
        look(office, case.number, "2210")
    assert look(office, case.number, "2210", address="203.0.113.8").number == case.number


def test_a_paper_and_its_code_open_the_case_they_belong_to_by_the_same_door(office: Office) -> None:
    case = office.accepted("PERMIT")
    receipt = next(one for one in notices.notices_of(office.id, case.id) if one.kind is NoticeKind.RECEIPT)

    found = look(office, receipt.number, codes.code_of(receipt.id))

    assert found.notice and found.notice.id == receipt.id
    assert (found.state, found.item_id) == (CaseState.ACCEPTED, office.items["PERMIT"])


def test_neither_digits_nor_address_are_kept(office: Office) -> None:
    case = office.submit("PERMIT")
    answer(office, case.number, "4711")
    look(office, case.number, "2210")

    stored = str(every_row())

    assert HERE not in stored and "'4711'" not in stored and "'2210'" not in stored


def test_the_example_has_the_shape_of_a_number(office: Office) -> None:
    assert numbers.is_number(selectors.example_number(office.id, MORNING))
