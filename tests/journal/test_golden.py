"""A golden file of old events must always load: lines are added (``--golden-append``), never changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest

from yichuang.kernel.journal.events import Event, all_events, body_of, load

GOLDEN = Path(__file__).with_name("golden.jsonl")


def lines() -> list[dict[str, Any]]:
    if not GOLDEN.exists():
        return []
    return [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def ours() -> Iterator[type[Event]]:
    """Every event of the house itself; those of tests need no memory."""
    return (cls for _, cls in sorted(all_events().items()) if cls.__module__.startswith("yichuang."))


def example(kind: Any, number: int) -> Any:
    """Return a value of this kind, different from field to field."""
    if kind is UUID:
        return UUID(f"01900000-0000-7000-8000-{number:012x}")
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return list(kind)[number % len(kind)]
    if get_origin(kind) is tuple:
        return (example(get_args(kind)[0], number), example(get_args(kind)[0], number + 1))
    if NoneType in get_args(kind):
        return example(next(one for one in get_args(kind) if one is not NoneType), number)
    plain = {
        int: number,
        float: number + 0.5,
        bool: True,
        str: f"C{number}",
        date: date(2026, 3, 1 + number % 28),
    }
    return plain.get(kind, datetime(2026, 3, 2, 1, 30, number % 60, 125, tzinfo=UTC))


def golden_line(cls: type[Event]) -> str:
    hints = get_type_hints(cls)
    values = {field.name: example(hints[field.name], n) for n, field in enumerate(fields(cls), start=1)}
    kept = {"name": cls.stored_name, "version": cls.version, "body": body_of(cls(**values))}
    return json.dumps(kept, ensure_ascii=False) + "\n"


def test_every_event_of_the_house_has_a_golden_line(request: pytest.FixtureRequest) -> None:
    known = {(line["name"], line["version"]) for line in lines()}
    missing = [cls for cls in ours() if (cls.stored_name, cls.version) not in known]
    if missing and request.config.getoption("--golden-append", default=False):
        with GOLDEN.open("a", encoding="utf-8") as file:
            file.writelines(golden_line(cls) for cls in missing)
        missing = []

    names = [f"{cls.stored_name}@{cls.version}" for cls in missing]
    assert not names, "add them: pytest tests/journal/test_golden.py --golden-append"


def test_every_golden_line_still_loads() -> None:
    for line in lines():
        event = load(line["name"], line["version"], line["body"])

        if line["version"] == event.version:
            assert body_of(event) == line["body"], f"{line['name']} writes another body without a new version"


def test_no_line_stands_twice() -> None:
    known = [(line["name"], line["version"]) for line in lines()]
    assert len(known) == len(set(known))


def test_every_event_tells_its_sentence_in_both_languages() -> None:
    for cls in ours():
        assert cls.sentence().strip(), cls
