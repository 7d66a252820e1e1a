"""Lists of cases, as far as somebody may see them: what is to be done, and what is found by a number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from yichuang.cases.models import Case
from yichuang.cases.rules import numbers
from yichuang.cases.rules.sight import Seen
from yichuang.cases.selectors.cases import card_of
from yichuang.cases.selectors.sight import visible
from yichuang.cases.types import CaseCard, CaseState

PAGE = 50


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases of a list in its order, and the place to go on from (None: there is no more)."""

    rows: tuple[CaseCard, ...]
    total: int
    next_from: int | None


def listed(
    hall_id: UUID,
    person_id: UUID,
    seen: Seen,
    *,
    states: Collection[CaseState] = (),
    department_id: UUID | None = None,
    handler_id: UUID | None = None,
    item_id: UUID | None = None,
    window_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    start: int = 0,
    limit: int = PAGE,
) -> CasePage:
    """Return the cases somebody sees that match, the oldest first, ``limit`` from place ``start`` on."""
    rows = Case.objects.filter(visible(person_id, seen), hall_id=hall_id)
    if states:
        rows = rows.filter(state__in=[one.value for one in states])
    if since is not None:
        rows = rows.filter(submitted_at__gte=since)
    if until is not None:
        rows = rows.filter(submitted_at__lt=until)
    asked = {
        "department_id": department_id,
        "handler_id": handler_id,
        "item_id": item_id,
        "window_id": window_id,
    }
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    total = rows.count()
    found = tuple(card_of(row) for row in rows.order_by("submitted_at", "id")[start : start + limit])
    more = start + len(found)
    return CasePage(found, total, more if more < total else None)


def counts(hall_id: UUID, person_id: UUID, seen: Seen) -> dict[CaseState, int]:
    """Return how many cases somebody sees at each state."""
    rows = Case.objects.filter(visible(person_id, seen), hall_id=hall_id).values("state")
    return {CaseState(row["state"]): row["n"] for row in rows.annotate(n=Count("id")).order_by("state")}


def found(hall_id: UUID, person_id: UUID, seen: Seen, number: str) -> CaseCard | None:
    """Return the case of a number if there is one this person sees; else None, whichever it is."""
    text = number.strip().upper()
    if not numbers.is_number(text):
        return None
    row = Case.objects.filter(visible(person_id, seen), hall_id=hall_id, number=text).first()
    return None if row is None else card_of(row)


def by_ids(hall_id: UUID, ids: Collection[UUID], person_id: UUID, seen: Seen) -> dict[UUID, CaseCard]:
    """Return those of the named cases that somebody sees."""
    rows = Case.objects.filter(Q(id__in=list(ids)) & visible(person_id, seen), hall_id=hall_id)
    return {row.id: card_of(row) for row in rows}
