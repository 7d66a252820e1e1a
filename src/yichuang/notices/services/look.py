"""Look a notice up by its number and code: wrong and unknown get one answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from yichuang.kernel import clock
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.notices import codes, events, selectors
from yichuang.notices.models import Notice
from yichuang.notices.refusals import NotFoundByCode
from yichuang.notices.rules import sheet
from yichuang.notices.selectors.notices import card_of
from yichuang.notices.selectors.values import Limits
from yichuang.notices.services.tries import Tried, count_look_up, try_out
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
    count_look_up(hall_id=hall.id, address=address, at=at)
    found = _opened(hall.id, number[:LONGEST], code, limits, at)
    if found is None:
        raise NotFoundByCode(times=limits.wrong_codes, minutes=limits.rest // timedelta(minutes=1))
    return found


@transaction.atomic
def _opened(hall_id: UUID, number: str, code: str, limits: Limits, at: datetime) -> NoticeCard | None:
    """Return the notice the code opens; a number nobody has is counted just as one somebody has."""
    asked = sheet.typed(number)
    row = None
    if asked is not None:
        kind, year, serial = asked
        row = Notice.objects.filter(hall_id=hall_id, kind=kind, year=year, serial=serial).first()
    # the time of comparing is the same for a number that nobody has
    fits = codes.fits(row.id if row else hall_id, code)
    tried = try_out(
        hall_id=hall_id,
        number="-".join(map(str, asked)) if asked else number,
        fits=fits and row is not None,
        most=limits.wrong_codes,
        rest=limits.rest,
        at=at,
    )
    if row is None:
        return None
    if tried is Tried.CLOSES:
        _tell(row, events.NoticeClosedToCodes(wrong=limits.wrong_codes), at)
    if tried is not Tried.OPENS:
        return None
    _tell(row, events.NoticeRead(), at)
    return card_of(row)


def _tell(row: Notice, event: events.NoticeRead | events.NoticeClosedToCodes, at: datetime) -> None:
    # whoever asks is nobody in particular; the act carries the id of what it opened
    by = Actor(ActorKind.CITIZEN, uuid5(row.id, "reader"), row.hall_id)
    record(event, subject=row.id, matter=row.matter_id, by=by, at=at)
