"""A real server in its own process and home, and a real browser before it.

def test_a_citizen_takes_a_ticket(serve_house, open_page):
    house = serve_house(scene=scenes.open_hall)   # yichuang serve, on a free port, either engine
    hall = house.told                            # what the scene told: it is played once for a session
    house.scene(scenes.end_every_session)        # a function that runs beside the server
    page = open_page(width=390, height=844)      # Chromium through Playwright
    page.goto(house.url + f"/t/{hall['token']}")
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support import ground

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_count = itertools.count(1)


def free_port() -> int:
    """Return a port nobody listens on at this moment."""
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


@dataclass
class House:
    """One installation under test: its home, its database, and (when started) its server."""

    home: Path
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    told: Any = None
    program: tuple[str, ...] = ("-m", "yichuang")

    @property
    def url(self) -> str:
        """Where the server answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.home / "serve.log"

    def run(self, *argv: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a Python command line against this installation and return what it said."""
        done = subprocess.run(
            [sys.executable, *argv],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if check and done.returncode:
            pytest.fail(f"{' '.join(argv)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def yichuang(self, *argv: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run ``yichuang`` with these words."""
        return self.run("-m", "yichuang", *argv, check=check)

    def scene(self, function: Callable[..., Any], **values: Any) -> Any:
        """Run a test module's function against this installation's database; JSON goes in and comes out."""
        told = json.dumps([function.__module__, function.__qualname__, values])
        return json.loads(self.run("-m", "tests.doors", told).stdout.splitlines()[-1])

    def start(self, *argv: str, within: float = 60) -> House:
        """Start the server and wait until it answers."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.program, "serve", *argv],
                cwd=ROOT,
                env={**self.environment, "YICHUANG_PORT": str(self.port)},
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
        until = time.monotonic() + within
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            if self.answers():
                return self
            time.sleep(0.05)
        pytest.fail(f"the server did not open its door\n{self.log.read_text()[-4000:]}")

    def answers(self) -> bool:
        """Tell whether the health door says that the server is well."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self, within: float = 10) -> float:
        """End the server politely (SIGTERM) and return the seconds it took; what hangs is killed."""
        if self.process is None:
            return 0.0
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None
        return time.monotonic() - began

    def kill(self) -> None:
        """End the server as a power cut does (SIGKILL)."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def installation(
    template: House | None = None, server: str | None = None, *, migrated: bool = False
) -> Iterator[House]:
    """Make an empty installation, or a copy of a prepared one, and take it away afterwards.

    ``server`` is a PostgreSQL address of the test's own, instead of the one the run was given; ``migrated``
    gives an installation that is not set up yet the tables as they will be.
    """
    home = Path(tempfile.mkdtemp(prefix="yichuang-house-"))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("YICHUANG_")}
    environment |= {
        "YICHUANG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "yichuang.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    server = os.environ.get("YICHUANG_TEST_DATABASE_URL", "") if server is None else server
    name = f"yichuang_house_{os.getpid()}_{next(_count)}"
    if template is not None:
        shutil.copytree(template.home, home, dirs_exist_ok=True)
    if server:
        copied = urlsplit(template.environment["YICHUANG_DATABASE_URL"]).path[1:] if template else "template1"
        if migrated:
            ground.lay_database(server, name)
        else:
            ground.administer(server, "CREATE DATABASE {} TEMPLATE {}", name, copied)
        environment["YICHUANG_DATABASE_URL"] = ground.at(server, name)
    elif migrated:
        ground.lay_file(home / ground.FILE)
    house = House(home, environment, told=deepcopy(template.told) if template else None)
    try:
        yield house
    finally:
        house.kill()
        if server:
            ground.drop(server, name)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def prepared_home() -> Iterator[House]:
    """Set up one installation (migrated, translated, static files collected) that others are copied from."""
    with installation(migrated=True) as house:
        house.yichuang("setup")
        yield house


@pytest.fixture(scope="session")
def furnished_home(prepared_home: House) -> Iterator[Callable[..., House]]:
    """Play a scene in an installation once, to be copied from: ``furnished_home(scene, **values)``.

    What the scene told is the copy's ``told``; a demo clock it has started runs on meanwhile.
    """
    furnished: dict[str, House] = {}
    with ExitStack() as opened:

        def furnish(scene: Callable[..., Any] | None, **values: Any) -> House:
            if scene is None:
                return prepared_home
            asked = json.dumps([scene.__module__, scene.__qualname__, values], sort_keys=True)
            if asked not in furnished:
                house = opened.enter_context(installation(prepared_home))
                house.told = house.scene(scene, **values)
                furnished[asked] = house
            return furnished[asked]

        yield furnish


@pytest.fixture
def serve_house(furnished_home: Callable[..., House]) -> Iterator[Callable[..., House]]:
    """Open houses, each a fresh copy.

    ``serve_house()`` starts a server, ``serve_house(start=False)`` only sets one up; with ``scene=`` and its
    values the house is furnished, and ``house.told`` is what the scene told.
    """
    with ExitStack() as opened:

        def serve(
            *argv: str, start: bool = True, scene: Callable[..., Any] | None = None, **values: Any
        ) -> House:
            house = opened.enter_context(installation(furnished_home(scene, **values)))
            return house.start(*argv) if start else house

        yield serve


def chromium_program() -> str | None:
    """Return where the system's Chromium is, if it has one."""
    return next(filter(None, map(shutil.which, ("chromium", "/usr/bin/chromium", "google-chrome"))), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start Chromium for one module of tests; skip where there is none.

    Playwright keeps an event loop running in this thread, which Django would take for an async caller,
    and which must be gone before other modules' tests run loops of their own.
    """
    program = chromium_program()
    if program is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open pages, each a browser of its own: ``open_page(width=1080, height=1920, locale="zh-CN")``.

    Whatever a page writes to its console as an error, or throws, fails the test; ``page.forgiven`` (a list
    of substrings) names what a test expects.
    """
    contexts, complaints = [], []

    def open_one(*, width: int = 1280, height: int = 800, locale: str = "zh-CN", **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=locale, **options)
        contexts.append(context)
        page = context.new_page()
        page.forgiven = []

        def complain(words: str) -> None:
            if not any(known in words for known in page.forgiven):
                complaints.append(f"{page.url}: {words}")

        page.on("pageerror", lambda error: complain(str(error)))
        page.on("console", lambda said: complain(said.text) if said.type == "error" else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def _play_scene(told: str) -> None:
    """Run the function a test named, in a process that has this installation's settings."""
    from importlib import import_module

    import django

    django.setup()
    module, name, values = json.loads(told)
    print(json.dumps(getattr(import_module(module), name)(**values), default=str))


if __name__ == "__main__":
    _play_scene(sys.argv[1])
