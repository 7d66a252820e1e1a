"""The windows of a hall, as the rooms below show them."""

from __future__ import annotations

from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.organization.types import WindowCard
from yichuang.queueing.refusals import UnknownWindow


def window_of(hall_id: UUID, window_id: UUID) -> WindowCard:
    """Return a window of the hall from what is at hand, read again if it is not there.

    Raises: UnknownWindow.
    """
    found = organization.window_in_hand(hall_id, window_id)
    if found is None:
        organization.reread(hall_id)
        found = organization.window_in_hand(hall_id, window_id)
    if found is None:
        raise UnknownWindow
    return found
