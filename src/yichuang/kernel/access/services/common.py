"""What several verbs of access ask first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yichuang.kernel.access import rules
from yichuang.kernel.access.errors import AccountUnknown, LastKeeper
from yichuang.kernel.access.models import Account, Grant


def locked_account(hall_id: UUID, account_id: UUID) -> Account:
    """Return the account's row, locked; one of another hall is as unknown as none."""
    row = Account.objects.select_for_update().filter(hall_id=hall_id, id=account_id).first()
    if row is None:
        raise AccountUnknown
    return row


def refuse_if_last_keeper(going: list[Grant], hall_id: UUID, at: datetime) -> None:
    """Raise ``LastKeeper`` if nobody could give roles in the hall once ``going`` are gone."""
    if not any(one.role in rules.KEEPERS for one in going):
        return
    staying = Grant.objects.filter(
        Q(active_until__isnull=True) | Q(active_until__gt=at),
        hall_id=hall_id,
        role__in=[role.value for role in rules.KEEPERS],
        department_id__isnull=True,
        active_from__lte=at,
        account__is_active=True,
    ).exclude(id__in=[one.id for one in going])
    if not staying.exists():
        raise LastKeeper
