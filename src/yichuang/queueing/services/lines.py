"""Set up the lines: which there are, for which items, and which windows call them."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock, idempotency
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.queueing import events, selectors
from yichuang.queueing.models import Line, LineItem, Serves
from yichuang.queueing.refusals import (
    AlreadyServes,
    LineMalformed,
    MarkTaken,
    NothingLeftToServe,
    PrefixTaken,
    ServesNothing,
    UnknownItem,
    UnknownLine,
)
from yichuang.queueing.rules.paper import clashes
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.services.policy import give_shipped
from yichuang.queueing.types import LineCard

_PREFIX = re.compile(r"[A-Z]{1,4}")


@transaction.atomic
def add_line(
    *,
    prefix: str,
    name: str,
    name_en: str = "",
    hint: str = "",
    hint_en: str = "",
    place: int = 0,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> LineCard:
    """Open a line whose tickets begin with ``prefix`` (one to four capital letters), shown at ``place``.

    Raises: LineMalformed, PrefixTaken, MarkTaken, TextMissing, TextTooLong, TextUnreadable, KeyReused.
    """
    promise = idempotency.once(by, "queueing.add_line", key, at)
    if promise.replay:
        return selectors.line(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id), at)
    if not _PREFIX.fullmatch(prefix):
        raise LineMalformed
    if Line.objects.filter(hall_id=by.hall_id, prefix=prefix).exists():
        raise PrefixTaken(prefix=prefix)
    if clashes(prefix, list(Line.objects.filter(hall_id=by.hall_id).values_list("prefix", flat=True))):
        raise MarkTaken(prefix=prefix)
    give_shipped(by=by, at=at)
    line = Line(
        hall_id=by.hall_id,
        prefix=prefix,
        name=plain(name, field=_("Name"), limit=60),
        name_en=plain(name_en, field=_("English name"), limit=80, blank=True),
        hint=plain(hint, field=_("Hint"), limit=120, blank=True),
        hint_en=plain(hint_en, field=_("English hint"), limit=160, blank=True),
        place=place,
    )
    line.save(force_insert=True)
    event = events.LineAdded(line_id=line.id, prefix=prefix)
    record(event, subject=line.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.line(by.hall_id, line.id, at)


@transaction.atomic
def add_line_item(
    *, line_id: UUID, item_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> LineCard:
    """Let tickets of the line be taken for a service item of the hall's catalogue; twice is once.

    Raises: UnknownLine, UnknownItem, KeyReused.
    """
    promise = idempotency.once(by, "queueing.add_line_item", key, at)
    if promise.replay:
        return selectors.line(by.hall_id, line_id, at)
    line = _line(by, line_id)
    today = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    if catalogue.find(by.hall_id, item_id, today) is None:
        raise UnknownItem
    _row, new = LineItem.objects.get_or_create(hall_id=by.hall_id, line=line, item_id=item_id)
    if new:
        event = events.LineItemAdded(line_id=line.id, item_id=item_id)
        record(event, subject=line.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.line(by.hall_id, line_id, at)


@transaction.atomic
def add_serves(
    *,
    window_id: UUID,
    line_id: UUID,
    item_id: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> None:
    """Let a window call a line's tickets: all of them, or only those of one item (QUE-08).

    It holds from the next call on.

    Raises: WindowUnknown, UnknownLine, UnknownItem, AlreadyServes, KeyReused.
    """
    promise = idempotency.once(by, "queueing.add_serves", key, at)
    if promise.replay:
        return
    line = _line(by, line_id)
    window_of(by.hall_id, window_id)
    if (
        item_id is not None
        and not LineItem.objects.filter(hall_id=by.hall_id, line=line, item_id=item_id).exists()
    ):
        raise UnknownItem
    _row, new = Serves.objects.get_or_create(
        hall_id=by.hall_id, window_id=window_id, line=line, item_id=item_id
    )
    if not new:
        raise AlreadyServes
    event = events.ServesAdded(window_id=window_id, line_id=line.id, item_id=item_id)
    record(event, subject=window_id, by=by, at=at, entry_id=promise.entry_id)


@transaction.atomic
def remove_serves(
    *,
    window_id: UUID,
    line_id: UUID,
    item_id: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> None:
    """Let a window no longer call what ``add_serves`` let it call; whoever was called stays called.

    A window in service keeps something to serve (ORG-03).

    Raises: ServesNothing, NothingLeftToServe, WindowUnknown, KeyReused.
    """
    promise = idempotency.once(by, "queueing.remove_serves", key, at)
    if promise.replay:
        return
    window = organization.window(by.hall_id, window_id)
    # all rows are locked, so that two who take away the last two do it one after the other
    serves = list(Serves.objects.select_for_update().filter(hall_id=by.hall_id, window_id=window_id))
    gone = [one for one in serves if (one.line_id, one.item_id) == (line_id, item_id)]
    if not gone:
        raise ServesNothing
    if window.active and len(serves) == len(gone):
        raise NothingLeftToServe(number=window.number)
    for one in gone:
        one.delete()
    event = events.ServesRemoved(window_id=window_id, line_id=line_id, item_id=item_id)
    record(event, subject=window_id, by=by, at=at, entry_id=promise.entry_id)


def _line(by: Actor, line_id: UUID) -> Line:
    found = Line.objects.filter(hall_id=by.hall_id, id=line_id, active=True).first()
    if found is None:
        raise UnknownLine
    return found
