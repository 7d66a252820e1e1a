"""The hot acts' own SQL does what the rules say and writes what ``record`` would write; on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from bench.hall import MORNING, OpenHall, open_hall
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yichuang.kernel.idempotency import KeyReused, once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.models import Entry, Unsealed
from yichuang.kernel.journal.record import record
from yichuang.kernel.models import IdempotencyKey
from yichuang.kernel.types import Key
from yichuang.posts.models import SignOn
from yichuang.queueing import events, services
from yichuang.queueing.models import Call, Counter, LineItem, Serves, Ticket
from yichuang.queueing.rules.order import Capability, Waiting, microseconds, next_ticket
from yichuang.queueing.types import PriorityClass, TicketState

pytestmark = pytest.mark.django_db
ITEMS = [new_id() for _ in range(3)]

Person = tuple[int, UUID | None, int, int, bool]
person = st.tuples(
    st.integers(0, 2), st.sampled_from([None, *ITEMS]), st.integers(0, 5), st.integers(0, 4), st.booleans()
)
capability = st.tuples(st.integers(0, 2), st.sampled_from([None, *ITEMS]))


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(people=st.lists(person, max_size=14), able=st.lists(capability, max_size=5, unique=True))
def test_sql_calls_whom_the_rule_names(
    people: Sequence[Person], able: Sequence[tuple[int, UUID | None]]
) -> None:
    with transaction.atomic():
        hall = open_hall(windows=1, lines=3)
        clerk = hall.clerks[0]
        Serves.objects.filter(hall_id=hall.hall_id).delete()
        for line, item in able:
            Serves.objects.create(
                hall_id=hall.hall_id, window_id=clerk.window_id, line_id=hall.lines[line].id, item_id=item
            )
        waiting = _queue(hall, people)
        capabilities = [Capability(hall.lines[line].id, item) for line, item in able]

        while (expected := next_ticket(waiting, capabilities)) is not None:
            earlier = _earlier(waiting, expected, capabilities)
            called = services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING)
            assert called.id == expected.id
            waiting.remove(expected)
            row = Call.objects.get(ended_at=None)
            assert (row.rank, row.passed_over.split()) == (len(earlier), earlier)
            Call.objects.update(ended_at=MORNING)
        with pytest.raises(services.NobodyWaiting):
            services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING)
        transaction.set_rollback(True)


def _earlier(waiting: list[Waiting], first: Waiting, able: list[Capability]) -> list[str]:
    """Return the labels of all who came earlier than the first and could have been called as well."""
    rows = {row.id: row for row in Ticket.objects.filter(state=TicketState.WAITING)}
    fit = [rows[one.id] for one in waiting if any(capability.covers(one) for capability in able)]
    fit = [row for row in fit if row.arrival < rows[first.id].arrival]
    return [row.label for row in sorted(fit, key=lambda row: (row.arrival, row.id))]


def _queue(hall: OpenHall, people: Sequence[Person]) -> list[Waiting]:
    """Write waiting tickets with few different sort keys (ties!), and some that no longer wait."""
    waiting = []
    for number, (line, item, key, head, waits) in enumerate(people, 1):
        ticket = Ticket.objects.create(
            hall_id=hall.hall_id,
            line_id=hall.lines[line].id,
            item_id=item,
            business_day=MORNING.date(),
            number=number,
            label=f"A{number:03d}",
            token=new_id().hex[-22:],
            priority=PriorityClass.ELDERLY if head else PriorityClass.ORDINARY,
            arrival=microseconds(MORNING) + key + head,
            head_start=head,
            sort_key=microseconds(MORNING) + key,
            state=TicketState.WAITING if waits else TicketState.CANCELLED,
            taken_at=MORNING,
        )
        if waits:
            waiting.append(Waiting(ticket.id, ticket.line_id, item, ticket.sort_key))
    return waiting


def _columns(entry: Entry) -> dict[str, Any]:
    row = Entry.objects.filter(pk=entry.pk).values().get()
    return {name: value for name, value in row.items() if name not in {"id", "recorded_at"}}


@pytest.mark.parametrize("with_item", [False, True])
def test_a_take_writes_the_row_that_record_would_write(hall: OpenHall, with_item: bool) -> None:
    item = ITEMS[0] if with_item else None
    line = hall.lines[0].id
    LineItem.objects.create(hall_id=hall.hall_id, line_id=line, item_id=ITEMS[0])
    by = hall.kiosks[0]

    card = services.take_ticket(line_id=line, item_id=item, by=by, at=MORNING)

    fast = Entry.objects.get(name="queueing.ticket_taken")
    told = events.TicketTaken(
        ticket_id=card.id,
        line_id=line,
        item_id=item,
        business_day=MORNING.date(),
        number=1,
        label="A001",
        priority=PriorityClass.ORDINARY,
    )
    slow = record(told, subject=card.id, matter=card.id, by=by, at=MORNING)
    assert _columns(fast) == _columns(Entry.objects.get(pk=slow))
    assert _raw(fast.id) == _raw(slow)
    assert Unsealed.objects.filter(entry_id=fast.id, hall_id=hall.hall_id).count() == 1


@pytest.mark.parametrize("with_item", [False, True])
def test_a_call_writes_the_row_that_record_would_write(hall: OpenHall, with_item: bool) -> None:
    item = ITEMS[0] if with_item else None
    line, clerk = hall.lines[0].id, hall.clerks[0]
    LineItem.objects.create(hall_id=hall.hall_id, line_id=line, item_id=ITEMS[0])
    services.take_ticket(line_id=line, item_id=item, by=hall.kiosks[0], at=MORNING)

    card = services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING + timedelta(minutes=1))

    fast = Entry.objects.get(name="queueing.ticket_called")
    told = events.TicketCalled(
        ticket_id=card.id,
        line_id=line,
        item_id=item,
        label="A001",
        window_id=clerk.window_id,
        window_number=1,
        policy=1,
        rank=0,
        passed_over=(),
    )
    post = SignOn.objects.get(hall_id=hall.hall_id, person_id=clerk.by.id).post_id
    by = type(clerk.by)(clerk.by.kind, clerk.by.id, clerk.by.hall_id, window_id=clerk.window_id, post_id=post)
    slow = record(told, subject=card.id, matter=card.id, by=by, at=MORNING + timedelta(minutes=1))
    assert _columns(fast) == _columns(Entry.objects.get(pk=slow))
    assert _raw(fast.id) == _raw(slow)
    assert Unsealed.objects.filter(entry_id=fast.id, hall_id=hall.hall_id).count() == 1


def _raw(entry_id: UUID) -> tuple[Any, ...]:
    """Return the row as the engine keeps it: the chain hashes it so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hall_id, name, version, subject_id, matter_id, actor_kind, actor_id, post_id,"
            " on_behalf_of, window_id, cause_id, cast(at AS text), body FROM journal_entry WHERE id = %s",
            [entry_id if connection.vendor == "postgresql" else entry_id.hex],
        )
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def test_the_key_row_is_the_one_that_once_writes(hall: OpenHall) -> None:
    key = Key("press-0001", "a" * 64)
    services.take_ticket(line_id=hall.lines[0].id, by=hall.kiosks[0], at=MORNING, key=key)
    once(hall.kiosks[0], "queueing.other", key, MORNING)

    fast, slow = IdempotencyKey.objects.order_by("-act")
    assert fast.entry_id == Entry.objects.get(name="queueing.ticket_taken").id
    columns = ("hall_id", "actor_id", "key", "body_hash", "at")
    assert [getattr(fast, one) for one in columns] == [getattr(slow, one) for one in columns]


