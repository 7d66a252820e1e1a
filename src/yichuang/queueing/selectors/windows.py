"""The windows of a hall, as the rooms below show them."""

from __future__ import annotations

from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.organization.errors import WindowUnknown
from yichuang.organization.types import WindowCard


def window_of(hall_id: UUID, window_id: UUID) -> WindowCard:
    """Return a window of the hall from what is at hand, read again if it is not there.

    Raises: WindowUnknown.
    """
    try:
        return organization.window_in_hand(hall_id, window_id)
    except WindowUnknown:
        organization.reread(hall_id)
        return organization.window_in_hand(hall_id, window_id)
