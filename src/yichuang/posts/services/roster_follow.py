"""What follows from shifts that are others now: versions of the month follow, open swaps of them lapse."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.posts.events.roster import SwapSettled
from yichuang.posts.models import Post, Shift
from yichuang.posts.models.roster import Roster, Swap
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import ShiftCard, ShiftSpec
from yichuang.posts.types.roster import OPEN_SWAP, RosterCell, RosterState, SwapState


def follow_change(old: ShiftCard, new: ShiftSpec) -> None:
    """Carry a swap, or a shift changed by hand, into the published version and what may follow (ROT-04).

    Else the month would be shown as it no longer is, and the next version undo the swap without a word.  A
    draft whose head has somebody else there keeps them.
    """
    window = Post.objects.get(hall_id=old.hall_id, id=old.post_id).window_id
    home = organization.window(old.hall_id, window).department_id
    rows = Roster.objects.select_for_update().filter(
        rosters.of_department(home), hall_id=old.hall_id, month=old.day.replace(day=1)
    )
    published = False
    for row in rows.order_by("-version"):
        if published and row.state == RosterState.PUBLISHED:
            continue  # what was published before it is history
        published = published or row.state == RosterState.PUBLISHED
        cells = rosters.roster_card(row).cells
        followed = [_followed(one, old, new) if one.place == old.place else one for one in cells]
        if followed != list(cells):
            row.cells = rosters.told_cells(followed)
            row.save(update_fields=["cells"])


def _followed(cell: RosterCell, old: ShiftCard, new: ShiftSpec) -> RosterCell:
    if cell.a_id != old.a_id:
        return cell
    if new.a_id is None:  # closed: nobody stands in there either
        return replace(cell, a_id=None, b_id=None)
    b_id = new.b_id if cell.b_id in (old.b_id, new.a_id) else cell.b_id
    return replace(cell, a_id=new.a_id, b_id=b_id)


def lapse_swaps(hall_id: UUID, post_ids: Collection[UUID], *, by: Actor, at: datetime) -> None:
    """Withdraw what waits for somebody's shift that is theirs no more: whoever has it now may offer it."""
    rows = Swap.objects.select_for_update().filter(
        hall_id=hall_id, post_id__in=list(post_ids), state__in=OPEN_SWAP
    )
    for row in rows.order_by("id"):
        place = {"post_id": row.post_id, "day": row.day, "session": row.session}
        if not Shift.objects.filter(hall_id=hall_id, a_id=row.giver_id, **place).exists():
            settle_swap(row, SwapState.WITHDRAWN, by=by, at=at)


def settle_swap(
    row: Swap, state: SwapState, *, by: Actor, at: datetime, entry_id: UUID | None = None
) -> None:
    """Write down what came of a swap, within the caller's act."""
    row.state, row.settled_at, row.settled_by = state, at, by.id
    row.save(update_fields=["state", "settled_at", "settled_by"])
    told = SwapSettled(giver_id=row.giver_id, taker_id=row.taker_id, state=state)
    record(told, subject=row.id, by=by, at=at, entry_id=entry_id)
