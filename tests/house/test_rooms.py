"""Every room says what it is for, is entered by its doors, and knows only the floors below it."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from pathlib import Path

from tests.house.tree import PACKAGE, ROOMS, ROOT, named, python, tree, walk

KEPT_INSIDE = ("models", "rules", "handlers", "admin")


def packages() -> list[Path]:
    return sorted(path.parent for path in PACKAGE.rglob("__init__.py") if "migrations" not in path.parts)


def test_every_room_says_what_it_is_for():
    rooms = [PACKAGE / room for room in (*ROOMS, "kernel", "screens", "demo", "installation")]
    rooms += [path for path in packages() if path.parent in {PACKAGE / "kernel", PACKAGE / "screens"}]
    rooms = [room for room in rooms if room.name != "templatetags"]

    silent = [
        named(room)
        for room in rooms
        if len((ast.get_docstring(tree(room / "__init__.py")) or "").splitlines()) < 2
    ]

    assert not silent


def test_every_module_says_what_it_is():
    modules = [
        path
        for path in python("src", "scripts", "bench")
        if path.name != "apps.py" and path.read_text().strip()
    ]

    silent = [named(path) for path in modules if not ast.get_docstring(tree(path))]

    assert not silent


def test_calls_go_down():
    program = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([program, "--config", "importlinter.ini"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-6000:]


def test_every_room_keeps_its_tables_and_rules_to_itself():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / "importlinter.ini")
    protected = {
        word
        for name in contracts.sections()
        if contracts[name].get("type") == "protected"
        for word in contracts[name]["protected_modules"].split()
    }

    kept = {
        f"yichuang.{room}.{part}"
        for room in ROOMS
        for part in KEPT_INSIDE
        if (PACKAGE / room / f"{part}.py").exists() or (PACKAGE / room / part).is_dir()
    }

    assert kept <= protected, kept - protected


def test_screens_show_cards_and_never_touch_a_table():
    touching = [
        f"{named(path)}:{node.lineno}"
        for path in python("src/yichuang/screens")
        for node in walk(path)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]

    assert not touching


def test_no_room_writes_or_reads_through_a_cursor_outside_services_and_selectors():
    telling = [
        named(path)
        for place in (*ROOMS, "screens")
        for path in python(f"src/yichuang/{place}")
        if any(isinstance(node, ast.Attribute) and node.attr == "cursor" for node in walk(path))
        and not {"services", "selectors", "models", "guard"} & {*path.parts, path.stem}
    ]

    assert not telling


def test_every_port_has_a_provider():
    import django

    django.setup()
    from yichuang.kernel.ports import all_ports

    unanswered = [name for name, port in all_ports().items() if port.provider is None]

    assert not unanswered


def test_what_a_room_provides_to_a_lower_one_is_really_called():
    asked = {
        node.name: named(path)
        for path in python("src")
        for node in walk(path)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("provide_")
    }
    said = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for path in python("src")
        for node in walk(path)
        if isinstance(node, ast.Call)
    }

    assert not {name: place for name, place in asked.items() if name not in said}
