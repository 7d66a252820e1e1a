"""Tickets by phone: who may take one, who is passed over, who lapses, and that no number is kept anywhere."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from bench.hall import MORNING, OpenHall, open_hall
from django.db import connection, connections

from tests.queueing.walks import call, moment, take
from tests.support.history import read, violations
from tests.support.tables import rows as every_row
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.journal.selectors import entries
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault.errors import ValueUnfit
from yichuang.queueing import selectors, services
from yichuang.queueing.again import first_difference
from yichuang.queueing.models import RemoteHolder, RemoteTicket, Ticket
from yichuang.queueing.rules import remote as rules
from yichuang.queueing.types import LiftReason, RemoteWhy, TicketCard, TicketState

MINE, YOURS = "13812342210", "13900001111"


def on(hall: OpenHall, *, line: int = 0, per_half_hour: int = 6) -> None:
    services.set_remote_rule(
        line_id=hall.lines[line].id,
        per_half_hour=per_half_hour,
        opens=time(8, 30),
        closes=time(16),
        by=hall.office,
        at=MORNING,
    )


def phone(
    hall: OpenHall,
    number: str = MINE,
    *,
    line: int = 0,
    at: datetime | float = 0,
    browser: str = "",
    address: str = "10.0.0.1",
    key: Key | None = None,
) -> TicketCard:
    return services.take_remote(
        hall_id=hall.hall_id,
        line_id=hall.lines[line].id,
        phone=number,
        browser=browser or number,
        address=address,
        at=at if isinstance(at, datetime) else moment(at),
        key=key,
    )


def here(hall: OpenHall, card: TicketCard, at: float, by: Actor | None = None) -> TicketCard:
    code = selectors.check_in_code(card.id)
    return services.check_in(label=card.label, code=code, by=by or hall.kiosks[0], at=moment(at))


def watch(hall: OpenHall, at: float | datetime) -> int:
    return services.watch_remote(by=hall.office, at=at if isinstance(at, datetime) else moment(at))


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("A012 483920", ("A012", "483920")),
        ("a012483920", ("A012", "483920")),  # as a scanner types it
        ("Ａ０１２－４８３９２０", ("A012", "483920")),
        ("A1012 483920\n", ("A1012", "483920")),
        ("A012", None),
        ("A012 48392", None),
        ("' OR 1=1 --", None),
        ("A012 483920" * 9, None),
    ],
)
def test_what_is_typed_or_scanned_is_read(text: str, read_as: tuple[str, str] | None) -> None:
    assert rules.typed(text) == read_as


@pytest.mark.parametrize(
    ("days_ago", "blocked"),
    [
        ((1,), False),  # once is forgiven
        ((3, 1), True),
        ((8.5, 1), False),  # more than seven days lie between them
        ((13, 6.5), True),  # the second is not a week old
        ((14, 7.5), False),  # a week has passed
    ],
)
def test_two_that_were_missed_within_a_week_hold_back_for_a_week(
    days_ago: tuple[float, ...], blocked: bool
) -> None:
    until = rules.blocked_until([MORNING - timedelta(days=one) for one in days_ago], 2, 7)

    assert (until is not None and until > MORNING) is blocked


def test_it_has_the_next_number_and_is_not_called_before_it_is_here(hall: OpenHall) -> None:
    on(hall)
    first = take(hall)
    away = phone(hall, at=1)
    third = take(hall, at=2)

    assert (away.label, away.state, away.remote, away.ahead) == ("A002", TicketState.EXPECTED, True, 1)
    assert third.number == 3 and selectors.ticket_card(hall.hall_id, third.id).ahead == 1
    assert [call(hall, n, at=5).id for n in range(2)] == [first.id, third.id]
    with pytest.raises(services.NobodyWaiting):
        call(hall, 2, at=6)


def test_who_checks_in_in_time_stands_where_the_ticket_was_taken(hall: OpenHall) -> None:
    on(hall)
    away = phone(hall)
    others = [take(hall, at=n + 1) for n in range(3)]

    back = here(hall, away, at=300)

    assert (back.state, back.ahead) == (TicketState.WAITING, 0)
    assert [call(hall, n, at=310).id for n in range(2)] == [away.id, others[0].id]
    row = Ticket.objects.get(id=away.id)
    assert row.checked_in_at == moment(300), "its wait is counted from here on"
    assert selectors.day_figures(hall.hall_id, MORNING.date()).wait_p50 in (10, 309)


def test_who_comes_too_late_stands_behind_all_and_later_ones_behind_them(hall: OpenHall) -> None:
    on(hall)
    away = phone(hall)
    assert watch(hall, 60) == 0
    assert RemoteTicket.objects.get().turn_at is None, "time to travel is given"
    watch(hall, 20 * 60)
    waits = take(hall, at=20 * 60 + 1)

    back = here(hall, away, at=30 * 60 + 1)
    later = take(hall, at=30 * 60 + 1)

    assert (back.ahead, later.ahead) == (1, 2)
    assert [call(hall, n, at=1900).id for n in range(3)] == [waits.id, away.id, later.id]
    seal()
    (told,) = entries(hall.hall_id, names=["queueing.ticket_checked_in"])
    assert (told.event.kept, told.event.turn_at) == (False, moment(20 * 60))  # type: ignore[attr-defined]


def test_a_turn_waits_for_those_before_and_then_lapses(hall: OpenHall) -> None:
    on(hall)
    take(hall)
    away = phone(hall)
    watch(hall, 3600)
    assert RemoteTicket.objects.get().turn_at is None, "somebody still waits before it"
    call(hall, at=3601)

    watch(hall, 3610)
    assert watch(hall, 3610 + 29 * 60) == 0
    assert watch(hall, 3610 + 30 * 60) == 1
    assert watch(hall, 9999) == 0

    row = Ticket.objects.get(id=away.id)
    assert (row.state, row.left_in) == ("voided", "expected")
    with pytest.raises(services.NotNow):
        here(hall, away, at=9999)
    seal()
    assert violations(read(hall.hall_id)) == []
    assert first_difference(hall.hall_id) is None


def test_only_the_code_of_the_ticket_checks_it_in_and_only_in_its_hall(hall: OpenHall) -> None:
    on(hall)
    away, at_kiosk = phone(hall), take(hall, at=1)
    code = selectors.check_in_code(away.id)
    elsewhere = Actor(hall.kiosks[0].kind, hall.kiosks[0].id, at_kiosk.id)

    for label, said in ((away.label, "000000"), ("A999", code), (at_kiosk.label, code), ("", "")):
        with pytest.raises(services.CheckInUnknown):
            services.check_in(label=label, code=said, by=hall.kiosks[0], at=moment(5))
    with pytest.raises((services.CheckInUnknown, LookupError, Exception)):
        services.check_in(label=away.label, code=code, by=elsewhere, at=moment(5))
    with pytest.raises(services.CheckInUnknown):
        services.check_in(label=away.label, code=code, by=hall.kiosks[0], at=MORNING + timedelta(days=1))
    here(hall, away, at=6)
    with pytest.raises(services.NotNow):
        here(hall, away, at=7)


def test_one_number_holds_one_ticket_and_two_a_day(hall: OpenHall) -> None:
    on(hall), on(hall, line=1)
    first = phone(hall)
    for number in (MINE, "+86 138 1234 2210", "１３８１２３４２２１０"):
        with pytest.raises(services.RemoteNotForThis):
            phone(hall, number, line=1, browser="another")
    services.give_up(ticket_id=first.id, by=selectors.citizen_at(first.token), at=moment(2))
    second = phone(hall, line=1, at=3)
    services.give_up(ticket_id=second.id, by=selectors.citizen_at(second.token), at=moment(4))
    with pytest.raises(services.RemoteNotForThis):
        phone(hall, at=5)

    assert take(hall, at=6).number == 2, "what was refused used no number up"


def test_one_browser_holds_one_ticket_and_one_network_ten_an_hour(hall: OpenHall) -> None:
    on(hall, per_half_hour=60)
    phone(hall, browser="a browser")
    with pytest.raises(services.RemoteOneHere):
        phone(hall, YOURS, browser="a browser")
    for n in range(9):
        phone(hall, f"1380000000{n}")
    with pytest.raises(services.RemoteTooMany):
        phone(hall, YOURS)
    assert phone(hall, YOURS, address="10.0.0.2").number == 11


def test_a_line_offers_what_its_rule_says(hall: OpenHall) -> None:
    with pytest.raises(services.RemoteNotNow):
        phone(hall)
    on(hall, per_half_hour=1)
    phone(hall)
    with pytest.raises(services.RemoteNotNow):
        phone(hall, YOURS, at=60)

    whys = {one.line.prefix: one.why for one in selectors.remote_offers(hall.hall_id, moment(60))}
    assert whys == {"A": RemoteWhy.FULL}
    assert phone(hall, YOURS, at=1800).number == 2, "the next half-hour has its own"
    on(hall, per_half_hour=0)
    assert selectors.remote_offers(hall.hall_id, moment(60)) == ()
    assert take(hall, at=1900).number == 3


def test_it_ends_before_the_hall_does_and_keeps_the_hall_s_hours(hall: OpenHall) -> None:
    on(hall)

    def why(hour: int, minute: int = 0) -> RemoteWhy | None:
        at = MORNING.replace(hour=hour, minute=minute)
        (offer,) = selectors.remote_offers(hall.hall_id, at)
        return offer.why

    assert why(7) is RemoteWhy.HALL_CLOSED
    assert why(9, 40) is None
    with pytest.raises(services.HallClosed):
        phone(hall, at=MORNING.replace(hour=7))
    assert why(16, 1) in (RemoteWhy.TOO_LATE, RemoteWhy.HALL_CLOSED)


@pytest.mark.parametrize("number", ["", "12345", "张三", "138123422101", "1381234221x", "9" * 400])
def test_what_is_no_phone_number_is_refused(hall: OpenHall, number: str) -> None:
    on(hall)
    with pytest.raises(ValueUnfit):
        phone(hall, number)


def test_who_twice_did_not_come_takes_none_for_a_week_until_the_office_lifts_it(hall: OpenHall) -> None:
    on(hall)
    for n in range(2):
        phone(hall, at=n * 4000)
        watch(hall, n * 4000 + 1300), watch(hall, n * 4000 + 3200)
    tomorrow = MORNING + timedelta(days=1)
    with pytest.raises(services.RemoteNotForThis):
        phone(hall, at=tomorrow)
    (blocked,) = selectors.blocked_holders(hall.hall_id, tomorrow)

    assert [label for label, _day in blocked.missed] == ["A001", "A002"]
    with pytest.raises(services.LiftReasonMissing):
        services.lift_block(holder_id=blocked.holder_id, reason=None, by=hall.office, at=tomorrow)
    with pytest.raises(services.NothingToLift):
        services.lift_block(holder_id=hall.hall_id, reason=LiftReason.ILLNESS, by=hall.office, at=tomorrow)
    services.lift_block(holder_id=blocked.holder_id, reason=LiftReason.ILLNESS, by=hall.office, at=tomorrow)
    assert selectors.blocked_holders(hall.hall_id, tomorrow) == ()
    assert phone(hall, at=tomorrow).number == 1


def test_what_counts_no_more_is_forgotten(hall: OpenHall) -> None:
    on(hall)
    phone(hall)
    gone = phone(hall, YOURS, at=1)
    watch(hall, 1300), watch(hall, 3200)
    services.give_up  # noqa: B018 - one came to nothing, the other lapsed too
    assert Ticket.objects.get(id=gone.id).state == "voided"

    assert services.forget_remote(by=hall.office, at=MORNING + timedelta(days=1)) == 0
    assert set(RemoteTicket.objects.values_list("browser", "address")) == {("", "")}
    assert services.forget_remote(by=hall.office, at=MORNING + timedelta(days=15)) == 2
    assert not RemoteHolder.objects.exists()


def test_the_day_s_end_lists_who_was_expected(hall: OpenHall) -> None:
    on(hall)
    away = phone(hall)
    watch(hall, 1300)
    services.void_left_over(
        day=MORNING.date() + timedelta(days=1), by=hall.office, at=MORNING + timedelta(days=1)
    )

    (left,) = selectors.left_over(hall.hall_id, MORNING.date())
    assert (left.label, left.state, left.why) == (away.label, TicketState.EXPECTED, "not_checked_in")
    assert RemoteTicket.objects.get().lapsed_at is not None, "its turn had come: it counts as not come"
    seal()
    assert first_difference(hall.hall_id) is None


def test_the_same_key_gives_the_same_ticket_and_only_to_the_browser_that_took_it(hall: OpenHall) -> None:
    on(hall)
    key = Key("k" * 32, "h" * 64)
    first = phone(hall, key=key)

    assert phone(hall, at=9, key=key).id == first.id
    with pytest.raises(KeyReused):
        phone(hall, browser="somebody who saw the key", key=key)
    with pytest.raises(KeyReused):
        phone(hall, key=Key("k" * 32, "x" * 64))


def test_no_table_and_no_entry_holds_the_number_the_browser_or_the_address(hall: OpenHall) -> None:
    on(hall)
    away = phone(hall, browser="the cookie of it", address="10.11.12.13")
    here(hall, away, at=5)
    seal()

    everything = str(every_row())

    for secret in (MINE, "the cookie of it", "10.11.12.13", selectors.check_in_code(away.id)):
        assert secret not in everything
    assert "A001" in everything, "the whole of it was looked at"


@pytest.mark.django_db(transaction=True)
def test_of_two_takes_at_once_with_one_number_exactly_one_succeeds() -> None:
    hall = open_hall()
    on(hall), on(hall, line=1)
    start, ended = threading.Barrier(4), []

    def race(n: int) -> None:
        start.wait()
        try:
            ended.append(phone(hall, line=n % 2, browser=f"browser {n}").label)
        except services.RemoteNotForThis:
            ended.append("refused")
        finally:
            connections.close_all()

    racers = [threading.Thread(target=race, args=(n,)) for n in range(4)]
    for one in racers:
        one.start()
    for one in racers:
        one.join()

    assert ended.count("refused") == 3, ended
    assert Ticket.objects.count() == 1
    assert connection is not None and UUID(int=0) is not None
