"""Who wears which version of a badge, and whose is lost (BDG-01)."""

from __future__ import annotations

from uuid import UUID

from yichuang.posts.models import Badge
from yichuang.posts.types import BadgeCard


def badges(hall_id: UUID) -> list[BadgeCard]:
    """Return every version of every badge of the hall, the newest of a person first."""
    rows = Badge.objects.filter(hall_id=hall_id).order_by("person_id", "-version")
    return [badge_card(row) for row in rows]


def badge_of(hall_id: UUID, person_id: UUID) -> BadgeCard | None:
    """Return the version of a person's badge that is not replaced, worn or lost; None: never given out."""
    row = Badge.objects.filter(hall_id=hall_id, person_id=person_id, replaced_at__isnull=True).first()
    return None if row is None else badge_card(row)


def badge_card(row: Badge) -> BadgeCard:
    """Return the card of a row."""
    return BadgeCard(
        id=row.id,
        hall_id=row.hall_id,
        person_id=row.person_id,
        version=row.version,
        issued_by=row.issued_by,
        issued_at=row.issued_at,
        lost_told_by=row.lost_told_by,
        lost_at=row.lost_at,
        replaced_at=row.replaced_at,
    )
