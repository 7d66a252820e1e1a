"""What the hot acts answer, and how an event's body leaves room for what only the database knows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

# Marks stand in the body for values the database fills in; no label has braces, nothing else this number.
LABEL = "{label}"
LABELS = "{labels}"
TICKET = UUID(int=0xE001)
LINE = UUID(int=0xE002)
ITEM = UUID(int=0xE003)
NUMBER = -0xE004
RANK = -0xE005

TAKE_ACT = "queueing.take_ticket"
CALL_ACT = "queueing.call_next"


class Taken(NamedTuple):
    """The answer to a take: what the line said, and the ticket if there is one.

    ``keyed`` is false where the idempotency key already stood for another entry.
    """

    keyed: bool
    plan_version: int | None = None
    name: str = ""
    name_en: str = ""
    takes_item: bool = False
    number: int | None = None
    label: str = ""
    ahead: int = 0


class Called(NamedTuple):
    """The answer to a call: what the window said, and the ticket if somebody was waiting."""

    keyed: bool
    plan_version: int | None = None
    window_number: int = 0
    signed_on: bool = False
    open_label: str | None = None
    ticket_id: UUID | None = None
    line_id: UUID | None = None
    line_name: str = ""
    line_name_en: str = ""
    item_id: UUID | None = None
    number: int = 0
    label: str = ""
    token: str = ""
    priority: str = ""
    taken_at: datetime | None = None
    called_at: datetime | None = None
    call_count: int = 0
