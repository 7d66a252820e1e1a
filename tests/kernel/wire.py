"""The server's side of the wire, without a server: drives an ASGI application as uvicorn would."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any


class Wire:
    """One request: what the client sends, and what it has received so far."""

    def __init__(
        self,
        app: Any,
        path: str,
        *,
        method: str = "GET",
        query: str = "",
        headers: dict[str, str] | None = None,
        body: Iterable[bytes] = (),
        reads: bool = True,
    ) -> None:
        self.app = app
        parts = list(body)
        sent = {name.lower().encode(): value.encode() for name, value in (headers or {}).items()}
        if parts and b"content-length" not in sent and b"transfer-encoding" not in sent:
            sent[b"content-length"] = str(sum(map(len, parts))).encode()
        self.scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(b"host", b"127.0.0.1"), *sent.items()],
            "scheme": "http",
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 50000),
        }
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        for number, part in enumerate(parts):
            more = number < len(parts) - 1
            self._inbox.put_nowait({"type": "http.request", "body": part, "more_body": more})
        self.outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.reading = asyncio.Event()
        if reads:
            self.reading.set()
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self.task: asyncio.Task[None] | None = None

    def start(self) -> Wire:
        """Let the application begin."""
        self.task = asyncio.ensure_future(self.app(self.scope, self._receive, self._send))
        return self

    async def done(self, seconds: float = 10) -> Wire:
        """Wait for the end of the answer."""
        if self.task is None:
            self.start()
        assert self.task is not None
        await asyncio.wait_for(self.task, seconds)
        return self

    def hang_up(self) -> None:
        """Go away."""
        self._inbox.put_nowait({"type": "http.disconnect"})

    def json(self) -> Any:
        return json.loads(self.body)

    async def events(self) -> AsyncIterator[tuple[str, int | None, Any]]:
        """Read server-sent events as they come: (event, id, data)."""
        rest = ""
        while True:
            message = await self.outbox.get()
            rest += message.get("body", b"").decode()
            while "\n\n" in rest:
                block, rest = rest.split("\n\n", 1)
                fields = dict(
                    line.split(": ", 1) for line in block.splitlines() if ": " in line and line[0] != ":"
                )
                if "event" in fields:
                    ident = int(fields["id"]) if "id" in fields else None
                    yield fields["event"], ident, json.loads(fields["data"])
                elif "retry" in fields:
                    yield "retry", None, int(fields["retry"])
            if message["type"] == "http.response.body" and not message.get("more_body"):
                return

    async def next(self, stream: Any, seconds: float = 5) -> tuple[str, int | None, Any]:
        """Return the next event that is no ``retry``."""
        while True:
            event = await asyncio.wait_for(anext(stream), seconds)
            if event[0] != "retry":
                return event

    async def _receive(self) -> dict[str, Any]:
        return await self._inbox.get()

    async def _send(self, message: dict[str, Any]) -> None:
        await self.reading.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message.get("body", b"")
        self.outbox.put_nowait(message)
