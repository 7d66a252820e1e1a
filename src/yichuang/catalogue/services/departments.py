"""Say which department of the hall a catalogue means by a name of its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.events import WordingExplained
from yichuang.catalogue.models import DepartmentWording
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import PlaceUnknown


@transaction.atomic
def explain_wording(
    *, wording: str, department_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> UUID:
    """Say that ``wording`` in catalogues means this department; return the department's id.

    It holds at once and for every item that names the department so.  Raises: PlaceUnknown.
    """
    promise = once(by, "catalogue.explain_wording", key, at)
    if promise.replay:
        return department_id
    wording = plain(wording, field=_("Department"), limit=80)
    if department_id not in {one.id for one in organization.departments(by.hall_id)}:
        raise PlaceUnknown

    row, _fresh = DepartmentWording.objects.update_or_create(
        hall_id=by.hall_id,
        wording=wording,
        defaults={"department_id": department_id},
        create_defaults={"id": new_id(), "department_id": department_id},
    )
    told = WordingExplained(department_id=department_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return department_id
