"""What a hall asks the engine for, and what it hears back, as files of one folder.

``order.json`` is written before the engine is started; the engine renews ``progress.json`` at every better
roster and writes ``answer.json`` at its end.  A file ``stop`` ends the search: its best becomes the answer.
Files are renamed into place, so nobody ever reads half of one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

ORDER, PROGRESS, ANSWER, STOP = "order.json", "progress.json", "answer.json", "stop"


class Kind(StrEnum):
    """What is asked for."""

    MONTH = "month"  # plan from the beginning
    MEND = "mend"  # mend a published month
    SURVIVE = "survive"  # try every single absence


@dataclass(frozen=True)
class Order:
    """What is asked: a problem, for some kinds a base, and the seconds there are.

    ``now`` (day, session) is from when on a published month may still be changed.  ``repeatable``: the same
    order finds the same roster on every machine, on one thread, and ``seconds`` are counted effort.
    """

    kind: Kind
    problem: Mapping[str, Any]
    seconds: float
    base: Mapping[str, str] | None = None
    pins: tuple[tuple[str, str | None], ...] = ()
    now: tuple[int, str] = (0, "AM")
    workers: int = 6
    seed: int = 1
    repeatable: bool = False


def write(folder: Path, name: str, told: object) -> None:
    """Write one file of the folder, whole or not at all."""
    half = folder / f".{name}.half"
    half.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    os.replace(half, folder / name)


def read(folder: Path, name: str) -> dict[str, Any] | None:
    """Return one file of the folder, or None while it is not there."""
    try:
        told = json.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return told if isinstance(told, dict) else None


def place(folder: Path, order: Order) -> None:
    """Lay an order into a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in (PROGRESS, ANSWER, STOP):
        (folder / old).unlink(missing_ok=True)
    write(
        folder,
        ORDER,
        {
            "kind": order.kind,
            "problem": dict(order.problem),
            "seconds": order.seconds,
            "base": dict(order.base) if order.base is not None else None,
            "pins": [list(one) for one in order.pins],
            "now": list(order.now),
            "workers": order.workers,
            "seed": order.seed,
            "repeatable": order.repeatable,
        },
    )


def order_in(folder: Path) -> Order:
    """Return the order that lies in a folder.

    Raises:
        FileNotFoundError: there is none.
    """
    told = read(folder, ORDER)
    if told is None:
        raise FileNotFoundError(folder / ORDER)
    day, session = told["now"]
    return Order(
        kind=Kind(told["kind"]),
        problem=told["problem"],
        seconds=float(told["seconds"]),
        base=told["base"],
        pins=tuple((shift, person) for shift, person in told["pins"]),
        now=(int(day), str(session)),
        workers=int(told["workers"]),
        seed=int(told["seed"]),
        repeatable=bool(told.get("repeatable")),
    )


def stop(folder: Path) -> None:
    """Ask the engine of a folder to end with its best."""
    (folder / STOP).touch()


def is_stopping(folder: Path) -> bool:
    """Tell whether the engine of a folder was asked to end with its best."""
    return (folder / STOP).exists()
