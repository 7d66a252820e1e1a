"""Let the versions of a month that are not published yet follow what is changed in the published one."""

from __future__ import annotations

from dataclasses import replace

from yichuang.organization import selectors as organization
from yichuang.posts.models import Post
from yichuang.posts.models.roster import Roster
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import ShiftCard, ShiftSpec
from yichuang.posts.types.roster import RosterCell, RosterState


def follow_change(old: ShiftCard, new: ShiftSpec) -> None:
    """Carry a swap, or a shift changed by hand, into drafts and what was handed in (ROT-04).

    Else the next version to be published would undo it without a word.  A version whose head has somebody
    else there keeps them.
    """
    window = Post.objects.get(hall_id=old.hall_id, id=old.post_id).window_id
    home = organization.window(old.hall_id, window).department_id
    rows = Roster.objects.select_for_update().filter(
        rosters.of_department(home),
        hall_id=old.hall_id,
        month=old.day.replace(day=1),
        state__in=[RosterState.DRAFT, RosterState.FILED],
    )
    for row in rows.order_by("id"):
        cells = rosters.roster_card(row).cells
        followed = [_followed(one, old, new) if one.place == old.place else one for one in cells]
        if followed != list(cells):
            row.cells = rosters.told_cells(followed)
            row.save(update_fields=["cells"])


def _followed(cell: RosterCell, old: ShiftCard, new: ShiftSpec) -> RosterCell:
    if cell.a_id != old.a_id:
        return cell
    b_id = new.b_id if cell.b_id in (old.b_id, new.a_id) else cell.b_id
    return replace(cell, a_id=new.a_id, b_id=b_id)
