"""The number of a case as people say and print it: year, hall, running number, one check digit."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"([A-Z0-9]{2,12})-(\d{4})-(\d{6})(\d)")


def case_number(hall_code: str, year: int, running: int) -> str:
    """Return ``AYRS-2026-0000123``: the last digit tells a mistyped number before anybody looks it up."""
    return f"{hall_code}-{year:04d}-{running:06d}{check_digit(year, running)}"


def check_digit(year: int, running: int) -> int:
    """Return the digit that finds one wrong or two swapped digits (Luhn, ISO/IEC 7812-1)."""
    digits = [int(one) for one in f"{year:04d}{running:06d}"]
    total = sum(_doubled(one) if place % 2 == 0 else one for place, one in enumerate(reversed(digits)))
    return (10 - total % 10) % 10


def _doubled(digit: int) -> int:
    return digit * 2 - 9 if digit > 4 else digit * 2


def is_like_one(text: str) -> bool:
    """Say whether ``text`` is meant as the number of a case, perhaps with a slip of the pen in it."""
    return _SHAPE.fullmatch(text.strip().upper()) is not None


def is_number(text: str) -> bool:
    """Say whether ``text`` can be the number of a case."""
    found = _SHAPE.fullmatch(text.strip().upper())
    return found is not None and check_digit(int(found[2]), int(found[3])) == int(found[4])
