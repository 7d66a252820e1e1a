"""The office lays its own values over the rules, on the page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.oversight.conftest import House, words
from yichuang.kernel.claims import proves
from yichuang.regulations import selectors
from yichuang.regulations.models import ParameterValue

MISSED = "/rules/values/queue.missed_calls/"


def typed(value: str = "4", **more: str) -> dict[str, str]:
    return {
        "value": value,
        "active_from": "2026-03-02",
        "active_until": "",
        "reason": "中心办〔2026〕3号",
        "key": uuid4().hex,
        **more,
    }


def test_the_office_sets_a_stricter_value_and_reads_it_back(house: House) -> None:
    office = house.browser("0301")

    answer = office.post(MISSED + "set/", typed("4"))

    assert (answer.status_code, answer["Location"]) == (303, MISSED)
    assert selectors.parameter(house.hall.id, "queue.missed_calls", house.moment.date()) == 4
    page = words(office.get(MISSED))
    assert "施行中" in page and "0301" in page


@proves("RUL-01", refuses=True)
def test_a_more_lenient_value_is_refused_on_the_page_with_the_rule_and_nothing_is_lost(house: House) -> None:
    answer = house.browser("0301").post(MISSED + "set/", typed("2", reason="为了省时间"))

    page = words(answer)
    assert answer.status_code == 422
    assert "本厅只能更严" in page and "RUL-01" in page
    assert 'value="2"' in page and "为了省时间" in page
    assert not ParameterValue.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"value": ""}, "不能取消"),
        ({"value": "三"}, "不能取这个值"),
        ({"value": "9" * 400}, "不能取这个值"),
        ({"value": "99"}, "须在1到9之间"),
        ({"value": "<script>alert(1)</script>"}, "不能取这个值"),
        ({"active_from": "2026-02-30"}, "年-月-日"),
        ({"active_from": "yesterday"}, "年-月-日"),
        ({"active_from": "2026-03-01"}, "最早从今天起"),
        ({"active_until": "2026-03-02"}, "早于施行日期"),
        ({"reason": ""}, "理由"),
        ({"reason": "😀" * 300}, "理由"),
        ({"reason": "问 13812345678"}, "电话号码"),
        ({"key": ""}, ""),
    ],
)
def test_whatever_is_typed_the_answer_is_a_sentence_and_nothing_is_set(
    house: House, said: dict[str, str], sentence: str
) -> None:
    answer = house.browser("0301").post(MISSED + "set/", typed(**said))

    assert 400 <= answer.status_code < 500
    assert sentence in words(answer)
    assert "<script>alert" not in words(answer)
    assert not ParameterValue.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("", 401), ("0302", 403), ("0303", 403)])
def test_who_is_not_of_the_office_sets_nothing(house: House, who: str, status: int) -> None:
    answer = house.browser(who).post(MISSED + "set/", typed())

    assert answer.status_code == status
    assert not ParameterValue.objects.exists()
    assert "set/" not in words(house.browser(who).get(MISSED))


def test_sending_the_form_twice_sets_the_value_once(house: House) -> None:
    office, form = house.browser("0301"), typed("4")

    first, second = office.post(MISSED + "set/", form), office.post(MISSED + "set/", form)

    assert first.status_code == second.status_code == 303
    assert ParameterValue.objects.count() == 1


def test_the_office_ends_its_value_and_the_general_one_holds_again(house: House) -> None:
    office = house.browser("0301")
    office.post(MISSED + "set/", typed("4"))
    row = ParameterValue.objects.get()

    answer = office.post(MISSED + "end/", {"id": str(row.id), "key": uuid4().hex})
    again = office.post(MISSED + "end/", {"id": str(row.id), "key": uuid4().hex})

    assert answer.status_code == 303
    assert again.status_code == 409 and "不再施行" in words(again)
    assert selectors.parameter(house.hall.id, "queue.missed_calls", house.moment.date()) == 3


def test_another_halls_value_cannot_be_ended(house: House, db: Any) -> None:
    office = house.browser("0301")

    for stranger in (str(uuid4()), "nonsense", ""):
        answer = office.post(MISSED + "end/", {"id": stranger, "key": uuid4().hex})
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("key", "value", "stored"),
    [
        ("star.period", "month", "month"),
        ("fee.deposit_cutoff", "16:00", "16:00"),
        ("score.absent.deduct", "2.5", 2.5),
        ("score.absent.deduct", "２．５", 2.5),
        ("result.bonus_bands", "95 1.5\n80 1.0\n", [[95.0, 1.5], [80.0, 1.0]]),
    ],
)
def test_every_kind_of_value_can_be_typed(house: House, key: str, value: str, stored: Any) -> None:
    answer = house.browser("0301").post(f"/rules/values/{key}/set/", typed(value))

    assert answer.status_code == 303, words(answer)
    assert selectors.parameter(house.hall.id, key, house.moment.date()) == stored


def test_phrases_are_typed_one_a_line_and_the_general_ones_stay(house: House) -> None:
    general = selectors.parameter(house.hall.id, "phrase.taboo_list", house.moment.date())
    office = house.browser("0301")

    fewer = office.post("/rules/values/phrase.taboo_list/set/", typed("这不归我管"))
    more = office.post("/rules/values/phrase.taboo_list/set/", typed("\n".join([*general, "您自己不会看吗"])))

    assert fewer.status_code == 422 and "RUL-01" in words(fewer)
    assert more.status_code == 303
    assert "您自己不会看吗" in words(house.browser().get("/rules/values/phrase.taboo_list/"))


@pytest.mark.parametrize("asked", ["", "?origin=own", "?origin=blank", "?origin=given", "?origin=😀"])
def test_the_values_are_looked_through(house: House, asked: str) -> None:
    assert house.browser().get(f"/rules/values/{asked}").status_code == 200
