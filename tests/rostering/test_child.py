"""The engine runs in a process of its own: orders and answers are files, and it can be stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench.roster_month import drawn

from tests.rostering.small import week
from yichuang.rostering import orders
from yichuang.rostering.checker import judge
from yichuang.rostering.orders import Kind, Order
from yichuang.rostering.reading import month_of, roster_of, told_of
from yichuang.rostering.types import Rules

ROOT = Path(__file__).resolve().parents[2]
BOTH = {"W1": ("Zhang", "Li"), "W2": ("Wang", "Li")}


def start(folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen([sys.executable, "-m", "yichuang.rostering.child", str(folder)], env=environment)


def answer_to(folder: Path, order: Order) -> dict[str, object]:
    orders.place(folder, order)
    assert start(folder).wait(timeout=300) == 0
    answer = orders.read(folder, orders.ANSWER)
    assert answer is not None
    return answer


def test_a_month_is_ordered_and_answered(tmp_path: Path):
    problem = week(BOTH)

    answer = answer_to(tmp_path / "run", Order(Kind.MONTH, told_of(problem), 5.0))

    assert answer["status"] == "optimal"
    assert answer["tiers"]["cost"] == [0, 0]
    assert judge(problem, roster_of(answer["roster"])).keeps


def test_a_mend_that_is_impossible_is_answered_with_its_way_out(tmp_path: Path):
    problem = week({"W1": ("Zhang", "Li")}, days=1, leave={"Li": (0, 0)}, ill={"Zhang": (0, 0)})
    base = {one.id: "Zhang" for one in problem.shifts}

    answer = answer_to(tmp_path / "run", Order(Kind.MEND, told_of(problem), 5.0, base=base))

    assert answer["status"] == "vacant"
    assert answer["vacancies"][0] == ["W1-0-AM", [["Zhang", 0, "sick", ""], ["Li", 1, "leave", ""]]]
    assert answer["way_out"]["relaxations"] == [["leave", "Li", 0, 1]]
    assert answer["way_out"]["vacant"] == 0
    assert answer["way_out"]["checked"] and answer["way_out"]["confirmed"]


def test_a_month_that_is_impossible_is_answered_with_its_way_out_too(tmp_path: Path):
    problem = week({"W1": ("Zhang", "Li")}, leave={"Li": (0, 4)}, rules=Rules(max_days_week=4))

    answer = answer_to(tmp_path / "run", Order(Kind.MONTH, told_of(problem), 5.0))

    assert answer["status"] == "vacant" and len(answer["vacancies"]) == 2
    assert answer["way_out"]["relaxations"] == [["days_week", "Zhang", problem.weeks[0], 1]]
    assert answer["way_out"]["checked"] and answer["way_out"]["proven"]


def test_mending_moves_no_pin_unless_its_person_is_not_there(tmp_path: Path):
    # Zhang of W1 is ill; Chen could go there if Wang or Li took W2 over, but in the morning Chen is pinned
    problem = week({"W1": ("Zhang", "Chen"), "W2": ("Wang", "Chen", "Li")}, days=1, ill={"Zhang": (0, 0)})
    base = {"W1-0-AM": "Zhang", "W1-0-PM": "Zhang", "W2-0-AM": "Chen", "W2-0-PM": "Chen"}
    pins = (("W2-0-AM", "Chen"), ("W1-0-PM", "Zhang"))

    answer = answer_to(tmp_path / "run", Order(Kind.MEND, told_of(problem), 5.0, base=base, pins=pins))

    assert answer["roster"]["W2-0-AM"] == "Chen" and answer["roster"]["W1-0-PM"] == "Chen"
    assert [one[0] for one in answer["vacancies"]] == ["W1-0-AM"]


def test_single_absences_are_ordered_and_answered(tmp_path: Path):
    problem = week(BOTH, days=1, leave={"Li": (0, 0)})
    base = {one.id: {"W1": "Zhang", "W2": "Wang"}[one.post] for one in problem.shifts}

    answer = answer_to(tmp_path / "run", Order(Kind.SURVIVE, told_of(problem), 20.0, base=base))

    assert answer["tried"] == 2
    assert [one[:2] for one in answer["fragile"]] == [["Wang", 0], ["Zhang", 0]]


def test_what_is_to_be_repeatable_finds_the_same_roster_again(tmp_path: Path):
    told = drawn(7, posts=8, floaters=4, days=14)

    answers = [
        answer_to(tmp_path / run, Order(Kind.MONTH, told, 0.5, repeatable=True)) for run in ("one", "two")
    ]

    assert answers[0]["roster"] == answers[1]["roster"]
    assert answers[0]["tiers"] == answers[1]["tiers"]
    assert judge(month_of(told), roster_of(answers[0]["roster"])).keeps


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no niceness")
def test_the_engine_lets_others_go_first_tells_how_it_goes_and_stops_with_its_best(tmp_path: Path):
    folder = tmp_path / "run"
    told = drawn(7, posts=12, floaters=5, days=28)
    orders.place(folder, Order(Kind.MONTH, told, 300.0))
    engine = start(folder)
    try:
        until = time.monotonic() + 300
        while orders.read(folder, orders.PROGRESS) is None and time.monotonic() < until:
            time.sleep(0.1)
        progress = orders.read(folder, orders.PROGRESS)
        nice = os.getpriority(os.PRIO_PROCESS, engine.pid)
        orders.stop(folder)
        code = engine.wait(timeout=300)
    finally:
        engine.kill()

    answer = orders.read(folder, orders.ANSWER)
    assert code == 0 and answer is not None and progress is not None
    assert nice == 19
    assert set(progress) == {"seconds", "tier", "vacant", "short", "changes", "cost", "least", "roster"}
    assert judge(month_of(told), roster_of(answer["roster"])).keeps
    assert answer["seconds"] < 300


def test_half_a_file_is_never_read(tmp_path: Path):
    orders.write(tmp_path, orders.PROGRESS, {"vacant": 1})
    (tmp_path / ".progress.json.half").write_text('{"vac')

    assert orders.read(tmp_path, orders.PROGRESS) == {"vacant": 1}
    assert orders.read(tmp_path, orders.ANSWER) is None


def test_an_order_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        orders.order_in(tmp_path)


def test_nothing_that_serves_loads_the_engine():
    look = (
        "import django, sys; django.setup(); import yichuang.urls; "
        "print([one for one in sys.modules if one.split('.')[0] in ('ortools', 'pandas', 'numpy')])"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "yichuang.settings.test",
    }

    done = subprocess.run([sys.executable, "-c", look], env=environment, capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr
