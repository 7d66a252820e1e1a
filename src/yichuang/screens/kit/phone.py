"""Where a phone outside finds a ticket, a notice or a list of fees."""

from __future__ import annotations

from django.urls import reverse

from yichuang.kernel.serve import reached


def ticket_page(token: str) -> str:
    """Return the whole address of a ticket's page, empty while nobody knows how a phone gets here."""
    base = reached.base()
    return base + reverse("portal:ticket", args=[token]) if base else ""


def notice_page(token: str) -> str:
    """Return the whole address of a notice's page, empty while nobody knows how a phone gets here."""
    base = reached.base()
    return base + reverse("letters:page", args=[token]) if base else ""


def fees_page(token: str) -> str:
    """Return the whole address of a list of fees, empty while nobody knows how a phone gets here."""
    base = reached.base()
    return base + reverse("cashier:paper", args=[token]) if base else ""


def phones_reach_us() -> bool:
    """Say whether it is known under which address a phone finds this house."""
    return bool(reached.base())
