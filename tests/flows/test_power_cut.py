"""The power goes in the middle of the morning: afterwards nothing is lost, repeated or half done."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.doors import House
from tests.flows.morning import Morning, scene_of_a_morning
from yichuang.kernel.claims import proves

Size = Callable[[int, int], int]


@proves("QUE-10")
@pytest.mark.proof
def test_after_a_power_cut_the_morning_goes_on(serve_house: Callable[..., House], proof_size: Size) -> None:
    clerks, kiosks, cuts = proof_size(4, 32), proof_size(3, 8), proof_size(2, 8)
    house = serve_house(start=False)
    scene = house.scene(scene_of_a_morning, clerks=clerks, kiosks=kiosks)
    house.start()
    morning = Morning(house, scene)
    morning.begin()

    for _cut in range(cuts):
        morning.wait_for(proof_size(25, 250))
        house.kill()
        house.start()
    morning.wait_for(proof_size(25, 250))
    morning.end()

    judged = morning.judge()
    assert morning.unanswered > 0
    assert set(judged["states"]) <= {"finished", "cancelled"}


@proves("QUE-10", refuses=True)
@pytest.mark.proof
def test_after_a_power_cut_the_same_people_wait_and_the_next_number_follows(
    serve_house: Callable[..., House],
) -> None:
    house = serve_house(start=False)
    scene = house.scene(scene_of_a_morning, clerks=1, kiosks=1)
    house.start()
    morning = Morning(house, scene)
    kiosk = morning.hand(scene["kiosks"][0])
    window, token = scene["windows"][0]
    clerk = morning.hand(token)
    body = json.dumps({"line": scene["lines"][0]}).encode()
    before = [kiosk.post("/api/v1/tickets", body) for _ in range(5)]
    called = clerk.post(f"/api/v1/windows/{window}/call")
    assert called is not None and all(before)

    house.kill()
    house.start()

    after = kiosk.post("/api/v1/tickets", body)
    again = clerk.post(f"/api/v1/windows/{window}/call")
    assert after is not None and again is not None
    assert after[1]["label"] == "A006"
    # nobody is called over the one who was called before the cut
    assert (again[0], again[1]["code"]) == (409, "already-serving")
    morning.taken += [one[1] for one in (*before, after) if one is not None]
    judged = morning.judge()
    assert judged["waiting"] == ["A002", "A003", "A004", "A005", "A006"]
