"""Look after what is published: note a review as a new version, note a basis that is no longer law."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import codec, selectors
from yichuang.catalogue.events import BasisRepealed, ItemReviewed
from yichuang.catalogue.models import BasisRepeal, ItemVersion, Material, Step, TariffLine
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization import services as organization_services


@transaction.atomic
def review_item(*, item_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ItemCard:
    """Note that the office has looked whether an item can be made simpler: a new version says so (JOB-13).

    Its wording stays; what is to be simpler comes by an import.  Cases stay on the version they have.
    Raises: ItemUnknown.
    """
    promise = once(by, "catalogue.review_item", key, at)
    today = local_day(at, organization.hall(by.hall_id).timezone)
    if promise.replay:
        return selectors.item(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id), today)
    organization_services.hold(by.hall_id)
    standing = selectors.item(by.hall_id, item_id, today)

    versions = ItemVersion.objects.filter(hall_id=by.hall_id, item_id=item_id)
    newest = versions.order_by("-number").values_list("number", flat=True)[0]
    row = versions.get(id=standing.version_id)
    terms = codec.told(standing.terms) | {"reviewed_on": today.isoformat()}
    row.pk, row.number, row.active_from, row.made_at, row.terms = new_id(), newest + 1, today, at, terms
    row.save(force_insert=True)
    for table in (Material, Step, TariffLine):
        parts: list[Any] = list(
            table._default_manager.filter(hall_id=by.hall_id, version_id=standing.version_id)
        )
        for part in parts:
            part.pk, part.version_id = new_id(), row.pk
        table._default_manager.bulk_create(parts)
    told = ItemReviewed(version_id=row.pk, number=row.number, active_from=today)
    record(told, subject=item_id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.item(by.hall_id, item_id, today)


@transaction.atomic
def repeal_basis(
    *, basis: str, ends_on: date, by: Actor, at: datetime, key: Key | None = None
) -> tuple[str, ...]:
    """Note that a text is no longer law from ``ends_on`` on; return the codes of the items standing on it.

    Nothing is decided by a basis that has ended, until the item has a version with another (JOB-01).
    """
    promise = once(by, "catalogue.repeal_basis", key, at)
    basis = plain(basis, field=_("Basis in law"), limit=200)
    today = local_day(at, organization.hall(by.hall_id).timezone)
    if not promise.replay:
        row, _fresh = BasisRepeal.objects.update_or_create(
            hall_id=by.hall_id,
            basis=basis,
            defaults={"ends_on": ends_on},
            create_defaults={"id": new_id(), "ends_on": ends_on},
        )
        told = BasisRepealed(ends_on=ends_on)
        record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return tuple(card.code for card in selectors.items(by.hall_id, today) if basis in card.legal_basis)
