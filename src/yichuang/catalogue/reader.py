"""Read a catalogue file: every item with its lines, and everything that is wrong with a row.

A file has ``items`` (and ``meta``, which is only for people).  An item that says ``hall`` is for halls of
that profile; ``steps``, ``simple``, ``needs_id``, ``name_en`` and a material's ``condition`` may be given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from yichuang.catalogue.types import Fee, Flags, ItemSpec, Limit, LimitUnit, LinkCard, MaterialCard, StepCard
from yichuang.kernel.access.types import Role
from yichuang.kernel.sheets import Cell, Fault, Unreadable, read_yaml
from yichuang.kernel.texts import TextMissing, TextTooLong, fault
from yichuang.organization.types import HallProfile

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}")
PREFIX = re.compile(r"[A-Z]{1,2}")
PROFILES = frozenset(str(one) for one in HallProfile)
ROLES = frozenset(str(one) for one in Role)
MOST_ROWS = 80
LONGEST_LIMIT = 3650
_ITEM = frozenset(
    [
        "id",
        "hall",
        "name",
        "name_en",
        "department",
        "category",
        "applicant",
        "case_type",
        "legal_basis",
        "materials",
        "steps",
        "statutory_limit",
        "promised_limit",
        "fee",
        "special_links",
        "result",
        "window_type",
        "avg_minutes",
        "ticket_prefix",
        "channels",
        "appointment",
        "simple",
        "needs_id",
        "notes",
        "verified",
        "illustrative",
    ]
)
_MATERIAL = frozenset(["name", "form", "required", "shareable", "deferrable", "has_sample", "condition"])
_STEP = frozenset(["name", "role", "limit"])
_LIMIT = frozenset(["value", "unit", "citation"])
_LINK = frozenset(["name", "limit_value", "limit_unit", "counted_in_statutory", "basis"])
_FEE = frozenset(["charged", "amount_yuan", "note"])


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the file: whose hall it is for (empty: any), its wording, and where its fields stand."""

    line: int
    hall: str
    spec: ItemSpec
    lines: dict[str, int]


def read(text: str) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """Return the items of a file and every fault in it; a file with a fault is not used at all."""
    try:
        root = read_yaml(text)
    except Unreadable as error:
        return (), (error.fault,)
    if not isinstance(root.get("items").value, list):
        return (), (Fault(root.line, _("there is no list “items” in this file")),)
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for cell in root.get("items").rows():
        reader = _Reader(cell)
        row = reader.item()
        faults.extend(reader.faults)
        place = (row.hall, row.spec.code)
        if row.spec.code and place in seen:
            why = _("the item stands already on line %(line)s") % {"line": seen[place]}
            faults.append(Fault(row.line, why, row.spec.code))
        seen.setdefault(place, row.line)
        rows.append(row)
    if not rows and not faults:
        faults.append(Fault(root.get("items").line, _("there is no item in this file")))
    return tuple(rows), tuple(sorted(faults, key=lambda one: one.line))


