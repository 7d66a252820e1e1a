"""What nobody answered before its case was decided or ended lapses."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases import events
from yichuang.cases.models import Case, PauseRequest
from yichuang.cases.types import PauseState
from yichuang.deadlines.types import Ground
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor


def drop_asked_pause(case: Case, *, by: Actor, at: datetime) -> None:
    """Let a request for a pause lapse, in the act by which the case is decided or ends (TIME-02)."""
    for row in PauseRequest.objects.filter(hall_id=case.hall_id, case=case, state=PauseState.ASKED):
        row.state, row.answered_at = PauseState.LAPSED.value, at
        row.save(update_fields=["state", "answered_at"])
        told = events.PauseLapsed(request_id=row.id, ground=Ground(row.ground))
        record(told, subject=row.id, matter=case.id, by=by, at=at)
