"""Told once: refuse a second telling, let one through for a section head, tell either as suspected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from yichuang.kernel import clock, idempotency
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.kernel.vault import services as vaults
from yichuang.kernel.vault.types import Kind
from yichuang.notices import events, labels, selectors
from yichuang.notices.draft import Draft
from yichuang.notices.models import Allowance, Notice, Suspected
from yichuang.notices.refusals import (
    AllowanceThere,
    GroundMissing,
    NotASectionHead,
    NothingToAllow,
    SecondNotice,
)
from yichuang.notices.rules import once as rules
from yichuang.notices.selectors.notices import number_of
from yichuang.notices.types import Element, Gap, LateGround, NoticeKind, Suspicion
from yichuang.organization import selectors as organization

ALLOWANCE = "notices.allowance"
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a supplement: on which ground, with whose allowance, and what is suspected."""

    ground: LateGround | None = None
    allowed_by: UUID | None = None
    allowance: UUID | None = None
    suspicion: Suspicion | None = None


def decide(draft: Draft, by: Actor, at: datetime) -> Decided:
    """Decide whether these gaps may still be told; the counter's lock is held, so nobody tells beside us.

    Raises: SecondNotice, GroundMissing, NotASectionHead.
    """
    if draft.kind is not NoticeKind.SUPPLEMENT or draft.matter_id is None:
        return Decided()
    first = (
        Notice.objects.filter(hall_id=by.hall_id, matter_id=draft.matter_id, kind=NoticeKind.SUPPLEMENT)
        .order_by("sequence")
        .first()
    )
    if first is None:
        return Decided()
    told = selectors.gaps_told(by.hall_id, draft.matter_id)
    late = rules.left_out(draft.gaps, told)
    if not late:
        faulty = rules.brought_faulty(draft.gaps, told)
        return Decided(ground=LateGround.SUPPLIED_FAULTY if faulty else None)
    allowance = _allowance(draft, by)
    otherwise = rules.needs_ground(late)
    if len(otherwise) == len(late):
        if (
            allowance is None
            or not rules.is_ground(draft.legal_change)
            or allowance.ground != draft.legal_change
        ):
            raise GroundMissing(name=late[0].name)
        return Decided(draft.legal_change, allowance.given_by, allowance.id)
    omitted = tuple(one for one in late if one.findable_first)
    suspicion = _suspicion(first, omitted)
    if allowance is None:
        refusal = SecondNotice(suspicion)
        refusal.attempt = partial(suspect, suspicion, by=by, at=at)
        raise refusal
    return Decided(None, allowance.given_by, allowance.id, suspicion)


def _allowance(draft: Draft, by: Actor) -> Allowance | None:
    """Return the open allowance of the matter, if the one named gave it."""
    if draft.approved_by is None or draft.matter_id is None:
        return None
    open_one = Allowance.objects.select_for_update().filter(
        hall_id=by.hall_id, matter_id=draft.matter_id, used_by__isnull=True
    )
    found = open_one.first()
    if found is None or found.given_by != draft.approved_by:
        raise NotASectionHead
    return found


def settle(decided: Decided, row: Notice, *, by: Actor, at: datetime) -> None:
    """Use up the allowance, and tell what was let through as suspected all the same."""
    if decided.allowance is not None:
        Allowance.objects.filter(hall_id=by.hall_id, id=decided.allowance).update(used_by=row.id)
    if decided.suspicion is not None:
        suspect(decided.suspicion, allowed_by=decided.allowed_by, by=by, at=at)


def _suspicion(first: Notice, gaps: tuple[Gap, ...]) -> Suspicion:
    assert first.matter_id is not None
    return Suspicion(
        matter_id=first.matter_id,
        first_notice_id=first.id,
        first_number=number_of(first),
        first_checker=first.issued_by,
        first_at=first.issued_at,
        gaps=gaps,
    )


@transaction.atomic
def suspect(suspicion: Suspicion, *, allowed_by: UUID | None = None, by: Actor, at: datetime) -> None:
    """Tell a second telling as a suspected violation of the first checker; the same one is told once.

    ``kernel.act`` calls it when the act that tried it is undone.  Whether it was a violation is for others to
    verify (ONE-10).
    """
    codes = tuple(sorted(one.code for one in suspicion.gaps))
    new = Suspected(
        hall_id=by.hall_id,
        matter_id=suspicion.matter_id,
        first_notice_id=suspicion.first_notice_id,
        first_checker=suspicion.first_checker,
        gaps=" ".join(codes)[:200],
        let_through=allowed_by is not None,
        told_at=at,
    )
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        return
    first = Notice.objects.get(hall_id=by.hall_id, id=suspicion.first_notice_id)
    told = events.ViolationSuspected(
        first_notice=first.id,
        first_checker=suspicion.first_checker,
        first_at=suspicion.first_at,
        item_version_id=first.item_version_id,
        gaps=codes,
        let_through=allowed_by is not None,
        allowed_by=allowed_by,
    )
    record(told, subject=first.id, matter=suspicion.matter_id, by=by, at=at)


@transaction.atomic
def allow_second(
    *,
    matter_id: UUID,
    reason: str,
    ground: LateGround | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> None:
    """Let one more notice of missing materials be given in a matter; only a section head may.

    ``ground`` (changed law, new facts) makes it another matter than an omission; without one it is let
    through and still told as suspected.  ``reason`` goes into the vault for as long as the letter.

    Raises: NotASectionHead, TextMissing, TextTooLong, NothingToAllow, AllowanceThere, KeyReused.
    """
    promise = idempotency.once(by, "notices.allow_second", key, at)
    if promise.replay:
        return
    if by.kind is not ActorKind.PERSON or not access.works_as(by.hall_id, by.id, frozenset({Role.SEC}), at):
        raise NotASectionHead
    if ground is not None and not rules.is_ground(ground):
        raise GroundMissing(name=str(labels.GROUND[ground]))
    said = plain(reason, field=labels.ELEMENT[Element.REASON], limit=LONGEST_REASON, lines=True)
    told = Notice.objects.filter(hall_id=by.hall_id, matter_id=matter_id, kind=NoticeKind.SUPPLEMENT)
    if not told.exists():
        raise NothingToAllow
    entry = vaults.keep(
        hall_id=by.hall_id,
        kind=Kind.TEXT,
        value=said,
        purpose=ALLOWANCE,
        expires_at=at + _kept(by.hall_id, at),
        by=by,
        at=at,
    )
    new = Allowance(
        hall_id=by.hall_id,
        matter_id=matter_id,
        given_by=by.id,
        given_at=at,
        ground=ground or "",
        reason=entry,
    )
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        raise AllowanceThere from None
    event = events.SecondNoticeAllowed(ground=ground, reason=entry)
    record(event, subject=matter_id, matter=matter_id, by=by, at=at, entry_id=promise.entry_id)


def _kept(hall_id: UUID, at: datetime) -> timedelta:
    zone = organization.timezone_of(hall_id)
    return selectors.letter_lasts(hall_id, clock.local_day(at, zone))
