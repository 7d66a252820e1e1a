"""Where a citizen's phone finds a ticket: known to the screens above."""

from __future__ import annotations

from yichuang.kernel.ports import Port


def _no_page(token: str) -> str:
    return ""


#: The whole address of a ticket's page, empty while nobody knows how a phone reaches this installation.
PHONE_PAGE = Port("queueing.phone_page", _no_page)
