"""Order in the hall and what its day left, as guides and the office see it."""

from __future__ import annotations

from datetime import timedelta

from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.queueing import handlers, services
from yichuang.queueing.models import Crowding, Disturbance, Ticket
from yichuang.queueing.types import TransferReason

HTMX = {"HX-Request": "true"}


def test_a_guide_enters_a_disturbance_and_not_without_what_was_done(hall: Hall) -> None:
    guide = person_client(hall, "0002")
    zone = organization.zones(hall.id)[0]
    hall.take("A", MORNING)
    said = {"zone": zone.id.hex, "kind": "quarrel", "label": "a001"}

    def enter(action: str) -> int:
        form = {**said, "action": action, "key": key_in(guide.get("/office/floor/"))}
        return guide.post("/office/floor/disturbance/", form, headers=HTMX).status_code

    assert enter("") == 422
    assert not Disturbance.objects.exists()
    assert (enter("separated"), enter("separated")) == (200, 200)
    page = text_of(guide.get("/office/floor/"))
    assert "A001" in page and "一小时内第二次" in page and "分开并安抚" in page
    assert Ticket.objects.get().state == "waiting"
    assert "一小时内第二次秩序扰乱" in text_of(person_client(hall, "0001").get("/office/"))


def test_a_clerk_has_no_business_in_the_register(hall: Hall) -> None:
    assert person_client(hall, "0303").get("/office/floor/").status_code == 403


def test_a_crowded_zone_stands_on_the_office_page_for_the_duty_leader(hall: Hall) -> None:
    zone = organization.zones(hall.id)[0]
    Crowding.objects.create(
        hall_id=hall.id,
        zone_id=zone.id,
        waiting=61,
        threshold=60,
        told_to=hall.people["0001"],
        began_at=MORNING,
    )

    said = text_of(person_client(hall, "0001").get("/office/"))

    assert "一楼A区拥挤:61人等候" in said.replace("：", ":") and "何琳" in said


def test_who_was_sent_on_again_and_again_is_asked_about_at_the_office(hall: Hall) -> None:
    for window in (1, 2, 3, 4):
        hall.sign_on(window, MORNING)
    card = hall.take("A", MORNING)
    for place, (window, line) in enumerate(((1, "D"), (4, "A"), (2, "D"))):
        at = MORNING + timedelta(minutes=place)
        services.call_next(window_id=hall.windows[window], by=hall.clerk(window), at=at)
        services.transfer(
            ticket_id=card.id,
            line_id=hall.lines[line],
            reason=TransferReason.NEXT_STEP,
            by=hall.clerk(window),
            at=at,
        )

    assert "A001 已转移 3 次而无办理记录" in text_of(person_client(hall, "0001").get("/office/"))


def test_what_a_day_left_is_listed_with_line_state_and_why(hall: Hall) -> None:
    hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    hall.take("B", MORNING)
    card = services.call_next(window_id=hall.windows[3], by=hall.clerk(3), at=MORNING)
    services.park(ticket_id=card.id, by=hall.clerk(3), at=MORNING + timedelta(minutes=1))
    tomorrow = MORNING + timedelta(days=1)
    handlers.void_left_over(tomorrow)

    with clock.frozen(tomorrow):
        said = text_of(person_client(hall, "0001").get("/office/floor/?day=nonsense"))

    assert "A001" in said and "挂起后未回呼" in said
    assert "B001" in said and "闭窗前未呼叫" in said and "社保待遇" in said
