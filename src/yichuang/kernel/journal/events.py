"""What has happened, in the past tense: the events of all rooms, by their stored names.

An event holds ids and plain values only: no name, number, health class or free text (those lie in the
vault; an event carries the entry's id).  A field is a UUID, int, float, bool, date, datetime, StrEnum, a
short code (``str``, see ``fits``), a tuple of these, or one of them ``| None``; anything else is refused
when the class is declared.  A change of shape is a new ``version`` with an ``upcast`` from the one
before, since old rows are never rewritten.
"""

from __future__ import annotations

import hashlib
import json
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from typing import (
    Any,
    ClassVar,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

from django.utils.translation import gettext

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
Upcast = Callable[[dict[str, Any]], dict[str, Any]]
Dump = Callable[[Any], Plain]
Revive = Callable[[Any], Any]

_CODE = re.compile(r"[!-~]{0,64}")
_PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86-?)?1[3-9]\d{9}(?![0-9A-Za-z])")
_BIRTH_DATE = r"(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY = re.compile(rf"(?<![0-9A-Za-z])\d{{6}}{_BIRTH_DATE}\d{{3}}[\dXx](?![0-9A-Za-z])")
_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class UnknownEvent(LookupError):
    """A stored row names an event, or a version of it, that no room declares."""


@dataclass(frozen=True)
class Event:
    """Base of all events; a subclass is declared with ``@event("room.past_tense")``."""

    stored_name: ClassVar[str]
    version: ClassVar[int]
    upcasts: ClassVar[Mapping[int, Upcast]]
    codecs: ClassVar[tuple[tuple[str, Dump, Revive], ...]]

    @classmethod
    def sentence(cls) -> str:
        """Return what happened as one sentence of the manual, in the reader's language."""
        return gettext((cls.__doc__ or "").strip().split("\n", 1)[0])


_registry: dict[str, type[Event]] = {}
E_co = TypeVar("E_co", bound=type[Event])


