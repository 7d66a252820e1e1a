"""What is missing: every material at once, what may follow, what may no longer be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.rules import checklist
from yichuang.cases.rules.checklist import Gap
from yichuang.cases.types import CheckLine, Outcome
from yichuang.notices.types import Fault

FRIDAY = date(2026, 3, 6)


@dataclass(frozen=True)
class Paper:
    name: str
    required: bool = True
    shareable: bool = False
    deferrable: bool = False


FOUR = [
    (1, Paper("申请表")),
    (2, Paper("身份证", shareable=True)),
    (3, Paper("照片", deferrable=True)),
    (4, Paper("说明", required=False)),
]


def seen(**changed: CheckLine) -> list[CheckLine]:
    """Return a look at all four that finds them as they should be, but for those named ``no1`` to ``no4``."""
    return [changed.get(f"no{position}", CheckLine(position, True)) for position, _paper in FOUR]


@pytest.mark.parametrize(
    ("changed", "gaps", "outcome"),
    [
        ({}, [], Outcome.COMPLETE),
        ({"no1": CheckLine(1, False)}, [Gap(1, Fault.MISSING)], Outcome.INCOMPLETE),
        # a copy where the original is asked for
        ({"no1": CheckLine(1, True, form_ok=False)}, [Gap(1, Fault.FORM)], Outcome.INCOMPLETE),
        ({"no2": CheckLine(2, True, valid=False)}, [Gap(2, Fault.VALIDITY)], Outcome.INCOMPLETE),
        ({"no2": CheckLine(2, True, genuine=False)}, [Gap(2, Fault.AUTHENTICITY)], Outcome.INCOMPLETE),
        ({"no1": CheckLine(1, True, content_ok=False)}, [Gap(1, Fault.CONTENT)], Outcome.INCOMPLETE),
        # two faults of one paper are two gaps
        (
            {"no1": CheckLine(1, True, form_ok=False, valid=False)},
            [Gap(1, Fault.FORM), Gap(1, Fault.VALIDITY)],
            Outcome.INCOMPLETE,
        ),
        # fetched from shared data: not asked for
        ({"no2": CheckLine(2, False, exempt_source="license-share")}, [], Outcome.COMPLETE),
        # promised by a day
        ({"no3": CheckLine(3, False, deferred_until=FRIDAY)}, [], Outcome.TOLERABLE),
        # promised, and something else is missing
        (
            {"no3": CheckLine(3, False, deferred_until=FRIDAY), "no1": CheckLine(1, False)},
            [Gap(1, Fault.MISSING)],
            Outcome.INCOMPLETE,
        ),
        # a false paper is not tolerated
        (
            {"no3": CheckLine(3, True, genuine=False, deferred_until=FRIDAY)},
            [Gap(3, Fault.AUTHENTICITY)],
            Outcome.INCOMPLETE,
        ),
        # what cannot follow is a gap, promised or not
        (
            {"no1": CheckLine(1, False, deferred_until=FRIDAY)},
            [Gap(1, Fault.MISSING)],
            Outcome.INCOMPLETE,
        ),
        # an optional one may be absent
        ({"no4": CheckLine(4, False)}, [], Outcome.COMPLETE),
        # but what is brought must be right
        ({"no4": CheckLine(4, True, valid=False)}, [Gap(4, Fault.VALIDITY)], Outcome.INCOMPLETE),
    ],
)
def test_a_look_finds_every_gap(changed: dict[str, CheckLine], gaps: list[Gap], outcome: Outcome) -> None:
    found = checklist.missing(FOUR, seen(**changed))

    assert list(found.gaps) == gaps
    assert found.outcome is outcome


def test_a_material_nobody_looked_at_is_named() -> None:
    assert checklist.unlooked_at(FOUR, [CheckLine(1, True), CheckLine(3, True)]) == (2, 4)


def test_a_material_the_item_does_not_ask_for_is_named() -> None:
    assert checklist.unasked(FOUR[:2], [CheckLine(1, True), CheckLine(3, True)]) == (3,)


@pytest.mark.parametrize(
    ("gap", "told", "new"),
    [
        (Gap(1, Fault.MISSING), {(1, Fault.MISSING)}, False),  # told and still not there
        (Gap(2, Fault.MISSING), {(1, Fault.MISSING)}, True),  # could have been seen the first time
        (
            Gap(1, Fault.FORM),
            {(1, Fault.MISSING)},
            False,
        ),  # brought, in the wrong form: not to be seen before
        (Gap(2, Fault.VALIDITY), {(2, Fault.FORM)}, True),  # was there already, and valid then or not seen
    ],
)
def test_only_what_could_not_be_seen_before_is_new(gap: Gap, told: set[tuple[int, Fault]], new: bool) -> None:
    assert checklist.untold([gap], told) == ((gap,) if new else ())


@given(
    st.lists(
        st.builds(
            CheckLine,
            position=st.just(0),
            present=st.booleans(),
            form_ok=st.booleans(),
            valid=st.booleans(),
            genuine=st.booleans(),
            content_ok=st.booleans(),
            exempt_source=st.sampled_from(["", "license-share"]),
            deferred_until=st.sampled_from([None, FRIDAY]),
        ),
        min_size=4,
        max_size=4,
    )
)
def test_what_was_told_and_brought_is_never_held_up_again(first: list[CheckLine]) -> None:
    """Whoever brings exactly what the first look told has nothing left to be told (ONE-04)."""
    lines = [CheckLine(**{**_fields(line), "position": place}) for place, line in enumerate(first, start=1)]
    told = {(gap.position, gap.fault) for gap in checklist.missing(FOUR, lines).gaps}
    brought = [
        CheckLine(line.position, True) if any(place == line.position for place, _fault in told) else line
        for line in lines
    ]

    again = checklist.missing(FOUR, brought)

    assert again.gaps == ()


def _fields(line: CheckLine) -> dict[str, object]:
    return {name: getattr(line, name) for name in CheckLine.__dataclass_fields__}


@pytest.mark.parametrize(
    ("until", "fits"),
    [
        (date(2026, 3, 2), False),
        (date(2026, 3, 3), True),
        (date(2026, 3, 9), True),
        (date(2026, 3, 10), False),
    ],
)
def test_a_promise_lies_ahead_and_within_the_items_time(until: date, fits: bool) -> None:
    assert checklist.promise_fits(until, date(2026, 3, 2), date(2026, 3, 9)) is fits


def test_a_migration_that_asks_for_more_is_seen() -> None:
    assert checklist.lengthened({1: "申请表", 2: "照片"}, {1: "申请表", 2: "证明"}) == ("证明",)
    assert checklist.lengthened({1: "申请表", 2: "照片"}, {1: "照片"}) == ()
