"""Perform the acts of two rooms as one: both happen or neither does.

Only doors use it (accept the case and finish the ticket); a service is one act already.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db import transaction


def act() -> AbstractContextManager[None]:
    """Open one transaction around the services called inside the block."""
    return transaction.atomic()
