"""A keypad in a test's hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.queueing.doors import Answer, through_django
from tests.support.hall import MORNING, Hall
from yichuang.kernel import clock
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.models import Entry
from yichuang.queueing import api_keypad as keypad
from yichuang.queueing.models import Call, Ticket

PRESS = "/api/v1/keypad/press"
SHOWS = "/api/v1/keypad"


class Hand:
    """A keypad at a window, a clock one can move, and the hall around them."""

    def __init__(self, hall: Hall, window: int) -> None:
        self.hall, self.window = hall, window
        self.token = enrolled(hall, window)
        self.at = MORNING

    def press(self, key: Any, press: Any = "", **more: Any) -> Answer:
        body = {"key": key, "press": press or new_id().hex, **more}
        with clock.frozen(self.at):
            return through_django("POST", PRESS, token=self.token, key=None, body=body)

    def shows(self) -> dict[str, Any]:
        with clock.frozen(self.at):
            answer = through_django("GET", SHOWS, token=self.token, key=None)
        assert answer.status == 200, answer.text
        return dict(answer.said)

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def enrolled(hall: Hall, window: int, kind: DeviceKind = DeviceKind.KEYPAD) -> str:
    code = access.enrol_code(
        kind=kind,
        hall_code=hall.code,
        name=f"{window}",
        window_id=hall.windows[window],
        by=hall.by,
        at=MORNING,
    )
    _card, token = access.enrol(code=code, address="10.1.7.40", at=MORNING)
    return "Device " + token


def refused(answer: Answer, status: int, code: str) -> str:
    assert answer.kind == "application/problem+json", answer.text
    assert (answer.status, answer.said["code"]) == (status, code), answer.text
    assert answer.said["detail"]
    assert 0 < len(answer.said["display"].encode("gb18030")) <= keypad.WIDTH
    return str(answer.said["display"])


def trace() -> tuple[int, int, int]:
    told = Entry.objects.filter(name__startswith="queueing.").count()
    return told, Call.objects.count(), Ticket.objects.exclude(state="waiting").count()
