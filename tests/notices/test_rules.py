"""Numbers, completeness and what counts as told: tables, and properties of generated checks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.notices.rules import complete, once, sheet, states
from yichuang.notices.types import Element, Fault, Gap, LateGround, MaterialCheck, NoticeKind, NoticeState

FAULTS = st.sampled_from(list(Fault))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("告字〔2026〕第3号", (NoticeKind.SUPPLEMENT, 2026, 3)),  # as it is printed
        ("告〔2026〕3号", (NoticeKind.SUPPLEMENT, 2026, 3)),
        ("告2026-3", (NoticeKind.SUPPLEMENT, 2026, 3)),
        (" 告字 (2026) 第 0003 号 ", (NoticeKind.SUPPLEMENT, 2026, 3)),
        ("不受字［２０２６］第１２号", (NoticeKind.NOT_ACCEPTED, 2026, 12)),  # full width
        ("执告字〔2026〕第1号", (NoticeKind.BEFORE_ENFORCEMENT, 2026, 1)),
        ("受字[2026]第9999999号", (NoticeKind.RECEIPT, 2026, 9_999_999)),
        ("告字〔2026〕第0号", None),  # numbers begin with 1
        ("甲字〔2026〕第3号", None),  # no such mark
        ("告字第3号", None),
        ("", None),
        ("告" * 100, None),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, read: tuple[NoticeKind, int, int] | None):
    assert sheet.typed(typed) == read


@given(st.sampled_from(list(NoticeKind)), st.integers(2000, 2099), st.integers(1, 9_999_999))
def test_every_printed_number_is_read_back(kind: NoticeKind, year: int, serial: int):
    assert sheet.typed(sheet.number_of(kind, year, serial)) == (kind, year, serial)


def test_no_two_kinds_share_a_mark():
    marks = [one.mark for one in sheet.layouts().values()]

    assert len(set(marks)) == len(marks) == len(NoticeKind)


@given(st.sampled_from(list(NoticeKind)), st.sets(st.sampled_from(list(Element))))
def test_a_notice_is_whole_when_it_has_all_its_kind_needs(kind: NoticeKind, there: set[Element]):
    needs = set(sheet.layouts()[kind].needs)

    missing = complete.missing(kind, {one: one in there for one in Element})

    assert (missing is None) == (needs <= there)
    assert missing is None or missing in needs - there


@given(
    st.dictionaries(st.integers(1, 12), st.lists(FAULTS, max_size=3, unique=True), max_size=12),
    st.sets(st.integers(1, 12)),
)
def test_a_whole_check_tells_every_fault_once_and_nothing_else(
    found: dict[int, list[Fault]], optional: set[int]
):
    applying = {place: f"材料{place}" for place in found}
    checks = [MaterialCheck(place, fault) for place, faults in found.items() for fault in (faults or [None])]

    gaps = complete.gaps_of(applying, [*checks, *checks], optional)

    wanted = {
        (place, fault)
        for place, faults in found.items()
        for fault in faults
        if not (fault is Fault.MISSING and place in optional)
    }
    assert not complete.unchecked(applying, checks)
    assert {(one.material, one.fault) for one in gaps} == wanted and len(gaps) == len(wanted)
    assert not complete.strangers(gaps, applying)


@given(st.sets(st.integers(1, 12), min_size=1), st.data())
def test_what_nobody_looked_at_keeps_a_check_from_being_whole(places: set[int], data: st.DataObject):
    looked_at = data.draw(st.sets(st.sampled_from(sorted(places))))

    left = complete.unchecked(places, [MaterialCheck(one, None) for one in looked_at])

    assert set(left) == places - looked_at


TOLD = frozenset({(1, Fault.MISSING), (2, Fault.FORM)})


@pytest.mark.parametrize(
    ("gap", "left_out"),
    [
        (Gap(1, "甲", Fault.MISSING), False),  # told, and still missing
        (Gap(2, "乙", Fault.FORM), False),
        (Gap(1, "甲", Fault.VALIDITY), False),  # it was not there to be looked at
        (Gap(2, "乙", Fault.VALIDITY), True),  # it lay there, and its date was not read
        (Gap(3, "丙", Fault.MISSING), True),  # not asked for the first time
    ],
)
def test_what_the_first_check_could_have_found_is_left_out(gap: Gap, left_out: bool):
    assert (once.left_out([gap], TOLD) == (gap,)) is left_out


@given(st.frozensets(st.tuples(st.integers(1, 6), FAULTS)))
def test_telling_the_same_again_leaves_nothing_out(told: frozenset[tuple[int, Fault]]):
    gaps = [Gap(place, str(place), fault) for place, fault in told]

    assert not once.left_out(gaps, told)
    assert once.left_out(gaps, frozenset()) == tuple(gaps)


def test_that_something_came_faulty_is_seen_and_never_said():
    assert once.brought_faulty([Gap(1, "甲", Fault.FORM)], TOLD)
    assert not once.brought_faulty([Gap(1, "甲", Fault.MISSING)], TOLD)
    assert not once.is_ground(LateGround.SUPPLIED_FAULTY)


def test_a_notice_that_ended_does_nothing_more():
    ended = set(NoticeState) - {NoticeState.ISSUED}

    assert all(states.target(state, act) is None for state in ended for act in states.Act)
    assert {states.target(NoticeState.ISSUED, act) for act in states.Act} - {None} == ended
