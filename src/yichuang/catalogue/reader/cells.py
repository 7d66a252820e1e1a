"""Take one row of a catalogue file apart: a value that does not fit is told and replaced by nothing."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

from yichuang.catalogue.types import Limit
from yichuang.deadlines.types import MOST, Budget, Rollover, StartRule, Unit
from yichuang.kernel.sheets import Cell, Fault
from yichuang.kernel.texts import TextMissing, TextTooLong, fault

MOST_ROWS = 80
LONGEST_LIMIT = 3650
Choice = TypeVar("Choice", bound=StrEnum)
LIMIT = frozenset(["value", "unit", "citation", "start_rule", "rollover"])


class CellReader:
    """Reads the fields of one item; ``faults`` are all that was wrong with it."""

    def __init__(self, cell: Cell, code: str) -> None:
        self.cell = cell
        self.code = code
        self.faults: list[Fault] = []

    def wrong(self, line: int, reason: str) -> None:
        self.faults.append(Fault(line, reason, self.code))

    def known(self, cell: Cell, fields: frozenset[str]) -> None:
        if not isinstance(cell.value, dict):
            self.wrong(cell.line, _("a row of fields was expected here"))
            return
        for name in sorted(set(cell.value) - fields):
            self.wrong(cell.get(name).line, _("unknown field “%(field)s”") % {"field": name[:60]})

    def text(self, cell: Cell, name: str, limit: int, *, blank: bool = False) -> str:
        found = cell.get(name)
        value = "" if found.value is None else found.value
        if isinstance(value, bool | list | dict):
            self.wrong(found.line, _("“%(field)s” must be a text") % {"field": name})
            return ""
        flaw = fault(str(value), limit=limit, blank=blank)
        if flaw is TextMissing:
            self.wrong(found.line, _("“%(field)s” is missing") % {"field": name})
        elif flaw is TextTooLong:
            why = _("“%(field)s” is longer than %(limit)s characters")
            self.wrong(found.line, why % {"field": name, "limit": limit})
        elif flaw is not None:
            self.wrong(
                found.line, _("“%(field)s” contains characters that cannot be shown") % {"field": name}
            )
        return "" if flaw else str(value).strip()

    def rows(self, cell: Cell, name: str) -> list[Cell]:
        found = cell.get(name)
        if found.value is not None and not isinstance(found.value, list):
            self.wrong(found.line, _("“%(field)s” must be a list") % {"field": name})
        elif len(found.rows()) > MOST_ROWS:
            why = _("“%(field)s” has more than %(limit)s rows") % {"field": name, "limit": MOST_ROWS}
            self.wrong(found.line, why)
            return []
        return found.rows()

    def texts(self, cell: Cell, name: str, limit: int) -> tuple[str, ...]:
        return tuple(self.text(Cell({name: one}, one.line), name, limit) for one in self.rows(cell, name))

    def flag(self, cell: Cell, name: str) -> bool | None:
        found = cell.get(name)
        if found.value is None or isinstance(found.value, bool):
            return found.value
        self.wrong(found.line, _("“%(field)s” is true or false") % {"field": name})
        return None

    def number(self, cell: Cell, name: str, least: int, most: int, *, blank: bool = False) -> int | None:
        found = cell.get(name)
        if found.value is None and blank:
            return None
        if (
            isinstance(found.value, int)
            and not isinstance(found.value, bool)
            and least <= found.value <= most
        ):
            return found.value
        why = _("“%(field)s” is a whole number from %(least)s to %(most)s")
        self.wrong(found.line, why % {"field": name, "least": least, "most": most})
        return None

    def limit(self, cell: Cell, value: str = "value", unit: str = "unit") -> Limit:
        if cell.value is None:
            return Limit(None, None)
        if value == "value":
            self.known(cell, LIMIT)
        named = self.choice(cell, unit, Unit, _("“%(value)s” is no unit of time limits"))
        most = MOST[named] if named is not None and named is not Unit.IMMEDIATE else LONGEST_LIMIT
        count = self.number(cell, value, 0, most, blank=True)
        if count is not None and cell.get(unit).value is None:
            self.wrong(cell.line, _("a limit with a value needs its unit"))
        if named is Unit.IMMEDIATE and count:
            self.wrong(cell.line, _("“immediate” has the value 0"))
        if named is not None and named is not Unit.IMMEDIATE and count == 0:
            self.wrong(cell.line, _("only “immediate” has the value 0"))
            count = None
        citation = self.text(cell, "citation", 400, blank=True) if value == "value" else ""
        wrong = _("“%(value)s” is no rule of counting")
        starts = self.choice(cell, "start_rule", StartRule, wrong) or StartRule.NEXT_DAY
        rolls = self.choice(cell, "rollover", Rollover, wrong) or Rollover.NONE
        if named is not None and named.is_moment and rolls is not Rollover.NONE:
            self.wrong(cell.get("rollover").line, _("only days roll over to a working day"))
            rolls = Rollover.NONE
        return Limit(count, named, citation, starts, rolls)

    def budget(self, cell: Cell) -> Budget | None:
        """Return a limit that must have its value; None (told) when it has not."""
        limit = self.limit(cell)
        if limit.budget is None and not self.faults_on(cell.line):
            self.wrong(cell.line, _("this limit needs a value and a unit"))
        return limit.budget

    def faults_on(self, line: int) -> bool:
        return any(one.line == line for one in self.faults)

    def choice(self, cell: Cell, name: str, choices: type[Choice], wrong: str) -> Choice | None:
        """Return one of some values; None when the field is empty or (told) anything else."""
        found = cell.get(name)
        if found.value is None:
            return None
        try:
            return choices(found.value)
        except ValueError:
            self.wrong(found.line, wrong % {"value": str(found.value)[:40]})
            return None

    def amount(self, cell: Cell, name: str) -> Decimal | None:
        """Return an amount in yuan; None when the field is empty or (told) no such amount."""
        found = cell.get(name)
        if found.value is None:
            return None
        try:
            amount = Decimal(str(found.value)) if not isinstance(found.value, bool) else Decimal("NaN")
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or not 0 <= amount < 10**9 or amount != round(amount, 2):
            why = _("“%(field)s” is an amount in yuan, at most two decimals")
            self.wrong(found.line, why % {"field": name})
            return None
        return amount
