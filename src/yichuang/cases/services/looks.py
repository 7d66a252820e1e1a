"""Open a case for who may see it, tell who tried in vain, watch for looks without work (PRV-01, PRV-02)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Burst, Case, Look
from yichuang.cases.refusals import NotSupervision, OtherDepartment, UnknownBurst, UnknownCase
from yichuang.cases.rules import looks as rules
from yichuang.cases.services.common import HANDLING, act, denied, hall_day, tell
from yichuang.cases.types import CaseCard
from yichuang.cases.types.privacy import BurstCard
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.events import PersonalDataRevealed
from yichuang.kernel.vault.types import Kind
from yichuang.posts import selectors as posts
from yichuang.regulations import selectors as regulations

SUPERVISION = frozenset({Role.SUP, Role.INSP, Role.UH, Role.OFF})
#: What is looking, and not handling.
LOOKING = (events.CaseLookedAt.stored_name, PersonalDataRevealed.stored_name)
LOOKS_STAY = timedelta(days=1)
NOTES_STAY = timedelta(days=3 * 366)


@act
def look(*, case_id: UUID, by: Actor, at: datetime) -> CaseCard:
    """Return a case to somebody who may see it; a look at what is not in their hands is written down.

    Raises: UnknownCase where there is none or it is confidential (CRT-02), OtherDepartment (PRV-01); both
    attempts are told.
    """
    row = Case.objects.filter(hall_id=by.hall_id, id=case_id).first()
    if row is None:
        raise UnknownCase
    card = selectors.card_of(row)
    if not selectors.may_see(card, by.id, selectors.eyes(by.hall_id, by.id, at)):
        refusal = UnknownCase() if card.confidential else OtherDepartment(number=card.number)
        raise denied(refusal, row, "look", by, at)
    if not in_hand(card, by, at):
        tell(events.CaseLookedAt(state=row.state), row, by=by, at=at)
    return card


def in_hand(card: CaseCard, by: Actor, at: datetime) -> bool:
    """Say whether a case is somebody's own: they had a part in it, or sit at the window it came in by."""
    if by.id in selectors.assigned_of(card):
        return True
    on = posts.sign_on_now(by.hall_id, at, person_id=by.id) if by.kind is ActorKind.PERSON else None
    return on is not None and on.window_id == card.window_id


@act
def watch_looks(
    *, entry_id: UUID, person_id: UUID, matter_id: UUID | None, by: Actor, at: datetime
) -> BurstCard | None:
    """Count one more look of a person, and tell supervision when they are too many without handling.

    Looks in matters the person did anything in never count.  Told once within the window; safe to hear twice.
    """
    made = Look(
        id=new_id(), hall_id=by.hall_id, person_id=person_id, matter_id=matter_id, entry_id=entry_id, at=at
    )
    Look.objects.bulk_create([made], ignore_conflicts=True)
    today = hall_day(by.hall_id, at)
    window = timedelta(minutes=regulations.parameter(by.hall_id, "prv.burst_minutes", today))
    most = regulations.parameter(by.hall_id, "prv.burst_views", today)
    rows = Look.objects.filter(hall_id=by.hall_id, person_id=person_id, at__gt=at - window, at__lte=at)
    looks = list(rows.order_by("at").values_list("matter_id", flat=True))
    told = Burst.objects.filter(hall_id=by.hall_id, person_id=person_id, at__gt=at - window)
    if len(looks) < most or told.exists():
        return None
    handled = {
        one
        for one in set(looks)
        if one is not None and journal.acted_in(by.hall_id, matter=one, person_id=person_id, besides=LOOKING)
    }
    if not rules.is_burst(looks, handled, most):
        return None
    row = Burst.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        person_id=person_id,
        views=rules.idle(looks, handled),
        since=at - window,
        at=at,
    )
    event = events.ViewsBurst(burst_id=row.id, views=row.views, since=row.since)
    record(event, subject=person_id, by=by, at=at)
    return selectors.burst_card(row)


@act
def settle_burst(*, burst_id: UUID, note: str, by: Actor, at: datetime, key: Key | None = None) -> BurstCard:
    """Write down what a burst of views was; supervision does, and nobody about themselves.

    Raises: UnknownBurst, NotSupervision, TextMissing, KeyReused.
    """
    promise = once(by, "cases.settle_burst", key, at)
    row = Burst.objects.select_for_update().filter(hall_id=by.hall_id, id=burst_id).first()
    if row is None:
        raise UnknownBurst
    if promise.replay:
        return selectors.burst_card(row)
    roles = {one.role for one in access.roles_of(by.hall_id, by.id, at)}
    if not roles & SUPERVISION or row.person_id == by.id:
        raise NotSupervision
    if row.settled_at is not None:
        raise UnknownBurst
    row.note = vault.keep(
        hall_id=by.hall_id,
        kind=Kind.TEXT,
        value=plain(note, field=str(_("What the views were for")), limit=1000, lines=True),
        purpose=HANDLING,
        expires_at=at + NOTES_STAY,
        by=by,
        at=at,
    )
    row.settled_by, row.settled_at = by.id, at
    row.save(update_fields=["note", "settled_by", "settled_at"])
    told = events.BurstSettled(burst_id=row.id, note_id=row.note)
    record(told, subject=row.person_id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.burst_card(row)


def forget_looks(at: datetime, limit: int = 1000) -> int:
    """Forget the looks that count no more, in slices; the journal keeps them.  Returns how many."""
    gone = 0
    while old := list(Look.objects.filter(at__lt=at - LOOKS_STAY).values_list("pk", flat=True)[:limit]):
        gone += Look.objects.filter(pk__in=old).delete()[0]
    return gone
