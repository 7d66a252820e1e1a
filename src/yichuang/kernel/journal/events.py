"""What has happened, in the past tense: the events of all rooms, by their stored names.

An event holds ids and plain values only: no name, number, health class or free text (those lie in the
vault; an event carries the entry's id).  A change of shape is a new ``version`` with an ``upcast`` from
the one before, since old rows are never rewritten.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_type_hints
from uuid import UUID

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True)
class Event:
    """Base of all events; a subclass is declared with ``@event("room.past_tense")``."""

    stored_name: ClassVar[str]
    version: ClassVar[int]
    upcasts: ClassVar[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]]


_registry: dict[str, type[Event]] = {}
E_co = TypeVar("E_co", bound=type)


@dataclass_transform(frozen_default=True)
def event(
    name: str, *, version: int = 1, upcasts: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] | None = None
) -> Callable[[E_co], E_co]:
    """Declare an event class as a frozen dataclass stored as ``name`` at schema ``version``.

    ``upcasts[n]`` turns a body of version n into one of version n+1.
    """

    def declare(cls: E_co) -> E_co:
        made = dataclass(frozen=True)(cls)
        if name in _registry:
            raise ValueError(f"two events are called {name}")
        made.stored_name = name  # type: ignore[attr-defined]
        made.version = version  # type: ignore[attr-defined]
        made.upcasts = upcasts or {}  # type: ignore[attr-defined]
        _registry[name] = made  # type: ignore[assignment]
        return made

    return declare


def all_events() -> dict[str, type[Event]]:
    """Return every declared event class by stored name."""
    return dict(_registry)


def _plain(value: object) -> Plain:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value  # StrEnum is a str
    raise TypeError(f"an event holds ids and plain values, not {type(value).__name__}")


def body_of(event: Event) -> str:
    """Return the event's canonical JSON text: sorted keys, no spaces, UTF-8 as it is; hashed as stored."""
    body = {field.name: _plain(getattr(event, field.name)) for field in fields(event)}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _revive(kind: object, value: Any) -> Any:
    if value is None:
        return None
    text = str(kind)
    if kind is UUID or "uuid.UUID" in text:
        return [UUID(one) for one in value] if isinstance(value, list) else UUID(value)
    if kind is datetime or "datetime.datetime" in text:
        return datetime.fromisoformat(value)
    if kind is date or "datetime.date" in text:
        return date.fromisoformat(value)
    if isinstance(value, list):
        return tuple(value)
    return kind(value) if isinstance(kind, type) and not isinstance(value, kind) else value


def load(name: str, version: int, body: str) -> Event:
    """Read a stored row back into its event, lifting an old version step by step.

    Raises ``KeyError`` for a name no room declares.
    """
    cls = _registry[name]
    values = json.loads(body)
    for step in range(version, cls.version):
        values = cls.upcasts[step](values)
    hints = get_type_hints(cls)
    return cls(**{field.name: _revive(hints[field.name], values[field.name]) for field in fields(cls)})
