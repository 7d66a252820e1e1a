"""The register of hard questions: whole or refused, reminded once, found again; a way offered meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.cases.hall import Office, case_office
from tests.cases.together import working_day
from tests.support.hall import MORNING, SHANGHAI
from yichuang.cases import events, selectors, services
from yichuang.cases.refusals import (
    AnswerMissing,
    AppointmentUnfit,
    ClientMissing,
    FollowUpMissing,
    HardQuestionClosed,
    HardQuestionMissing,
    NotAtAWindow,
    NotYoursToAnswer,
    OfferMissing,
    PersonalInRegister,
)
from yichuang.cases.types.hard import Client, HardCard, HardKind, Offer, OfferKind
from yichuang.deadlines import services as deadlines
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Key
from yichuang.organization import selectors as organization
from yichuang.organization.types import ChangeKind, ChangeReason, ChangeState

Heard = Callable[..., list[Any]]
WANG = Client("王秀兰", "13800132210")
TOMORROW = datetime(2026, 3, 3, 10, tzinfo=SHANGHAI)


@pytest.fixture
def office(db: None) -> Office:
    return case_office()


def note(office: Office, **more: Any) -> HardCard:
    given: dict[str, Any] = {
        "kind": HardKind.DIFFICULT,
        "question": "跨省转移的养老保险缴费年限怎么合并计算",
        "client": WANG,
        "owner_id": office.head.id,
        "by": office.clerk,
        "at": MORNING,
    }
    return services.note_hard_question(**(given | more))


def register(office: Office, at: datetime = MORNING) -> list[HardCard]:
    return selectors.open_hard_questions(office.id, at)


@proves("PROM-04", refuses=True)
@pytest.mark.parametrize(
    ("lacking", "refusal"),
    [
        ({"question": "  "}, HardQuestionMissing),
        ({"client": Client(" ")}, ClientMissing),
        ({"owner_id": None}, FollowUpMissing),
        ({"owner_id": UUID(int=7)}, FollowUpMissing),
    ],
)
def test_an_entry_without_question_client_or_follow_up_is_refused(
    office: Office, heard: Heard, lacking: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        note(office, **lacking)

    assert register(office) == [] and not heard(events.HardQuestionNoted)


@proves("PROM-04")
def test_a_question_open_at_its_limit_is_reminded_of_once(office: Office, heard: Heard) -> None:
    card = note(office)
    assert card.due is not None and card.due.isoformat() == "2026-03-09"

    for day in (5, 6, 8, 12):
        at = working_day(day)
        deadlines.tick(at=at)
        hear()

    told = heard(events.HardQuestionOverdue)
    assert [one.owner_id for one in told] == [office.head.id]
    (late,) = register(office, working_day(12))
    assert late.overdue and late.reminded_at is not None


def test_a_question_answered_in_time_is_not_reminded_of(office: Office, heard: Heard) -> None:
    card = note(office)
    services.answer_hard_question(hard_id=card.id, answer="按转移接续办法合并", by=office.head, at=TOMORROW)

    deadlines.tick(at=working_day(12))
    hear()

    assert not heard(events.HardQuestionOverdue) and register(office) == []


@proves("PROM-04")
def test_a_question_closed_with_its_answer_is_found_by_its_words(office: Office) -> None:
    card = note(office)
    note(office, question="特殊工种年限怎么认定")
    services.answer_hard_question(
        hard_id=card.id, answer="按《暂行办法》第五条合并计算", by=office.head, at=TOMORROW
    )

    (found,) = selectors.answered_hard_questions(office.id, TOMORROW, "养老保险 合并")

    assert found.answer == "按《暂行办法》第五条合并计算" and found.answered_by == office.head.id
    assert selectors.answered_hard_questions(office.id, TOMORROW, "特殊工种") == []


@proves("PROM-04", refuses=True)
def test_a_question_is_not_closed_without_an_answer_nor_twice_nor_by_anybody(office: Office) -> None:
    card = note(office)
    with pytest.raises(AnswerMissing):
        services.answer_hard_question(hard_id=card.id, answer=" ", by=office.head, at=TOMORROW)
    with pytest.raises(NotYoursToAnswer):
        services.answer_hard_question(hard_id=card.id, answer="不行", by=office.stranger, at=TOMORROW)

    services.answer_hard_question(hard_id=card.id, answer="可以", by=office.head, at=TOMORROW)

    with pytest.raises(HardQuestionClosed):
        services.answer_hard_question(hard_id=card.id, answer="另一个", by=office.head, at=TOMORROW)


@proves("PRV-05", refuses=True)
def test_the_register_holds_no_numbers_of_persons_and_who_asked_is_read_by_who_follows_up(
    office: Office,
) -> None:
    with pytest.raises(PersonalInRegister):
        note(office, question="13800132210 的业务怎么办")
    card = note(office)
    with pytest.raises(PersonalInRegister):
        services.answer_hard_question(
            hard_id=card.id, answer="请拨打 13800132210", by=office.head, at=TOMORROW
        )
    with pytest.raises(NotYoursToAnswer):
        services.read_client(hard_id=card.id, by=office.stranger, at=TOMORROW)

    assert services.read_client(hard_id=card.id, by=office.head, at=TOMORROW) == WANG


@proves("PROM-05", refuses=True)
def test_a_matter_that_must_be_studied_is_refused_without_an_appointment_or_longer_hours(
    office: Office, heard: Heard
) -> None:
    with pytest.raises(OfferMissing):
        note(office, kind=HardKind.MAJOR, needs_study=True)
    assert register(office) == [] and not heard(events.WayOffered)

    card = note(office, kind=HardKind.MAJOR)
    with pytest.raises(OfferMissing):
        services.offer_way(hard_id=card.id, offer=None, by=office.clerk, at=MORNING)


@proves("PROM-05")
def test_an_appointment_is_offered_within_open_hours_to_come(office: Office, heard: Heard) -> None:
    card = note(office, needs_study=True, offer=Offer(OfferKind.APPOINTMENT, TOMORROW))

    assert (card.offer, card.offered_for) == (OfferKind.APPOINTMENT, TOMORROW)
    assert [one.offer for one in heard(events.WayOffered)] == [OfferKind.APPOINTMENT]
    for unfit in (
        MORNING - timedelta(hours=1),
        TOMORROW.replace(hour=12, minute=40),
        TOMORROW.replace(hour=3),
    ):
        with pytest.raises(AppointmentUnfit):
            note(office, needs_study=True, offer=Offer(OfferKind.APPOINTMENT, unfit))


@proves("PROM-05")
def test_longer_hours_are_asked_of_who_approves_them(office: Office) -> None:
    until = MORNING.replace(hour=18, minute=30)

    card = note(office, needs_study=True, offer=Offer(OfferKind.EXTENSION, until))

    assert card.change_id is not None
    change = organization.change(office.id, card.change_id)
    assert (change.kind, change.state) == (ChangeKind.EXTENSION, ChangeState.REQUESTED)
    assert change.reason is ChangeReason.NEEDS_INSTRUCTION and change.ends == until
    assert change.begins == MORNING.replace(hour=17, minute=30)
    with pytest.raises(NotAtAWindow):
        note(office, needs_study=True, offer=Offer(OfferKind.EXTENSION, until), by=office.head)


def test_the_same_entry_sent_twice_is_one(office: Office) -> None:
    key = Key("a" * 32, "b" * 64)
    first, second = note(office, key=key), note(office, key=key)

    assert first.id == second.id and len(register(office)) == 1
