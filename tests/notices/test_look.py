"""Number and code open a notice; a wrong code says no more than an unknown number, and codes rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.notices import told
from tests.support.hall import MORNING, Hall
from tests.support.tables import rows as every_row
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.journal.models import Entry
from yichuang.notices import codes, services
from yichuang.notices.types import NoticeCard

pytestmark = pytest.mark.django_db

HERE = "203.0.113.7"
REST = timedelta(minutes=15)


def look(hall: Hall, number: str, code: str, at=MORNING, address: str = HERE) -> NoticeCard:
    return services.look(hall_code=hall.code, number=number, code=code, address=address, at=at)


def wrong(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}"


def answer(hall: Hall, number: str, code: str, **more) -> str:
    with pytest.raises(services.NotFoundByCode) as refused:
        look(hall, number, code, **more)
    return str(refused.value)


def test_number_and_code_open_the_notice(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)
    code = codes.code_of(card.id)

    assert look(hall, "告2026-1", code.replace(" ", "-")).id == card.id
    assert look(hall, card.number, code).id == card.id
    assert Entry.objects.filter(name="notices.notice_read", subject_id=card.id).count() == 2


def test_every_notice_has_a_code_of_its_own(hall: Hall, about: ItemCard):
    first, second = told.issued(hall, about), told.issued(hall, about)

    assert codes.code_of(first.id) != codes.code_of(second.id)
    answer(hall, first.number, codes.code_of(second.id))


def test_wrong_code_unknown_number_and_nonsense_get_the_same_answer(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)
    code = codes.code_of(card.id)

    answers = {
        answer(hall, card.number, wrong(code)),
        answer(hall, "告字〔2026〕第77号", code),
        answer(hall, "不是编号", code),
        answer(hall, "", ""),
        answer(hall, card.number, "\U0001f600" * 5000),
    }

    assert len(answers) == 1


def test_after_five_wrong_codes_the_right_one_is_refused_for_fifteen_minutes(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)
    code = codes.code_of(card.id)
    said = {answer(hall, card.number, wrong(code)) for _try in range(5)}

    said.add(answer(hall, card.number, code))
    said.add(answer(hall, card.number, code, at=MORNING + REST - timedelta(seconds=1)))

    assert len(said) == 1  # nobody learns that it rests
    assert Entry.objects.filter(name="notices.notice_closed_to_codes", subject_id=card.id).count() == 1
    assert look(hall, card.number, code, at=MORNING + REST).id == card.id


def test_four_wrong_codes_keep_nobody_out(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)
    code = codes.code_of(card.id)

    for _round in range(2):
        for _try in range(4):
            answer(hall, card.number, wrong(code))
        assert look(hall, card.number, code).id == card.id  # and the right one begins anew


def test_asking_while_it_rests_does_not_make_it_rest_longer(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)
    code = codes.code_of(card.id)
    for _try in range(5):
        answer(hall, card.number, wrong(code))

    for minute in range(1, 15):
        answer(hall, card.number, wrong(code), at=MORNING + timedelta(minutes=minute))

    assert look(hall, card.number, code, at=MORNING + REST).id == card.id


def test_an_address_looks_up_so_often_in_an_hour_and_no_more(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)
    for number in range(30):
        answer(hall, f"告字〔2026〕第{number + 100}号", "0")

    with pytest.raises(services.LookUpTooOften):
        look(hall, card.number, codes.code_of(card.id))
    assert look(hall, card.number, codes.code_of(card.id), address="203.0.113.8").id == card.id
    assert look(hall, card.number, codes.code_of(card.id), at=MORNING + timedelta(hours=1)).id == card.id


def test_neither_the_number_typed_nor_the_address_is_kept_as_it_is(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)
    answer(hall, "告字〔2026〕第4711号", "12345678")
    answer(hall, card.number, "87654321")

    stored = str(every_row())

    assert not [one for one in (HERE, "第4711号", "12345678", "87654321") if one in stored]
    assert codes.code_of(card.id).replace(" ", "") not in stored.replace(" ", "")


def test_what_counts_no_more_is_forgotten(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)
    answer(hall, card.number, "0")

    assert services.forget_tries(hall_id=hall.id, at=MORNING + timedelta(minutes=5)) == 0
    assert services.forget_tries(hall_id=hall.id, at=MORNING + timedelta(hours=4)) == 1  # the address
    assert services.forget_tries(hall_id=hall.id, at=MORNING + timedelta(hours=25)) == 1  # the number
