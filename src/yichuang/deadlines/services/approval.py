"""Who approves is somebody of this hall who still works here."""

from __future__ import annotations

from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.organization.errors import PersonUnknown


def approver(hall_id: UUID, person_id: UUID) -> UUID:
    """Return who approved.  Whether this person may is asked above, by mandate.  Raises: PersonUnknown."""
    if not organization.person(hall_id, person_id).active:
        raise PersonUnknown
    return person_id
