"""The money of the play: a till opened in the morning, fees taken at the window, counted and handed in.

Only services are called; the same hand-in serves the played month.
"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from yichuang.cases import selectors, services
from yichuang.cases.types import DENOMINATIONS, ShownBy
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Actor

if TYPE_CHECKING:
    from yichuang.demo.play import Clerk, Play

FLOAT = {5000: 20, 2000: 20, 1000: 40, 500: 20, 100: 80, 50: 20, 10: 50}
AT_WINDOWS = (13, 14)  # where cards are replaced, which costs something
NOTES = (20, 50, 100)  # what people hand over
IN_CASH = 0.6
OPENED, COUNTED = timedelta(minutes=4), timedelta(minutes=14)  # after opening, before closing
AGAIN = timedelta(minutes=1)  # when nobody is at the window


def expect(play: Play, opens: datetime, closes: datetime) -> None:
    """Let the windows that take money open their tills in the morning and count them before closing."""
    for clerk in play.clerks.values():
        if clerk.station.number in AT_WINDOWS:
            play.later(opens + OPENED, partial(_open, play, clerk, closes))
            play.later(closes - COUNTED, partial(_count, play, clerk, closes))


def _open(play: Play, clerk: Clerk, closes: datetime, at: datetime) -> None:
    if at >= closes - COUNTED:
        return
    if clerk.person is None:
        play.later(at + AGAIN, partial(_open, play, clerk, closes))
        return
    with suppress(Refusal):  # it stands open already where the play was picked up
        services.open_till(pieces=FLOAT, by=play.actor(clerk, clerk.person), at=at)
        play.acts += 1


def _count(play: Play, clerk: Clerk, closes: datetime, at: datetime) -> None:
    if clerk.person is None:
        if at < closes:
            play.later(at + AGAIN, partial(_count, play, clerk, closes))
        return
    standing = _standing(play, clerk)
    if standing is not None:
        with suppress(Refusal):
            slip = f"JK{at:%m%d}{clerk.station.number:02d}"
            hand_in(standing, slip, by=play.actor(clerk, clerk.person), at=at)
            play.acts += 2


def _standing(play: Play, clerk: Clerk) -> UUID | None:
    found = selectors.open_till(play.scene.hall_id, clerk.station.window_id)
    return found.id if found else None


def hand_in(till_id: UUID, slip: str, *, by: Actor, at: datetime) -> None:
    """Count a till, close it, and hand in what was taken.  Raises: a Refusal."""
    drawer = selectors.till(by.hall_id, till_id).drawer
    services.close_till(till_id=till_id, pieces=_pieces(drawer.expected), by=by, at=at)
    if drawer.to_deposit:
        amount = Decimal(drawer.to_deposit) / 100
        services.deposit(till_id=till_id, amount=amount, reference=slip, by=by, at=at)


def _pieces(cents: int) -> dict[int, int]:
    """Return an amount in the fewest notes and coins."""
    left, found = cents, {}
    for piece in DENOMINATIONS:
        found[piece], left = divmod(left, piece)
    return {piece: many for piece, many in found.items() if many}


def take_fees(case_id: UUID, draw: random.Random, *, by: Actor, at: datetime) -> None:
    """Let a case be paid at the window: in cash where its till is open, else by phone.  Raises: a Refusal."""
    if selectors.fees_of(by.hall_id, case_id).settled:
        return
    bill = services.draw_bill(case_id=case_id, by=by, at=at)
    services.show_bill(bill_id=bill.id, way=ShownBy.PRINTED, by=by, at=at)
    assert by.window_id is not None
    given = [one for one in NOTES if one * 100 >= bill.total]
    if given and draw.random() < IN_CASH and selectors.open_till(by.hall_id, by.window_id) is not None:
        services.take_cash(bill_id=bill.id, received=Decimal(draw.choice(given)), by=by, at=at)
    else:
        reference = f"WX{at:%m%d}{draw.randint(10**9, 10**10 - 1)}"
        services.take_electronic(bill_id=bill.id, reference=reference, by=by, at=at)
