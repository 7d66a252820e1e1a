"""A hall two hours west of where its installation stands: what hangs on its wall is its own time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.support.callers import person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.organization.models import Hall as HallRow
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db
# 13:10 in Shanghai is 11:10 in Urumqi
TAKEN = MORNING + timedelta(hours=3, minutes=40)


@pytest.fixture
def west() -> Hall:
    hall = build_hall(code="WLMQ")
    HallRow.objects.filter(id=hall.id).update(timezone="Asia/Urumqi")
    organization.reread(hall.id)
    assert settings.TIME_ZONE == "Asia/Shanghai"
    return hall


def test_times_on_its_pages_are_those_of_its_wall(west: Hall) -> None:
    with clock.frozen(TAKEN):
        token = west.take("A", TAKEN).token
        phone = Client().get(f"/t/{token}")
        office = person_client(west, "0001").get("/office/")
        board = Client().get("/board/WLMQ/")

    assert "11:10" in text_of(phone) and "13:10" not in text_of(phone)
    for page in (phone, office, board):
        assert "Asia/Urumqi" in page.content.decode() and "Asia/Shanghai" not in page.content.decode()
    assert timezone.get_current_timezone_name() == "Asia/Shanghai", "the next request begins anew"


def test_a_value_may_begin_on_what_is_still_today_in_the_hall(west: Hall) -> None:
    # half past midnight in Shanghai is half past ten of the evening before in Urumqi
    at = MORNING.replace(day=3, hour=0, minute=30)
    said = {
        "hall_id": west.id,
        "parameter": "queue.delay_others",
        "value": 3,
        "reason": "试行",
        "by": west.by,
        "at": at,
    }

    with pytest.raises(regulations.NotBackwards):
        regulations.set_parameter(**said, active_from=date(2026, 3, 1))
    regulations.set_parameter(**said, active_from=date(2026, 3, 2))
