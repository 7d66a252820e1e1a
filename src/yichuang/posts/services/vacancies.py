"""Tell the journal of a post that stands empty in its hours: once, and once more when that is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.posts import selectors
from yichuang.posts.events import PostVacant, VacancyEnded
from yichuang.posts.models import Vacancy

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:posts.vacancies")
MINUTE = timedelta(minutes=1)


@transaction.atomic
def tell_vacancies(*, at: datetime) -> int:
    """Tell of posts that stand empty longer than ``ab.vacancy_grace_minutes`` (AB-02); return how many."""
    return sum(_tell_of(hall.id, at) for hall in organization.halls() if hall.active)


def _tell_of(hall_id: UUID, at: datetime) -> int:
    by = Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
    empty = {one.window_id: one for one in selectors.vacancies(hall_id, at)}
    for row in Vacancy.objects.select_for_update().filter(hall_id=hall_id, ended_at__isnull=True):
        now = empty.get(row.window_id)
        if now is not None and now.since == row.since:
            continue
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        over = VacancyEnded(window_id=row.window_id, minutes=int((at - row.since) / MINUTE))
        record(over, subject=row.window_id, by=by, at=at)
    told = 0
    for one in empty.values():
        _row, fresh = Vacancy.objects.get_or_create(
            hall_id=hall_id,
            window_id=one.window_id,
            since=one.since,
            defaults={"id": new_id(), "told_at": at},
        )
        if fresh:
            event = PostVacant(
                window_id=one.window_id, post_id=one.post_id, since=one.since, minutes=one.minutes
            )
            record(event, subject=one.window_id, by=by, at=at)
            told += 1
    return told
