"""Who looked at cases not in their hands, and what left the house."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("cases.case_looked_at")
class CaseLookedAt(Event):
    """Somebody who does not have it in hand looked at a case."""

    state: str


@event("cases.case_looked_up")
class CaseLookedUp(Event):
    """Somebody who knows a case’s number and the last digits of its phone looked up how it stands."""


@event("cases.case_closed_to_digits")
class CaseClosedToDigits(Event):
    """Wrong digits were tried so often for one number, a case’s or nobody’s, that it rests."""

    wrong: int


@event("cases.views_burst")
class ViewsBurst(Event):
    """Somebody looked at many citizens’ records and handled none of them; supervision is told."""

    burst_id: UUID
    views: int
    since: datetime


@event("cases.burst_settled")
class BurstSettled(Event):
    """Supervision looked into a burst of views and wrote down what it was."""

    burst_id: UUID
    note_id: UUID


@event("cases.export_asked")
class ExportAsked(Event):
    """An export of many cases was asked for, for a purpose; it waits for approval."""

    rows: int
    purpose_id: UUID


@event("cases.export_approved")
class ExportApproved(Event):
    """An export of many cases was approved by somebody else than who asked."""

    rows: int
    asked_by: UUID


@event("cases.cases_exported")
class CasesExported(Event):
    """A list of cases was taken out, its names and numbers masked, each sheet marked with who took it."""

    rows: int
    approved_by: UUID | None
    purpose_id: UUID | None
