"""Only doors and the heartbeat ask for the time; everything below is given it."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house import forgiven
from tests.house.tree import PACKAGE, ROOMS, ROOT, dotted, named, python, templates, walk

# what reads the machine's own clock, by the last two words of the call
READS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "timezone.localdate",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
# parts of a room that are doors: they ask the kernel's clock and pass the moment on
DOORS = {
    "api.py",
    "api_keypad.py",
    "api_phone.py",
    "commands.py",
    "live.py",
    "lane.py",
    "lanes.py",
    "handlers.py",
    "admin.py",
    "worker.py",
}


def readers(path: Path) -> list[str]:
    calls = (dotted(node.func) for node in walk(path) if isinstance(node, ast.Call))
    return [call for call in calls if ".".join(call.split(".")[-2:]) in READS]


def test_nobody_reads_the_machines_clock():
    found = {named(path): readers(path) for path in python("src") if readers(path)}

    assert set(found) <= set(forgiven.CLOCK_READERS), found


def test_every_forgiven_reader_still_reads():
    stale = {
        name for name in forgiven.CLOCK_READERS if not (ROOT / name).exists() or not readers(ROOT / name)
    }

    assert not stale


def test_only_the_doors_of_a_room_ask_the_halls_clock():
    asking = [
        named(path)
        for room in ROOMS
        for path in python(f"src/yichuang/{room}")
        if path.name not in DOORS
        and path.relative_to(PACKAGE / room).parts[0] not in {"api", "live", "lanes"}
        for node in walk(path)
        if isinstance(node, ast.Call) and dotted(node.func) in {"clock.now", "now"}
    ]

    assert not asking


def test_no_template_reads_a_clock():
    assert not [named(path) for path in templates() if "{% now " in path.read_text(encoding="utf-8")]
