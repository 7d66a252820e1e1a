"""Read a request's body before a thread is taken for it: bounded in size, in time and in sum."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Gone(Exception):
    """The client went away before its request was complete."""


class Unfit(Exception):
    """The body cannot be taken; ``status`` says why (400, 408, 413, 503)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Bodies:
    """The request bodies held in memory at one time, of all clients together."""

    def __init__(self, *, each: int, together: int, seconds: float) -> None:
        self.each = each
        self.together = together
        self.seconds = seconds
        self.held = 0

    async def read(self, scope: Scope, receive: Receive) -> bytes:
        """Return the whole body; give its place back with ``drop(len(body))``.

        Raises: Gone, Unfit.
        """
        declared = _declared_length(scope)
        if declared > self.each:
            raise Unfit(413)
        if declared == 0:
            return b""
        try:
            async with asyncio.timeout(self.seconds):
                return await self._collect(receive)
        except TimeoutError:
            raise Unfit(408) from None

    def drop(self, size: int) -> None:
        """Give back the place of a body of ``size`` bytes."""
        self.held -= size

    async def _collect(self, receive: Receive) -> bytes:
        parts: list[bytes] = []
        size = 0
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                part: bytes = message.get("body", b"")
                size += len(part)
                self.held += len(part)
                if size > self.each:
                    raise Unfit(413)
                if self.held > self.together:
                    raise Unfit(503)
                parts.append(part)
                if not message.get("more_body"):
                    return b"".join(parts)
        except BaseException:
            self.held -= size
            raise


def _declared_length(scope: Scope) -> int:
    """Return the body's length as declared: 0 for none, 1 where it is not known (chunked)."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return 1
    value = headers.get(b"content-length", b"0")
    if not value.isdigit():
        raise Unfit(400)
    return int(value)
