"""A day played again: under its own rule it is the same day, under another one somebody else waits."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bench.hall import MORNING, OpenHall, open_hall

from yichuang.kernel.journal.seal import seal
from yichuang.queueing import commands, selectors, services
from yichuang.queueing.types import Outcome, PolicyCard, PriorityClass

pytestmark = pytest.mark.django_db
DAY = MORNING.date()
P = PriorityClass


@pytest.fixture
def day(db: None) -> OpenHall:
    """One window, two lines; five minutes a visit; somebody comes every two minutes, the seventh is old."""
    hall = open_hall(windows=1, lines=2)
    seen = 0
    for minute in range(0, 40, 2):
        at = MORNING + timedelta(minutes=minute)
        priority = P.ELDERLY if minute == 12 else P.ORDINARY
        services.take_ticket(
            line_id=hall.lines[minute % 4 // 2].id, priority=priority, by=hall.kiosks[0], at=at
        )
        if minute % 5 == 0 and minute:
            seen += _serve(hall, at)
    for more in range(8, 20 - seen + 8):
        _serve(hall, MORNING + timedelta(minutes=5 * more))
    while seal(1000):
        pass
    return hall


def _serve(hall: OpenHall, at: datetime) -> int:
    clerk = hall.clerks[0]
    card = services.call_next(window_id=clerk.window_id, by=clerk.by, at=at)
    services.begin(ticket_id=card.id, by=clerk.by, at=at)
    services.finish(
        ticket_id=card.id,
        outcome=Outcome.INFORMATION,
        by=clerk.by,
        at=at + timedelta(minutes=4),
    )
    return 1


def test_under_its_own_rule_the_day_is_the_same_day(day: OpenHall) -> None:
    card = selectors.replay(day.hall_id, DAY, selectors.policy(day.hall_id, DAY))

    assert (card.calls, card.agrees) == (20, 20)
    assert (card.earlier, card.later) == ((), ())


def test_without_classes_the_old_one_waits_longer_and_others_less(day: OpenHall) -> None:
    card = selectors.replay(day.hall_id, DAY, PolicyCard(day.hall_id, 9, DAY, ()))

    assert [one.priority for one in card.later] == [P.ELDERLY]
    assert card.earlier and {one.priority for one in card.earlier} == {P.ORDINARY}
    (waits,) = [one for one in card.waits if one.priority is P.ELDERLY]
    assert waits.longest[0] < waits.longest[1]


def test_the_command_tells_it_as_json_and_refuses_what_is_no_rule(
    day: OpenHall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule, asked = tmp_path / "rule.json", ["replay", "--day", str(DAY), "--hall", day.code, "--policy"]
    rule.write_text('{"classes": []}', encoding="utf-8")

    assert commands.run([*asked, str(rule), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["calls"] == 20
    assert commands.run([*asked, str(rule)]) == 0
    rule.write_text("[]", encoding="utf-8")
    assert commands.run([*asked, str(rule)]) == 2
