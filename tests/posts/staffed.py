"""An open hall with posts: Zhang is A and Li B at window 1, Wang is A at 2, window 3 has lunch duty."""

from __future__ import annotations

from datetime import time

from tests.halls import Hall, at, found_hall
from tests.support.once import once
from yichuang.organization import services as organization
from yichuang.organization.types import SessionKind, SessionSpec
from yichuang.posts import services
from yichuang.posts.types import Part

ZHANG, LI, WANG, ZHAO = "0301", "0302", "0303", "0304"
LUNCH_DUTY = SessionSpec((1, 2, 3, 4, 5), time(12), time(13, 30), kind=SessionKind.LUNCH_DUTY)


@once
def staffed_hall(code: str = "AYRS", *, opened: str = "07:00") -> Hall:
    hall = found_hall(code)
    hall.open(at(opened))
    organization.set_sessions(sessions=[LUNCH_DUTY], window_id=hall.windows[3], by=hall.by, at=at("07:00"))
    for window, (a, b) in {1: (ZHANG, LI), 2: (WANG, LI), 3: (ZHAO, WANG)}.items():
        post = services.add_post(
            window_id=hall.windows[window],
            name=f"{window}号窗口综合岗",
            duties=["受理参保登记", "一次性告知"],
            by=hall.by,
            at=at("07:00"),
        )
        for part, number in ((Part.A, a), (Part.B, b)):
            services.add_holder(
                post_id=post.id, person_id=hall.people[number], part=part, by=hall.by, at=at("07:00")
            )
    return hall


def sign_on(hall: Hall, number: str, window: int, clock: str = "08:00"):
    return services.sign_on(window_id=hall.windows[window], by=hall.person(number), at=at(clock))


def sign_off(hall: Hall, number: str, clock: str):
    return services.sign_off(by=hall.person(number), at=at(clock))
