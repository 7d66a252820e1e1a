"""What is wrong with an item before anybody is served by it: values in, flaws out."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from yichuang.catalogue.types import ItemSpec, Limit, Severity
from yichuang.deadlines.types import Unit

SECONDS = {
    Unit.IMMEDIATE: 0,
    Unit.SECOND: 1,
    Unit.MINUTE: 60,
    Unit.HOUR: 3600,
    Unit.CALENDAR_DAY: 86_400,
}
DAY = 86_400

# "其他材料", "其它相关材料", "法律法规规定的其他证明文件" …: nobody can bring what nobody can name.
# Words that narrow it ("其他申请人的身份证") are not in the list and keep the material out of it.
_VAGUE = (
    "相关|有关|需要|必要|必需|所需|应当|应|须|需|可能|提交|提供|出具|补充|要求|规定|辅助|证明|申请|申报|审批|审核|登记|"
    "办理|涉及|与之|一切|各类|各种|等|的"
)
CATCH_ALL = re.compile(
    rf"(?:其[他它](?:{_VAGUE})*|(?:法律法规|法律|法规|窗口|经办人|工作人员|机关|部门|我局|本局)"
    rf"(?:{_VAGUE}|认为)*(?:其[他它])?(?:{_VAGUE})*)(?:材料|资料|文件|证件|证明|证照|手续|要件|凭证)$"
    r"|^其[他它]$|^other (?:relevant |related |necessary |required )*(?:materials?|documents?)$",
    re.IGNORECASE,
)


class FlawKind(StrEnum):
    """What the lint finds."""

    PROMISED_LONGER = "promised_longer"
    PROMISED_LONGER_FROM = "promised_longer_from"
    NO_BASIS = "no_basis"
    NO_LIMIT = "no_limit"
    NOT_SAID = "not_said"
    FEE_NOT_SAID = "fee_not_said"
    NO_CITATION = "no_citation"
    FEE_NO_BASIS = "fee_no_basis"
    FEE_NO_LINE = "fee_no_line"
    CATCH_ALL = "catch_all"
    MATERIAL_TWICE = "material_twice"
    STEP_UNOWNED = "step_unowned"
    STEP_UNLIMITED = "step_unlimited"
    STEPS_LONGER = "steps_longer"
    STEPS_LONGER_FROM = "steps_longer_from"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw of an item: its kind, how grave, the field it stands in and what a sentence needs."""

    kind: FlawKind
    severity: Severity
    where: str
    params: dict[str, str | int] = field(default_factory=dict)


def lint(spec: ItemSpec, working_days: Sequence[date], said: Collection[str] | None = None) -> list[Flaw]:
    """Return the flaws of an item; ``working_days`` are those of the years the calendar knows, in order.

    ``said``: the fields that its file names, as far as that is known: "no materials" and "free" are said,
    never read out of silence.
    """
    flaws = _unsaid(spec, said)
    if not spec.legal_basis:
        flaws.append(Flaw(FlawKind.NO_BASIS, Severity.ERROR, "legal_basis"))
    if spec.promised_limit.budget is None and spec.statutory_limit.budget is None:
        flaws.append(Flaw(FlawKind.NO_LIMIT, Severity.ERROR, "promised_limit"))
    if spec.statutory_limit.value is not None and not spec.statutory_limit.citation:
        flaws.append(Flaw(FlawKind.NO_CITATION, Severity.WARNING, "statutory_limit"))
    seen: set[str] = set()
    for place, one in enumerate(spec.materials):
        where = f"materials.{place}"
        if is_catch_all(one.name):
            flaws.append(Flaw(FlawKind.CATCH_ALL, Severity.ERROR, where, {"material": one.name}))
        if one.name in seen:
            flaws.append(Flaw(FlawKind.MATERIAL_TWICE, Severity.WARNING, where, {"material": one.name}))
        seen.add(one.name)
    for line in spec.fees:
        if not line.basis:
            flaws.append(Flaw(FlawKind.FEE_NO_BASIS, Severity.ERROR, "fee", {"fee": line.name}))
    if spec.fee.charged and not spec.fees:
        flaws.append(Flaw(FlawKind.FEE_NO_LINE, Severity.ERROR, "fee"))
    late = compare(spec.promised_limit, spec.statutory_limit, working_days)
    return [*flaws, *([late] if late else []), *_of_steps(spec, working_days)]


def _unsaid(spec: ItemSpec, said: Collection[str] | None) -> list[Flaw]:
    """Return what a citizen would look for in vain in the guide: whose, for whom, what to bring (PUB-01)."""
    silent = [name for name in ("department", "applicant", "steps") if not getattr(spec, name)]
    if said is not None and "materials" not in said and not spec.materials:
        silent.append("materials")
    flaws = [Flaw(FlawKind.NOT_SAID, Severity.ERROR, name, {"field": name}) for name in silent]
    if said is not None and "fee" not in said:
        flaws.append(Flaw(FlawKind.FEE_NOT_SAID, Severity.ERROR, "fee"))
    return flaws


