"""The bridge from the server to Django's WSGI side.

The body is read before a thread is taken and the answer is collected before a slow client reads it, so
a thread only ever waits for the database.  The answer's ``close()`` is always called.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from yichuang.kernel.headers import RawHeaders
from yichuang.kernel.serve.body import Gone, Scope, Send

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024
MOST = 512 * 1024 * 1024


class Answer:
    """A collected answer: status, headers and a body in memory, or on disk where it is large."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: RawHeaders = []
        self.body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed once it is sent
        self.size = 0

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], Any]:
        """Take status and headers (WSGI's ``start_response``)."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self.write

    def write(self, piece: bytes) -> None:
        """Append to the body."""
        self.size += len(piece)
        if self.size > MOST:
            raise OverflowError("an answer larger than half a gigabyte")
        self.body.write(piece)

    async def send(self, send: Send) -> None:
        """Send everything, as fast as the client reads."""
        try:
            await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
            self.body.seek(0)
            left = self.size
            while True:
                piece = self.body.read(PIECE)
                left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
                if left <= 0:
                    return
        finally:
            self.body.close()


def environ_of(scope: Scope, body: bytes, request_id: str) -> dict[str, Any]:
    """Return the WSGI environment of an ASGI request."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    raw_path = scope.get("raw_path")
    path = unquote(raw_path.split(b"?")[0].decode("latin-1"), "latin-1") if raw_path else None
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path if path is not None else scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or ""),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "yichuang.request_id": request_id,
    }
    for name, value in scope["headers"]:
        _put_header(environ, name, value.decode("latin-1"))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _put_header(environ: dict[str, Any], name: bytes, value: str) -> None:
    if b"_" in name:
        return  # "x_forwarded_for" would pass for "x-forwarded-for"
    if name == b"content-type":
        environ["CONTENT_TYPE"] = value
        return
    if name == b"content-length":
        return
    key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
    if key in environ:
        value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
    environ[key] = value


def collect(wsgi: Wsgi, environ: dict[str, Any], wanted: Callable[[], bool]) -> Answer:
    """Run Django and return its whole answer; stop between pieces when nobody wants it any more.

    Raises: Gone, when the client went away before the work began.
    """
    if not wanted():
        raise Gone
    answer = Answer()
    pieces: Iterable[bytes] = ()
    try:
        pieces = wsgi(environ, answer.start)
        for piece in pieces:
            if not wanted():
                break
            if piece:
                answer.write(piece)
    except BaseException:
        answer.body.close()
        raise
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
    return answer
