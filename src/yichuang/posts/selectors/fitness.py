"""Who is fit to be planned or to sit at a window on a day, as selection and certificates say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from yichuang.posts.models import Holder
from yichuang.posts.types import ShiftFault
from yichuang.training import selectors as training
from yichuang.training.types import Unfit

DAY = timedelta(days=1)


def held_before(hall_id: UUID, day: date) -> frozenset[UUID]:
    """Return who held a post before a day and on it: they were here before what begins on it (X-29)."""
    rows = Holder.objects.filter(
        Q(active_until__isnull=True) | Q(active_until__gt=day), hall_id=hall_id, active_from__lt=day
    )
    return frozenset(rows.values_list("person_id", flat=True))


def unfit_days(
    hall_id: UUID, people: Collection[UUID], *, since: date, until: date
) -> dict[tuple[UUID, date], Unfit]:
    """Return why which of these people may not be at a window on which of these days (STF-04, STF-05)."""
    return training.unfit_days(
        hall_id, people, since=since, until=until, held_before=lambda day: held_before(hall_id, day)
    )


def unfit(hall_id: UUID, person_id: UUID, on: date) -> Unfit | None:
    """Return why somebody may not be at a window on a day; None: they may."""
    return unfit_days(hall_id, [person_id], since=on, until=on + DAY).get((person_id, on))


def barred(unfit_on: Mapping[tuple[UUID, date], Unfit]) -> dict[tuple[UUID, date], ShiftFault]:
    """Return the same as what speaks against planning somebody (ROT-05)."""
    return {
        place: ShiftFault.NO_CERTIFICATE if why is Unfit.NO_CERTIFICATE else ShiftFault.NOT_POSTED
        for place, why in unfit_on.items()
    }
