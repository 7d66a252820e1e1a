"""The lint: promises within the law, a basis for everything, no catch-all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.catalogue.files import GOOD, demo
from yichuang.catalogue import reader, rules
from yichuang.catalogue.rules import FlawKind
from yichuang.catalogue.types import Limit, MaterialCard, Severity
from yichuang.deadlines.types import Unit
from yichuang.organization import calendars
from yichuang.organization.types import DayKind

NOW, MIN, HOUR = Unit.IMMEDIATE, Unit.MINUTE, Unit.HOUR
DAY, WORK, MONTH = Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH
SERVED = Unit.WORKING_HOUR
KINDS = {one.day: one.kind for year in calendars.shipped() for one in year.days}
SPAN = [date(2022, 1, 1) + timedelta(days=step) for step in range(1826)]
WORKING_DAYS = [
    day
    for day in SPAN
    if KINDS.get(day, DayKind.MAKE_UP if day.isoweekday() < 6 else DayKind.OFF) is DayKind.MAKE_UP
]


@pytest.mark.parametrize(
    ("promised", "statutory", "flaw"),
    [
        ((5, WORK), (10, WORK), None),
        ((10, WORK), (10, WORK), None),  # as long as the law allows
        ((11, WORK), (10, WORK), FlawKind.PROMISED_LONGER),
        ((0, NOW), (10, WORK), None),
        ((0, NOW), (0, NOW), None),
        ((1, WORK), (0, NOW), FlawKind.PROMISED_LONGER),  # at once, the law says
        ((30, DAY), (5, WORK), FlawKind.PROMISED_LONGER),  # from whichever day
        ((3, WORK), (30, DAY), None),
        ((20, WORK), (30, DAY), FlawKind.PROMISED_LONGER_FROM),  # not over the Spring Festival
        ((20, WORK), (60, DAY), None),
        ((7, DAY), (5, WORK), FlawKind.PROMISED_LONGER_FROM),  # 7 days from a Friday before make-up days
        ((5, DAY), (5, WORK), None),
        ((48, HOUR), (2, DAY), None),
        ((49, HOUR), (2, DAY), FlawKind.PROMISED_LONGER),
        ((90, MIN), (1, HOUR), FlawKind.PROMISED_LONGER),
        ((None, WORK), (10, WORK), None),  # no value: not compared
        ((99, WORK), (None, WORK), None),
        ((99, WORK), (10, None), None),
        ((1, MONTH), (31, DAY), None),
        ((1, MONTH), (30, DAY), FlawKind.PROMISED_LONGER_FROM),  # from a day in a long month
        ((99, SERVED), (1, DAY), None),  # hours of service are not to be compared with days
        ((9, SERVED), (8, SERVED), FlawKind.PROMISED_LONGER),
    ],
)
def test_a_promise_is_no_longer_than_the_law_from_any_start(promised, statutory, flaw):
    found = rules.compare(Limit(*promised), Limit(*statutory), WORKING_DAYS)

    assert (found.kind if found else None) == flaw
    if found:
        expected = Severity.ERROR if flaw is FlawKind.PROMISED_LONGER else Severity.WARNING
        assert found.severity is expected and found.where == "promised_limit"


def test_the_worst_start_is_named():
    found = rules.compare(Limit(20, WORK), Limit(30, DAY), WORKING_DAYS)

    worst = date.fromisoformat(str(found.params["start"]))

    twentieth = WORKING_DAYS[[day > worst for day in WORKING_DAYS].index(True) + 19]
    assert (twentieth - worst).days > 30


def test_without_a_calendar_nothing_is_said_across_units():
    assert rules.compare(Limit(99, WORK), Limit(1, DAY), []) is None


@pytest.mark.parametrize(
    ("material", "vague"),
    [
        ("其他材料", True),
        ("其它相关材料", True),
        ("其他有关证明材料", True),
        ("其他需要提供的材料", True),
        ("其他应当提交的资料。", True),
        ("法律法规规定的其他材料", True),
        ("法律、法规规定的其他材料", True),
        ("经办机构要求的其他材料(如有)", True),
        ("窗口认为需要的材料", True),
        ("需要补充的其他证明文件", True),
        ("其他", True),
        ("Other documents", True),
        ("申请材料", False),  # vague, but not a catch-all by name
        ("其他申请人的身份证件", False),  # names whose
        ("其他城市的参保凭证", False),
        ("变更依据材料(户口簿等)", False),
        ("用工凭据(考勤、工资条等)", False),
        ("经济困难证明或低保等材料", False),
        ("营业执照或批准成立证件", False),
        ("法律意见书", False),
        ("劳动关系证明", False),
        ("", False),
    ],
)
def test_a_catch_all_is_told_from_a_material(material, vague):
    assert rules.is_catch_all(material) is vague


def test_an_item_without_a_basis_or_with_a_catch_all_is_an_error():
    spec = reader.read(GOOD)[0][0].spec
    bad = replace(
        spec,
        legal_basis=(),
        materials=(*spec.materials, MaterialCard("其他材料", "", True, False, False), spec.materials[0]),
        statutory_limit=Limit(10, WORK),
    )

    flaws = {(one.kind, one.severity) for one in rules.lint(bad, WORKING_DAYS)}

    assert rules.lint(spec, WORKING_DAYS) == []
    assert flaws == {
        (FlawKind.NO_BASIS, Severity.ERROR),
        (FlawKind.CATCH_ALL, Severity.ERROR),
        (FlawKind.MATERIAL_TWICE, Severity.WARNING),
        (FlawKind.NO_CITATION, Severity.WARNING),
    }


def test_the_shipped_catalogue_has_no_error():
    rows, faults = reader.read(demo())

    flaws = [(row.spec.code, flaw) for row in rows for flaw in rules.lint(row.spec, WORKING_DAYS)]

    assert not faults and len(rows) == 94
    assert [one for one in flaws if one[1].severity is Severity.ERROR] == []
    assert [code for code, one in flaws if one.kind is FlawKind.PROMISED_LONGER_FROM] == [
        "FY017",  # one working day, before the Spring Festival, is more than seven days
        "ZH007",
    ]


def test_steps_of_mixed_units_are_judged_by_the_worst_start():
    spec = reader.read(GOOD)[0][0].spec
    first, second = spec.steps
    mixed = replace(spec, steps=(first, replace(second, limit=Limit(5, DAY))))

    (flaw,) = rules.lint(mixed, WORKING_DAYS)

    assert (flaw.kind, flaw.severity) == (FlawKind.STEPS_LONGER_FROM, Severity.WARNING)
    short = replace(spec, steps=(replace(first, limit=Limit(3, HOUR)), second))
    assert rules.lint(short, WORKING_DAYS) == []
    endless = replace(spec, steps=(first, replace(second, limit=Limit(30, DAY))))
    (flaw,) = rules.lint(endless, WORKING_DAYS)
    assert (flaw.kind, flaw.severity) == (FlawKind.STEPS_LONGER_FROM, Severity.ERROR)
