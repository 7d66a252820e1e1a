"""What several verbs of access ask first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel.access import rules
from yichuang.kernel.access.errors import AccountUnknown, LastKeeper
from yichuang.kernel.access.models import Account, Grant


def locked_account(hall_id: UUID, account_id: UUID) -> Account:
    """Return the account's row, locked; one of another hall is as unknown as none."""
    row = Account.objects.select_for_update().filter(hall_id=hall_id, id=account_id).first()
    if row is None:
        raise AccountUnknown
    return row


def locked_keepers(hall_id: UUID) -> list[Grant]:
    """Return the grants by which the hall is kept (whole hall, no end, account open), locked.

    Whoever may take one of them away calls this before locking any other grant: two who take each other's
    role then wait for one another, in one order, and the second sees what the first has left.
    """
    keepers = Grant.objects.select_for_update(of=("self",)).filter(
        hall_id=hall_id,
        role__in=[role.value for role in rules.KEEPERS],
        department_id__isnull=True,
        active_until__isnull=True,
        account__is_active=True,
    )
    return list(keepers.order_by("id"))


def refuse_if_last_keeper(going: list[Grant], keepers: list[Grant], at: datetime) -> None:
    """Raise ``LastKeeper`` if none of ``keepers`` could give roles once ``going`` are gone."""
    gone = {one.id for one in going}
    staying = [one for one in keepers if one.id not in gone and one.active_from <= at]
    if not staying and any(one.role in rules.KEEPERS for one in going):
        raise LastKeeper
