"""Questions about versions: how many open cases stand on which, and what was proposed and done about it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q

from yichuang.cases.models import Case, ChangeTold, VersionMove, VersionMoveLine
from yichuang.cases.refusals import MoveGone
from yichuang.cases.rules.versions import MOVABLE
from yichuang.cases.types import OPEN, CaseState
from yichuang.cases.types.versions import (
    ChangeCard,
    ChangeRow,
    Hurdle,
    HurdleKind,
    MoveState,
    OpenOnVersion,
    StayedCard,
    VersionMoveCard,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.journal import selectors as journal
from yichuang.notices import selectors as notices

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


def told_of(hall_id: UUID, item: ItemCard) -> ChangeCard:
    """Return which open applicants of an item were told of a version, and which are still to be (PUB-08).

    Those are told whose case stands on an earlier version that asks for other materials than this one.
    Before the version is in force the list says who will be.  A confidential case is counted and not named.
    """
    rows = {
        row.case_id: row for row in ChangeTold.objects.filter(hall_id=hall_id, to_version_id=item.version_id)
    }
    waiting = untold(hall_id, item)
    cases = Case.objects.filter(hall_id=hall_id).in_bulk([*rows, *waiting])
    letters = notices.by_ids(hall_id, [row.notice_id for row in rows.values()])
    told = tuple(
        ChangeRow(
            _number_of(cases[case_id]),
            cases[case_id].id,
            row.from_version_id,
            row.told_at,
            letters[row.notice_id].number if row.notice_id in letters else "",
        )
        for case_id, row in sorted(rows.items(), key=lambda one: (one[1].told_at, one[1].id))
    )
    coming = tuple(
        ChangeRow(_number_of(cases[one]), one, cases[one].item_version_id, None, "") for one in waiting
    )
    return ChangeCard(told, coming)


def _number_of(case: Case) -> str:
    return "" if case.confidential else case.number


def untold(hall_id: UUID, item: ItemCard) -> list[UUID]:
    """Return the open cases on an earlier version that asks for other materials, not told of this one."""
    earlier = [one for one in catalogue.versions(hall_id, item.id) if one.version < item.version]
    differing = [one.version_id for one in earlier if _asks_otherwise(one, item)]
    if not differing:
        return []
    told = ChangeTold.objects.filter(hall_id=hall_id, to_version_id=item.version_id).values("case_id")
    rows = Case.objects.filter(
        hall_id=hall_id, item_id=item.id, item_version_id__in=differing, state__in=[str(one) for one in OPEN]
    )
    return list(rows.exclude(id__in=told).order_by("submitted_at", "id").values_list("id", flat=True))


def _asks_otherwise(old: ItemCard, new: ItemCard) -> bool:
    differs = catalogue.difference(old, new)
    return bool(differs.materials_added or differs.materials_removed or differs.materials_changed)
