"""What happens with numbers on paper.  The times of a ticket are those of the record sheet.

An entry's ``at`` is then when it happened in the hall, to the minute; when it was written says the entry.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event
from yichuang.queueing.types import CorrectionReason, OutageReason, Outcome, PaperEnding


@event("queueing.paper_pack_prepared")
class PaperPackPrepared(Event):
    """Numbers of every line were set aside for a pack on paper, from the first to the last of each."""

    pack: int
    line_ids: tuple[UUID, ...]
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]


@event("queueing.paper_pack_printed")
class PaperPackPrinted(Event):
    """A pack on paper was printed, for the first time or again."""

    pack: int
    copies: int


@event("queueing.paper_pack_voided")
class PaperPackVoided(Event):
    """A pack on paper was thrown away; its numbers are never given."""

    pack: int


@event("queueing.outage_recorded")
class OutageRecorded(Event):
    """It was recorded afterwards that the hall had called by paper, from when to when and why."""

    pack: int
    business_day: date
    began: datetime
    ended: datetime
    reason: OutageReason
    handed_in_by: UUID


@event("queueing.ticket_taken_on_paper")
class TicketTakenOnPaper(Event):
    """A citizen was given a pre-printed number while the system was down; it was entered afterwards."""

    ticket_id: UUID
    line_id: UUID
    item_id: UUID | None
    business_day: date
    number: int
    label: str
    pack_id: UUID


@event("queueing.ticket_called_on_paper")
class TicketCalledOnPaper(Event):
    """A person was called to a window by paper, and came or did not; it was entered afterwards.

    ``person_id`` served there.  When the service ended may not have been written down.
    """

    ticket_id: UUID
    line_id: UUID
    item_id: UUID | None
    label: str
    window_id: UUID
    window_number: int
    person_id: UUID
    ending: PaperEnding
    outcome: Outcome | None
    reference: str
    ended_at: datetime | None
    pack_id: UUID


@event("queueing.paper_merged")
class PaperMerged(Event):
    """What was written on paper in an outage was entered: so many tickets, of which so many still wait."""

    pack: int
    business_day: date
    began: datetime
    ended: datetime
    tickets: int
    waiting: int
    live: int
    spoiled: int
    handed_in_by: UUID


@event("queueing.paper_row_corrected")
class PaperRowCorrected(Event):
    """A row that had been entered wrongly from paper was entered again; what was told before stays told.

    It says the whole row anew, so that the last word holds: when the number was given (a paper number only),
    whether and where it was called and who served, and how it ended.  ``correction`` counts from one.
    """

    ticket_id: UUID
    pack_id: UUID
    label: str
    line_id: UUID
    item_id: UUID | None
    correction: int
    reason: CorrectionReason
    taken_at: datetime | None
    called_at: datetime | None
    window_id: UUID | None
    window_number: int | None
    person_id: UUID | None
    ending: PaperEnding
    outcome: Outcome | None
    reference: str
    ended_at: datetime | None
