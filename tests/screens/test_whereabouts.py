"""Who is at which post, as the public sees it: covered by whom and back when, never why (LOC-01)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.posts import selectors, services
from yichuang.posts.types import LeaveKind, LeavePath, Part

pytestmark = pytest.mark.django_db
ZHOU, RESERVE, OFFICE = "0301", "0305", "0001"


@pytest.fixture
def hall():
    with clock.frozen(MORNING):
        hall = build_hall()
        post = selectors.post_of_window(hall.id, hall.windows[1], MORNING.date())
        assert post is not None
        services.add_holder(
            post_id=post.id, person_id=hall.people[RESERVE], part=Part.B, by=hall.by, at=MORNING
        )
        yield hall


def ill(hall: Hall) -> None:
    services.request_leave(
        kind=LeaveKind.SICK,
        begins=MORNING,
        ends=MORNING + timedelta(hours=8),
        path=LeavePath.EMERGENCY,
        note="发烧",
        by=hall.person(ZHOU),
        at=MORNING,
    )


@proves("LOC-01")
def test_on_sick_leave_the_public_reads_who_covers_and_not_why_and_the_office_reads_why(hall: Hall) -> None:
    ill(hall)
    services.sign_on(window_id=hall.windows[1], by=hall.person(RESERVE), at=MORNING)

    public = text_of(Client().get(f"/whereabouts/{hall.code}/"))
    english = text_of(Client().get(f"/whereabouts/{hall.code}/?lang=en"))
    inside = text_of(person_client(hall, OFFICE).get("/office/leave/"))

    assert "不在岗" in public and "0305" in public and "2026-03-02 周一 17:30" in public
    assert "not at the post" in english and "covered by" in english
    for word in ("病", "假", "发烧", "sick", "leave"):
        assert word not in public and word not in english, word
    assert "病假" in inside


def test_who_leaves_for_a_while_says_when_they_are_back(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    desk = person_client(hall, ZHOU)

    said = {"reason": "short_absence", "minutes": "10", "key": key_in(desk.get("/desk/"))}
    assert desk.post("/desk/pause/", said).status_code == 303

    public = text_of(Client().get(f"/whereabouts/{hall.code}/"))
    assert "2026-03-02 周一 09:40" in public and "短时离岗" not in public
    too_long = {"reason": "short_absence", "minutes": "60", "key": key_in(desk.get("/desk/"))}
    desk.post("/desk/serve/", {"key": key_in(desk.get("/desk/"))})
    refused = desk.post("/desk/pause/", too_long | {"key": key_in(desk.get("/desk/"))})
    assert refused.status_code == 422 and "ATT-04" in text_of(refused)


def test_b_head_and_office_see_an_empty_post(hall: Hall) -> None:
    with clock.frozen(MORNING + timedelta(minutes=6)):
        services.tell_vacancies(at=clock.now())
        told = text_of(person_client(hall, RESERVE).get("/staffroom/"))

    assert "1号窗口" in told and "无人在岗" in told
    with clock.frozen(MORNING + timedelta(minutes=12)):
        services.tell_vacancies(at=clock.now())
        assert "无人在岗" in text_of(person_client(hall, OFFICE).get("/office/leave/"))


def test_an_unknown_hall_has_no_such_page(hall: Hall) -> None:
    assert Client().get("/whereabouts/nowhere/").status_code == 404
