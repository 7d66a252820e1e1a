"""What is charged and what change is due, to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.rules import fees as rules
from yichuang.cases.rules.fees import Desk, Flaw
from yichuang.cases.types import DENOMINATIONS, BillLine, CaseState, Drawer, DueLine
from yichuang.kernel.access.types import GrantCard, Role
from yichuang.kernel.ids import new_id

CARD = DueLine("card", "工本费", "《目录》", optional=False, cents=2000)
POST = DueLine("post", "邮寄费", "《价目》", optional=True, cents=1200)
AGREED = DueLine("post", "邮寄费", "《价目》", optional=True, cents=1200, agreed=True)
GRADED = DueLine("suit", "受理费", "《办法》", optional=False, cents=None)
PAID = DueLine("card", "工本费", "《目录》", optional=False, cents=2000, paid=True)
FREE = DueLine("none", "免收", "《目录》", optional=False, cents=0)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1200),
        ("12.5", 1250),
        ("0.01", 1),
        ("1,200.00", 120000),
        ("¥20", 2000),
        ("２０．５", 2050),  # as an input method writes it
        (" 7. ", 700),
        ("12.345", None),  # no coin for it
        ("-3", None),
        ("1e3", None),
        ("1,20", None),  # a slip, not a thousand
        ("", None),
        ("NaN", None),
        ("99999999999", None),  # beyond belief
    ],
)
def test_what_is_typed_is_read_to_the_cent_or_not_at_all(text: str, cents: int | None) -> None:
    assert rules.read(text) == cents


@given(st.integers(0, 10**11))
def test_an_amount_is_spelled_and_read_back_the_same(cents: int) -> None:
    assert rules.cents(Decimal(rules.spelled(cents))) == cents


def test_less_than_nought_is_spelled_with_its_sign() -> None:
    assert (rules.spelled(-5), rules.spelled(-1205)) == ("-0.05", "-12.05")


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_change_is_what_is_left_to_the_cent_and_there_is_none_for_too_little(due: int, received: int) -> None:
    change = rules.change(due, received)

    assert (change is None) == (received < due)
    assert change is None or due + change == received


@given(st.dictionaries(st.sampled_from(DENOMINATIONS), st.integers(0, 500)))
def test_a_drawer_is_counted_piece_by_piece(pieces: dict[int, int]) -> None:
    assert rules.counted(pieces) == sum(piece * number for piece, number in pieces.items())


@pytest.mark.parametrize(
    ("lines", "optional", "codes", "flaw"),
    [
        ([CARD, POST], (), ("card",), None),  # optional ones are not ticked
        ([CARD, AGREED], (), ("card",), None),  # agreed, yet not chosen
        ([CARD, AGREED], ("post",), ("card", "post"), None),
        ([CARD, POST], ("post",), (), Flaw.NO_CONSENT),
        ([CARD], ("post",), (), Flaw.UNKNOWN),
        ([CARD], ("card",), (), Flaw.UNKNOWN),  # compulsory is not chosen
        ([GRADED], (), (), Flaw.UNSTATED),
        ([PAID], (), (), Flaw.NOTHING),
        ([PAID, AGREED], ("post",), ("post",), None),
        ([FREE], (), (), Flaw.NOTHING),  # what costs nothing is not asked for
        ([FREE, CARD], (), ("card",), None),
        ([], (), (), Flaw.NOTHING),
    ],
)
def test_a_list_holds_what_is_compulsory_and_what_was_agreed(
    lines: list[DueLine], optional: tuple[str, ...], codes: tuple[str, ...], flaw: Flaw | None
) -> None:
    drawn = rules.draw(lines, optional)

    assert (tuple(one.code for one in drawn.lines), drawn.flaw) == (codes, flaw)
    assert drawn.total == sum(one.cents for one in drawn.lines)


def test_no_amount_but_the_tariffs_passes() -> None:
    assert rules.draw([CARD], (), 2000).flaw is None
    for asked in (0, 1999, 2001, 10**9):
        assert rules.draw([CARD], (), asked).flaw is Flaw.MANUAL


def test_what_is_owed_leaves_out_what_is_optional_paid_or_unstated() -> None:
    assert rules.owed([CARD, AGREED, GRADED, PAID]) == 2000
    assert rules.unstated([CARD, GRADED, POST]) == ("受理费",)


@pytest.mark.parametrize(
    ("refunded", "codes", "cents"),
    [
        ((), ("a",), 100),
        ((), ("a", "b"), 350),
        ((), ("a", "a"), 100),
        (("a",), ("a",), None),  # went back already
        ((), ("c",), None),
        ((), (), None),
    ],
)
def test_only_whole_lines_of_a_payment_go_back_and_once(
    refunded: tuple[str, ...], codes: tuple[str, ...], cents: int | None
) -> None:
    lines = [BillLine("a", "A", "《》", False, 100), BillLine("b", "B", "《》", True, 250)]

    gone = {one.code: one.cents for one in lines if one.code in refunded}
    found = rules.refundable(lines, gone, codes)
    assert (None if found is None else sum(found.values())) == cents


def test_of_a_line_that_went_back_in_part_the_rest_goes_back() -> None:
    lines = [BillLine("a", "A", "《》", False, 100)]

    assert rules.refundable(lines, {"a": 30}, ["a"]) == {"a": 70}
    assert rules.refundable(lines, {"a": 100}, ["a"]) is None


def test_a_drawer_owes_what_was_taken_and_never_its_float() -> None:
    drawer = Drawer(float=20000, cash_in=5000, refunds=1000, deposits=3000)

    assert (drawer.expected, drawer.to_deposit) == (21000, 1000)
    assert Drawer(20000, 5000, 0, 5000).to_deposit == 0
    assert (
        Drawer(20000, 5000, 0, 0, difference=-200).to_deposit == 4800
    )  # what is missing cannot be handed in


@pytest.mark.parametrize(
    ("state", "instant", "complete", "yes"),
    [
        (CaseState.SUBMITTED, False, True, False),  # nothing before acceptance
        (CaseState.SUBMITTED, True, False, False),
        (CaseState.SUBMITTED, True, True, True),  # done while the applicant stands there
        (CaseState.SUPPLEMENT, True, True, False),
        (CaseState.ACCEPTED, False, True, True),
        (CaseState.NOTIFIED, False, True, True),
        (CaseState.CLOSED, False, True, False),
        (CaseState.WITHDRAWN, False, True, False),
    ],
)
def test_money_is_taken_from_acceptance_on(
    state: CaseState, instant: bool, complete: bool, yes: bool
) -> None:
    assert rules.is_chargeable(state, instant=instant, complete=complete) is yes


OURS, THEIRS = new_id(), new_id()


@pytest.mark.parametrize(
    ("role", "of", "confidential", "own_window", "instant", "in_hand", "yes"),
    [
        (Role.CASH, None, False, False, False, False, True),  # the hall's cashier
        (Role.CASH, OURS, False, False, False, False, True),
        (Role.CASH, THEIRS, False, False, False, False, False),
        (Role.CASH, None, True, False, False, False, False),  # does not meet a confidential case
        (Role.STF, None, False, True, False, True, False),  # a window sends to the cashier
        (Role.STF, None, False, True, True, False, True),  # unless it is done there and then
        (Role.STF, None, False, False, True, True, False),
        (Role.STF, None, True, True, False, True, True),  # who has it in hand
        (Role.STF, None, True, True, True, False, False),
    ],
)
def test_money_is_taken_by_a_cashier_or_where_the_matter_is_done_at_once(
    role: Role, of: object, confidential: bool, own_window: bool, instant: bool, in_hand: bool, yes: bool
) -> None:
    desk = Desk(OURS, confidential, own_window, instant, in_hand)

    assert rules.may_take(desk, [GrantCard(role, of)]) is yes  # type: ignore[arg-type]
