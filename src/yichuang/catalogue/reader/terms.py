"""Read what a file lays down for cases: questions, flags, clocks, extension, joint review, tariff."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from yichuang.catalogue import regimes
from yichuang.catalogue.reader.cells import CellReader
from yichuang.catalogue.types import (
    Bracket,
    Clocks,
    Condition,
    ExtensionRule,
    Fee,
    FeeLine,
    Flags,
    JointReview,
    Limit,
    QuestionCard,
    Silence,
    Terms,
)
from yichuang.deadlines.types import Budget, Unit
from yichuang.kernel.access.types import Role
from yichuang.kernel.sheets import Cell

ROLES = frozenset(str(one) for one in Role)
SHORT = re.compile(r"[a-z0-9][a-z0-9_-]{0,15}")
_QUESTION = frozenset(["code", "text", "text_en"])
_EXTENSION = frozenset(["times", "value", "unit", "approver", "citation"])
_JOINT = frozenset(["departments", "default_on_silence"])
_FEE = frozenset(["charged", "amount_yuan", "note", "basis", "lines"])
_LINE = frozenset(
    [
        "code",
        "name",
        "amount_yuan",
        "basis",
        "optional",
        "brackets",
        "base_yuan",
        "most_yuan",
        "divisor",
        "condition",
    ]
)


class TermsReader(CellReader):
    """Reads the terms of an item: what the file says over what its regime gives."""

    #: what the file left to the regimes, to be listed under the item's ``illustrative``
    derived: list[str]

    def terms(self, case_type: str, category: str) -> Terms:
        """Return the terms; their parts stand at the item's own place in the file."""
        given = regimes.terms(case_type, category)
        return replace(
            given,
            flags=self.flags(given.flags),
            clocks=self.clocks(given.clocks),
            extension=self.extension(given.extension),
            joint=self.joint(),
            questions=self.questions(),
            stage_template=self.template(given.stage_template),
            retention_years=self.years(given.retention_years),
            reviewed_on=self.day(self.cell, "reviewed_on"),
        )

    def flags(self, given: Flags) -> Flags:
        cell = self.cell.get("flags")
        said: dict[str, bool | None] = {}
        if cell.value is not None:
            self.known(cell, frozenset(regimes.FLAGS))
            said = {name: self.flag(cell, name) for name in regimes.FLAGS}
        for name in ("simple", "needs_id"):  # they stand on the item itself in older files
            if self.cell.get(name).value is not None:
                said[name] = self.flag(self.cell, name)
        told = {name: value for name, value in said.items() if value is not None}
        if not told:
            self.derived.append("flags")
        return replace(given, **told)

    def clocks(self, given: Clocks) -> Clocks:
        cell = self.cell.get("clocks")
        if cell.value is None:
            self.derived.append("clocks")
            return given
        self.known(cell, frozenset(regimes.CLOCKS))
        said: dict[str, Budget] = {}
        for name in regimes.CLOCKS:
            if cell.get(name).value is not None and (one := self.budget(cell.get(name))) is not None:
                said[name] = one
        return replace(given, **said)

    def filed_first(self, terms: Terms, statutory: Limit) -> Terms:
        """Let what is filed first wait as long as the law gives for that decision (法释〔2015〕8号 第八条).

        The time runs from the receipt of the paper; the file may lay down another one.
        """
        said = self.cell.get("clocks")
        given = said.value is not None and said.get("notice_limit").value is not None
        if given or not terms.flags.file_first or statutory.budget is None:
            return terms
        return replace(terms, clocks=replace(terms.clocks, notice_limit=statutory.budget))

    def extension(self, given: ExtensionRule) -> ExtensionRule:
        cell = self.cell.get("extension")
        if cell.value is None:
            return given
        self.known(cell, _EXTENSION)
        approver = self.text(cell, "approver", 8)
        if approver and approver not in ROLES:
            why = _("“%(value)s” is no role of the hall") % {"value": approver}
            self.wrong(cell.get("approver").line, why)
        return ExtensionRule(
            times=self.number(cell, "times", 0, 9) or 0,
            value=self.number(cell, "value", 0, 3650) or 0,
            unit=self.choice(cell, "unit", Unit, _("“%(value)s” is no unit of time limits"))
            or Unit.WORKING_DAY,
            approver=approver,
            citation=self.text(cell, "citation", 400, blank=True),
        )

    def joint(self) -> JointReview:
        cell = self.cell.get("joint")
        if cell.value is None:
            return JointReview()
        self.known(cell, _JOINT)
        why = _("“%(value)s” is no default on silence")
        departments = self.texts(cell, "departments", 80)
        if not departments:
            self.wrong(cell.line, _("a joint item names the departments that are asked"))
        return JointReview(departments, self.choice(cell, "default_on_silence", Silence, why) or Silence.NONE)

    def questions(self) -> tuple[QuestionCard, ...]:
        found: list[QuestionCard] = []
        for cell in self.rows(self.cell, "questions"):
            self.known(cell, _QUESTION)
            code = self.short(cell, "code")
            if code and code in {one.code for one in found}:
                self.wrong(cell.line, _("the question “%(code)s” stands twice") % {"code": code})
            found.append(
                QuestionCard(code, self.text(cell, "text", 120), self.text(cell, "text_en", 200, blank=True))
            )
        return tuple(found)

    def condition(self, cell: Cell) -> Condition | None:
        """Return when a material applies: the question, and the answer that asks for it."""
        if cell.value is None:
            return None
        if not isinstance(cell.value, dict):
            self.wrong(cell.line, _("“condition” must be a row of fields"))
            return None
        self.known(cell, frozenset(["question", "is"]))
        question, answer = self.text(cell, "question", 16), self.flag(cell, "is")
        asked = {one.get("code").value for one in self.cell.get("questions").rows()}
        if question and question not in asked:
            why = _("the item asks no question “%(code)s”") % {"code": question}
            self.wrong(cell.get("question").line, why)
        return Condition(question, answer is not False)

    def short(self, cell: Cell, name: str) -> str:
        code = self.text(cell, name, 16)
        if code and not SHORT.fullmatch(code):
            why = _("“%(field)s” has 1 to 16 small letters, digits or hyphens") % {"field": name}
            self.wrong(cell.get(name).line, why)
            return ""
        return code

    def template(self, given: str) -> str:
        if self.cell.get("steps").value is not None:
            return ""
        named = self.text(self.cell, "stage_template", 16, blank=True)
        if not named:
            self.derived.append("steps")
            return given
        if named not in regimes.templates():
            why = _("“%(value)s” is no template of stages, such as %(some)s")
            some = ", ".join(regimes.templates())
            self.wrong(self.cell.get("stage_template").line, why % {"value": named, "some": some})
            return given
        return named

    def years(self, given: int) -> int:
        if self.cell.get("retention_years").value is None:
            self.derived.append("retention_years")
            return given
        return self.number(self.cell, "retention_years", 1, 100) or given

    def day(self, cell: Cell, name: str) -> date | None:
        found = cell.get(name)
        if found.value is None:
            return None
        if isinstance(found.value, date) and not isinstance(found.value, datetime):
            return found.value
        try:
            return date.fromisoformat(str(found.value))
        except ValueError:
            self.wrong(found.line, _("“%(field)s” is a day such as 2026-01-15") % {"field": name})
            return None

    def fee(self, cell: Cell) -> Fee:
        if cell.value is None:
            return Fee(False, None)
        self.known(cell, _FEE)
        charged, amount = bool(self.flag(cell, "charged")), self.amount(cell, "amount_yuan")
        if amount and not charged:
            self.wrong(cell.get("amount_yuan").line, _("an item without a fee has no amount"))
        if self.rows(cell, "lines") and amount is not None:
            why = _("amounts stand in the lines of the tariff, not beside them")
            self.wrong(cell.get("amount_yuan").line, why)
        return Fee(charged, amount, self.text(cell, "note", 400, blank=True))

    def fees(self, cell: Cell, fee: Fee, name: str) -> tuple[FeeLine, ...]:
        """Return the tariff: its lines, or one line of the single amount."""
        if not fee.charged:
            if cell.get("lines").value:
                self.wrong(cell.get("lines").line, _("an item without a fee has no amount"))
            return ()
        basis = self.text(cell, "basis", 200, blank=True)
        found: list[FeeLine] = []
        for row in self.rows(cell, "lines"):
            self.known(row, _LINE)
            line = self.tariff_line(row, basis)
            if line.code and line.code in {one.code for one in found}:
                why = _("the line “%(code)s” stands twice in the tariff") % {"code": line.code}
                self.wrong(row.line, why)
            found.append(line)
        if not found and fee.amount is not None:
            return (FeeLine("fee", name, fee.amount, basis),)
        return tuple(found)

    def tariff_line(self, row: Cell, basis: str) -> FeeLine:
        brackets = tuple(self.bracket(one) for one in self.rows(row, "brackets"))
        amount = self.amount(row, "amount_yuan")
        if (amount is None) == (not brackets) and not self.faults_on(row.get("amount_yuan").line):
            self.wrong(row.line, _("a line of the tariff has either an amount or brackets"))
        if [one.above for one in brackets] != sorted({one.above for one in brackets}):
            self.wrong(row.get("brackets").line, _("brackets rise"))
        return FeeLine(
            code=self.short(row, "code"),
            name=self.text(row, "name", 120),
            amount=amount,
            basis=self.text(row, "basis", 200, blank=True) or basis,
            optional=bool(self.flag(row, "optional")),
            brackets=brackets,
            base=self.amount(row, "base_yuan") or Decimal(0),
            most=self.amount(row, "most_yuan"),
            divisor=self.number(row, "divisor", 1, 10, blank=True) or 1,
            condition=self.condition(row.get("condition")),
        )

    def bracket(self, cell: Cell) -> Bracket:
        self.known(cell, frozenset(["above", "percent"]))
        above, percent = self.amount(cell, "above"), self.amount(cell, "percent")
        if above is None or percent is None:
            self.wrong(cell.line, _("a bracket says above what and how many per cent"))
        return Bracket(above or Decimal(0), percent or Decimal(0))


def sole_amount(fee: Fee, lines: tuple[FeeLine, ...]) -> Decimal | None:
    """Return what an item costs in all cases alike: nothing, or its only line; None where it depends.

    It is read off the tariff and stands nowhere beside it (PUB-06).
    """
    if not fee.charged:
        return Decimal(0)
    due = [one for one in lines if not one.optional]
    return due[0].amount if len(due) == 1 and due[0].condition is None else None
