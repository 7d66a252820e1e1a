"""Tell the journal of a post that stands empty in its hours: once, and once more when that is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.kernel.clock import local_day
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.posts import selectors
from yichuang.posts.events import PostVacant, VacancyEnded, VacancyRaised
from yichuang.posts.models import Vacancy
from yichuang.posts.types import Rung
from yichuang.regulations import selectors as regulations

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:posts.vacancies")
MINUTE = timedelta(minutes=1)


@transaction.atomic
def tell_vacancies(*, at: datetime) -> int:
    """Tell of posts that stand empty longer than ``ab.vacancy_grace_minutes`` (AB-02); return how many.

    Its B is told first, then the head of the section, then the office, ``ab.vacancy_step_minutes`` apart.
    """
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
        row, fresh = Vacancy.objects.get_or_create(
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
            _raise(row, Rung.B, by, at)
            told += 1
    _climb(hall_id, by, at)
    return told


def _climb(hall_id: UUID, by: Actor, at: datetime) -> None:
    """Tell of a post that stays empty the next who can help: its B, the head of the section, the office.

    A rung at which there is nobody is passed over at once.
    """
    day = local_day(at, organization.timezone_of(hall_id))
    step = timedelta(minutes=regulations.parameter(hall_id, "ab.vacancy_step_minutes", day))
    order = list(Rung)
    for row in Vacancy.objects.select_for_update().filter(hall_id=hall_id, ended_at__isnull=True):
        place = order.index(Rung(row.rung))
        while place + 1 < len(order):
            reached = selectors.tells(hall_id, row.window_id, order[place], at)
            if reached and at < row.told_at + (place + 1) * step:
                break
            place += 1
            _raise(row, order[place], by, at)


def _raise(row: Vacancy, rung: Rung, by: Actor, at: datetime) -> None:
    row.rung = rung.value
    row.save(update_fields=["rung"])
    people = selectors.tells(row.hall_id, row.window_id, rung, at)
    if people:
        told = VacancyRaised(window_id=row.window_id, rung=rung.value, person_ids=people)
        record(told, subject=row.window_id, by=by, at=at)
