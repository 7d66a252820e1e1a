"""Withdraw an item: from a day on the hall no longer offers it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.catalogue import selectors
from yichuang.catalogue.errors import ForcePassed
from yichuang.catalogue.events import ItemWithdrawn
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization import services as organization_services


@transaction.atomic
def withdraw_item(
    *, item_id: UUID, from_day: date | None = None, by: Actor, at: datetime, key: Key | None = None
) -> ItemCard:
    """Stop offering an item from ``from_day`` (today) on; its versions stay, and so do cases under them.

    Versions scheduled for later days are withdrawn with it.  Returns the version that was in force until
    then.  Raises: ItemUnknown, ForcePassed.
    """
    promise = once(by, "catalogue.withdraw_item", key, at)
    if promise.replay:
        return _ended_by(ItemVersion.objects.get(hall_id=by.hall_id, item_id=item_id, id=promise.entry_id))
    today = local_day(at, organization.hall(by.hall_id).timezone)
    active_from = from_day or today
    if active_from < today:
        raise ForcePassed
    organization_services.hold(by.hall_id)
    standing = selectors.item(by.hall_id, item_id, active_from)

    versions = list(ItemVersion.objects.filter(hall_id=by.hall_id, item_id=item_id).order_by("number"))
    row = versions[-1]
    last_of = {one.active_from: one for one in versions}  # of each day the newest
    scheduled = sorted(day for day, one in last_of.items() if day > active_from and not one.withdrawn)
    own_id = promise.entry_id  # shared by the entry and its version, so that a replay finds what it ended
    for number, day in enumerate([active_from, *scheduled], start=row.number + 1):
        row.pk, row.number, row.active_from, row.withdrawn, row.made_at = own_id, number, day, True, at
        row.save(force_insert=True)
        told = ItemWithdrawn(version_id=own_id, number=number, active_from=day)
        record(told, subject=item_id, by=by, at=at, entry_id=own_id)
        own_id = new_id()
    return standing


def _ended_by(withdrawal: ItemVersion) -> ItemCard:
    """Return the version that a withdrawal brought to its end."""
    before = ItemVersion.objects.filter(
        hall_id=withdrawal.hall_id,
        item_id=withdrawal.item_id,
        active_from__lte=withdrawal.active_from,
        number__lt=withdrawal.number,
    )
    (ended,) = before.order_by("-active_from", "-number")[:1]
    return selectors.version(withdrawal.hall_id, ended.id)