class _Reader:
    """Takes one item apart; a value that does not fit is told and replaced by nothing."""

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.faults: list[Fault] = []
        named = cell.get("id").value
        self.code = str(named).strip().upper()[:32] if named is not None else ""

    def wrong(self, line: int, reason: str) -> None:
        self.faults.append(Fault(line, reason, self.code))

    def item(self) -> Row:
        cell = self.cell
        self.known(cell, _ITEM)
        if not CODE.fullmatch(self.code):
            self.wrong(cell.get("id").line, _("“id” has 1 to 32 capital letters, digits or hyphens"))
        prefix = self.text(cell, "ticket_prefix", 4)
        if prefix and not PREFIX.fullmatch(prefix):
            self.wrong(cell.get("ticket_prefix").line, _("“ticket_prefix” is one or two capital letters"))
        spec = ItemSpec(
            code=self.code,
            name=self.text(cell, "name", 120),
            name_en=self.text(cell, "name_en", 200, blank=True),
            department=self.text(cell, "department", 80, blank=True),
            category=self.text(cell, "category", 40, blank=True),
            applicant=self.text(cell, "applicant", 40, blank=True),
            case_type=self.text(cell, "case_type", 20, blank=True),
            legal_basis=self.texts(cell, "legal_basis", 200),
            materials=tuple(self.material(one) for one in self.rows(cell, "materials")),
            steps=tuple(self.step(one) for one in self.rows(cell, "steps")),
            special_links=tuple(self.link(one) for one in self.rows(cell, "special_links")),
            statutory_limit=self.limit(cell.get("statutory_limit")),
            promised_limit=self.limit(cell.get("promised_limit")),
            fee=self.fee(cell.get("fee")),
            result=self.text(cell, "result", 120, blank=True),
            window_type=self.text(cell, "window_type", 40, blank=True),
            avg_minutes=self.number(cell, "avg_minutes", 1, 480) or 1,
            ticket_prefix=prefix,
            channels=self.texts(cell, "channels", 20),
            appointment=bool(self.flag(cell, "appointment")),
            flags=Flags(self.flag(cell, "simple"), self.flag(cell, "needs_id")),
            notes=self.text(cell, "notes", 1000, blank=True),
            verified=self.texts(cell, "verified", 40),
            illustrative=self.texts(cell, "illustrative", 40),
        )
        held = cell.value if isinstance(cell.value, dict) else {}
        lines = {name: one.line for name, one in held.items()}
        for name in ("materials", "steps"):
            for place, one in enumerate(cell.get(name).rows()):
                lines[f"{name}.{place}"] = one.line
        return Row(cell.line, self.hall(cell), spec, lines)

    def hall(self, cell: Cell) -> str:
        """Return the profile of the halls an item is for, empty for any; a mistyped one is nobody's item."""
        named = self.text(cell, "hall", 16, blank=True)
        if named and named not in PROFILES:
            why = _("“%(value)s” is no kind of hall, such as %(some)s")
            self.wrong(cell.get("hall").line, why % {"value": named, "some": ", ".join(sorted(PROFILES))})
        return named

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
            self.known(cell, _LIMIT)
        named = cell.get(unit).value
        if named is not None and named not in list(LimitUnit):
            self.wrong(
                cell.get(unit).line, _("“%(value)s” is no unit of time limits") % {"value": str(named)[:40]}
            )
            named = None
        count = self.number(cell, value, 0, LONGEST_LIMIT, blank=True)
        if count is not None and cell.get(unit).value is None:
            self.wrong(cell.line, _("a limit with a value needs its unit"))
        if named == LimitUnit.IMMEDIATE and count:
            self.wrong(cell.line, _("“immediate” has the value 0"))
        citation = self.text(cell, "citation", 400, blank=True) if value == "value" else ""
        return Limit(count, LimitUnit(named) if named else None, citation)

    def material(self, cell: Cell) -> MaterialCard:
        self.known(cell, _MATERIAL)
        condition = cell.get("condition")
        if condition.value is not None and not isinstance(condition.value, dict):
            self.wrong(condition.line, _("“condition” must be a row of fields"))
        return MaterialCard(
            name=self.text(cell, "name", 200),
            form=self.text(cell, "form", 40, blank=True),
            required=self.flag(cell, "required") is not False,
            shareable=bool(self.flag(cell, "shareable")),
            deferrable=bool(self.flag(cell, "deferrable")),
            has_sample=bool(self.flag(cell, "has_sample")),
            condition=_plain(condition) if isinstance(condition.value, dict) else None,
        )

    def step(self, cell: Cell) -> StepCard:
        self.known(cell, _STEP)
        limit = self.limit(cell.get("limit"))
        role = self.text(cell, "role", 40, blank=True)
        if role and role not in ROLES:
            self.wrong(cell.get("role").line, _("“%(value)s” is no role of the hall") % {"value": role})
        return StepCard(self.text(cell, "name", 120), role, limit)

    def link(self, cell: Cell) -> LinkCard:
        self.known(cell, _LINK)
        limit = self.limit(cell, "limit_value", "limit_unit")
        counted = bool(self.flag(cell, "counted_in_statutory"))
        return LinkCard(
            self.text(cell, "name", 120), limit, counted, self.text(cell, "basis", 200, blank=True)
        )

    def fee(self, cell: Cell) -> Fee:
        if cell.value is None:
            return Fee(False, None)
        self.known(cell, _FEE)
        charged, amount = bool(self.flag(cell, "charged")), None
        found = cell.get("amount_yuan")
        if found.value is not None:
            try:
                amount = Decimal(str(found.value)) if not isinstance(found.value, bool) else Decimal("NaN")
            except InvalidOperation:
                amount = Decimal("NaN")
            if not amount.is_finite() or not 0 <= amount < 10**9 or amount != round(amount, 2):
                self.wrong(found.line, _("“amount_yuan” is an amount in yuan, at most two decimals"))
                amount = None
            elif amount and not charged:
                self.wrong(found.line, _("an item without a fee has no amount"))
        return Fee(charged, amount, self.text(cell, "note", 400, blank=True))


def _plain(cell: Cell) -> Any:
    """Return a tree of cells as plain values that JSON can hold."""
    if isinstance(cell.value, dict):
        return {name: _plain(one) for name, one in cell.value.items()}
    if isinstance(cell.value, list):
        return [_plain(one) for one in cell.value]
    return (
        cell.value
        if cell.value is None or isinstance(cell.value, str | int | float | bool)
        else str(cell.value)
    )
