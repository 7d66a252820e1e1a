"""The words of moving open cases to a newer version of their item (换版)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MoveState(StrEnum):
    """How a proposal to move cases stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


class HurdleKind(StrEnum):
    """Why a case stays on its version; all but the last two are the catalogue's burdens."""

    MATERIAL_ADDED = "material_added"
    MATERIAL_HARDER = "material_harder"
    QUESTION_OPEN = "question_open"
    FEE_DEARER = "fee_dearer"
    HALL_SLOWER = "hall_slower"
    APPLICANT_SHORTER = "applicant_shorter"
    EXTENDED_MORE = "extended_more"
    PAUSE_ADDED = "pause_added"
    TERM_CHANGED = "term_changed"
    OTHER_DEPARTMENT = "other_department"
    OTHER_ORDER = "other_order"
    FEE_ASKED = "fee_asked"


@dataclass(frozen=True, slots=True)
class Hurdle:
    """One reason why a case stays; ``name`` is what of the version it is about, as the burdens name it."""

    kind: HurdleKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class StayedCard:
    """A case that a move left on its version, and why; ``number`` is empty where it is confidential."""

    number: str
    from_version_id: UUID
    hurdles: tuple[Hurdle, ...]


@dataclass(frozen=True, slots=True)
class VersionMoveCard:
    """A proposal to move the open cases of an item to a version; ``reason_id`` is a vault entry.

    ``stayed`` are the first of those left where they are, ``stayed_count`` is how many they are in all.
    """

    id: UUID
    hall_id: UUID
    item_id: UUID
    to_version_id: UUID
    reason_id: UUID
    proposed_by: UUID
    proposed_at: datetime
    state: MoveState
    decided_by: UUID | None
    decided_at: datetime | None
    moved: int
    stayed_count: int
    stayed: tuple[StayedCard, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenOnVersion:
    """How many cases not closed stand on one version: those that may still move, and those accepted on it."""

    version_id: UUID
    waiting: int
    accepted: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An open case whose applicant is told of a newer version; ``number`` is empty where it is confidential.

    ``told_at`` None: not yet.
    """

    number: str
    case_id: UUID
    from_version_id: UUID
    told_at: datetime | None
    notice_number: str


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """Who was told of a version of an item, and who is to be, in the order they handed in."""

    told: tuple[ChangeRow, ...]
    to_tell: tuple[ChangeRow, ...]
