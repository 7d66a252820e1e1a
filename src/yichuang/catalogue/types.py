"""The words of the catalogue: what leaves it, and how a catalogue file is judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID


class LimitUnit(StrEnum):
    """In what a time limit is counted."""

    IMMEDIATE = "immediate"
    MINUTE = "minute"
    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit; ``value`` or ``unit`` may be unset where the sources give none."""

    value: int | None
    unit: LimitUnit | None
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """What an item costs; ``amount`` in yuan, None where a tariff decides."""

    charged: bool
    amount: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MaterialCard:
    """One material the applicant brings; ``condition`` (JSON) says when, None means always."""

    name: str
    form: str
    required: bool
    shareable: bool
    deferrable: bool
    has_sample: bool = False
    condition: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step of handling: whose role it is and within what limit."""

    name: str
    role: str = ""
    limit: Limit = field(default_factory=lambda: Limit(None, None))


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A special link (现场核查, 公示 …) and whether its time counts within the statutory limit."""

    name: str
    limit: Limit
    counted_in_statutory: bool
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Flags:
    """Of an item: decided on the spot? identity needed? None where the catalogue does not say."""

    simple: bool | None = None
    needs_id: bool | None = None


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """An item as a file or a form words it; two equal specs are the same version."""

    code: str
    name: str
    name_en: str
    department: str
    category: str
    applicant: str
    case_type: str
    legal_basis: tuple[str, ...]
    materials: tuple[MaterialCard, ...]
    steps: tuple[StepCard, ...]
    special_links: tuple[LinkCard, ...]
    statutory_limit: Limit
    promised_limit: Limit
    fee: Fee
    result: str
    window_type: str
    avg_minutes: int
    ticket_prefix: str
    channels: tuple[str, ...]
    appointment: bool
    flags: Flags = Flags()
    notes: str = ""
    verified: tuple[str, ...] = ()
    illustrative: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemCard:
    """An item in the version that is in force on the day asked for."""

    id: UUID
    hall_id: UUID
    version_id: UUID
    version: int
    active_from: date
    code: str
    name: str
    name_en: str
    department: str
    category: str
    applicant: str
    case_type: str
    window_type: str
    ticket_prefix: str
    avg_minutes: int
    materials: tuple[MaterialCard, ...]
    steps: tuple[StepCard, ...]
    special_links: tuple[LinkCard, ...]
    statutory_limit: Limit
    promised_limit: Limit
    fee: Fee
    legal_basis: tuple[str, ...]
    result: str
    channels: tuple[str, ...]
    appointment: bool
    flags: Flags
    notes: str = ""
    illustrative: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the lint says of one item: an error keeps the file out, a warning is for the office to judge."""

    line: int
    code: str
    severity: Severity
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: items new, worded anew and unchanged, of other halls, and the lint's warnings."""

    added: int
    changed: int
    unchanged: int
    of_other_halls: int
    active_from: date
    findings: tuple[Finding, ...] = ()
