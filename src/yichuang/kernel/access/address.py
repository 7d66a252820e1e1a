"""Where a request comes from.  The server in front (uvicorn's proxy headers) decides whom to believe."""

from __future__ import annotations

from django.http import HttpRequest


def of(request: HttpRequest) -> str:
    """Return the network address of the client."""
    return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104
