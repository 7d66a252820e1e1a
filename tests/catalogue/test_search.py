"""An item is found by what people call it, not only by what its papers say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.hall import MORNING, build_hall
from yichuang.catalogue import selectors
from yichuang.catalogue.rules.search import Tongue, fit, found, read
from yichuang.kernel.claims import proves

TONGUE = Tongue(
    (("养老金", "退休金", "pension"), ("挂失", "丢了"), ("社会保障卡", "社保卡")), ("我要", "办理", "怎么")
)


@pytest.mark.parametrize(
    ("typed", "names", "how"),
    [
        ("养老金", "基本养老金领取申请", 0),  # as it is called
        ("退休金", "基本养老金领取申请", 1),  # as people call it
        ("我要办理退休金", "基本养老金领取申请", 1),  # what says nothing is not looked for
        ("PENSION", "基本养老金领取申请", 1),
        ("退休金领取", "基本养老金领取申请", 1),  # the rest stands there
        ("退休金年审", "基本养老金领取申请", None),  # and here it does not
        ("社保卡丢了", "社会保障卡挂失与补换", 1),  # two meanings
        ("社保卡丢了", "社会保障卡申领", None),  # of which only one is there
        ("社保卡丢了呀", "社会保障卡挂失与补换", 2),  # a sign more says little
        ("失业", "基本养老金领取申请", None),
        ("", "基本养老金领取申请", 0),
        ("<b>", "基本养老金领取申请", None),
    ],
)
def test_what_is_typed_is_read_by_its_meaning(typed: str, names: str, how: int | None) -> None:
    assert fit(names, read(typed, TONGUE)) == how


def test_the_best_stands_first() -> None:
    names = ["社会保障卡挂失与补换", "社保卡丢了怎么办", "社会保障卡申领"]

    assert found(names, read("社保卡丢了", TONGUE)) == [1, 0]


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_typed_the_name_itself_finds_it(name: str, typed: str) -> None:
    asked = read(name, TONGUE)

    assert fit(f"{typed}{name}", asked) == 0
    assert fit(name, read(typed, TONGUE)) in {None, 0, 1, 2}


@proves("INT-02")
@pytest.mark.django_db
def test_the_demo_hall_s_items_are_found_by_what_people_call_them() -> None:
    hall, day = build_hall(items=True), MORNING.date()

    def names(typed: str) -> list[str]:
        return [one.name for one in selectors.search(hall.id, day, typed)]

    for typed, first in {
        "pension": "养老",
        "退休金怎么领": "养老金",
        "社保卡丢了": "社会保障卡挂失",
        "欠薪": "拖欠农民工工资",
        "失业金": "失业保险金申领",
    }.items():
        assert first in names(typed)[0] and len(names(typed)) < 8, names(typed)
    assert names("打疫苗") == []  # not in this hall: nothing is offered that is not meant
    assert selectors.search(hall.id, day, " ") == selectors.items(hall.id, day)
