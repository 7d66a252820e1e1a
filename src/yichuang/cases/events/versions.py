"""Moving open cases to a newer version of their item."""

from __future__ import annotations

from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("cases.version_move_proposed")
class VersionMoveProposed(Event):
    """The office proposed to move an item’s open cases to the version in force; it waits for a second."""

    item_id: UUID
    to_version_id: UUID
    cases: int
    reason_id: UUID


@event("cases.version_move_decided")
class VersionMoveDecided(Event):
    """Somebody else of the office approved or refused the move; so many cases moved, so many stayed."""

    item_id: UUID
    to_version_id: UUID
    proposed_by: UUID
    approved: bool
    moved: int
    stayed: int


@event("cases.case_moved_to_version")
class CaseMovedToVersion(Event):
    """A case not yet accepted passed to a newer version of its item, and nothing got harder by it."""

    from_version_id: UUID
    to_version_id: UUID
    move_id: UUID


@event("cases.applicant_told_of_change")
class ApplicantToldOfChange(Event):
    """An open applicant was told that the item asks for something else now; their own list stays."""

    from_version_id: UUID
    to_version_id: UUID
    notice_id: UUID
