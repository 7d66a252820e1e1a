"""Eight o'clock: everybody signs on at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.halls import at
from tests.posts.staffed import LI, ZHANG, staffed_hall
from yichuang.posts import selectors, services
from yichuang.posts.errors import AlreadySignedOn, WindowTaken


def together(acts):
    """Run the acts at the same moment, each on its own connection; return what each gave or raised."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(5)
            return act()
        except (AlreadySignedOn, WindowTaken) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("who", "where", "refusal"),
    [
        ((ZHANG, LI, ZHANG, LI), (1, 1, 1, 1), WindowTaken),  # one window, two persons pressing twice
        ((LI, LI, LI, LI), (1, 2, 1, 2), AlreadySignedOn),  # one person, two windows
    ],
)
def test_of_those_who_sign_on_at_once_one_succeeds_and_the_others_hear_why(who, where, refusal):
    hall = staffed_hall()
    pairs = zip(who, where, strict=True)

    given = together(
        [
            lambda number=number, window=window: services.sign_on(
                window_id=hall.windows[window], by=hall.person(number), at=at("08:00")
            )
            for number, window in pairs
        ]
    )

    refused = [one for one in given if isinstance(one, Exception)]
    assert len(refused) == 3 and any(isinstance(one, refusal) for one in refused)
    assert len(selectors.on_duty(hall.id)) == 1 and len(hall.told("posts.signed_on")) == 1
