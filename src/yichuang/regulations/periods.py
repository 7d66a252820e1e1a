"""Periods of the rules, such as quarterly: when one that began on a day is over."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
DAYS = {"week": 7, "day": 1}


def after(period: str, day: date) -> date:
    """Return the day on which a period that began on ``day`` is over.

    Months end on the corresponding day, or the month's last where it has none.  ``period`` is a value of a
    parameter of type PERIOD.  Raises: KeyError.
    """
    if period in DAYS:
        return day + timedelta(days=DAYS[period])
    year, month = divmod(day.year * 12 + day.month - 1 + MONTHS[period], 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
