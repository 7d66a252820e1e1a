"""Press a key of a window's keypad: the act is of who is signed on there, by the means of the device.

The press is told first, by the device; the act follows in the same transaction, by the person, and names
the press as its cause.  A refused press leaves nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock, idempotency
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import CLERKS
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.queueing import events, selectors
from yichuang.queueing.keypad_refusals import (
    NobodyAtTheKeypad,
    NobodyHere,
    NobodyInTheLounge,
    NotThatOne,
    PressUnnamed,
    UnknownKey,
)
from yichuang.queueing.models import Ticket
from yichuang.queueing.refusals import NotQuick
from yichuang.queueing.selectors.keypad import open_ticket
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.services.call import call_next
from yichuang.queueing.services.park import park, resume
from yichuang.queueing.services.serve import begin, finish, miss, recall
from yichuang.queueing.services.visits import is_quick
from yichuang.queueing.types import KeypadCard, KeypadKey, Outcome, TicketCard, TicketState

ACT = "queueing.press_key"
_PRESS = re.compile(r"[A-Za-z0-9._-]{4,64}")
_ON_TICKET: dict[KeypadKey, Callable[..., TicketCard]] = {
    KeypadKey.RECALL: recall,
    KeypadKey.BEGIN: begin,
    KeypadKey.MISS: miss,
    KeypadKey.PARK: park,
}


@transaction.atomic
def press_key(*, pressed: str, press: str, showing: str | None = None, by: Actor, at: datetime) -> KeypadCard:
    """Do what the key ``pressed`` means at the window of the keypad ``by``; return what it shows then.

    ``press`` names this one press: sent again, it is the same act.  ``showing`` is the label the display
    showed when the key went down, and refuses the press where another ticket is at the window by now.

    Raises: UnknownKey, PressUnnamed, KeyReused, NobodyAtTheKeypad (QUE-01), NotThatOne, NobodyHere,
    NobodyInTheLounge, NotQuick, and whatever the verb itself refuses.
    """
    if pressed not in set(KeypadKey):
        raise UnknownKey
    if not _PRESS.fullmatch(press):
        raise PressUnnamed
    assert by.window_id is not None, "a keypad is enrolled for one window"
    body = hashlib.sha256(f"{pressed}\n{showing}".encode(errors="backslashreplace")).hexdigest()
    promise = idempotency.once(by, ACT, Key(press, body), at)
    if promise.replay:
        return selectors.keypad(by.hall_id, by.window_id, at)
    window = window_of(by.hall_id, by.window_id)
    clerk = _clerk(by, window.id, window.number, promise.entry_id, at)
    if showing is not None:
        here = open_ticket(by.hall_id, window.id)
        if (here.label if here else "") != showing:
            raise NotThatOne
    event = events.KeypadPressed(
        key=pressed, window_id=window.id, window_number=window.number, person_id=clerk.id
    )
    record(event, subject=by.id, by=by, at=at, entry_id=promise.entry_id)
    _do(KeypadKey(pressed), window.id, clerk, at)
    return selectors.keypad(by.hall_id, window.id, at)


def _clerk(by: Actor, window_id: UUID, number: int, cause: UUID, at: datetime) -> Actor:
    """Return who is signed on at the keypad's window and may work at one today."""
    on = posts.sign_on_now(by.hall_id, at, window_id=window_id)
    if on is None or not access.works_as(by.hall_id, on.person_id, CLERKS, at):
        raise NobodyAtTheKeypad(number=number)
    return Actor(ActorKind.PERSON, on.person_id, by.hall_id, window_id=window_id, cause=cause)


def _do(pressed: KeypadKey, window_id: UUID, by: Actor, at: datetime) -> None:
    if pressed is KeypadKey.NEXT:
        call_next(window_id=window_id, by=by, at=at)
    elif pressed is KeypadKey.UNPARK:
        resume(ticket_id=_longest_parked(by.hall_id, window_id, at), by=by, at=at)
    else:
        ticket = open_ticket(by.hall_id, window_id)
        if ticket is None:
            raise NobodyHere
        if pressed is KeypadKey.FINISH:
            _finish(ticket, by, at)
        else:
            _ON_TICKET[pressed](ticket_id=ticket.id, by=by, at=at)


def _finish(ticket: Ticket, by: Actor, at: datetime) -> None:
    """Finish with information given, where the desk may do so in one press; else it is for the desk."""
    item = ticket.item_id and catalogue.find(by.hall_id, ticket.item_id, ticket.business_day)
    if not is_quick(item or None):
        raise NotQuick(label=ticket.label)
    finish(ticket_id=ticket.id, outcome=Outcome.INFORMATION, by=by, at=at)


def _longest_parked(hall_id: UUID, window_id: UUID, at: datetime) -> UUID:
    day = clock.local_day(at, organization.hall_in_hand(hall_id).timezone)
    parked = Ticket.objects.filter(
        hall_id=hall_id, business_day=day, window_id=window_id, state=TicketState.PARKED
    )
    found = parked.order_by("parked_at", "id").values_list("id", flat=True).first()
    if found is None:
        raise NobodyInTheLounge
    return found