def test_a_double_call_is_an_error_of_the_database(hall: OpenHall) -> None:
    card = services.take_ticket(line_id=hall.lines[0].id, by=hall.kiosks[0], at=MORNING)
    first, second = hall.clerks[:2]
    values = {"hall_id": hall.hall_id, "person_id": first.by.id, "called_at": MORNING}
    values["line_id"] = hall.lines[0].id
    Call.objects.create(ticket_id=card.id, window_id=first.window_id, **values)

    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(ticket_id=card.id, window_id=second.window_id, **values)
    other = services.take_ticket(line_id=hall.lines[0].id, by=hall.kiosks[0], at=MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(ticket_id=other.id, window_id=first.window_id, **values)


def test_a_repeated_number_is_an_error_of_the_database(hall: OpenHall) -> None:
    card = services.take_ticket(line_id=hall.lines[0].id, by=hall.kiosks[0], at=MORNING)
    row = Ticket.objects.get(id=card.id)
    row.pk, row.token = new_id(), "x" * 22

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_finished_ticket_without_an_outcome_is_an_error_of_the_database(hall: OpenHall) -> None:
    card = services.take_ticket(line_id=hall.lines[0].id, by=hall.kiosks[0], at=MORNING)

    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(id=card.id).update(state=TicketState.FINISHED)


def _written() -> list[int]:
    return [one.objects.count() for one in (IdempotencyKey, Entry, Unsealed, Counter, Ticket, Call)]


@pytest.mark.django_db(transaction=True)
def test_a_refusal_writes_nothing_where_the_act_is_its_own_transaction() -> None:
    hall = open_hall(windows=1, lines=1)
    line, kiosk, clerk = hall.lines[0].id, hall.kiosks[0], hall.clerks[0]
    night, key = MORNING.replace(hour=22), Key("press-0001", "a" * 64)
    before = _written()

    with pytest.raises(services.HallClosed):
        services.take_ticket(line_id=line, by=kiosk, at=night, key=key)
    with pytest.raises(services.UnknownItem):
        services.take_ticket(line_id=line, item_id=new_id(), by=kiosk, at=MORNING, key=key)
    with pytest.raises(services.UnknownLine):
        services.take_ticket(line_id=new_id(), by=kiosk, at=MORNING, key=key)
    with pytest.raises(services.NobodyWaiting):
        services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING, key=key)
    with pytest.raises(services.NotAtThisPost):
        services.call_next(window_id=clerk.window_id, by=kiosk, at=MORNING, key=key)

    assert _written() == before


@pytest.mark.django_db(transaction=True)
def test_a_key_answers_again_where_the_act_is_its_own_transaction() -> None:
    hall = open_hall(windows=1, lines=1)
    line, kiosk, clerk = hall.lines[0].id, hall.kiosks[0], hall.clerks[0]
    key, altered = Key("press-0001", "a" * 64), Key("press-0001", "b" * 64)
    taken = services.take_ticket(line_id=line, by=kiosk, at=MORNING, key=key)
    called = services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING, key=key)
    services.take_ticket(line_id=line, by=kiosk, at=MORNING)
    before = _written()

    # after closing, at a busy window, for an unknown item: the first answer stands
    night = MORNING.replace(hour=22)
    assert services.take_ticket(line_id=line, by=kiosk, at=night, key=key).id == taken.id
    assert services.call_next(window_id=clerk.window_id, by=clerk.by, at=night, key=key).id == called.id
    for act in (
        lambda: services.take_ticket(line_id=line, by=kiosk, at=MORNING, key=altered),
        lambda: services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING, key=altered),
    ):
        with pytest.raises(KeyReused):
            act()

    assert _written() == before
