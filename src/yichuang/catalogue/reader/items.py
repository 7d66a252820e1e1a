"""Read a catalogue file: every item with its lines, and everything that is wrong with a row.

A file has ``items`` (and ``meta``, which is only for people).  An item that says ``hall`` is for halls of
that profile; ``steps``, ``simple``, ``needs_id``, ``name_en`` and a material's ``condition`` may be given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from yichuang.catalogue import regimes
from yichuang.catalogue.reader.terms import ROLES, TermsReader, sole_amount
from yichuang.catalogue.types import AcceptedForm, ItemSpec, LinkCard, MaterialCard, Stage, StepCard
from yichuang.deadlines.types import Ground
from yichuang.kernel.sheets import Cell, Fault, Unreadable, read_yaml
from yichuang.organization.types import HallProfile

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}")
PREFIX = re.compile(r"[A-Z]{1,2}")
PROFILES = frozenset(str(one) for one in HallProfile)
MOST_MONTHS = 600
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
        "flags",
        "questions",
        "clocks",
        "extension",
        "joint",
        "stage_template",
        "retention_years",
        "reviewed_on",
        "notes",
        "verified",
        "illustrative",
    ]
)
_MATERIAL = frozenset(
    [
        "name",
        "form",
        "required",
        "shareable",
        "deferrable",
        "has_sample",
        "condition",
        "accepted_forms",
        "check",
        "validity_months",
        "basis",
    ]
)
_STEP = frozenset(["name", "role", "limit", "stage"])
_LINK = frozenset(["name", "limit", "limit_value", "limit_unit", "counted_in_statutory", "basis", "ground"])


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
    return read_tree(root)


def read_tree(root: Cell) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """Return the items of a tree of cells, wherever it was read from, and every fault in it."""
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


class _Reader(TermsReader):
    """Takes one item apart."""

    def __init__(self, cell: Cell) -> None:
        named = cell.get("id").value
        super().__init__(cell, str(named).strip().upper()[:32] if named is not None else "")
        self.derived = []

    def item(self) -> Row:
        cell = self.cell
        self.known(cell, _ITEM)
        if not CODE.fullmatch(self.code):
            self.wrong(cell.get("id").line, _("“id” has 1 to 32 capital letters, digits or hyphens"))
        prefix = self.text(cell, "ticket_prefix", 4)
        if prefix and not PREFIX.fullmatch(prefix):
            self.wrong(cell.get("ticket_prefix").line, _("“ticket_prefix” is one or two capital letters"))
        spec = self.spec(cell, prefix)
        held = cell.value if isinstance(cell.value, dict) else {}
        lines = {name: one.line for name, one in held.items()}
        for name in ("materials", "steps", "special_links"):
            for place, one in enumerate(cell.get(name).rows()):
                lines[f"{name}.{place}"] = one.line
        return Row(cell.line, self.hall(cell), spec, lines)

    def spec(self, cell: Cell, prefix: str) -> ItemSpec:
        name = self.text(cell, "name", 120)
        case_type = self.text(cell, "case_type", 20, blank=True)
        category = self.text(cell, "category", 40, blank=True)
        terms = self.terms(case_type, category)
        fee = self.fee(cell.get("fee"))
        fees = self.fees(cell.get("fee"), fee, name)
        promised = regimes.rolled(self.limit(cell.get("promised_limit")), case_type, category)
        statutory = regimes.rolled(self.limit(cell.get("statutory_limit")), case_type, category)
        return ItemSpec(
            code=self.code,
            name=name,
            name_en=self.text(cell, "name_en", 200, blank=True),
            department=self.text(cell, "department", 80, blank=True),
            category=category,
            applicant=self.text(cell, "applicant", 40, blank=True),
            case_type=case_type,
            legal_basis=self.texts(cell, "legal_basis", 200),
            materials=tuple(self.material(one) for one in self.rows(cell, "materials")),
            steps=regimes.steps(terms.stage_template, promised if promised.budget else statutory)
            if terms.stage_template
            else tuple(self.step(one) for one in self.rows(cell, "steps")),
            special_links=tuple(self.link(one) for one in self.rows(cell, "special_links")),
            statutory_limit=statutory,
            promised_limit=promised,
            fee=replace(fee, amount=sole_amount(fee, fees)),
            fees=fees,
            terms=self.filed_first(terms, statutory),
            result=self.text(cell, "result", 120, blank=True),
            window_type=self.text(cell, "window_type", 40, blank=True),
            avg_minutes=self.number(cell, "avg_minutes", 1, 480) or 1,
            ticket_prefix=prefix,
            channels=self.texts(cell, "channels", 20),
            appointment=bool(self.flag(cell, "appointment")),
            notes=self.text(cell, "notes", 1000, blank=True),
            verified=self.texts(cell, "verified", 40),
            illustrative=self.illustrative(),
        )

    def illustrative(self) -> tuple[str, ...]:
        """Return what is only an example, and with it what the product proposed in the file's silence."""
        said = self.texts(self.cell, "illustrative", 40)
        return said + tuple(one for one in self.derived if one not in said)

    def hall(self, cell: Cell) -> str:
        """Return the profile of the halls an item is for, empty for any; a mistyped one is nobody's item."""
        named = self.text(cell, "hall", 16, blank=True)
        if named and named not in PROFILES:
            why = _("“%(value)s” is no kind of hall, such as %(some)s")
            self.wrong(cell.get("hall").line, why % {"value": named, "some": ", ".join(sorted(PROFILES))})
        return named

    def material(self, cell: Cell) -> MaterialCard:
        self.known(cell, _MATERIAL)
        form = self.text(cell, "form", 40, blank=True)
        wrong = _("“%(value)s” is no form in which a material is accepted")
        said = [
            self.choice(Cell({"accepted_forms": one}, one.line), "accepted_forms", AcceptedForm, wrong)
            for one in self.rows(cell, "accepted_forms")
        ]
        return MaterialCard(
            name=self.text(cell, "name", 200),
            form=form,
            required=self.flag(cell, "required") is not False,
            shareable=bool(self.flag(cell, "shareable")),
            deferrable=bool(self.flag(cell, "deferrable")),
            has_sample=bool(self.flag(cell, "has_sample")),
            condition=self.condition(cell.get("condition")),
            accepted_forms=tuple(one for one in said if one) or regimes.accepted(form),
            check=self.text(cell, "check", 200, blank=True),
            validity_months=self.number(cell, "validity_months", 1, MOST_MONTHS, blank=True),
            basis=self.text(cell, "basis", 200, blank=True),
        )

    def step(self, cell: Cell) -> StepCard:
        self.known(cell, _STEP)
        limit = self.limit(cell.get("limit"))
        role = self.text(cell, "role", 40, blank=True)
        if role and role not in ROLES:
            self.wrong(cell.get("role").line, _("“%(value)s” is no role of the hall") % {"value": role})
        name = self.text(cell, "name", 120)
        stage = self.choice(cell, "stage", Stage, _("“%(value)s” is no stage of a case"))
        return StepCard(name, role, limit, stage or regimes.stage(name))

    def link(self, cell: Cell) -> LinkCard:
        self.known(cell, _LINK)
        wording = cell.get("limit")
        limit = self.limit(wording) if wording.value else self.limit(cell, "limit_value", "limit_unit")
        counted = bool(self.flag(cell, "counted_in_statutory"))
        name, basis = self.text(cell, "name", 120), self.text(cell, "basis", 200, blank=True)
        ground = self.choice(cell, "ground", Ground, _("“%(value)s” is no ground on which a clock pauses"))
        return LinkCard(name, limit, counted, basis, ground or (None if counted else regimes.ground(name)))