@dataclass_transform(frozen_default=True)
def event(
    name: str, *, version: int = 1, upcasts: Mapping[int, Upcast] | None = None
) -> Callable[[E_co], E_co]:
    """Declare an event class as a frozen dataclass stored as ``name`` at schema ``version``.

    ``upcasts[n]`` turns a body of version n into one of version n+1.

    Raises: ``ValueError`` for a name declared twice or a step that is missing, ``TypeError`` for a field
    that could hold free text.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"an event is called room.past_tense, not {name}")
    steps = dict(upcasts or {})
    if set(steps) != set(range(1, version)):
        raise ValueError(f"{name}@{version} needs an upcast from each version before it")

    def declare(cls: E_co) -> E_co:
        known = _registry.get(name)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"two events are called {name}")
        if not cls.__doc__:
            raise ValueError(f"{name} needs a docstring: it is the sentence of the manual")
        made = cast(E_co, dataclass(frozen=True)(cls))
        made.stored_name = name
        made.version = version
        made.upcasts = types.MappingProxyType(steps)
        made.codecs = _codecs(made)
        _registry[name] = made
        return made

    return declare


def all_events() -> dict[str, type[Event]]:
    """Return every declared event class by stored name."""
    return dict(_registry)


def fits(text: str) -> bool:
    """Say whether ``text`` may stand in an event: a short code (64 printable ASCII characters, no spaces).

    What looks like a telephone or identity number does not fit, whoever typed it.
    """
    if not _CODE.fullmatch(text):
        return False
    if len(text) < 11:
        return True
    return not (_PHONE.search(text) or any(map(_is_identity, _IDENTITY.findall(text))))


def as_code(text: str) -> str:
    """Return a text as an event can hold it: itself where it fits, else its hash."""
    return text if fits(text) else "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:48]


def _is_identity(text: str) -> bool:
    """Tell a resident identity number from any other eighteen digits by its check character (GB 11643)."""
    rest = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False)) % 11
    return "10X98765432"[rest] == text[17].upper()


def body_of(event: Event) -> str:
    """Return the event's canonical JSON text: sorted keys, no spaces, UTF-8 as it is; hashed as stored.

    Raises: ``TypeError`` for a value that is not of its field's type, or free text in a code.
    """
    try:
        body = {name: dump(getattr(event, name)) for name, dump, _ in event.codecs}
    except TypeError as error:
        raise TypeError(f"{event.stored_name}: {error}") from None
    return _encode(body)


def load(name: str, version: int, body: str) -> Event:
    """Read a stored row back into its event, lifting an old version step by step.

    Raises: ``UnknownEvent`` for a name or version no room declares, ``ValueError`` for a body that is
    not of the declared shape.
    """
    cls = _registry.get(name)
    if cls is None or version > cls.version:
        raise UnknownEvent(f"{name}@{version}")
    values = json.loads(body)
    for step in range(version, cls.version):
        values = cls.upcasts[step](values)
    if len(values) != len(cls.codecs):
        raise ValueError(f"{name}@{version} has the fields {sorted(values)}, not those declared")
    try:
        return cls(**{field: revive(values[field]) for field, _, revive in cls.codecs})
    except KeyError as error:
        raise ValueError(f"{name}@{version} has no field {error}") from None


_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


# ---- how each kind of field is written and read -------------------------------------------------------


def _codecs(cls: type[Event]) -> tuple[tuple[str, Dump, Revive], ...]:
    hints = get_type_hints(cls)
    found = []
    for field in sorted(fields(cls), key=lambda one: one.name):
        try:
            found.append((field.name, *_codec(hints[field.name])))
        except TypeError as error:
            raise TypeError(f"{cls.__qualname__}.{field.name}: {error}") from None
    return tuple(found)


def _codec(kind: Any) -> tuple[Dump, Revive]:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return partial(_dump_enum, kind), kind
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType) and len(inner) == 2 and type(None) in inner:
        dump, revive = _codec(inner[0] if inner[1] is type(None) else inner[1])
        return (
            lambda value: None if value is None else dump(value),
            lambda value: None if value is None else revive(value),
        )
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        dump, revive = _codec(inner[0])
        return partial(_dump_tuple, dump), lambda value: tuple(revive(one) for one in value)
    raise TypeError(f"an event holds ids and plain values, not {kind}")


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected, not {type(value).__name__}")
    return value


def _dump_id(value: Any) -> Plain:
    if not isinstance(value, UUID):
        raise TypeError(f"UUID expected, not {type(value).__name__}")
    return value.hex


def _dump_enum(kind: type[StrEnum], value: Any) -> Plain:
    try:
        return str(kind(value).value)
    except ValueError as error:
        raise TypeError(str(error)) from None


def _dump_code(value: Any) -> Plain:
    if not isinstance(value, str):
        raise TypeError(f"str expected, not {type(value).__name__}")
    if not fits(value):
        raise TypeError("at most 64 printable ASCII characters, no free text and no person's number")
    return str(value)


def _dump_moment(value: Any) -> Plain:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(f"an aware datetime expected, not {type(value).__name__}")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _dump_float(value: Any) -> Plain:
    return _of(float, float(value) if type(value) is int else value)  # type: ignore[no-any-return]


def _dump_tuple(dump: Dump, value: Any) -> Plain:
    if not isinstance(value, tuple):
        raise TypeError(f"tuple expected, not {type(value).__name__}")
    return [dump(one) for one in value]


_PLAIN: dict[Any, tuple[Dump, Revive]] = {
    UUID: (_dump_id, UUID),
    str: (_dump_code, str),
    int: (partial(_of, int), int),
    float: (_dump_float, float),
    bool: (partial(_of, bool), bool),
    date: (lambda value: _of(date, value).isoformat(), date.fromisoformat),
    datetime: (_dump_moment, datetime.fromisoformat),
}
