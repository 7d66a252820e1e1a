"""Look a notice up by its number and code: wrong and unknown get one answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from yichuang.kernel import clock
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.notices import codes, events, selectors
from yichuang.notices.models import LookUp, Notice, WrongCode
from yichuang.notices.refusals import LookUpTooOften, NotFoundByCode
from yichuang.notices.rules import sheet
from yichuang.notices.selectors.notices import card_of
from yichuang.notices.selectors.values import Limits
from yichuang.notices.types import NoticeCard
from yichuang.organization import selectors as organization

LONGEST = 60


def look(*, hall_code: str, number: str, code: str, address: str, at: datetime) -> NoticeCard:
    """Return the notice with this number, to who knows its code; ``address`` is where the question comes
    from.

    A wrong code and an unknown number get the same answer, as does the right code after too many wrong ones
    (``notice.wrong_codes``, for ``notice.code_rest`` minutes).  Neither number nor address is kept as it is.

    Raises: HallUnknown, LookUpTooOften, NotFoundByCode (ONE-11).
    """
    hall = organization.hall_by_code(hall_code)
    limits = selectors.limits(hall.id, clock.local_day(at, hall.timezone))
    _count(hall.id, codes.hash_of(hall.id, "address", address), limits, at)
    found = _opened(hall.id, number[:LONGEST], code, limits, at)
    if found is None:
        raise NotFoundByCode(times=limits.wrong_codes, minutes=limits.rest // timedelta(minutes=1))
    return found


@transaction.atomic
def _count(hall_id: UUID, address: str, limits: Limits, at: datetime) -> None:
    """Count the question for its address in this hour.  Raises: LookUpTooOften."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    place = {"hall_id": hall_id, "address": address, "hour": hour}
    LookUp.objects.bulk_create([LookUp(**place)], ignore_conflicts=True)
    asked = LookUp.objects.filter(**place, count__lt=limits.per_address).update(count=F("count") + 1)
    if not asked:
        raise LookUpTooOften


@transaction.atomic
def _opened(hall_id: UUID, number: str, code: str, limits: Limits, at: datetime) -> NoticeCard | None:
    """Return the notice the code opens; a number nobody has is counted just as one somebody has."""
    asked = sheet.typed(number)
    row = None
    if asked is not None:
        kind, year, serial = asked
        row = Notice.objects.filter(hall_id=hall_id, kind=kind, year=year, serial=serial).first()
    counted = _wrong_so_far(hall_id, "-".join(map(str, asked)) if asked else number, at)
    if counted.wrong >= limits.wrong_codes and at < counted.last_at + limits.rest:
        return None
    if at >= counted.last_at + limits.rest:
        counted.wrong = 0
    # the time of comparing is the same for a number that nobody has
    fits = codes.fits(row.id if row else hall_id, code)
    if row is None or not fits:
        counted.wrong, counted.last_at = counted.wrong + 1, at
        counted.save(update_fields=["wrong", "last_at"])
        if row is not None and counted.wrong == limits.wrong_codes:
            _tell(row, events.NoticeClosedToCodes(wrong=counted.wrong), at)
        return None
    counted.delete()
    _tell(row, events.NoticeRead(), at)
    return card_of(row)


def _wrong_so_far(hall_id: UUID, number: str, at: datetime) -> WrongCode:
    """Return the count of a number, locked: tries with one number come one after the other."""
    place = {"hall_id": hall_id, "number": codes.hash_of(hall_id, "number", number)}
    while True:
        WrongCode.objects.bulk_create([WrongCode(**place, last_at=at)], ignore_conflicts=True)
        found = WrongCode.objects.select_for_update().filter(**place).first()
        if found is not None:  # else forgotten between the two statements
            return found


def _tell(row: Notice, event: events.NoticeRead | events.NoticeClosedToCodes, at: datetime) -> None:
    # whoever asks is nobody in particular; the act carries the id of what it opened
    by = Actor(ActorKind.CITIZEN, uuid5(row.id, "reader"), row.hall_id)
    record(event, subject=row.id, matter=row.matter_id, by=by, at=at)


@transaction.atomic
def forget_tries(*, hall_id: UUID, at: datetime) -> int:
    """Forget the counts that count no more; return how many."""
    day = clock.local_day(at, organization.timezone_of(hall_id))
    rest = selectors.limits(hall_id, day).rest
    gone, _each = WrongCode.objects.filter(hall_id=hall_id, last_at__lt=at - rest).delete()
    hours, _each = LookUp.objects.filter(hall_id=hall_id, hour__lt=at - timedelta(hours=2)).delete()
    return gone + hours
