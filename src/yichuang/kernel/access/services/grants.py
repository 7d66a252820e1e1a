"""Give a role to a worker and take it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yichuang.kernel.access import labels, rules
from yichuang.kernel.access.errors import GrantUnknown, RoleNotGranted, RolesApart
from yichuang.kernel.access.events import GrantGiven, GrantRevoked
from yichuang.kernel.access.models import Grant
from yichuang.kernel.access.services.common import locked_account, locked_keepers, refuse_if_last_keeper
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key


@transaction.atomic
def grant_role(
    *,
    account_id: UUID,
    role: Role,
    by: Actor,
    at: datetime,
    department_id: UUID | None = None,
    active_from: datetime | None = None,
    active_until: datetime | None = None,
    key: Key | None = None,
) -> UUID:
    """Give ``role`` in the whole hall or one department, from now unless told, and return the grant's id.

    The same role given twice at one time is one grant.  Raises: AccountUnknown, RoleNotGranted, RolesApart.
    """
    promise = once(by, "access.grant_role", key, at)
    account = locked_account(by.hall_id, account_id)
    if promise.replay:
        given = Grant.objects.filter(account=account, role=role.value, department_id=department_id)
        return given.latest("id").id
    if not rules.grantable(role):
        raise RoleNotGranted(role=str(labels.ROLES[role]))
    begins = active_from or at
    overlapping = Grant.objects.filter(
        Q(active_until__isnull=True) | Q(active_until__gt=begins), account=account
    )
    if active_until is not None:
        overlapping = overlapping.filter(active_from__lt=active_until)
    held = list(overlapping)
    other = rules.conflict(frozenset(Role(one.role) for one in held), role)
    if other is not None:
        raise RolesApart(wanted=str(labels.ROLES[role]), held=str(labels.ROLES[other]))
    for one in held:
        same = (one.role, one.department_id, one.active_from <= begins, one.active_until)
        if same == (role.value, department_id, True, active_until):
            return one.id
    grant = Grant.objects.create(
        hall_id=account.hall_id,
        account=account,
        role=role.value,
        department_id=department_id,
        active_from=begins,
        active_until=active_until,
    )
    told = GrantGiven(
        grant.id, account.id, account.person_id, role.value, department_id, begins, active_until
    )
    record(told, subject=account.id, by=by, at=at, entry_id=promise.entry_id)
    return grant.id


@transaction.atomic
def revoke_role(*, grant_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> None:
    """Take a role back at once.  Raises: GrantUnknown, LastKeeper."""
    promise = once(by, "access.revoke_role", key, at)
    if promise.replay:
        return
    keepers = locked_keepers(by.hall_id)
    grant = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(hall_id=by.hall_id, id=grant_id)
        .first()
    )
    if grant is None:
        raise GrantUnknown
    if grant.active_until is not None and grant.active_until <= at:
        return
    refuse_if_last_keeper([grant], keepers, at)
    grant.active_until = max(at, grant.active_from)
    grant.save(update_fields=["active_until"])
    told = GrantRevoked(grant.id, grant.account_id, grant.account.person_id, grant.role)
    record(told, subject=grant.account_id, by=by, at=at, entry_id=promise.entry_id)
