"""``yichuang serve`` and ``yichuang worker``."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import resource
import signal
import socket
import sys
import threading
from types import FrameType
from typing import NoReturn

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kernel import clock, logs
from yichuang.kernel.errors import Refusal
from yichuang.kernel.serve import announcers, is_demo, lock

LOOPBACK = ("127.0.0.1", "localhost", "::1")
BACKLOG = 2048


class DemoStaysHome(Refusal):
    """A database with demo accounts is not put on a network by mistake."""

    code = "demo-stays-home"
    sentence = gettext_lazy(
        "This is a demo hall whose logins are printed for everyone, so it only answers on this machine. "
        "To open it to the network all the same, add --force-public."
    )


class OneProcessOnly(Refusal):
    """SQLite is served by one process."""

    code = "one-process-only"
    sentence = gettext_lazy("A SQLite file is served by one process. Several workers need PostgreSQL.")


class NotSetUp(Refusal):
    """Tables or static files are missing or old."""

    code = "not-set-up"
    sentence = gettext_lazy("This installation is not up to date. Run `yichuang setup` first.")


class PortTaken(Refusal):
    """Somebody else listens there."""

    code = "port-taken"
    sentence = gettext_lazy(
        "Another program already listens on port %(port)s. Choose another one with YICHUANG_PORT."
    )


class PortClosed(Refusal):
    """The system does not let this program listen there."""

    code = "port-closed"
    sentence = gettext_lazy(
        "This program may not listen on port %(port)s. Choose one from 1024 on with YICHUANG_PORT."
    )


class AddressUnknown(Refusal):
    """The address is not one of this machine's, or no address at all."""

    code = "address-unknown"
    sentence = gettext_lazy("This machine cannot listen at %(host)s, port %(port)s: %(why)s.")


def serve(argv: list[str]) -> int:
    """Open the house: answer every screen, JSON door and live stream until told to stop."""
    parser = argparse.ArgumentParser(prog="yichuang serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("YICHUANG_PORT") or 8000))
    parser.add_argument("--workers", type=int, default=1, help="processes (PostgreSQL only)")
    parser.add_argument("--behind-proxy", metavar="ADDRESS", help="trust this proxy's X-Forwarded headers")
    parser.add_argument("--force-public", action="store_true", help="open a demo hall to the network")
    wanted = parser.parse_args(argv)
    claimed = None
    try:
        if wanted.host not in LOOPBACK and not wanted.force_public and is_demo():
            raise DemoStaysHome
        if _is_sqlite():
            if wanted.workers > 1:
                raise OneProcessOnly
            claimed = lock.claim(settings.DATABASES["default"]["NAME"])
        _look_round()
        door = _door(wanted.host, wanted.port)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    try:
        _announce(wanted.host, door.getsockname()[1])
        connections.close_all()
        return _serve(door, wanted.workers, wanted.behind_proxy)
    finally:
        if claimed is not None:
            claimed.close()


def worker(argv: list[str]) -> int:
    """Seal, deliver and keep the heartbeat in a process of its own, beside web processes (PostgreSQL)."""
    from yichuang.kernel.serve.lifecycle import Beside

    argparse.ArgumentParser(prog="yichuang worker").parse_args(argv)
    if _is_sqlite():
        sys.stderr.write(f"{OneProcessOnly()}\n")
        return 1
    logs.configure()
    stop = threading.Event()

    def leave(_number: int, _where: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    beside = Beside()
    beside.start()
    stop.wait()
    beside.stop()
    return 0


def _look_round() -> None:
    """Refuse to open a house whose tables or static files are not there."""
    from yichuang.kernel import health
    from yichuang.kernel.serve import wsgi

    if not health.tables() or (wsgi.hashed() and not wsgi.collected()):
        raise NotSetUp


def _is_sqlite() -> bool:
    return "sqlite" in settings.DATABASES["default"]["ENGINE"]


def _door(host: str, port: int) -> socket.socket:
    """Return a listening-ready socket, so that what stands in the way is a sentence before anything starts.

    Raises: PortTaken, PortClosed, AddressUnknown.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        door.close()
        match getattr(error, "errno", None):
            case errno.EADDRINUSE:
                raise PortTaken(port=port) from None
            case errno.EACCES | errno.EPERM:
                raise PortClosed(port=port) from None
        raise AddressUnknown(
            host=host, port=port, why=str(getattr(error, "strerror", None) or error)
        ) from None
    door.set_inheritable(True)
    return door


def _announce(host: str, port: int) -> None:
    shown = "127.0.0.1" if host in LOOPBACK or host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared only
    base = f"http://{shown}:{port}"
    lines = [_("Yichuang is open: %(address)s") % {"address": base}]
    if clock.is_demo():
        lines.append(_("It runs on the demo clock."))
    for announcer in announcers:
        lines += announcer(base)
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _serve(door: socket.socket, workers: int, proxy: str | None) -> int:
    logs.configure()
    _allow_many_files()
    if workers <= 1:
        _one(door, proxy)
    children = []
    for _number in range(workers):
        child = os.fork()
        if child == 0:
            _one(door, proxy)
        children.append(child)
    return _wait_for(children)


def _wait_for(children: list[int]) -> int:
    """Pass the signal to stop on to every child; when one ends by itself, all end (a supervisor restarts)."""

    def pass_on(_number: int, _where: FrameType | None) -> None:
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, pass_on)
    worst = 0
    for _child in list(children):
        child, status = os.wait()
        children.remove(child)
        worst = worst or os.waitstatus_to_exitcode(status)
        pass_on(0, None)
    return abs(worst)


def _one(door: socket.socket, proxy: str | None) -> NoReturn:
    """Serve until told to stop; the process ends here."""
    import uvicorn

    from yichuang.kernel.serve import leaving
    from yichuang.kernel.serve.assemble import assemble

    # what the server raises again after a polite end, so that the end is a success
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _where: None)
    config = uvicorn.Config(
        assemble(),
        fd=None,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=leaving.GRACE_SECONDS,
        timeout_keep_alive=30,
        backlog=BACKLOG,
        ws="none",
        proxy_headers=proxy is not None,
        forwarded_allow_ips=proxy,
    )
    server = uvicorn.Server(config)
    server.run(sockets=[door])
    leaving.go(0 if server.started else 3)


def _allow_many_files() -> None:
    """Let this process hold as many streams as the machine allows."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


COMMANDS = {"serve": serve, "worker": worker}
