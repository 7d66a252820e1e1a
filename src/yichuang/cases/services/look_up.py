"""Look a case up without signing in: by a paper's code, or by the case's number and a phone's digits."""

from __future__ import annotations

import hmac
import re
import unicodedata
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from yichuang.cases import events, selectors
from yichuang.cases.models import Case
from yichuang.cases.refusals import NothingFound
from yichuang.cases.rules import numbers
from yichuang.cases.services import keys
from yichuang.cases.services.common import hall_day
from yichuang.cases.types import CaseCard, LookedUp
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.notices import services as notices
from yichuang.notices.services import Tried
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

LONGEST = 60
#: Stands where there are no digits to compare with, and is like none.
NO_DIGITS = "-" * 64


def look_up(
    *, hall_code: str, number: str, code: str, address: str, at: datetime, by: Actor | None = None
) -> LookedUp:
    """Return where a case stands and by when, to who knows its number and the last four digits of the phone
    given; or what a paper's number and code open.

    An unknown number, other digits, a case without a phone, a confidential one and one that rests after too
    many wrong digits (``case.wrong_digits``, for ``case.digits_rest`` minutes) get the same answer (PUB-04,
    CRT-02).  ``address`` is where the question comes from; neither it nor what was typed is kept as it is.
    ``by`` is who asks for a caller on the telephone (PRV-04); None: a citizen for themselves.

    Raises: HallUnknown, LookUpTooOften, NothingFound (PRV-04).
    """
    hall = organization.hall_by_code(hall_code)
    typed = unicodedata.normalize("NFKC", number[:LONGEST]).strip().upper()
    if not numbers.is_like_one(typed):
        return _by_paper(hall_code, number, code, address, at)
    notices.count_look_up(hall_id=hall.id, address=address, at=at)
    today = hall_day(hall.id, at)
    most = int(regulations.parameter(hall.id, "case.wrong_digits", today))
    rest = timedelta(minutes=int(regulations.parameter(hall.id, "case.digits_rest", today)))
    found = _by_digits(hall.id, typed, code, most, rest, at, by)
    if found is None:
        raise NothingFound(times=most, minutes=rest // timedelta(minutes=1))
    return selectors.looked_up(found, None, at)


def _by_paper(hall_code: str, number: str, code: str, address: str, at: datetime) -> LookedUp:
    try:
        notice = notices.look(hall_code=hall_code, number=number, code=code, address=address, at=at)
    except notices.NotFoundByCode as refused:
        raise NothingFound(**refused.params) from None
    case = selectors.find(notice.hall_id, notice.matter_id) if notice.matter_id else None
    return selectors.looked_up(case, notice, at)


@transaction.atomic
def _by_digits(
    hall_id: UUID, number: str, code: str, most: int, rest: timedelta, at: datetime, asked_by: Actor | None
) -> CaseCard | None:
    """Return the case the digits open; whatever does not open is compared, counted and told alike."""
    row = Case.objects.filter(hall_id=hall_id, number=number).first()
    held = "" if row is None or row.confidential else row.phone_tail
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", code[:LONGEST]))
    fits = hmac.compare_digest(keys.tail(hall_id, number, digits) or NO_DIGITS[1:], held or NO_DIGITS)
    tried = notices.try_out(hall_id=hall_id, number=number, fits=fits, most=most, rest=rest, at=at)
    subject = uuid5(hall_id, keys.tried(hall_id, number)) if row is None else row.id
    by = asked_by or Actor(ActorKind.CITIZEN, uuid5(subject, "reader"), hall_id)
    matter = None if row is None else row.id
    if tried is Tried.CLOSES:
        record(events.CaseClosedToDigits(wrong=most), subject=subject, matter=matter, by=by, at=at)
    if tried is not Tried.OPENS or row is None:
        return None
    record(events.CaseLookedUp(), subject=subject, matter=matter, by=by, at=at)
    return selectors.card_of(row)
