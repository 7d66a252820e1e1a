"""Keep the rows as the journal tells them: ticket by ticket as it is heard, and a past day as a whole."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Model

from yichuang.kernel import idempotency
from yichuang.kernel.clock import local_day
from yichuang.kernel.journal import consumers, reading
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.organization.services import hold
from yichuang.statistics import rules, selectors
from yichuang.statistics.events import DayRecounted, MetricDefined
from yichuang.statistics.models import Definition, Recount, Turn, Visit
from yichuang.statistics.refusals import DefinitionNotAhead, DefinitionUnchanged, DefinitionUnfit
from yichuang.statistics.types import METHODS, DefinitionCard, Ending, Method, Metric

VISITS = "statistics.visits"
RECOUNT_ID = uuid5(NAMESPACE_URL, "yichuang:statistics.recount")
DAYS_AT_ONCE = 7
AFTER_MIDNIGHT = timedelta(hours=1)  # what is left over has been voided by then


def count(entry: EntryCard) -> None:
    """Store what an entry about a ticket changes; to do so again changes nothing."""
    if isinstance(entry.event, rules.TAKEN):
        _open_visit(entry)
    else:
        count_visit(hall_id=entry.hall_id, ticket_id=entry.subject_id)


def count_visit(*, hall_id: UUID, ticket_id: UUID) -> None:
    """Store a ticket's visit and turns as its entries tell them; to do so again changes nothing."""
    told = rules.visit_of(journal.history(hall_id, matter=ticket_id))
    if told is None:
        raise LookupError(f"the journal does not tell of ticket {ticket_id}")
    if told.corrected:  # what paper is no longer said to have been, was counted
        Turn.objects.filter(hall_id=hall_id, visit_id=ticket_id).delete()
    if told.unused:
        Visit.objects.filter(hall_id=hall_id, id=ticket_id).delete()
        return
    _store(hall_id, told)


def _open_visit(taken: EntryCard) -> None:
    """Store the visit that a taken ticket opens, which needs no other entry; a known one stays as it is."""
    told = rules.visit_of([taken])
    assert told is not None
    zone = ZoneInfo(organization.hall_in_hand(taken.hall_id).timezone)
    Visit.objects.bulk_create(_rows(taken.hall_id, told, zone), ignore_conflicts=True)


def clear(hall_id: UUID) -> None:
    """Forget every row of a hall, before it is computed again from the first entry."""
    Turn.objects.filter(hall_id=hall_id).delete()
    Visit.objects.filter(hall_id=hall_id).delete()


