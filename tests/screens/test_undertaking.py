"""The yearly undertaking: whoever is refused at a door of personal data signs with one click and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from tests.access.people import session
from tests.support.hall import Hall
from yichuang.kernel import clock
from yichuang.kernel.access import doors
from yichuang.kernel.access import selectors as access
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.vault import selectors as vault

NEW_YEAR = datetime(2027, 1, 4, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ADDRESS = "/files/of/a/citizen/"
urlpatterns = [path("", include("yichuang.urls"))]


@pytest.fixture
def door() -> Iterator[None]:
    """Open a door behind which a citizen's data lies."""

    @doors.door("test.personal", rule=doors.signed_in(), label="A citizen's file", personal=True)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("seen")

    urlpatterns.append(path(ADDRESS[1:], view))
    with override_settings(ROOT_URLCONF=__name__):
        yield
    urlpatterns.pop()
    del doors._doors["test.personal"]


def at_work(hall: Hall) -> Client:
    sun = next(one for one in access.accounts(hall.id) if one.worker_number == "0302")
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = session(sun)
    return client


@proves("PRV-03")
def test_in_a_new_year_one_click_opens_the_page_that_was_refused(hall: Hall, door: None):
    sun = at_work(hall)

    assert sun.get(ADDRESS).content == b"seen"
    with clock.frozen(NEW_YEAR):
        sun = at_work(hall)
        refused = sun.get(ADDRESS, {"page": "2"})
        signed = sun.post("/undertaking/sign/", {"key": new_id().hex, "next": f"{ADDRESS}?page=2"})

        assert refused.status_code == 403
        assert "保密承诺书" in refused.content.decode()
        assert f'name="next" value="{ADDRESS}?page=2"' in refused.content.decode()
        assert (signed.status_code, signed.headers["Location"]) == (303, f"{ADDRESS}?page=2")
        assert sun.get(ADDRESS).content == b"seen"


def test_a_form_that_was_refused_is_not_sent_again_by_signing(hall: Hall, door: None):
    with clock.frozen(NEW_YEAR):
        refused = at_work(hall).post(ADDRESS, {"key": new_id().hex})

    assert refused.status_code == 403
    assert 'name="next" value="/undertaking/"' in refused.content.decode()


def test_the_page_shows_the_text_and_since_when_it_is_signed(hall: Hall):
    with clock.frozen(NEW_YEAR):
        sun = at_work(hall)
        before = sun.get("/undertaking/").content.decode()
        sun.post("/undertaking/sign/", {"key": new_id().hex, "next": "https://elsewhere.example/"})
        after = sun.get("/undertaking/").content.decode()

    assert "我已阅读并签署" in before and "只为本人经办的事项" in before
    assert "我已阅读并签署" not in after and "2027" in after
    assert vault.undertaking(hall.id, hall.people["0302"], 2027) is not None


def test_who_signs_is_led_back_into_the_house_only(hall: Hall):
    sun = at_work(hall)

    led = sun.post("/undertaking/sign/", {"key": new_id().hex, "next": "//elsewhere.example/"})

    assert led.headers["Location"] == "/undertaking/"
