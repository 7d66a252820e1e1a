"""Read everything a hall lets out, and everything it stores, with the scanner's eyes.

ears = Ears()                      # logs and QR codes, from now on
walk = Walk()                      # pages seen by a stranger and by machines, with their addresses
...
assert not leaks(hall.id, names, ears, walk)
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from uuid import UUID

import segno
from django.db import connection
from django.test import Client

from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.live.topics import changes_of, topics
from yichuang.kernel.logs import JsonLine
from yichuang.kernel.vault.scanner import Finding, scan


class _Listening(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.heard = heard
        self.setFormatter(JsonLine())

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))


@dataclass
class Ears:
    """What is written to the log, and what is put into QR codes, while they listen."""

    logged: list[str] = field(default_factory=list)
    coded: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def listening(self) -> Iterator[Ears]:
        """Listen inside this block, at every level."""
        root, handler = logging.getLogger(), _Listening(self.logged)
        before, real = root.level, segno.make
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)

        def make(content: Any, *args: Any, **options: Any) -> Any:
            self.coded.append(str(content))
            return real(content, *args, **options)

        try:
            with mock.patch("segno.make", make):
                yield self
        finally:
            root.removeHandler(handler)
            root.setLevel(before)


@dataclass
class Walk:
    """Pages that were seen, by address."""

    pages: dict[str, str] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)

    def see(self, client: Client, address: str, **more: Any) -> str:
        """Look at a page and keep it, with every address it links to or leads to."""
        answer = client.get(address, **more)
        text = answer.content.decode()
        self.pages[address] = text
        self.addresses |= {address, answer.headers.get("Location", "")}
        self.addresses |= set(re.findall(r"""(?:href|src|action|live|hx-get|hx-post)=["']([^"']+)""", text))
        return text

    def do(self, client: Client, address: str, data: dict[str, str]) -> Any:
        """Send a form and keep what comes back."""
        answer = client.post(address, data)
        self.pages[f"POST {address}"] = answer.content.decode()
        self.addresses |= {address, answer.headers.get("Location", "")}
        return answer


def journal_texts(hall_id: UUID) -> Iterator[tuple[str, str]]:
    """Yield every row of the hall's journal as text."""
    for row in Entry.objects.filter(hall_id=hall_id).values():
        yield f"journal {row['name']}", json.dumps(row, default=str, ensure_ascii=False)


def live_texts(hall_id: UUID, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield every snapshot of these channels, and every change the journal ever told."""
    wanted = list(keys)
    for name, topic in topics().items():
        for key in wanted:
            state = topic.snapshot(hall_id, key)
            if state is not None:
                yield f"live {name}", json.dumps(state, default=str, ensure_ascii=False)
    before = None
    while cards := journal.entries(hall_id, on=None, before_seq=before, limit=500):
        for card in cards:
            for change in changes_of(card):
                yield f"live change {card.name}", json.dumps(change, default=str, ensure_ascii=False)
        before = cards[-1].seq


def database_texts() -> Iterator[tuple[str, str]]:
    """Yield every row of every table, bytes read as letters."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield f"table {table}", "\t".join(map(_letters, row))


def _letters(value: Any) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def found(texts: Iterable[tuple[str, str]], names: Iterable[str]) -> list[Finding]:
    """Return what the scanner finds in these texts."""
    wanted = list(names)
    return [finding for where, text in texts for finding in scan(text, where=where, names=wanted)]
