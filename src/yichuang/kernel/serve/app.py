"""The one application: health, live streams, fast lanes, and the bridge to everything else."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.utils import translation

from yichuang.kernel import headers as sent
from yichuang.kernel import logs, problem
from yichuang.kernel.away import RETRY_AFTER, away
from yichuang.kernel.live.stream import Streams
from yichuang.kernel.serve import lanes
from yichuang.kernel.serve.body import Bodies, Gone, Message, Receive, Scope, Send, Unfit
from yichuang.kernel.serve.bridge import Wsgi, collect, environ_of
from yichuang.kernel.serve.pool import Full, Pool

requests = logging.getLogger("yichuang.request")
accidents = logging.getLogger("yichuang.accident")

LIVE = "/live/"
ALIVE = "/healthz"
CLOSED_REQUEST = 499

Lifespan = Callable[[Scope, Receive, Send], Awaitable[None]]


def numbers() -> dict[str, int]:
    """Return the server's bounds: threads, queue, bytes, seconds; ``settings.SERVE`` overrides."""
    sqlite = "sqlite" in settings.DATABASES["default"]["ENGINE"]
    bounds = {
        "threads": 3 if sqlite else 4,
        "queue": 128,
        "body": 12 * 2**20,
        "bodies": 96 * 2**20,
        "body_seconds": 30,
    }
    return bounds | dict(getattr(settings, "SERVE", {}))


class Application:
    """Answer every request of this process; ``lifespan`` begins and ends what runs beside it."""

    def __init__(self, wsgi: Wsgi, pool: Pool, streams: Streams, lifespan: Lifespan | None = None) -> None:
        bounds = numbers()
        self.wsgi = wsgi
        self.pool = pool
        self.streams = streams
        self.lifespan = lifespan
        self.bodies = Bodies(each=bounds["body"], together=bounds["bodies"], seconds=bounds["body_seconds"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan" and self.lifespan is not None:
            await self.lifespan(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(scope, send)
        try:
            await self._answer(exchange, receive)
        except Gone:
            exchange.status = CLOSED_REQUEST
        except Unfit as unfit:
            await exchange.refuse(unfit.status)
        except Full:
            await exchange.refuse(503)
        except Exception as error:
            if exchange.started and isinstance(error, OSError):
                return  # the client went away while it was sent to
            if away(error) and not exchange.started:
                await exchange.refuse(503)
                return
            accidents.exception("an unexpected error", extra={"request_id": exchange.ident})
            if exchange.started:
                raise
            await exchange.refuse(500)
        finally:
            exchange.log()

    async def _answer(self, exchange: Exchange, receive: Receive) -> None:
        scope = exchange.scope
        path: str = scope["path"]
        if path == ALIVE:
            await exchange.text(200, b'{"status": "ok"}', b"application/json")
        elif path.startswith(LIVE):
            await self.streams.answer(exchange, receive)
        elif found := lanes.find(scope["method"], path):
            await self._lane(exchange, receive, *found)
        else:
            await self._bridge(exchange, receive)

    async def _lane(
        self, exchange: Exchange, receive: Receive, one: lanes.Lane, params: dict[str, str]
    ) -> None:
        scope = exchange.scope
        body = await self.bodies.read(scope, receive)
        request = lanes.LaneRequest(
            method=one.method,
            path=scope["path"],
            params=params,
            query=scope["query_string"],
            headers=dict(scope["headers"]),
            body=body,
            request_id=exchange.ident,
        )
        try:
            status, headers, content = await self.pool.run(lanes.answer, one, request)
        finally:
            self.bodies.drop(len(body))
        await exchange.whole(status, headers, content)

    async def _bridge(self, exchange: Exchange, receive: Receive) -> None:
        body = await self.bodies.read(exchange.scope, receive)
        gone = asyncio.ensure_future(_gone(receive))
        try:
            environ = environ_of(exchange.scope, body, exchange.ident)
            answer = await self.pool.run(collect, self.wsgi, environ, lambda: not gone.done())
        finally:
            gone.cancel()
            self.bodies.drop(len(body))
        await answer.send(exchange.send)


async def _gone(receive: Receive) -> None:
    """Return when the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Exchange:
    """One request and its answer: completes the headers, counts, and writes the log line."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope = scope
        self.ident = logs.new_request_id()
        self.began = time.perf_counter()
        self.status = 0
        self.size = 0
        self._send = send

    @property
    def started(self) -> bool:
        """Say whether the answer's status has been sent."""
        return self.status != 0

    async def send(self, message: Message) -> None:
        """Send one ASGI message, with the headers every answer carries."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = sent.completed(
                message.get("headers", []), self.ident, encrypted=self.scope.get("scheme") == "https"
            )
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)

    async def whole(self, status: int, headers: sent.RawHeaders, content: bytes) -> None:
        """Send a complete answer."""
        length = (b"content-length", str(len(content)).encode())
        await self.send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
        body = b"" if self.scope["method"] == "HEAD" else content
        await self.send({"type": "http.response.body", "body": body})

    async def text(self, status: int, content: bytes, kind: bytes) -> None:
        """Send a complete answer of one content type."""
        await self.whole(status, [(b"content-type", kind)], content)

    async def refuse(self, status: int) -> None:
        """Say in one sentence why Django was not even asked."""
        status, headers, content = refusal(self.scope, status, self.ident)
        await self.whole(status, headers, content)

    def log(self) -> None:
        """Write the one line of this request: never its body, query string or tokens."""
        requests.info(
            "request",
            extra={
                "request_id": self.ident,
                "method": self.scope["method"],
                "path": logs.masked_path(self.scope["path"]),
                "status": self.status,
                "ms": round((time.perf_counter() - self.began) * 1000, 1),
                "bytes": self.size,
            },
        )


def refusal(scope: Scope, status: int, ident: str) -> tuple[int, sent.RawHeaders, bytes]:
    """Return the answer to a request that got no thread: problem+json, a fragment, or a small page."""
    received: dict[bytes, bytes] = dict(scope["headers"])
    extra: sent.RawHeaders = [(b"retry-after", RETRY_AFTER.encode())] if status == 503 else []
    if status in {408, 413}:
        extra.append((b"connection", b"close"))  # the rest of the body is not read
    with translation.override(lanes.language_of(received)):
        sentence = problem.sentence_of(status)
        code = problem.code_of(status)
        if problem.is_json_door(scope["path"]) or scope["path"].startswith(LIVE):
            members: dict[str, Any] = problem.document(
                code=code, status=status, sentence=sentence, request_id=ident
            )
            return status, [(b"content-type", problem.CONTENT_TYPE.encode()), *extra], problem.body(members)
        page = sorry(sentence, code, status, ident, fragment=received.get(b"hx-request") == b"true")
    return status, [(b"content-type", b"text/html; charset=utf-8"), *extra], page.encode()


def sorry(sentence: str, code: str, status: int, ident: str, *, fragment: bool) -> str:
    """Draw the quiet page (or fragment) that asks nothing of database or caller."""
    from django.template.loader import render_to_string

    name = "kernel/sorry_fragment.html" if fragment else "kernel/sorry.html"
    shown = ident if status == 500 else ""
    return render_to_string(name, {"sentence": sentence, "code": code, "request_id": shown, "status": status})