@transaction.atomic
def define(
    *, metric: Metric, method: Method, active_from: date, by: Actor, at: datetime, key: Key | None = None
) -> DefinitionCard:
    """Lay down from which moment to which a time is measured, from a day to come (LOG-03).

    Days before keep the definition they had, so no figure changes once it was told.

    Raises: DefinitionUnfit, DefinitionNotAhead, DefinitionUnchanged, KeyReused.  Sources: D6.3.3.
    """
    promise = idempotency.once(by, "statistics.define", key, at)
    hold(by.hall_id)
    known = selectors.definitions(by.hall_id, metric)
    if promise.replay:
        done = journal.subject_of(by.hall_id, promise.entry_id)
        row = Definition.objects.get(hall_id=by.hall_id, id=done)
        return next(one for one in known if one.version == row.version)
    latest = known[-1]
    if method not in METHODS[metric]:
        raise DefinitionUnfit
    today = local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    if active_from <= max(today, latest.active_from or today):
        raise DefinitionNotAhead
    if method is latest.method:
        raise DefinitionUnchanged
    row = Definition.objects.create(
        hall_id=by.hall_id,
        metric=metric,
        version=latest.version + 1,
        method=method,
        active_from=active_from,
    )
    told = MetricDefined(
        metric=metric, definition=row.version, method=method, before=latest.method, active_from=active_from
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return DefinitionCard(metric, row.version, method, active_from)


def recount_past_days(*, at: datetime) -> int:
    """Count the past days again that have not been yet (LOG-01), a few at once; return how many."""
    done = 0
    for hall in organization.halls():
        with transaction.atomic():
            if not consumers.hold(hall.id, VISITS):
                continue  # what has not been heard yet would look as if it differed
            today = local_day(at - AFTER_MIDNIGHT, hall.timezone)
            for day in _days_to_recount(hall.id, today)[:DAYS_AT_ONCE]:
                _recount(hall.id, day, at)
                done += 1
    return done


def _recount(hall_id: UUID, day: date, at: datetime) -> None:
    zone = ZoneInfo(organization.hall_in_hand(hall_id).timezone)
    told = _told_of(hall_id, day, zone)
    stored = {one.id: one for one in Visit.objects.filter(hall_id=hall_id, business_day=day)}
    turns: dict[UUID, list[Turn]] = {}
    for turn in Turn.objects.filter(hall_id=hall_id, business_day=day).order_by("called_at", "id"):
        turns.setdefault(turn.visit_id, []).append(turn)
    differing = 0
    for ticket_id in {*told, *stored, *turns}:
        rows = [*filter(None, [stored.get(ticket_id)]), *turns.get(ticket_id, [])]
        right = _rows(hall_id, told[ticket_id], zone) if ticket_id in told else []
        if [_values(one) for one in rows] == [_values(one) for one in right]:
            continue
        differing += 1
        Turn.objects.filter(hall_id=hall_id, visit_id=ticket_id).delete()
        Visit.objects.filter(hall_id=hall_id, id=ticket_id).delete()
        if ticket_id in told:
            _store(hall_id, told[ticket_id])
    Recount.objects.create(
        hall_id=hall_id, business_day=day, recounted_at=at, visits=len(told), differing=differing
    )
    served = sum(one.ending is Ending.SERVED for one in told.values())
    event = DayRecounted(
        hall_id=hall_id, business_day=day, visits=len(told), served=served, differing=differing
    )
    record(event, subject=hall_id, by=Actor(ActorKind.SYSTEM, RECOUNT_ID, hall_id), at=at)


def _told_of(hall_id: UUID, day: date, zone: ZoneInfo) -> dict[UUID, rules.ToldVisit]:
    """Tell every visit of a day from the entries about tickets taken on it."""
    tickets = [
        one
        for taken in rules.TAKEN
        for one in reading.subjects(hall_id, name=taken.stored_name, on=day, timezone=zone.key)
    ]
    told = (rules.visit_of(journal.history(hall_id, matter=one)) for one in tickets)
    return {one.id: one for one in told if one is not None and one.business_day == day and not one.unused}


def _days_to_recount(hall_id: UUID, today: date) -> list[date]:
    """Return the days before ``today`` with visits and without a recount, the earliest first."""
    done = Recount.objects.filter(hall_id=hall_id).values("business_day")
    days = Visit.objects.filter(hall_id=hall_id, business_day__lt=today).exclude(business_day__in=done)
    return list(days.order_by("business_day").values_list("business_day", flat=True).distinct())


# ---- rows ---------------------------------------------------------------------------------------------


def _store(hall_id: UUID, told: rules.ToldVisit) -> None:
    zone = ZoneInfo(organization.hall_in_hand(hall_id).timezone)
    visit, *turns = _rows(hall_id, told, zone)
    with connection.cursor() as cursor:
        cursor.execute(_upsert(Visit), _stored(visit))
        for turn in turns:
            cursor.execute(_upsert(Turn), _stored(turn))


@cache
def _upsert(model: type[Model]) -> str:
    """Return the statement that writes a row of the model over whatever stands under its id.

    Written out once: most of what the ORM's own takes goes into putting it together for every ticket again.
    """
    columns = [str(field.column) for field in model._meta.concrete_fields]
    marks, news = (
        ", ".join(["%s"] * len(columns)),
        ", ".join(f"{one} = excluded.{one}" for one in columns[1:]),
    )
    into = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
    return f"{into} VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {news}"


def _stored(row: Model) -> list[Any]:
    return [one.get_db_prep_save(getattr(row, one.attname), connection) for one in row._meta.concrete_fields]


def _rows(hall_id: UUID, told: rules.ToldVisit, zone: ZoneInfo) -> list[Any]:
    """Return the visit's row and those of its turns, in the order of its calls."""
    where = {
        "hall_id": hall_id,
        "business_day": told.business_day,
        "hour": told.taken_at.astimezone(zone).hour,
    }
    visit = Visit(
        id=told.id,
        label=told.label,
        line_id=told.line_id,
        item_id=told.item_id,
        taken_at=told.taken_at,
        ending=told.ending,
        on_paper=told.on_paper,
        **where,
    )
    turns = [
        Turn(
            id=one.id,
            visit_id=told.id,
            line_id=one.line_id,
            item_id=one.item_id,
            window_id=one.window_id,
            person_id=one.person_id,
            called_at=one.called_at,
            ending=one.ending,
            outcome=one.outcome,
            wait_seconds=one.wait_seconds,
            service_seconds=one.service_seconds,
            until_service_seconds=one.until_service_seconds,
            counter_seconds=one.counter_seconds,
            **where,
        )
        for one in told.turns
    ]
    return [visit, *turns]


def _values(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields)
