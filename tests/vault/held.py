"""Keep, reveal and hear of personal data, as every test of the vault does."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from tests.access.people import MORNING
from tests.support.vows import vow
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.events import load
from yichuang.kernel.journal.models import Entry as JournalEntry
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault import services
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode

PHONE, NAME, ID = "13812342210", "张建国", "110101199003070134"
YEAR = timedelta(days=365)
HANDLING = Reason(ReasonCode.HANDLING, "queueing.contact")


def keep(where, value=PHONE, kind=Kind.PHONE, purpose="queueing.contact", until=YEAR, **more):
    return services.keep(
        hall_id=where.id,
        kind=kind,
        value=value,
        purpose=purpose,
        expires_at=None if until is None else MORNING + until,
        by=where.system,
        at=MORNING,
        **more,
    )


def clerk(where, *, vowed=True):
    by = Actor(ActorKind.PERSON, new_id(), where.id)
    if vowed:
        vow(by, MORNING)
    return by


def reveal(entry_id, by, reason=HANDLING, at=MORNING):
    return services.reveal(entry_id, reason=reason, by=by, at=at)


def told(kind, subject: UUID):
    rows = JournalEntry.objects.filter(name=kind.stored_name, subject_id=subject)
    return [load(row.name, row.version, row.body) for row in rows]
