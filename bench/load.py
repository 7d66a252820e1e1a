"""The load generator: a process of its own that keeps so many connections busy and answers with latencies.

It reads one order a line (JSON) from its input: ``{"port", "clients", "seconds"?, "requests": [[path, token,
body], …]}``.  With ``seconds`` every client goes round its share of the requests until the time is over;
without, all clients together send each request once.  It answers with one line.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from contextlib import suppress
from typing import Any, cast
from uuid import uuid4

Request = tuple[str, str, str]


class Client(asyncio.Protocol):
    """One connection that asks and waits, asks and waits."""

    def __init__(self) -> None:
        self.answer: asyncio.Future[int] | None = None
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found or self.answer is None:
            return
        lower = head.lower()
        at = lower.find(b"content-length:")
        length = int(lower[at + 15 : at + 25].split(b"\r\n")[0]) if at >= 0 else 0
        if len(body) >= length:
            self.body, self.received = body, b""
            self.answer.set_result(int(head[9:12]))

    def connection_lost(self, error: Exception | None) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(error or ConnectionError("the server hung up"))

    async def ask(self, request: Request) -> int:
        """Send one act with a key of its own and return the status."""
        path, token, body = request
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token}\r\n"
            f"Idempotency-Key: {uuid4().hex}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        return await self.answer


async def obey(order: dict[str, Any]) -> dict[str, Any]:
    """Let the clients work as ordered and tell how long each request took."""
    loop = asyncio.get_running_loop()
    clients: list[Client] = []
    for _ in range(order["clients"]):
        _transport, client = await loop.create_connection(Client, "127.0.0.1", order["port"])
        clients.append(client)
    requests: list[Request] = [tuple(one) for one in order["requests"]]
    latencies: list[float] = []
    wrong: list[str] = []

    async def ask(client: Client, request: Request) -> None:
        began = time.perf_counter()
        status = await client.ask(request)
        latencies.append(time.perf_counter() - began)
        if status != 201:
            wrong.append(f"{status} {client.body[:300]!r}")

    async def until(client: Client, mine: list[Request], end: float) -> None:
        n = 0
        while time.perf_counter() < end:
            await ask(client, mine[n % len(mine)])
            n += 1

    async def share(client: Client, left: list[Request]) -> None:
        while left:
            await ask(client, left.pop())

    began = time.perf_counter()
    if seconds := order.get("seconds"):
        count = len(clients)
        parts = [requests[n::count] or requests for n in range(count)]
        work = [until(one, part, began + seconds) for one, part in zip(clients, parts, strict=True)]
    else:
        work = [share(one, requests) for one in clients]
    await asyncio.gather(*work)
    took = time.perf_counter() - began
    for one in clients:
        one.transport.close()
    return {"seconds": took, "latencies": latencies, "wrong": wrong[:3]}


def main() -> None:
    """Obey orders until the input ends."""
    with suppress(ImportError):  # the server has it; the load should not be what is measured
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    for line in sys.stdin:
        sys.stdout.write(json.dumps(asyncio.run(obey(json.loads(line)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
