"""What the acts on a nomination share: take it in hand, move it one step, keep a text in the vault."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations
from yichuang.training import rules
from yichuang.training.errors import NominationUnknown, NotThisStep
from yichuang.training.labels import STATES
from yichuang.training.models import Nomination
from yichuang.training.types import SelectionState

PURPOSE = "training.selection"
HEALTH = "training.health"


def today(hall_id: UUID, at: datetime) -> date:
    """Return the hall's day."""
    return local_day(at, organization.timezone_of(hall_id))


def locked(nomination_id: UUID, by: Actor) -> Nomination:
    """Return a nomination of the actor's hall, locked.  Raises: NominationUnknown."""
    rows = Nomination.objects.select_for_update(of=("self",))
    row = rows.filter(hall_id=by.hall_id, id=nomination_id).first()
    if row is None:
        raise NominationUnknown
    return row


def step(row: Nomination, act: str) -> SelectionState:
    """Return where an act leads from here.  Raises: NotThisStep (STF-04)."""
    state = SelectionState(row.state)
    if (state, act) not in rules.ARROWS:
        raise NotThisStep(state=str(STATES[state]))
    return rules.ARROWS[state, act]


def kept(kind: Kind, value: str, purpose: str, by: Actor, at: datetime) -> UUID:
    """Lock a value of a selection file away for as long as files are kept (``staff.file_days``)."""
    days = int(regulations.parameter(by.hall_id, "staff.file_days", today(by.hall_id, at)))
    return vault.keep(
        hall_id=by.hall_id,
        kind=kind,
        value=value,
        purpose=purpose,
        expires_at=at + timedelta(days=days),
        by=by,
        at=at,
    )
