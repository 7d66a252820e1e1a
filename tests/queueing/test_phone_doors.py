"""Tickets by phone and slips over JSON: the same limits, once per key, and trying on leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bench.hall import MORNING, OpenHall

from tests.queueing.doors import Answer, clerk_token, kiosk_token, person_token, through_django
from tests.queueing.test_doors import refused
from tests.queueing.test_remote import MINE, YOURS, on, phone
from tests.queueing.walks import moment
from tests.support.tables import rows as every_row
from yichuang.facilities import services as printing
from yichuang.facilities import worker
from yichuang.facilities.types import Chinese, EquipmentKind, PaperWidth, Reach
from yichuang.kernel import clock
from yichuang.kernel.access.types import Role
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.queueing import selectors, services
from yichuang.queueing.models import RemoteFailure, Ticket
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db
HOLDER = "a-random-word-of-mine"


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    with clock.frozen(MORNING):
        yield


def ask(hall: OpenHall, number: str = MINE, *, holder: str = HOLDER, **more: Any) -> Answer:
    body = {"line": str(hall.lines[0].id), "phone": number, "holder": holder}
    return through_django("POST", f"/api/v1/halls/{hall.code}/phone", body=body, **more)


def check_in(token: str, label: str, code: str | None, **more: Any) -> Answer:
    return through_django(
        "POST", "/api/v1/check-in", token=token, body={"label": label, "code": code}, **more
    )


def limited(hall: OpenHall, name: str, value: int) -> None:
    regulations.set_parameter(
        hall_id=hall.hall_id, parameter=f"queue.remote_{name}", value=value, active_from=MORNING.date(),
        reason="试行", by=hall.office, at=MORNING,
    )  # fmt: skip


# ---- over JSON ----------------------------------------------------------------------------------------


def test_a_ticket_is_taken_by_phone_checked_in_and_given_up_over_json(hall: OpenHall) -> None:
    on(hall)
    kiosk = kiosk_token(hall)
    offers = through_django("GET", f"/api/v1/halls/{hall.code}/phone").said
    assert [(one["line"], one["left"], one["why_not"]) for one in offers] == [
        (str(hall.lines[0].id), 6, None)
    ]

    taken = ask(hall)
    assert taken.status == 201 and taken.said["state"] == "expected"
    token, code = taken.said["token"], taken.said["check_in_code"]
    stands = through_django("GET", f"/api/v1/tickets/{token}/phone").said
    assert stands == {"turn_at": None, "kept_until": None, "ends_at": None}
    assert code not in through_django("GET", f"/api/v1/tickets/{token}").text

    refused(check_in(kiosk, taken.said["label"], "000000" if code != "000000" else "111111"), 404,
            "check-in-unknown")  # fmt: skip
    assert check_in(kiosk, taken.said["label"], code).said["state"] == "waiting"
    assert through_django("POST", f"/api/v1/tickets/{token}/give-up").said["state"] == "cancelled"
    refused(through_django("GET", f"/api/v1/tickets/{token}/phone"), 404, "unknown-ticket")


def test_the_same_key_takes_one_ticket_and_another_body_is_refused(hall: OpenHall) -> None:
    on(hall)
    key = uuid4().hex

    first, second = ask(hall, key=key), ask(hall, key=key)
    other = ask(hall, YOURS, key=key)

    assert first.said["label"] == second.said["label"] and Ticket.objects.count() == 1
    refused(other, 422, "key-reused")
    refused(ask(hall, key=None), 400, "key-missing")
    assert MINE not in "".join(str(row) for row in every_row())


def test_the_limits_of_the_page_hold_over_json(hall: OpenHall) -> None:
    on(hall)
    ask(hall)

    refused(ask(hall, holder="another-word-altogether"), 409, "remote-not-for-this")
    refused(ask(hall, YOURS), 409, "remote-one-here")
    for said in ({"phone": 13812342210}, {"holder": "short"}, {"holder": None}, {"line": "no-id"}):
        body = {"line": str(hall.lines[0].id), "phone": YOURS, "holder": "x" * 20} | said
        refused(through_django("POST", f"/api/v1/halls/{hall.code}/phone", body=body), 422, "field-malformed")
    assert Ticket.objects.count() == 1


def test_only_a_guide_checks_somebody_in_without_the_code(hall: OpenHall) -> None:
    on(hall)
    label = ask(hall).said["label"]

    refused(check_in(clerk_token(hall), label, None), 403, "not-your-door")
    refused(check_in(kiosk_token(hall), label, None), 404, "check-in-unknown")
    assert check_in(person_token(hall, new_id(), "0901", Role.GUIDE), label, None).said["state"] == "waiting"


# ---- who tries on -------------------------------------------------------------------------------------


def test_a_network_that_is_refused_again_and_again_gets_no_ticket_for_an_hour(hall: OpenHall) -> None:
    on(hall)
    limited(hall, "failures", 3)
    phone(hall)

    for _ in range(3):
        with pytest.raises(services.RemoteNotForThis):
            phone(hall, browser="somebody else's")
    for number in (MINE, YOURS):  # the same answer whoever it is
        with pytest.raises(services.RemoteTooMany):
            phone(hall, number, browser="somebody else's", at=60)
    assert phone(hall, "13700000001", address="10.0.0.2", at=60).label == "A002"
    assert phone(hall, YOURS, at=MORNING + timedelta(hours=1, seconds=1)).label == "A003"


def test_a_network_that_guesses_check_in_codes_is_told_the_same_for_the_right_one(hall: OpenHall) -> None:
    on(hall)
    limited(hall, "wrong_codes", 3)
    card = phone(hall)
    code = selectors.check_in_code(card.id)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"

    def try_with(code: str, at: float, address: str = "10.0.0.9") -> str:
        try:
            by = hall.kiosks[0]
            return services.check_in(
                label=card.label, code=code, address=address, by=by, at=moment(at)
            ).state.value
        except services.CheckInUnknown as refusal:
            return str(refusal)

    answers = {try_with(wrong, n) for n in range(3)}
    answers.add(try_with(code, 10))
    answers.add(try_with("999999", 20))

    assert len(answers) == 1
    assert try_with(code, 30, address="10.0.0.10") == "waiting"


def test_failures_are_counted_by_no_readable_address_and_forgotten(hall: OpenHall) -> None:
    on(hall)
    phone(hall)
    with pytest.raises(services.RemoteOneHere):
        phone(hall, YOURS, browser=MINE)

    row = RemoteFailure.objects.get()
    assert (row.count, "10.0.0.1" in row.address) == (1, False)
    services.forget_remote(by=hall.office, at=MORNING + timedelta(hours=1))
    assert not RemoteFailure.objects.exists()


# ---- slips --------------------------------------------------------------------------------------------


def test_a_program_prints_a_slip_and_follows_it(hall: OpenHall, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    guide = person_token(hall, new_id(), "0901", Role.GUIDE)
    taken = through_django("POST", "/api/v1/tickets", token=guide, body={"line": str(hall.lines[0].id)}).said
    place = f"/api/v1/tickets/{taken['token']}/slip"
    refused(through_django("GET", place), 404, "no-slip")
    again = f"/api/v1/tickets/{taken['id']}/print"
    refused(through_django("POST", again, token=guide), 409, "no-printer-here")
    piece = printing.add_equipment(kind=EquipmentKind.PRINTER, name="导办台", by=hall.office, at=MORNING)
    printer = printing.set_printer(
        equipment_id=piece.id, paper=PaperWidth.MM58, chinese=Chinese.CHARACTERS, reach=Reach.FILE,
        address="desk", guide_desk=True, by=hall.office, at=MORNING,
    )  # fmt: skip

    hear()  # the ticket's first slip, had there been a printer; there is one now
    key = uuid4().hex
    first = through_django("GET", place).said
    refused(through_django("POST", again, token=guide, key=key), 409, "slip-under-way")
    worker.print_next(hall.hall_id, printer.id)
    printed = through_django("GET", place).said
    twice = [through_django("POST", again, token=guide, key=key) for _ in range(2)]

    assert (first["state"], first["copy_number"], first["may_print_again"]) == ("waiting", 1, False)
    assert (printed["state"], printed["trouble"], printed["may_print_again"]) == ("printed", None, True)
    assert [one.status for one in twice] == [201, 201] and twice[-1].said["copy_number"] == 2
    refused(through_django("POST", again, token=kiosk_token(hall)), 409, "no-printer-here")
    refused(through_django("POST", again), 401, "sign-in-needed")
