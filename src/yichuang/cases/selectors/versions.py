"""Questions about versions: how many open cases stand on which, and what was proposed and done about it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q

from yichuang.cases.models import Case, VersionMove, VersionMoveLine
from yichuang.cases.refusals import MoveGone
from yichuang.cases.rules.versions import MOVABLE
from yichuang.cases.types import CaseState
from yichuang.cases.types.versions import (
    Hurdle,
    HurdleKind,
    MoveState,
    OpenOnVersion,
    StayedCard,
    VersionMoveCard,
)
from yichuang.kernel.journal import selectors as journal

_OVER = (CaseState.NOT_ACCEPTED, CaseState.WITHDRAWN, CaseState.CLOSED, CaseState.ARCHIVED)
MOST_STAYED = 100


def open_on_versions(hall_id: UUID, item_id: UUID) -> dict[UUID, OpenOnVersion]:
    """Return by version how many cases of an item are not over, waiting for acceptance or accepted."""
    rows = (
        Case.objects.filter(hall_id=hall_id, item_id=item_id)
        .exclude(state__in=_OVER)
        .values("item_version_id")
        .annotate(all=Count("id"), waiting=Count("id", filter=Q(state__in=MOVABLE)))
    )
    return {
        row["item_version_id"]: OpenOnVersion(
            row["item_version_id"], row["waiting"], row["all"] - row["waiting"]
        )
        for row in rows
    }


def proposed_move(hall_id: UUID, item_id: UUID) -> VersionMoveCard | None:
    """Return the move of an item's cases that waits to be decided, if there is one."""
    row = VersionMove.objects.filter(hall_id=hall_id, item_id=item_id, state=MoveState.PROPOSED).first()
    return None if row is None else move_card(row)


def last_move(hall_id: UUID, item_id: UUID) -> VersionMoveCard | None:
    """Return the move of an item's cases that was decided last, with those that stayed."""
    rows = VersionMove.objects.filter(hall_id=hall_id, item_id=item_id).exclude(state=MoveState.PROPOSED)
    row = rows.order_by("-decided_at", "-id").first()
    return None if row is None else move_card(row)


def move_of_entry(hall_id: UUID, entry_id: UUID) -> VersionMoveCard:
    """Return the move a journal entry is about.  Raises: MoveGone."""
    row = VersionMove.objects.filter(hall_id=hall_id, id=journal.subject_of(hall_id, entry_id)).first()
    if row is None:
        raise MoveGone
    return move_card(row)


def move_card(row: VersionMove) -> VersionMoveCard:
    """Return the card of a move's row; of a confidential case that stayed no number is told (CRT-02)."""
    lines = VersionMoveLine.objects.filter(hall_id=row.hall_id, move=row)
    tally = lines.aggregate(all=Count("id"), moved=Count("id", filter=Q(moved=True)))
    stayed = lines.filter(moved=False).select_related("case").order_by("case__number")[:MOST_STAYED]
    return VersionMoveCard(
        id=row.id,
        hall_id=row.hall_id,
        item_id=row.item_id,
        to_version_id=row.to_version_id,
        reason_id=row.reason_id,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        state=MoveState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        moved=tally["moved"],
        stayed_count=tally["all"] - tally["moved"],
        stayed=tuple(
            StayedCard(
                "" if one.case.confidential else one.case.number,
                one.from_version_id,
                tuple(Hurdle(HurdleKind(kind), name) for kind, name in one.hurdles),
            )
            for one in stayed
        ),
    )
