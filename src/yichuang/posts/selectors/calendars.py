"""Questions about the calendars of one's own shifts: what an address ends with, and whose it is."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from yichuang.kernel.keys import secret
from yichuang.organization import selectors as organization
from yichuang.posts.models.roster import CalendarFeed

SIGNED = 32  # hex digits, 128 bits


def _token(row: CalendarFeed) -> str:
    """Return what nobody can guess without the installation's secret; nothing of it is stored."""
    said = f"{row.id.hex} {row.serial}".encode()
    return row.id.hex + hmac.new(secret("calendar"), said, hashlib.sha256).hexdigest()[:SIGNED]


def address_of(hall_id: UUID, person_id: UUID) -> str:
    """Return what the address of somebody's calendar ends with; empty when they have none."""
    row = CalendarFeed.objects.filter(hall_id=hall_id, person_id=person_id, ended_at__isnull=True).first()
    return _token(row) if row else ""


def whose_calendar(token: str) -> tuple[UUID, UUID] | None:
    """Return the hall and person whose calendar is at an address; None for any address that is not in force.

    Who has left the hall has none.
    """
    try:
        feed_id = UUID(hex=token[:-SIGNED])
    except ValueError:
        return None
    row = CalendarFeed.objects.filter(id=feed_id, ended_at__isnull=True).first()
    if row is None or not hmac.compare_digest(_token(row).encode(), token.encode("utf-8", "replace")):
        return None
    here = any(one.id == row.person_id for one in organization.people(row.hall_id))
    return (row.hall_id, row.person_id) if here else None
