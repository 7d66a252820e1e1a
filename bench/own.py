"""A throw-away hall with a real server, and the mapping of its doors; it stands until its input ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAPPING = Path(__file__).resolve().parent / "confs" / "yichuang.json"


@contextmanager
def conf_of_own_server(clerks: int) -> Iterator[str]:
    """Start an embedded hall with so many clerks in an empty installation; give the mapping of its server."""
    from bench.queue import installation

    with installation("sqlite") as environment:
        hall = subprocess.Popen(
            [sys.executable, "-m", "bench.own", str(clerks)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert hall.stdin is not None and hall.stdout is not None
        try:
            conf = hall.stdout.readline()
            if not conf:
                raise OSError("the own server did not start")
            yield conf
        finally:
            hall.stdin.close()
            hall.wait(30)


def main(clerks: int) -> None:
    """Lay the hall, serve it, say its mapping, and wait."""
    import django

    django.setup()
    from django.db import connections

    from bench import ground as grounds
    from bench.engine import Server

    ground = grounds.lay(clerks, old_rows=0)
    connections.close_all()
    conf = json.loads(MAPPING.read_text("utf-8"))
    conf["clerks"] = [
        {"token": token, "window": str(clerk.window_id)}
        for clerk, token in zip(ground.hall.clerks, ground.clerk_tokens, strict=True)
    ]
    conf["kiosks"] = [{"token": token} for token in ground.kiosk_tokens[:8]]
    # window n serves line n alone: lines without a window would never be called
    conf["hall"] = ground.hall.code
    conf["lines"] = [{"line": str(line.id)} for line in ground.hall.lines[:clerks]]
    with Server() as server:
        conf["base"] = f"http://127.0.0.1:{server.port}"
        sys.stdout.write(json.dumps(conf) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
