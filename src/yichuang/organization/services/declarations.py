"""Declare once a year to serve in order and fairly, and to gain nothing by it (PROM-03)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import integrity, selectors
from yichuang.organization.errors import AlreadyDeclared, PersonUnknown
from yichuang.organization.events import IntegrityDeclared
from yichuang.organization.models import Declaration


@transaction.atomic
def declare_integrity(*, by: Actor, at: datetime, key: Key | None = None) -> datetime:
    """Sign the declaration for the hall's running year, and return when it was signed.

    Raises: PersonUnknown, AlreadyDeclared, KeyReused.
    """
    promise = once(by, "organization.declare_integrity", key, at)
    if by.kind is not ActorKind.PERSON or not selectors.person(by.hall_id, by.id).active:
        raise PersonUnknown
    year = local_day(at, selectors.timezone_of(by.hall_id)).year
    signed_at = selectors.declared_at(by.hall_id, by.id, year)
    if promise.replay and signed_at is not None:
        return signed_at
    if signed_at is not None:
        raise AlreadyDeclared(year=year)
    wording = integrity.wording_hash()
    _row, made = Declaration.objects.get_or_create(
        hall_id=by.hall_id,
        person_id=by.id,
        year=year,
        defaults={"id": new_id(), "wording": wording, "signed_at": at},
    )
    if not made:  # two browsers at once
        raise AlreadyDeclared(year=year)
    record(IntegrityDeclared(year, wording), subject=by.id, by=by, at=at, entry_id=promise.entry_id)
    return at
