"""Who has declared for the year, and who has not yet (PROM-03)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.organization.models import Declaration
from yichuang.organization.selectors.register import people
from yichuang.organization.types import PersonCard


def declared_at(hall_id: UUID, person_id: UUID, year: int) -> datetime | None:
    """Return when somebody declared for a year; None: not yet."""
    rows = Declaration.objects.filter(hall_id=hall_id, person_id=person_id, year=year)
    return rows.values_list("signed_at", flat=True).first()


def undeclared(hall_id: UUID, year: int) -> list[PersonCard]:
    """Return who works in the hall and has not declared for the year, by worker number."""
    done = set(Declaration.objects.filter(hall_id=hall_id, year=year).values_list("person_id", flat=True))
    return [one for one in people(hall_id) if one.id not in done]
