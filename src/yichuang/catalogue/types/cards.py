"""The words of the catalogue: what leaves it, and how a catalogue file is judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from yichuang.catalogue.types.limits import Limit
from yichuang.catalogue.types.terms import (
    AcceptedForm,
    Clocks,
    Condition,
    ExtensionRule,
    FeeLine,
    Flags,
    JointReview,
    QuestionCard,
    Stage,
    Terms,
)
from yichuang.deadlines.types import Budget, Ground


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fee:
    """What an item costs; ``amount`` in yuan, None where a tariff decides."""

    charged: bool
    amount: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MaterialCard:
    """One material the applicant brings; ``condition`` says when, None means always.

    ``check``: what the clerk looks at · ``validity_months``: how old it may be, None: any age ·
    ``basis``: the law by which a proof may be asked for at all.
    """

    name: str
    form: str
    required: bool
    shareable: bool
    deferrable: bool
    has_sample: bool = False
    condition: Condition | None = None
    accepted_forms: tuple[AcceptedForm, ...] = ()
    check: str = ""
    validity_months: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step of handling: which stage it belongs to, whose role it is and within what limit."""

    name: str
    role: str = ""
    limit: Limit = field(default_factory=lambda: Limit(None, None))
    stage: Stage = Stage.HANDLING


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A special link (现场核查, 公示 …) and whether its time counts within the statutory limit.

    ``ground`` is on what the clock pauses for it where it does not count; None: it never pauses.
    """

    name: str
    limit: Limit
    counted_in_statutory: bool
    basis: str = ""
    ground: Ground | None = None


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
    terms: Terms
    fees: tuple[FeeLine, ...] = ()
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
    terms: Terms
    fees: tuple[FeeLine, ...] = ()
    notes: str = ""
    verified: tuple[str, ...] = ()
    illustrative: tuple[str, ...] = ()

    @property
    def flags(self) -> Flags:
        """Return what holds for the item: simple, instant, confidential …"""
        return self.terms.flags

    @property
    def clocks(self) -> Clocks:
        """Return the limits beside the statutory and the promised one."""
        return self.terms.clocks

    @property
    def extension(self) -> ExtensionRule:
        """Return how often and by how much the statutory limit may be extended."""
        return self.terms.extension

    @property
    def joint(self) -> JointReview:
        """Return which departments are asked before a decision."""
        return self.terms.joint

    @property
    def questions(self) -> tuple[QuestionCard, ...]:
        """Return the questions whose answers decide which materials apply."""
        return self.terms.questions

    @property
    def retention_years(self) -> int:
        """Return for how many years a closed case's file is kept."""
        return self.terms.retention_years

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return the stages a case of this item walks, in their order, each once."""
        present = {step.stage for step in self.steps}
        return tuple(stage for stage in Stage if stage in present)


@dataclass(frozen=True, slots=True)
class Requirements:
    """Which materials apply under some answers, by their place in the guide (from 1); what is unanswered.

    A material whose question is unanswered is not in ``applying``.
    """

    applying: tuple[tuple[int, MaterialCard], ...]
    unanswered: tuple[QuestionCard, ...]


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Change(Generic[Value]):
    """One field that differs between two versions."""

    name: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """How a version differs from an older one.

    ``asks_more``: the applicant must bring or pay something more, or in a harder form: a case is not moved
    to such a version without a ground.
    """

    materials_added: tuple[MaterialCard, ...]
    materials_removed: tuple[MaterialCard, ...]
    materials_changed: tuple[tuple[MaterialCard, MaterialCard], ...]
    limits: tuple[Change[Budget | None], ...]
    flags: tuple[Change[bool], ...]
    fees_added: tuple[FeeLine, ...]
    fees_removed: tuple[FeeLine, ...]
    fees_changed: tuple[tuple[FeeLine, FeeLine], ...]
    steps: bool
    asks_more: bool

    @property
    def nothing(self) -> bool:
        """Whether both versions ask, promise and cost the same."""
        parts = (
            self.materials_added,
            self.materials_removed,
            self.materials_changed,
            self.limits,
            self.flags,
            self.fees_added,
            self.fees_removed,
            self.fees_changed,
        )
        return not any(parts) and not self.steps


@dataclass(frozen=True, slots=True)
class DueReview:
    """An item that was last reviewed on ``since`` and should have been again on ``due``."""

    item_id: UUID
    code: str
    name: str
    since: date
    due: date


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
