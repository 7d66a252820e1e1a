"""Say by hand who is A and B of a draft's cells; what else speaks against it is shown at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.posts.errors import PostUnknown
from yichuang.posts.errors.roster import CellsChanged, CellsSo, RosterBarred, RosterSettled, RunThere
from yichuang.posts.events.roster import RosterCellSet
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.fitness import barred, unfit_days
from yichuang.posts.services.rosters import locked_roster, may_make
from yichuang.posts.services.shifts import faults_told
from yichuang.posts.types import DaySession, FaultCard, ShiftSpec
from yichuang.posts.types.roster import RosterCard, RosterCell, RosterState, RunKind


@transaction.atomic
def set_cells(
    *,
    roster_id: UUID,
    cells: Sequence[RosterCell],
    seen: Sequence[RosterCell] = (),
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> RosterCard:
    """Set some cells of a draft, all or none; pinned, the engine leaves one so.

    ``seen`` is how they were when somebody began to change them: a cell that was left as it was seen is not
    touched, and one that is another by now is refused.  Who is not posted or not certified that day is
    refused; what else speaks against it is shown by ``faults_of`` at once and refused when the month is
    handed in.
    Raises: RosterBarred (ROT-05), CellsChanged, CellsSo, RosterUnknown, RosterSettled, RunThere,
    NotYourRoster, PostUnknown.
    """
    promise = once(by, "posts.set_cells", key, at)
    row = locked_roster(by.hall_id, roster_id)
    if promise.replay:
        return rosters.roster_card(row)
    may_make(by, row.department_id, at)
    if row.state != RosterState.DRAFT:
        raise RosterSettled
    if any(one.kind is not RunKind.SURVIVE for one in rosters.open_runs_on(by.hall_id, row.id)):
        raise RunThere  # its answer would pass over what is set meanwhile
    standing = {one.place: one for one in rosters.roster_card(row).cells}
    looked_at = standing | {one.place: one for one in seen}
    wanted = {one.place: one for one in cells}
    if not wanted or not wanted.keys() <= standing.keys():
        raise PostUnknown
    changed = [one for place, one in wanted.items() if _said(one) != _said(looked_at[place])]
    if any(_said(looked_at[one.place]) != _said(standing[one.place]) for one in changed):
        raise CellsChanged
    if not changed:
        raise CellsSo
    refuse_barred(
        by.hall_id, [ShiftSpec(one.post_id, one.day, one.session, one.a_id, one.b_id) for one in changed]
    )

    row.cells = rosters.told_cells([*(standing | {one.place: one for one in changed}).values()])
    row.save(update_fields=["cells"])
    for number, one in enumerate(changed):
        told = RosterCellSet(
            post_id=one.post_id,
            day=one.day,
            session=one.session,
            a_id=one.a_id,
            b_id=one.b_id,
            pinned=one.pinned,
        )
        record(told, subject=row.id, by=by, at=at, entry_id=None if number else promise.entry_id)
    return rosters.roster_card(row)


def _said(cell: RosterCell) -> tuple[UUID | None, UUID | None, bool]:
    return cell.a_id, cell.b_id, cell.pinned


def set_cell(
    *,
    roster_id: UUID,
    post_id: UUID,
    day: date,
    session: DaySession,
    a_id: UUID | None,
    b_id: UUID | None,
    pinned: bool = True,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> RosterCard:
    """Set one cell of a draft, as ``set_cells`` does."""
    cell = RosterCell(post_id, day, session, a_id, b_id, pinned)
    return set_cells(roster_id=roster_id, cells=(cell,), by=by, at=at, key=key)


def refuse_barred(hall_id: UUID, specs: Sequence[ShiftSpec]) -> None:
    """Refuse people who are not posted, or have no valid certificate, on the day.  Raises: RosterBarred."""
    people = {who for one in specs for who in (one.a_id, one.b_id) if who is not None}
    if not people:
        return
    first, last = min(one.day for one in specs), max(one.day for one in specs)
    unfit = barred(unfit_days(hall_id, people, since=first, until=last + timedelta(days=1)))
    found = [
        FaultCard(one, unfit[who, one.day], who)
        for one in specs
        for who in (one.a_id, one.b_id)
        if who is not None and (who, one.day) in unfit
    ]
    if found:
        raise RosterBarred(faults=faults_told(hall_id, found), found=tuple(found))
