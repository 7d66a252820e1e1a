"""The client that measures any queue server counts what the server did wrong, and nothing else."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from bench import http as client

Count = Callable[[int], int]


class Peer:
    """A queue server of three doors whose mistakes are chosen: how numbers and calls are counted."""

    def __init__(self, number: Count, call: Count, lose: int = 0) -> None:
        self.number, self.call, self.lose = number, call, lose
        self.issued = self.calls = self.finished = 0
        self.guard = threading.Lock()

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        with self.guard:
            if path == "/take":
                self.issued += 1
                return 201, {"ticket": {"id": self.issued, "number": f"A{self.number(self.issued):03d}"}}
            if path.startswith("/done/"):
                self.finished += 1
                return 200, {}
            if self.call(self.calls + 1) > self.issued - self.lose:
                return 409, {"code": "nobody"}
            self.calls += 1
            return 200, {"ticket": {"id": self.call(self.calls), "number": "A"}}


@contextmanager
def served(peer: Peer, **more: Any) -> Iterator[str]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = peer.answer(self.path)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = {"ticket": "ticket.id", "number": "ticket.number"}
        yield json.dumps(
            {
                "base": f"http://127.0.0.1:{server.server_port}",
                "clerks": [{"name": "one"}, {"name": "two"}],
                "kiosks": [{}, {}],
                "issue": {"path": "/take", "body": {"for": "{name}"}, **place},
                "call": {"path": "/call", "nobody": [409], "nobody_says": {"code": "nobody"}, **place},
                "finish": [{"path": "/done/{ticket}"}],
            }
            | more
        )
        server.shutdown()


def run(peer: Peer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    with served(peer) as text:
        conf = tmp_path / "peer.json"
        conf.write_text(text)
        code = client.main(["--conf", str(conf), "--tickets", "30", "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_right_server_has_nothing_counted_against_it(tmp_path, capsys) -> None:
    peer = Peer(number=lambda n: n, call=lambda n: n)

    code, told = run(peer, tmp_path, capsys)

    assert code == 0
    assert (told["issued"], told["called"], peer.finished) == (30, 30, 30)
    assert (told["double_calls"], told["repeated_numbers"], told["lost"], told["errors"]) == (0, 0, 0, {})


@pytest.mark.parametrize(
    ("peer", "wrong"),
    [
        (Peer(number=lambda n: n // 2, call=lambda n: n), {"repeated_numbers": 14}),
        (Peer(number=lambda n: n, call=lambda n: (n + 1) // 2), {"double_calls": 30}),
        (Peer(number=lambda n: n, call=lambda n: n, lose=3), {"lost": 3}),
    ],
    ids=["numbers twice", "tickets to two clerks", "tickets never called"],
)
def test_every_wrong_is_counted(peer, wrong, tmp_path, capsys) -> None:
    code, told = run(peer, tmp_path, capsys)

    assert code == 1
    found = {name: told[name] for name in ("double_calls", "repeated_numbers", "lost") if told[name]}
    assert found == wrong


def test_a_refusal_that_does_not_say_nobody_waits_is_an_error(tmp_path, capsys) -> None:
    peer = Peer(number=lambda n: n, call=lambda n: n)
    with served(peer, call={"path": "/call", "nobody": [], "ticket": "ticket.id"}) as text:
        conf = tmp_path / "peer.json"
        conf.write_text(text)
        client.main(["--conf", str(conf), "--tickets", "5", "--json"])

    assert json.loads(capsys.readouterr().out)["errors"]["call 409"] > 0


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{", "cannot be read"),
        ("{}", "base"),
        ('{"base": "ftp://here", "clerks": [{}], "kiosks": [{}]}', "base: an http:// address"),
        ('{"base": "http://h", "clerks": [], "kiosks": [{}], "issue": {"path": ""}, "call": {"path": ""}}',
         "clerks: at least one"),
        ('{"base": "http://h", "clerks": [{}], "kiosks": [{}], "issue": {"path": ""}, "call": {"path": ""}}',
         "issue.ticket"),
    ],
)  # fmt: skip
def test_a_bad_mapping_names_its_part(text: str, part: str, tmp_path: Path, capsys) -> None:
    conf = tmp_path / "bad.json"
    conf.write_text(text)

    assert client.main(["--conf", str(conf)]) == 2
    assert part in capsys.readouterr().err


@pytest.mark.proof
def test_our_own_server_loses_and_repeats_nothing(proof_size, capsys) -> None:
    tickets = proof_size(60, 4000)

    code = client.main(["--own", "--clerks", str(proof_size(4, 32)), "--tickets", str(tickets), "--json"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0, told
    assert (told["issued"], told["called"], told["errors"]) == (tickets, tickets, {})
