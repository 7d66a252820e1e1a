"""What a busy morning stands on gives way in the middle of it; afterwards the day is in order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest

from tests.doors import installation
from tests.flows.morning import Morning, scene_of_a_morning

Size = Callable[[int, int], int]
FULL = os.environ.get("YICHUANG_PROOF") == "full"
ON_POSTGRESQL = bool(os.environ.get("YICHUANG_TEST_DATABASE_URL"))
CLERKS, KIOSKS = 8, 4

pytestmark = pytest.mark.skipif(not FULL, reason="a proof at full size: make proof")


@pytest.fixture
def own_server() -> Iterator[object]:
    """A PostgreSQL of this test's own, that may be stopped; it keeps what it has said it keeps."""
    from scripts.postgres import NoPostgres, server

    if not ON_POSTGRESQL:
        pytest.skip("the embedded file has no server that could be restarted")
    try:
        with server(synchronous_commit="on") as running:
            yield running
    except NoPostgres as reason:
        pytest.skip(str(reason))


@pytest.mark.proof
def test_the_database_is_restarted_and_the_server_is_not(own_server: object) -> None:
    from scripts.postgres import Server

    assert isinstance(own_server, Server)
    with installation(server=own_server.address) as house:
        house.yichuang("setup")
        scene = house.scene(scene_of_a_morning, clerks=CLERKS, kiosks=KIOSKS)
        house.start()
        morning = Morning(house, scene)
        morning.begin()

        for mode in ("fast", "immediate", "fast", "immediate"):
            morning.wait_for(150)
            own_server.stop(mode)
            time.sleep(1.5)  # some ask meanwhile
            own_server.start()
        morning.wait_for(150)
        morning.end()

        morning.judge()
        assert morning.unanswered == 0, "the server itself was there all the time"
        assert morning.sorry
        for _status, said in morning.sorry:
            assert said["code"] == "database-away", said
            assert said["status"] == 503 and said["title"]
