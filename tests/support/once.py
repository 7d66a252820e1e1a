"""Build what most tests want in their tables once for a process; afterwards only bring its rows back.

    @once
    def found_hall(code: str = "AYRS") -> Hall: ...

Opening a hall through its services takes hundreds of statements and is the same every time.  So the first
test builds it, its rows are read, and from then on they are written as they were, ids and all, in one
statement a table.  That is done only within a test's own transaction and in empty tables: a second hall, a
test that commits, or a scene beside a server is built by the services as ever.

The price: tests of one process meet the same ids again.  What the process remembers under them is named in
``forget``; a new memory of that kind belongs there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import deepcopy
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from tests.support import tables
from yichuang.kernel import clock

P = ParamSpec("P")
T = TypeVar("T")


class Kept(NamedTuple):
    """The rows that were there after building, by table, and what the builder told."""

    rows: tables.Rows
    told: Any


def once(build: Callable[P, T]) -> Callable[P, T]:
    """Let ``build`` do its work once for its arguments, as far as tests in a transaction are concerned."""
    kept: dict[Hashable, Kept] = {}

    @wraps(build)
    def built(*args: P.args, **kwargs: P.kwargs) -> T:
        if not (_in_a_test() and tables.empty()):
            return build(*args, **kwargs)
        asked = (*_circumstances(), repr(args), repr(sorted(kwargs.items())))
        if asked not in kept:
            kept[asked] = _try(lambda: build(*args, **kwargs))
        forget()
        tables.bring_back(kept[asked].rows)
        told: T = deepcopy(kept[asked].told)
        return told

    return built


def forget() -> None:
    """Drop what this process remembers by the ids of a hall, its people and its windows."""
    from yichuang.catalogue import hand as catalogue
    from yichuang.deadlines.selectors import almanac
    from yichuang.facilities import hand as facilities
    from yichuang.kernel.access import sights
    from yichuang.kernel.journal import deliver, follow, witness
    from yichuang.kernel.live import topics
    from yichuang.kernel.vault import selectors as vault
    from yichuang.organization import hand
    from yichuang.queueing import live
    from yichuang.queueing.selectors.policy import _in_hand as policies
    from yichuang.screens.lobby.views import DRAWN
    from yichuang.screens.oversight import proofs

    for memory in (
        hand._hands, facilities._resting, live._lines, deliver._looked, follow._told, topics._codes,
        DRAWN._drawn, policies,
    ):  # fmt: skip
        memory.clear()  # type: ignore[attr-defined]
    almanac.forget()
    catalogue.forget()
    vault.forget_badges()
    sights.forget()
    proofs.forget()
    witness.forget_all()


def _try(build: Callable[[], Any]) -> Kept:
    """Build, look, and take it back: the first test then stands on the same ground as all others."""
    with transaction.atomic():
        told = build()
        kept = Kept(tables.rows(), deepcopy(told))
        transaction.set_rollback(True)
    return kept


def _in_a_test() -> bool:
    """Say whether all that is written now will be taken back at the test's end."""
    blocks = connection.atomic_blocks
    return bool(blocks) and bool(getattr(blocks[0], "_from_testcase", False))


def _circumstances() -> tuple[Hashable, ...]:
    """Return what a builder may read beside its arguments: where keys lie, the language, a frozen clock."""
    frozen = clock._frozen[-1] if clock._frozen else None
    return str(settings.KEYS_DIR), translation.get_language(), frozen
