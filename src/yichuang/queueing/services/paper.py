"""Numbers on paper: set aside, print, throw away, and say afterwards when they were used."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yichuang.kernel import clock, idempotency
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.queueing import events, paper_labels, selectors
from yichuang.queueing.models import Line, PaperNumber, PaperPack
from yichuang.queueing.refusals import MarkTaken, NoLines, OutageUnfit, PackNotNow, UnknownPack
from yichuang.queueing.rules import paper
from yichuang.queueing.types import OutageReason, PackCard, PackState


@transaction.atomic
def prepare_pack(*, place: str = "", by: Actor, at: datetime, key: Key | None = None) -> PackCard:
    """Set the next paper numbers of every line aside for a pack that lies at ``place``.

    They go on from the last pack's, and nothing ever gives them again: not the counter, whose labels have no
    mark, and no later pack (``a_paper_number_is_printed_once``).  How many: ``queue.paper_numbers``.

    Raises: NoLines, MarkTaken, TextTooLong, TextUnreadable, KeyReused.
    """
    promise = idempotency.once(by, "queueing.prepare_pack", key, at)
    if promise.replay:
        return selectors.pack(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    # one pack is set aside at a time; tickets of the lines go on meanwhile
    rows = Line.objects.select_for_update(no_key=True).filter(hall_id=by.hall_id).order_by("id")
    lines = [one for one in rows if one.active]
    if not lines:
        raise NoLines
    for line in lines:
        if paper.clashes(line.prefix, [one.prefix for one in rows]):
            raise MarkTaken(prefix=line.prefix)
    day = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    size = selectors.pack_size(by.hall_id, day)
    packs = PaperPack.objects.filter(hall_id=by.hall_id)
    pack = PaperPack.objects.create(
        hall_id=by.hall_id,
        number=(packs.aggregate(last=Max("number"))["last"] or 0) + 1,
        state=PackState.PREPARED,
        place=plain(place, field=_("Where it lies"), limit=60, blank=True),
        prepared_by=by.id,
        prepared_at=at,
    )
    printed = PaperNumber.objects.filter(hall_id=by.hall_id).values_list("line_id")
    last = dict(printed.annotate(last=Max("number")))
    firsts = {one.id: last.get(one.id, 0) + 1 for one in lines}
    PaperNumber.objects.bulk_create(
        PaperNumber(hall_id=by.hall_id, pack=pack, line=line, number=firsts[line.id] + place_in_pack)
        for line in lines
        for place_in_pack in range(size)
    )
    event = events.PaperPackPrepared(
        pack=pack.number,
        line_ids=tuple(one.id for one in lines),
        firsts=tuple(firsts[one.id] for one in lines),
        lasts=tuple(firsts[one.id] + size - 1 for one in lines),
    )
    record(event, subject=pack.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.pack(by.hall_id, pack.id)


@transaction.atomic
def print_pack(*, pack_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> PackCard:
    """Say that a pack goes to the printer; again only while it is unused, and counted.

    Raises: UnknownPack, PackNotNow, KeyReused.
    """
    promise = idempotency.once(by, "queueing.print_pack", key, at)
    if promise.replay:
        return selectors.pack(by.hall_id, pack_id)
    pack = held_pack(pack_id, by, PackState.PREPARED, PackState.PRINTED)
    pack.state, pack.printed_at, pack.copies = PackState.PRINTED, pack.printed_at or at, pack.copies + 1
    pack.save(update_fields=["state", "printed_at", "copies"])
    event = events.PaperPackPrinted(pack=pack.number, copies=pack.copies)
    record(event, subject=pack.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.pack(by.hall_id, pack.id)


@transaction.atomic
def void_pack(*, pack_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> PackCard:
    """Throw an unused pack away; its numbers are not given again.

    Raises: UnknownPack, PackNotNow, KeyReused.
    """
    promise = idempotency.once(by, "queueing.void_pack", key, at)
    if promise.replay:
        return selectors.pack(by.hall_id, pack_id)
    pack = held_pack(pack_id, by, PackState.PREPARED, PackState.PRINTED)
    pack.state = PackState.VOID
    pack.save(update_fields=["state"])
    record(events.PaperPackVoided(pack=pack.number), subject=pack.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.pack(by.hall_id, pack.id)


@transaction.atomic
def record_outage(
    *,
    pack_id: UUID,
    began: datetime,
    ended: datetime,
    reason: OutageReason,
    handed_in_by: UUID,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PackCard:
    """Record afterwards that the hall called by the numbers of a pack, and who handed the sheets in.

    Said again before the sheets are entered, the later word holds; both stand in the journal.

    Raises: UnknownPack, PackNotNow, OutageUnfit, PersonUnknown, KeyReused.
    """
    promise = idempotency.once(by, "queueing.record_outage", key, at)
    if promise.replay:
        return selectors.pack(by.hall_id, pack_id)
    pack = held_pack(pack_id, by, PackState.PRINTED, PackState.IN_USE)
    zone = organization.hall_in_hand(by.hall_id).timezone
    day = clock.local_day(began, zone)
    assert pack.printed_at is not None
    if not pack.printed_at < ended <= at or ended <= began or clock.local_day(ended, zone) != day:
        raise OutageUnfit
    organization.person(by.hall_id, handed_in_by)
    pack.state, pack.business_day, pack.reason = PackState.IN_USE, day, reason
    pack.began, pack.ended, pack.handed_in_by = began, ended, handed_in_by
    pack.save(update_fields=["state", "business_day", "reason", "began", "ended", "handed_in_by"])
    event = events.OutageRecorded(
        pack=pack.number,
        business_day=day,
        began=began,
        ended=ended,
        reason=reason,
        handed_in_by=handed_in_by,
    )
    record(event, subject=pack.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.pack(by.hall_id, pack.id)


def held_pack(pack_id: UUID, by: Actor, *states: PackState) -> PaperPack:
    """Return a pack of the hall in one of these states, locked until the act is over.

    Raises: UnknownPack, PackNotNow.
    """
    pack = PaperPack.objects.select_for_update().filter(hall_id=by.hall_id, id=pack_id).first()
    if pack is None:
        raise UnknownPack
    if pack.state not in states:
        raise PackNotNow(number=pack.number, state=str(paper_labels.PACK_STATE[PackState(pack.state)]))
    return pack
