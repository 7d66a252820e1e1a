"""The words of notices: kinds, forms, gaps, elements, and the cards that leave the room.  No Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from yichuang.kernel.ports import Port


class NoticeKind(StrEnum):
    """What is told; ``data/kinds.json`` says what each must contain."""

    SUPPLEMENT = "supplement"
    NOT_ACCEPTED = "not_accepted"
    REFUSAL = "refusal"
    REDIRECT = "redirect"
    RECEIVED = "received"
    RECEIPT = "receipt"
    DEEMED = "deemed"
    FILED_FIRST = "filed_first"
    PAUSE = "pause"
    EXTENSION = "extension"
    RESULT = "result"
    FAILED = "failed"
    DELIVERY = "delivery"
    CORRECTION = "correction"
    BEFORE_ENFORCEMENT = "before_enforcement"
    CHANGE = "change"


class NoticeForm(StrEnum):
    WRITTEN = "written"
    ORAL = "oral"


class Channel(StrEnum):
    """How it reached the person; what must be told is the same on each."""

    WINDOW = "window"
    PHONE = "phone"
    ONLINE = "online"


class NoticeState(StrEnum):
    """Where a notice stands: told, answered by what it asked for, replaced by another, or past its time."""

    ISSUED = "issued"
    SATISFIED = "satisfied"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


class Fault(StrEnum):
    """What is wrong with a material."""

    MISSING = "missing"
    FORM = "form"
    VALIDITY = "validity"
    AUTHENTICITY = "authenticity"
    CONTENT = "content"


class Element(StrEnum):
    """A part a notice of some kinds must have."""

    BASIS = "basis"
    TIME_LIMIT = "time_limit"
    PROCEDURE = "procedure"
    MATERIALS = "materials"
    REASON = "reason"
    REMEDIES = "remedies"
    GAPS = "gaps"
    REDIRECT = "redirect"
    HANDLER = "handler"
    CONTACT = "contact"
    PLACE = "place"
    TIME = "time"
    DUE = "due"


class LateGround(StrEnum):
    """Why a gap not told the first time may be told later: another matter than an omission."""

    LAW_CHANGED = "law_changed"
    NEW_FACTS = "new_facts"
    SUPPLIED_FAULTY = "supplied_faulty"


@dataclass(frozen=True, slots=True)
class Gap:
    """What one material of the item's version lacks.

    ``material`` is its position in the version, ``note`` what the checker wrote to it: it goes into the
    letter and never comes out in a card.  ``findable_first`` False says that the first check could not
    have found it (which needs a ground).
    """

    material: int
    name: str
    fault: Fault
    note: str = ""
    findable_first: bool = True

    @property
    def code(self) -> str:
        """Return the gap as the journal names it: ``3:missing``."""
        return f"{self.material}:{self.fault}"


@dataclass(frozen=True, slots=True)
class MaterialCheck:
    """What came of looking at one material: ``fault`` None where it is as it should be."""

    material: int
    fault: Fault | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class WholeCheck:
    """What came of checking all that applies: gaps for every fault, and all materials."""

    gaps: tuple[Gap, ...]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where to go instead: unit and person, how to reach them, and where they sit (floor, window)."""

    unit: str
    person: str
    phone: str
    place: str


@dataclass(frozen=True, slots=True)
class Collect:
    """Where and when a result can be fetched."""

    place: str
    time: str


@dataclass(frozen=True, slots=True)
class Elements:
    """What the notice says of the law and the way; the reason is in the letter only (``has_reason``)."""

    basis: tuple[str, ...] = ()
    time_limit: str = ""
    procedure: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    has_reason: bool = False


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice as it leaves the room.

    ``sequence`` counts notices of this kind in this matter (1 is the first).  ``supersedes`` is the notice it
    replaced.  The code that goes with the number is never in the card.
    """

    id: UUID
    hall_id: UUID
    number: str
    kind: NoticeKind
    form: NoticeForm
    channel: Channel
    state: NoticeState
    matter_id: UUID | None
    item_id: UUID | None
    item_version_id: UUID | None
    window_id: UUID | None
    elements: Elements
    gaps: tuple[Gap, ...]
    redirect: Redirect | None
    issued_by: UUID
    issued_at: datetime
    sequence: int
    token: str
    supersedes: UUID | None = None
    superseded_by: UUID | None = None
    ended_at: datetime | None = None
    ground: LateGround | None = None
    allowed_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class AllowanceCard:
    """One more notice of missing materials that a section head has allowed, and on which ground if any."""

    given_by: UUID
    given_at: datetime
    ground: LateGround | None


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A later notice told what the first could have: which first notice, whose, and the gaps it left out."""

    matter_id: UUID
    first_notice_id: UUID
    first_number: str
    first_checker: UUID
    first_at: datetime
    gaps: tuple[Gap, ...] = field(default=())


def _no_page(token: str) -> str:
    return ""


#: The whole address of a notice's page, empty while nobody knows how a phone reaches this installation.
NOTICE_PAGE = Port("notices.notice_page", _no_page)
