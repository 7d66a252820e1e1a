"""Move open cases to the version of their item in force: proposed by one, decided by another (换版)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Bill, Case, VersionMove, VersionMoveLine
from yichuang.cases.refusals import (
    MoveGone,
    MoveOpen,
    NobodyToMove,
    NotAVersionKeeper,
    OwnMove,
    VersionNotInForce,
)
from yichuang.cases.rules import versions as rules
from yichuang.cases.services.beside import held_for_the_hall
from yichuang.cases.services.common import HANDLING, act, hall_day, keep_text, tell
from yichuang.cases.types.versions import Hurdle, MoveState, VersionMoveCard
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Reason, ReasonCode
from yichuang.organization.services import hold

KEEPERS = frozenset({Role.OFF, Role.UH, Role.CMT})


@act
def propose_move(
    *, item_id: UUID, to_version_id: UUID, reason: str, by: Actor, at: datetime, key: Key | None = None
) -> VersionMoveCard:
    """Propose to move an item's cases that wait on an earlier version to the one in force.

    Raises: NotAVersionKeeper, VersionNotInForce (RUL-02), MoveOpen, NobodyToMove (PUB-08), ReasonNeeded,
    TextTooLong, TextUnreadable, KeyReused.
    """
    promise = once(by, "cases.propose_move", key, at)
    if promise.replay:
        return selectors.move_of_entry(by.hall_id, promise.entry_id)
    _keeper(by, at)
    hold(by.hall_id)  # two proposals of one item meet here
    item = _in_force(item_id, to_version_id, by, at)
    if selectors.proposed_move(by.hall_id, item_id) is not None:
        raise MoveOpen
    waiting = _waiting(item).count()
    if not waiting:
        raise NobodyToMove
    row = VersionMove.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        item_id=item_id,
        to_version_id=to_version_id,
        reason_id=keep_text(reason, field=_("Why the cases are to move"), item=item, by=by, at=at),
        proposed_by=by.id,
        proposed_at=at,
    )
    told = events.VersionMoveProposed(
        item_id=item_id, to_version_id=to_version_id, cases=waiting, reason_id=row.reason_id
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.move_card(row)


@act
def approve_move(*, move_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> VersionMoveCard:
    """Approve a move somebody else proposed: each case is judged by its own answers, and moves or stays.

    None that moves is asked for more, pays more or waits longer; no clock is touched.

    Raises: NotAVersionKeeper, MoveGone, OwnMove, VersionNotInForce (RUL-02), KeyReused.
    """
    promise = once(by, "cases.approve_move", key, at)
    if promise.replay:
        return selectors.move_of_entry(by.hall_id, promise.entry_id)
    row = _to_decide(move_id, by, at)
    item = _in_force(row.item_id, row.to_version_id, by, at)
    cases = list(_waiting(item).select_for_update().order_by("id"))
    older = catalogue.versions_among(by.hall_id, {one.item_version_id for one in cases})
    bills = Bill.objects.filter(hall_id=by.hall_id, case__item_id=item.id, case__state__in=rules.MOVABLE)
    asked = set(bills.values_list("case_id", flat=True))
    lines = []
    for case in cases:
        was = case.item_version_id
        found = hurdles_of(case, older[was], item, fee_asked=case.id in asked)
        lines.append(
            VersionMoveLine(
                id=new_id(),
                hall_id=by.hall_id,
                move=row,
                case=case,
                from_version_id=was,
                moved=not found,
                hurdles=[[one.kind.value, one.name] for one in found],
            )
        )
        if not found:
            case.item_version_id = item.version_id
            case.save(update_fields=["item_version_id"])
            moved = events.CaseMovedToVersion(
                from_version_id=was, to_version_id=item.version_id, move_id=row.id
            )
            tell(moved, case, by=by, at=at)
    VersionMoveLine.objects.bulk_create(lines)
    return _decided(row, MoveState.APPROVED, by, at, promise.entry_id)


@act
def refuse_move(*, move_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> VersionMoveCard:
    """Refuse a move somebody else proposed; every case stays where it is.

    Raises: NotAVersionKeeper, MoveGone, OwnMove, KeyReused.
    """
    promise = once(by, "cases.refuse_move", key, at)
    if promise.replay:
        return selectors.move_of_entry(by.hall_id, promise.entry_id)
    row = _to_decide(move_id, by, at)
    return _decided(row, MoveState.REFUSED, by, at, promise.entry_id)


@act
def read_move_reason(*, move_id: UUID, by: Actor, at: datetime) -> str:
    """Return why a move was proposed, for who may decide it; the vault tells who read it.

    Raises: NotAVersionKeeper, MoveGone, what the vault refuses.
    """
    _keeper(by, at)
    row = VersionMove.objects.filter(hall_id=by.hall_id, id=move_id).first()
    if row is None:
        raise MoveGone
    reason = Reason(ReasonCode.HANDLING, HANDLING, matter=row.id)
    return vault.reveal(row.reason_id, reason=reason, by=by, at=at)


def hurdles_of(case: Case, old: ItemCard, new: ItemCard, *, fee_asked: bool) -> tuple[Hurdle, ...]:
    """Return all that keeps the case on the older version, judged by its own answers; none: it may move."""
    return rules.hurdles(
        catalogue.burdens(old, new, case.answers),
        catalogue.requirements(old, case.answers).applying,
        catalogue.requirements(new, case.answers).applying,
        looked_at=case.round > 0,
        fee_asked=fee_asked,
    )


def _keeper(by: Actor, at: datetime) -> None:
    if not held_for_the_hall(by, at) & KEEPERS:
        raise NotAVersionKeeper


def _in_force(item_id: UUID, version_id: UUID, by: Actor, at: datetime) -> ItemCard:
    item = catalogue.find(by.hall_id, item_id, hall_day(by.hall_id, at))
    if item is None or item.version_id != version_id:
        raise VersionNotInForce
    return item


def _waiting(item: ItemCard) -> QuerySet[Case]:
    """Return the item's cases that are not yet accepted and stand on an earlier version than this."""
    earlier = [
        one.version_id for one in catalogue.versions(item.hall_id, item.id) if one.version < item.version
    ]
    return Case.objects.filter(
        hall_id=item.hall_id, item_id=item.id, item_version_id__in=earlier, state__in=rules.MOVABLE
    )


def _to_decide(move_id: UUID, by: Actor, at: datetime) -> VersionMove:
    _keeper(by, at)
    row = VersionMove.objects.select_for_update().filter(hall_id=by.hall_id, id=move_id).first()
    if row is None or row.state != MoveState.PROPOSED:
        raise MoveGone
    if row.proposed_by == by.id:
        raise OwnMove
    return row


def _decided(row: VersionMove, state: MoveState, by: Actor, at: datetime, entry_id: UUID) -> VersionMoveCard:
    row.state, row.decided_by, row.decided_at = state, by.id, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    card = selectors.move_card(row)
    told = events.VersionMoveDecided(
        item_id=row.item_id,
        to_version_id=row.to_version_id,
        proposed_by=row.proposed_by,
        approved=state is MoveState.APPROVED,
        moved=card.moved,
        stayed=card.stayed_count,
    )
    record(told, subject=row.id, by=by, at=at, entry_id=entry_id)
    return card
