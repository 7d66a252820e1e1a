"""Every door of the house with its address: pages, JSON operations, lanes and stream topics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja import NinjaAPI

from yichuang.kernel.access.types import Door
from yichuang.kernel.live.topics import topics
from yichuang.kernel.serve.lanes import lanes

# addresses that are no doors, each with its reason
NO_DOOR = {
    "api/v1/openapi.json": "the description of the JSON doors, public and the same for everybody",
    "api/v1/": "ninja's page of nothing: it only leads to the description",
}


@dataclass(frozen=True)
class Opening:
    """A place in the wall: what stands there, and its door if it has one."""

    kind: str
    address: str
    methods: tuple[str, ...]
    door: Door | None
    view: Callable[..., Any] | None = None


def _patterns(found: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def _apis(found: list[tuple[str, URLPattern]]) -> dict[str, NinjaAPI]:
    """Return the JSON interfaces by the address they begin at."""
    return {
        address.removesuffix("openapi.json"): one.callback.keywords["api"]
        for address, one in found
        if address.endswith("openapi.json") and "api" in getattr(one.callback, "keywords", {})
    }


def _operations(before: str, api: NinjaAPI) -> Iterator[Opening]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield Opening(
                    "json",
                    (before + prefix.strip("/") + path.lstrip("/")),
                    tuple(operation.methods),
                    getattr(operation.view_func, "door", None),
                    operation.view_func,
                )


def openings() -> list[Opening]:
    """Return every opening in the wall of the house."""
    found = list(_patterns(get_resolver().url_patterns, ""))
    apis = _apis(found)
    pages = [
        Opening("page", address, (), getattr(one.callback, "door", None), one.callback)
        for address, one in found
        if address not in NO_DOOR and not any(address.startswith(before) for before in apis)
    ]
    said = [one for before, api in apis.items() for one in _operations(before, api)]
    fast = [
        Opening("lane", one.pattern.lstrip("/"), (one.method,), getattr(one.handler, "door", None))
        for one in lanes()
    ]
    live = [Opening("live", f"live/{one.name}", ("GET",), one.door) for one in topics().values()]
    return pages + said + fast + live
