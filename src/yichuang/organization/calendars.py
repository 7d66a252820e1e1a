"""Read a working calendar from a file: the shipped years, and what a hall imports each November.

YAML: ``years: [{year, notice, off: [{name, from, to}], make_up: [{name, days: […]}]}]``, or one such year
by itself.  CSV: columns ``day,kind,name`` and, where wanted, ``year`` and ``notice``; kind is ``off`` or
``make_up`` (放假, 休 · 上班, 班).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from yichuang.kernel.sheets import Cell, Fault, Unreadable, read_csv, read_yaml
from yichuang.kernel.texts import fault
from yichuang.organization.types import CalendarDayCard, CalendarYearCard, DayKind

SHIPPED = Path(__file__).parent / "data" / "calendar.yaml"
LONGEST_HOLIDAY = 15
KINDS = {
    "off": DayKind.OFF,
    "放假": DayKind.OFF,
    "休": DayKind.OFF,
    "make_up": DayKind.MAKE_UP,
    "上班": DayKind.MAKE_UP,
    "调休上班": DayKind.MAKE_UP,
    "班": DayKind.MAKE_UP,
}
# Days no year may leave out: they are days off by law, whatever the notice moves around them.
FIXED = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
_COLUMNS = {"day", "kind", "name", "year", "notice"}
_FIELDS = {"year", "notice", "off", "make_up"}


@lru_cache(maxsize=1)
def shipped() -> tuple[CalendarYearCard, ...]:
    """Return the years that ship with this version."""
    years, faults = parse(SHIPPED.read_text("utf-8"))
    if faults:
        raise ValueError(f"shipped calendar, line {faults[0].line}: {faults[0].reason}")
    return years


def parse(text: str) -> tuple[tuple[CalendarYearCard, ...], tuple[Fault, ...]]:
    """Return the years of a file and every fault in it; a file with a fault is not used at all."""
    try:
        first = text.lstrip("\ufeff \r\n").split("\n", 1)[0]
        is_table = "day" in first and "," in first
        book = _Book()
        if is_table:
            _read_table(text, book)
        else:
            _read_tree(read_yaml(text), book)
        return book.close()
    except Unreadable as error:
        return (), (error.fault,)


class _Book:
    """The years while they are read, with everything that was found wrong."""

    def __init__(self) -> None:
        self.days: dict[int, dict[date, CalendarDayCard]] = {}
        self.lines: dict[int, int] = {}
        self.notices: dict[int, str] = {}
        self.faults: list[Fault] = []

    def wrong(self, line: int, reason: str, row: str = "") -> None:
        self.faults.append(Fault(line, reason, row[:80]))

    def open(self, year: int, line: int, notice: str) -> None:
        self.days.setdefault(year, {})
        self.lines.setdefault(year, line)
        if notice and not self.notices.get(year):
            if fault(notice, limit=200):
                self.wrong(line, _("the name of the notice cannot be read"), notice)
            self.notices[year] = notice

    def add(self, year: int, day: date, kind: DayKind, name: str, line: int) -> None:
        row = day.isoformat()
        if fault(name, limit=40):
            self.wrong(line, _("the holiday has no readable name of at most 40 characters"), row)
        elif kind is DayKind.MAKE_UP and day.isoweekday() < 6:
            self.wrong(line, _("a make-up day is a Saturday or Sunday"), row)
        elif not date(year - 1, 12, 20) <= day <= date(year, 12, 31):
            self.wrong(line, _("does not lie in %(year)s") % {"year": year}, row)
        elif any(day in held for held in self.days.values()):
            self.wrong(line, _("the day stands twice"), row)
        else:
            self.days[year][day] = CalendarDayCard(day, kind, name.strip())

    def close(self) -> tuple[tuple[CalendarYearCard, ...], tuple[Fault, ...]]:
        if not self.days and not self.faults:
            self.wrong(1, _("there is no year in this file"))
        if not self.faults:  # a missing day is only news when every row could be read
            for year, days in self.days.items():
                for month, day in FIXED:
                    card = days.get(date(year, month, day))
                    if card is None or card.kind is not DayKind.OFF:
                        missing = date(year, month, day).isoformat()
                        self.wrong(
                            self.lines[year],
                            _("%(day)s is a day off by law and is missing") % {"day": missing},
                        )
        years = tuple(
            CalendarYearCard(
                year, self.notices.get(year, ""), tuple(sorted(days.values(), key=lambda one: one.day))
            )
            for year, days in sorted(self.days.items())
        )
        return ((), tuple(self.faults)) if self.faults else (years, ())


def _read_table(text: str, book: _Book) -> None:
    for line, row in read_csv(text.lstrip("\ufeff")):
        shown = ",".join(row.values())
        unknown = set(row) - _COLUMNS
        if unknown:
            raise Unreadable(1, _("unknown column “%(field)s”") % {"field": sorted(unknown)[0][:60]})
        day, kind = _day(row.get("day", "")), KINDS.get(row.get("kind", "").lower())
        year = _year(row.get("year") or (day.year if day else ""))
        if day is None:
            book.wrong(
                line,
                _("“%(value)s” is not a date like 2026-10-01") % {"value": row.get("day", "")[:40]},
                shown,
            )
        elif kind is None:
            book.wrong(
                line,
                _("kind is “off” or “make_up”, not “%(value)s”") % {"value": row.get("kind", "")[:40]},
                shown,
            )
        elif year is None:
            book.wrong(line, _("the year must be a number from 2000 to 2100"), shown)
        else:
            book.open(year, line, row.get("notice", ""))
            book.add(year, day, kind, row.get("name", ""), line)


def _read_tree(root: Cell, book: _Book) -> None:
    listed = root.get("years").rows() or ([root] if root.get("year").value is not None else [])
    for cell in listed:
        year = _year(cell.get("year").value)
        if year is None:
            book.wrong(cell.line, _("the year must be a number from 2000 to 2100"))
            continue
        unknown = sorted(set(cell.value) - _FIELDS)
        if unknown:
            book.wrong(cell.get(unknown[0]).line, _("unknown field “%(field)s”") % {"field": unknown[0][:60]})
            continue
        if year in book.days:
            book.wrong(cell.line, _("the year %(year)s stands twice") % {"year": year})
            continue
        book.open(year, cell.line, str(cell.get("notice").value or ""))
        for row in cell.get("off").rows():
            _read_span(row, year, book)
        for row in cell.get("make_up").rows():
            for one in row.get("days").rows() or [row.get("day")]:
                _read_day(one, str(row.get("name").value or ""), year, book)


def _read_span(row: Cell, year: int, book: _Book) -> None:
    name = str(row.get("name").value or "")
    first, last = _day(row.get("from").value), _day(row.get("to").value or row.get("from").value)
    if first is None or last is None:
        book.wrong(row.line, _("a holiday needs “from” and “to” as dates like 2026-10-01"), name)
    elif not timedelta(0) <= last - first < timedelta(days=LONGEST_HOLIDAY):
        book.wrong(row.line, _("“to” does not follow “from” within two weeks"), name)
    else:
        for day in _span(first, last):
            book.add(year, day, DayKind.OFF, name, row.line)


def _read_day(cell: Cell, name: str, year: int, book: _Book) -> None:
    day = _day(cell.value)
    if day is None:
        shown = str(cell.value)[:40]
        book.wrong(cell.line, _("“%(value)s” is not a date like 2026-10-01") % {"value": shown}, name)
    else:
        book.add(year, day, DayKind.MAKE_UP, name, cell.line)


def _span(first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip().replace("/", "-"))
    except ValueError:
        return None


def _year(value: object) -> int | None:
    try:
        year = int(str(value))
    except ValueError:
        return None
    return year if 2000 <= year <= 2100 else None
