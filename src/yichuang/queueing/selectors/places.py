"""Where somebody who gives tickets stands, as far as printing goes."""

from __future__ import annotations

from uuid import UUID

from yichuang.facilities import selectors as facilities
from yichuang.kernel.types import Actor, ActorKind
from yichuang.posts import selectors as posts
from yichuang.queueing.selectors.windows import window_of


def printer_at_hand(by: Actor) -> UUID | None:
    """Return the printer of the place where somebody stands, or ``None`` where nothing prints.

    A machine has its own; who is signed on at a window has that of its zone, any other worker the guide
    desk's.
    """
    match by.kind:
        case ActorKind.DEVICE:
            return facilities.printer_of_device(by.hall_id, by.id)
        case ActorKind.PERSON:
            on = posts.sign_on_of(by.hall_id, by.id)
            zone_id = None if on is None else window_of(by.hall_id, on.window_id).zone_id
            return facilities.printer_of_desk(by.hall_id, zone_id)
        case _:
            return None