def _of_steps(spec: ItemSpec, working_days: Sequence[date]) -> list[Flaw]:
    """Return steps without an owner or a limit, and steps that together outlast the promise (TIME-06)."""
    flaws = []
    for place, step in enumerate(spec.steps):
        where = f"steps.{place}"
        if not step.role:
            flaws.append(Flaw(FlawKind.STEP_UNOWNED, Severity.ERROR, where, {"step": step.name}))
        if step.limit.budget is None and not spec.terms.stage_template:
            flaws.append(Flaw(FlawKind.STEP_UNLIMITED, Severity.ERROR, where, {"step": step.name}))
    limits = [step.limit for step in spec.steps]
    promised = spec.promised_limit
    if not limits or promised.value is None or any(one.value is None for one in limits):
        return flaws
    if {one.unit for one in limits} == {promised.unit}:
        total = sum(one.value or 0 for one in limits)
        if total > promised.value:
            told: dict[str, str | int] = {
                "total": total,
                "promised": promised.value,
                "unit": str(promised.unit),
            }
            flaws.append(Flaw(FlawKind.STEPS_LONGER, Severity.ERROR, "steps", told))
        return flaws
    late = excess(limits, [promised], working_days)
    if late is not None:
        told = {"start": late.worst.isoformat()}
        flaws.append(Flaw(FlawKind.STEPS_LONGER_FROM, late.severity, "steps", told))
    return flaws


def is_catch_all(material: str) -> bool:
    """Say whether a material is a catch-all ("其他材料") that lets anybody ask for anything."""
    name = re.sub(r"[\s（(][^（(）)]*[）)]$", "", material.strip()).strip(" 。.;；,，、")
    return CATCH_ALL.search(name) is not None


def compare(promised: Limit, statutory: Limit, working_days: Sequence[date]) -> Flaw | None:
    """Return a flaw when the promise is longer than the statute allows.

    Across units it depends on the day one starts: longer from every start of the known years is an error,
    as in one unit; longer from some (over a long holiday) is a warning that names the worst.  A limit
    without a value or unit is not compared.  (PROM-02)
    """
    if promised.value is None or statutory.value is None or not promised.unit or not statutory.unit:
        return None
    params: dict[str, str | int] = {
        "promised": promised.value,
        "promised_unit": str(promised.unit),
        "statutory": statutory.value,
        "statutory_unit": str(statutory.unit),
    }
    if promised.unit is statutory.unit:
        if promised.value <= statutory.value:
            return None
        return Flaw(FlawKind.PROMISED_LONGER, Severity.ERROR, "promised_limit", params)
    late = excess([promised], [statutory], working_days)
    if late is None:
        return None
    if late.always:
        return Flaw(FlawKind.PROMISED_LONGER, late.severity, "promised_limit", params)
    params["start"] = late.worst.isoformat()
    return Flaw(FlawKind.PROMISED_LONGER_FROM, late.severity, "promised_limit", params)


@dataclass(frozen=True, slots=True)
class Excess:
    """How one row of limits outlasts another: the start that is ``worst``, and whether ``always``."""

    worst: date
    always: bool

    @property
    def severity(self) -> Severity:
        """Return how grave it is: an error when no start keeps within the limit."""
        return Severity.ERROR if self.always else Severity.WARNING


def excess(longer: Sequence[Limit], shorter: Sequence[Limit], working_days: Sequence[date]) -> Excess | None:
    """Say from which starts ``longer`` outlasts ``shorter``; None when it never does.

    Each is a row of limits, one beginning where the one before has ended.
    """
    worst: tuple[int, date] | None = None
    always = True
    if not working_days:
        return None
    for step in range((working_days[-1] - working_days[0]).days + 1):
        start = working_days[0] + timedelta(days=step)
        ends, allowed = _span(longer, start, working_days), _span(shorter, start, working_days)
        if ends is None or allowed is None:
            break  # beyond the years that are known
        always = always and ends > allowed
        if ends > allowed and (worst is None or ends - allowed > worst[0]):
            worst = (ends - allowed, start)
    return None if worst is None else Excess(worst[1], always)


def _span(limits: Sequence[Limit], start: date, working_days: Sequence[date]) -> int | None:
    """Return the seconds from ``start`` until all limits have run out, the day of a start not counted.

    None where that cannot be said from days: beyond the known years, and in hours of service.
    """
    seconds = 0
    for limit in limits:
        value, here = limit.value or 0, start + timedelta(days=seconds // DAY)
        if not value:
            continue
        if limit.unit is Unit.WORKING_DAY:
            place = bisect_right(working_days, here) + value - 1
            if place >= len(working_days):
                return None
            seconds += (working_days[place] - here).days * DAY
        elif limit.unit is Unit.MONTH:
            seconds += (_months_on(here, value) - here).days * DAY
        elif limit.unit is Unit.WORKING_HOUR:
            return None
        else:
            seconds += value * SECONDS[limit.unit or Unit.IMMEDIATE]
    return seconds


def _months_on(day: date, months: int) -> date:
    """Return the day that corresponds ``months`` later, the month's last when it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
