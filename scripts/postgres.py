"""A private PostgreSQL cluster for one run of the tests, from whatever binaries this machine has.

It listens on a free loopback port behind a random password, keeps its files in a folder of its own, runs
as an unprivileged user even when root asks (PostgreSQL refuses root), and is gone at the end.
"""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

# Where distributions keep the servers, mostly off the PATH.
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
# Nothing here outlives the run, so nothing waits for a disk.
SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "'128MB'",
    "timezone": "'UTC'",
    "log_min_messages": "warning",
}


class NoPostgres(Exception):
    """There is no PostgreSQL here that could be started; the text says why in one line."""


def binaries() -> Path:
    """Return the folder of the newest installed ``initdb``; raise ``NoPostgres`` where there is none."""
    folders = [folder for place in PLACES for folder in Path("/").glob(place.lstrip("/"))]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    whole = [one for one in folders if (one / "initdb").exists() and (one / "postgres").exists()]
    if not whole:
        raise NoPostgres("no PostgreSQL server is installed here: the suite runs on SQLite only")
    return max(whole, key=lambda one: [int(number) for number in re.findall(r"\d+", str(one))])


def servant() -> pwd.struct_passwd | None:
    """Return the account that will run the server: nobody special, and never root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL does not run as root and there is no other account: SQLite only")


def free_port() -> int:
    """Return a loopback port nobody listens on at this moment."""
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def call(command: list[str], account: pwd.struct_passwd | None, folder: Path) -> None:
    """Run one of PostgreSQL's programs as ``account``; raise ``NoPostgres`` with its last words."""
    user, group = (account.pw_uid, account.pw_gid) if account else (None, None)
    groups: list[int] | None = [] if account else None
    log = folder / "call.log"
    with log.open("ab") as out:  # a file, since the server would keep a pipe open
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                check=False,
                user=user,
                group=group,
                extra_groups=groups,
            )
        except OSError as problem:  # such as binaries this account may not run
            raise NoPostgres(f"PostgreSQL did not start ({problem}): SQLite only") from None
    if done.returncode:
        told = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        raise NoPostgres(f"PostgreSQL did not start ({told[-1] if told else command[0]}): SQLite only")


@dataclass
class Server:
    """A private server: its address (``postgresql://…/yichuang``), and how it is stopped and started."""

    address: str
    control: list[str]
    account: pwd.struct_passwd | None
    folder: Path

    def start(self) -> None:
        """Start it and wait until it answers."""
        call([*self.control, "start"], self.account, self.folder)

    def stop(self, mode: str = "fast") -> None:
        """Stop it: ``fast`` ends every connection first, ``immediate`` is a crash that it recovers from."""
        call([*self.control, "-m", mode, "stop"], self.account, self.folder)


@contextmanager
def server(**settings: str) -> Iterator[Server]:
    """Run a private server, some ``SETTINGS`` otherwise; stop it at the end."""
    programs, account = binaries(), servant()
    # a folder under /tmp: the servant may not be allowed into root's own temporary place
    folder = Path(tempfile.mkdtemp(prefix="yichuang-pg-", dir="/tmp"))
    data, password, port = folder / "data", secrets.token_hex(16), free_port()
    word = folder / "word"
    word.write_text(password)
    word.chmod(0o600)
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
            os.chown(word, account.pw_uid, account.pw_gid)
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "yichuang", "-A", "scram-sha-256"]
        call([*initdb, "-E", "UTF8", "--locale=C", "--no-sync", f"--pwfile={word}"], account, folder)
        with (data / "postgresql.conf").open("a") as conf:
            lines = {**SETTINGS, **settings, "port": port}
            conf.writelines(f"{key} = {value}\n" for key, value in lines.items())
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log")]
        address = f"postgresql://yichuang:{password}@127.0.0.1:{port}/yichuang"
        running = Server(address, control, account, folder)
        running.start()
        try:
            yield running
        finally:
            with suppress(NoPostgres):  # it has ended by itself
                running.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster() -> Iterator[str]:
    """Run a private server and give its address; stop it at the end."""
    with server() as running:
        yield running.address
