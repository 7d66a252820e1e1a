"""The number of a case or notice: a code of the office, never a number of a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kernel.journal.events import fits
from yichuang.queueing.rules.references import Fault, fault, tidy
from yichuang.queueing.types import Outcome


@pytest.mark.parametrize(
    "reference",
    [
        "2026-RS014-0087",
        "RS/2026/00871",
        "HZ.2026_13",
        "A123",
        "202603020087",  # twelve digits: a date and a serial
        "20260302000871",
    ],
)
def test_a_number_of_the_office_is_taken(reference: str) -> None:
    assert fault(Outcome.CASE, reference) is None
    assert fits(reference)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("", Fault.MISSING),
        ("A1", Fault.MALFORMED),  # too short
        ("A" * 41 + "1", Fault.MALFORMED),  # too long
        ("张国强", Fault.MALFORMED),  # a name
        ("CASE", Fault.MALFORMED),  # no digit
        ("RS 2026", Fault.MALFORMED),
        ("RS--2026", Fault.MALFORMED),
        ("<b>1234</b>", Fault.MALFORMED),
        ("1'; DROP TABLE", Fault.MALFORMED),
        ("😀1234", Fault.MALFORMED),
        ("RS2026\u0661", Fault.MALFORMED),  # a digit of another script
        ("13812345678", Fault.PERSONAL),  # a mobile phone
        ("138-1234-5678", Fault.PERSONAL),
        ("86-13812345678", Fault.PERSONAL),
        ("RS-13812345678", Fault.PERSONAL),
        ("0571-88886666", Fault.PERSONAL),  # a telephone
        ("330106199001011234", Fault.PERSONAL),  # an identity number, whatever its check digit
        ("33010619900101123X", Fault.PERSONAL),
        ("330106-19900101-1234", Fault.PERSONAL),
        ("330106900101123", Fault.PERSONAL),  # of the old kind
    ],
)
def test_what_is_no_number_of_the_office_is_refused(reference: str, expected: Fault) -> None:
    assert fault(Outcome.NOTICE, tidy(reference)) is expected


@pytest.mark.parametrize("outcome", [Outcome.REFERRAL, Outcome.INFORMATION])
def test_only_a_case_or_a_notice_has_a_number(outcome: Outcome) -> None:
    assert fault(outcome, "") is None
    assert fault(outcome, "2026-RS014-0087") is Fault.NOT_ALLOWED


def test_a_number_is_kept_in_capitals_without_blanks() -> None:
    assert tidy("  2026-rs014-0087 ") == "2026-RS014-0087"


@given(st.text(max_size=60))
def test_whatever_is_taken_fits_into_the_journal(text: str) -> None:
    reference = tidy(text)

    assert fault(Outcome.CASE, reference) is not None or fits(reference)
