"""Questions about corrections: what waits for a second person, what was issued anew and not handed over."""

from __future__ import annotations

from uuid import UUID

from yichuang.cases.models import Correction, Result
from yichuang.cases.refusals import UnknownCorrection
from yichuang.cases.types import CorrectionCard, CorrectionState
from yichuang.kernel.journal import selectors as journal


def correction(hall_id: UUID, correction_id: UUID) -> CorrectionCard:
    """Return a correction.  Raises: UnknownCorrection."""
    row = Correction.objects.filter(hall_id=hall_id, id=correction_id).first()
    if row is None:
        raise UnknownCorrection
    return correction_card(row)


def correction_of_entry(hall_id: UUID, entry_id: UUID) -> CorrectionCard:
    """Return the correction a journal entry is about: an act that is asked for a second time."""
    return correction(hall_id, journal.subject_of(hall_id, entry_id))


def open_correction(hall_id: UUID, case_id: UUID) -> CorrectionCard | None:
    """Return the correction of a case that waits for a second person."""
    row = Correction.objects.filter(
        hall_id=hall_id, case_id=case_id, state=CorrectionState.ASKED.value
    ).first()
    return None if row is None else correction_card(row)


def reissue_waits(hall_id: UUID, case_id: UUID) -> str:
    """Return the code of the result that was issued anew and not handed over; empty for none.

    Ask it of a case whose first result has gone out.
    """
    last = Result.objects.filter(hall_id=hall_id, case_id=case_id).order_by("number").last()
    return last.code if last is not None and last.number > 1 and last.handed_over_at is None else ""


def correction_card(row: Correction) -> CorrectionCard:
    """Return the card of a correction's row."""
    return CorrectionCard(
        id=row.id,
        hall_id=row.hall_id,
        case_id=row.case_id,
        state=CorrectionState(row.state),
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        answer=row.answer,
    )
