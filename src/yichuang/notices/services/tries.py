"""Count what is tried out: wrong codes of one number, known or not, and look-ups from one network address.

Whoever lets somebody in by a number and something only they know counts here, so that a house has one count.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import F

from yichuang.kernel import clock
from yichuang.notices import codes, selectors
from yichuang.notices.models import LookUp, WrongCode
from yichuang.notices.refusals import LookUpTooOften
from yichuang.organization import selectors as organization

# no number rests longer than a day, and no address is counted longer than an hour
LONGEST_REST = timedelta(days=1)
COUNTED = timedelta(hours=2)


class Tried(StrEnum):
    """What a try came to; only ``OPENS`` opens, and nobody outside is told the others apart."""

    OPENS = "opens"
    WRONG = "wrong"
    CLOSES = "closes"  # wrong, and the last one before the number rests
    RESTS = "rests"


@transaction.atomic
def count_look_up(*, hall_id: UUID, address: str, at: datetime) -> None:
    """Count a question for the network address it comes from, in this hour (``notice.per_address``).

    Raises: LookUpTooOften.
    """
    most = selectors.limits(hall_id, clock.local_day(at, organization.timezone_of(hall_id))).per_address
    hour = at.replace(minute=0, second=0, microsecond=0)
    place = {"hall_id": hall_id, "address": codes.hash_of(hall_id, "address", address), "hour": hour}
    LookUp.objects.bulk_create([LookUp(**place)], ignore_conflicts=True)
    if not LookUp.objects.filter(**place, count__lt=most).update(count=F("count") + 1):
        raise LookUpTooOften


@transaction.atomic
def try_out(*, hall_id: UUID, number: str, fits: bool, most: int, rest: timedelta, at: datetime) -> Tried:
    """Count a try with ``number`` and return what it came to; call it in the transaction of what it opens.

    After ``most`` wrong ones the number rests: for the time of ``rest`` (a day at most) not even what fits
    opens it, and asking meanwhile makes it no longer.  The number itself is not kept.
    """
    counted = _wrong_so_far(hall_id, number, at)
    over = at >= counted.last_at + rest
    if counted.wrong >= most and not over:
        return Tried.RESTS
    if fits:
        counted.delete()
        return Tried.OPENS
    counted.wrong, counted.last_at = (0 if over else counted.wrong) + 1, at
    counted.save(update_fields=["wrong", "last_at"])
    return Tried.CLOSES if counted.wrong == most else Tried.WRONG


def _wrong_so_far(hall_id: UUID, number: str, at: datetime) -> WrongCode:
    """Return the count of a number, locked: tries with one number come one after the other."""
    place = {"hall_id": hall_id, "number": codes.hash_of(hall_id, "number", number)}
    while True:
        WrongCode.objects.bulk_create([WrongCode(**place, last_at=at)], ignore_conflicts=True)
        found = WrongCode.objects.select_for_update().filter(**place).first()
        if found is not None:  # else forgotten between the two statements
            return found


@transaction.atomic
def forget_tries(*, hall_id: UUID, at: datetime) -> int:
    """Forget the counts that count no more; return how many."""
    gone, _each = WrongCode.objects.filter(hall_id=hall_id, last_at__lt=at - LONGEST_REST).delete()
    hours, _each = LookUp.objects.filter(hall_id=hall_id, hour__lt=at - COUNTED).delete()
    return gone + hours
