"""What happens to notices.  No event carries what was written to the person: that is in the letter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event
from yichuang.notices.types import Channel, LateGround, NoticeForm, NoticeKind


@event("notices.notice_issued")
class NoticeIssued(Event):
    """Somebody was told something in writing, or by word of mouth in a simple matter, under a number.

    ``gaps`` are position and fault of each material that was found lacking (``3:missing``), ``late``
    those the first check could not have found; ``elements`` and ``paper`` are hashes of what was told of
    law and gaps and of the letter, which lies in the vault.
    """

    kind: NoticeKind
    form: NoticeForm
    channel: Channel
    year: int
    serial: int
    sequence: int
    item_id: UUID | None
    item_version_id: UUID | None
    window_id: UUID | None
    gaps: tuple[str, ...]
    late: tuple[str, ...]
    ground: LateGround | None
    allowed_by: UUID | None
    supersedes: UUID | None
    elements: str
    letter: UUID
    paper: str


@event("notices.notice_satisfied")
class NoticeSatisfied(Event):
    """What the notice asked for was brought."""

    kind: NoticeKind


@event("notices.notice_superseded")
class NoticeSuperseded(Event):
    """Another notice stands in this one's place."""

    kind: NoticeKind
    by_notice: UUID


@event("notices.notice_expired")
class NoticeExpired(Event):
    """The time to do what the notice asked for is over."""

    kind: NoticeKind


@event("notices.second_notice_allowed")
class SecondNoticeAllowed(Event):
    """A section head let one more notice of missing materials through, for a reason kept in the vault."""

    ground: LateGround | None
    reason: UUID


@event("notices.violation_suspected")
class ViolationSuspected(Event):
    """A later notice told what the first check could have found.

    Whether it was a violation is to be verified.  ``first_checker`` issued the first notice; ``gaps``
    are those it left out; ``let_through`` by ``allowed_by``.
    """

    first_notice: UUID
    first_checker: UUID
    first_at: datetime
    item_version_id: UUID | None
    gaps: tuple[str, ...]
    let_through: bool
    allowed_by: UUID | None


@event("notices.notice_read")
class NoticeRead(Event):
    """A notice was opened by its number and code."""


@event("notices.notice_closed_to_codes")
class NoticeClosedToCodes(Event):
    """A notice does not open by number and code for a while: too many wrong codes were tried."""

    wrong: int


@event("notices.enforcement_begun")
class EnforcementBegun(Event):
    """An act of enforcement began, after the person had been told beforehand."""

    notice: UUID
    told_at: datetime
