"""Let a lower room ask what only a room above it knows, without knowing that room.

The lower room declares a port in its ``types``; the upper one answers it in ``apps.ready``.  A port
nobody answers takes its default, so a room works before the one above it is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_ports: dict[str, Port] = {}  # type: ignore[type-arg]


class Port(Generic[P, R]):
    """A question of ``name`` (``posts.service_under_way``), with the answer it takes by default."""

    def __init__(self, name: str, default: Callable[P, R]) -> None:
        if name in _ports:
            raise ValueError(f"two ports are called {name}")
        self.name = name
        self._default = default
        self.provider: Callable[P, R] | None = None
        _ports[name] = self

    def provide(self, answer: Callable[P, R]) -> None:
        """Answer this port with ``answer`` from now on; a second room that tries is a mistake."""
        if self.provider is not None and self.provider is not answer:
            raise ValueError(f"{self.name} is already answered")
        self.provider = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask."""
        return (self.provider or self._default)(*args, **kwargs)

    @contextmanager
    def answered(self, answer: Callable[P, R]) -> Iterator[None]:
        """Answer with ``answer`` inside this block only (tests)."""
        before, self.provider = self.provider, answer
        try:
            yield
        finally:
            self.provider = before


def all_ports() -> dict[str, Port]:  # type: ignore[type-arg]
    """Return every declared port by name (a house test lists them with their providers)."""
    return dict(_ports)
