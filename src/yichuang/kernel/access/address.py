"""Where a sign-in comes from and whom it names, as the lock-out counts them.

The server in front (uvicorn's proxy headers) decides whose word about an address to believe.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

from yichuang.kernel.access import tokens


def of(request: HttpRequest) -> str:
    """Return the network address of the client."""
    return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104


def counted_as(username: str) -> str:
    """Return the keyed hash under which wrong passwords of a login name are counted."""
    return tokens.keyed("sign-in", username)


def name_of(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Return the counted form of the login name in ``credentials`` (called by django-axes)."""
    return counted_as((credentials or {}).get("username", ""))
