"""What a visit ended with must be there: a number is asked of the room that keeps cases and notices."""

from __future__ import annotations

from uuid import UUID

from yichuang.kernel.ports import Port
from yichuang.queueing.types.queue import Outcome


def _nobody_keeps_any(hall_id: UUID, outcome: Outcome, reference: str, /) -> bool:
    return True


# Is there such a case, or a notice given in it, in this hall?  A screen knows both rooms (TWO-02).
REFERENCE_KNOWN = Port("queueing.reference_known", _nobody_keeps_any)
