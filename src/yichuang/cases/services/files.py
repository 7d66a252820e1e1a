"""What the verbs of the archive share: the file's row under lock, who keeps files, telling of one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from yichuang.cases import selectors
from yichuang.cases.models import ArchiveFile
from yichuang.cases.refusals import NotAnArchivist, UnknownFile
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal.events import Event
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization

#: Who lends files, takes them back and draws up lists: the office, and the heads of their department.
KEEPERS = frozenset({Role.OFF, Role.SEC, Role.CHIEF})
#: Who approves that files are destroyed, and who may bar it.
APPROVERS = frozenset({Role.UH, Role.OFF, Role.SEC, Role.CHIEF})
HOLDERS = APPROVERS | {Role.SUP}
#: They act for every department.
FOR_ALL = frozenset({Role.OFF, Role.UH, Role.SUP})


def file_locked(file_id: UUID, by: Actor, at: datetime) -> ArchiveFile:
    """Return a file the actor may know of, locked until the act is over.  Raises: UnknownFile."""
    rows = ArchiveFile.objects.select_for_update(of=("self",)).filter(hall_id=by.hall_id, id=file_id)
    if by.kind is ActorKind.PERSON:
        seen = selectors.eyes(by.hall_id, by.id, at)
        rows = rows.filter(selectors.visible_files(by.hall_id, by.id, seen))
    row = rows.first()
    if row is None:
        raise UnknownFile
    return row


def keeper(row: ArchiveFile, by: Actor, at: datetime, roles: Collection[Role]) -> Actor:
    """Return the actor if one of ``roles`` is theirs for the file's department.  Raises: NotAnArchivist."""
    if not may_keep(row, by, at, roles):
        raise NotAnArchivist
    return by


def may_keep(row: ArchiveFile, by: Actor, at: datetime, roles: Collection[Role]) -> bool:
    """Say whether the actor may do in the archive what ``roles`` may, for the file's department."""
    held = access.roles_of(by.hall_id, by.id, at)
    home = organization.person(by.hall_id, by.id).department_id
    return any(
        one.role in roles
        and (one.role in FOR_ALL or (one.department_id or home) in (None, row.department_id))
        for one in held
    )


def tell_of(event: Event, row: ArchiveFile, *, by: Actor, at: datetime, entry_id: UUID | None = None) -> None:
    """Write the event about the file; its case is the matter, where it has one."""
    record(event, subject=row.id, matter=row.case_id or row.id, by=by, at=at, entry_id=entry_id)
