"""How a phone outside reaches this installation, for the codes on slips that no request asks for.

``YICHUANG_PUBLIC_URL`` says so; without it, it is the address the ticket machines use, and before one of
them was used the one the first paper is read at.
"""

from __future__ import annotations

from django.conf import settings

_seen = ""


def seen_at(base: str) -> None:
    """Remember the address an enrolled device reached this process at, such as ``http://10.0.0.5:8000``."""
    global _seen
    _seen = base.rstrip("/")


def read_at(base: str) -> None:
    """Remember the address a paper is read at, where no ticket machine has told one."""
    if not _seen:
        seen_at(base)


def base() -> str:
    """Return the address without a slash at its end, empty where nobody knows it yet."""
    return str(settings.PUBLIC_URL) or _seen
