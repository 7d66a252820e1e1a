"""What a section head has allowed to be told later than the first time."""

from __future__ import annotations

from uuid import UUID

from yichuang.notices.models import Allowance
from yichuang.notices.types import AllowanceCard, LateGround


def allowance(hall_id: UUID, matter_id: UUID) -> AllowanceCard | None:
    """Return the allowance of a matter that no notice has used yet, or None."""
    row = Allowance.objects.filter(hall_id=hall_id, matter_id=matter_id, used_by__isnull=True).first()
    if row is None:
        return None
    return AllowanceCard(row.given_by, row.given_at, LateGround(row.ground) if row.ground else None)
