"""The instances of Curtois & Qu are read and judged as their makers define them."""

from __future__ import annotations

import pytest

from yichuang.rostering.nurses import JudgedPlan, judge_plan, ward_of
from yichuang.rostering.reading import Unreadable

TEXT = """SECTION_HORIZON
# days
8

SECTION_SHIFTS
# id, minutes, what may not follow
E,480,
L,480,E

SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutive, MinConsecutive, MinDaysOff, MaxWeekends
A,E=8|L=2,3360,960,4,2,2,1

SECTION_DAYS_OFF
A,7

SECTION_SHIFT_ON_REQUESTS
A,0,E,3

SECTION_SHIFT_OFF_REQUESTS
A,1,L,5

SECTION_COVER
0,E,1,100,1
1,E,0,100,7
"""


def judged(row: str) -> JudgedPlan:
    return judge_plan(ward_of(TEXT), {("A", day): kind for day, kind in enumerate(row) if kind != "."})


def test_an_instance_is_read():
    ward = ward_of(TEXT)

    assert ward.days == 8
    assert ward.kinds[1].not_before == ("E",)
    assert (ward.nurses[0].most_minutes, ward.nurses[0].least_off, ward.nurses[0].off) == (3360, 2, {7})
    assert ward.weekends == [(5, 6)]


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ("EE......", []),
        ("E.......", ["A: 480 minutes"]),
        ("EEEEE...", ["A: 5 days in a row until day 4"]),
        ("LE......", ["A: L before E on day 0"]),
        ("LLL.....", ["A: too many L"]),
        ("......EE", ["A: works on day 7 off"]),
        ("EE.E....", ["A: only 1 off from day 2", "A: only 1 on from day 3"]),
        ("E...EE..", []),  # the first run is at the end of the horizon and may be short
        ("EE...EE.", []),
    ],
)
def test_every_rule_is_judged(row: str, broken: list[str]):
    assert list(judged(row).broken) == broken


@pytest.mark.parametrize(
    ("row", "terms"),
    [
        ("EE......", {"on": 0, "off": 0, "under": 0, "over": 7}),
        (".L......", {"on": 3, "off": 5, "under": 100, "over": 0}),
    ],
)
def test_wishes_and_demand_are_counted(row: str, terms: dict[str, int]):
    assert judged(row).terms == terms


def test_a_text_without_its_sections_is_refused():
    with pytest.raises(Unreadable, match="COVER"):
        ward_of(TEXT.split("SECTION_COVER")[0])
