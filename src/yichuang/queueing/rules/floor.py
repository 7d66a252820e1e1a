"""When a zone is crowded, a disturbance calls for more, and being sent on looks like shirking."""

from __future__ import annotations

from yichuang.queueing.types import LeftWhy, TicketState

LEFT_BECAUSE = {
    TicketState.EXPECTED: LeftWhy.NOT_CHECKED_IN,
    TicketState.WAITING: LeftWhy.NOT_CALLED,
    TicketState.CALLED: LeftWhy.DID_NOT_COME,
    TicketState.MISSED: LeftWhy.DID_NOT_COME,
    TicketState.SERVING: LeftWhy.NOT_FINISHED,
    TicketState.PARKED: LeftWhy.NOT_RESUMED,
}


def crowded(waiting: int, *, was: bool, threshold: int, clear: int) -> bool:
    """Say whether a zone is crowded: from the first over ``threshold`` until fewer than ``clear`` wait.

    Between the two it stays as it ``was``, so that one person coming and going does not ring twice (QUE-03).
    """
    return waiting >= clear if was and clear <= threshold else waiting > threshold
