"""Perform the acts of two rooms as one, and tell of an act that was refused.

Only doors use ``act`` (accept the case and finish the ticket); a service is one act already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from yichuang.kernel.errors import Attempt, Refusal
from yichuang.kernel.journal.record import record

Given = ParamSpec("Given")
Card = TypeVar("Card")


@contextmanager
def act() -> Iterator[None]:
    """Open one transaction around the services called inside the block.

    A refusal takes back all of them; an attempt it carries is told afterwards.
    """
    try:
        with transaction.atomic():
            yield
    except Refusal as refusal:
        _tell(refusal)
        raise


def tells_attempts(service: Callable[Given, Card]) -> Callable[Given, Card]:
    """Let a service tell of an attempt that it refuses; stands above ``@transaction.atomic``.

    What it tells is a transaction of its own, begun when the act's has been rolled back.  Within another
    transaction that the refusal takes back too, ``act`` tells it again.
    """

    @wraps(service)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> Card:
        try:
            return service(*args, **kwargs)
        except Refusal as refusal:
            _tell(refusal)
            raise

    return told


def _tell(refusal: Refusal) -> None:
    if refusal.attempt is None:
        return
    one = refusal.attempt
    with transaction.atomic():
        if isinstance(one, Attempt):
            record(one.event, subject=one.subject, matter=one.matter, by=one.by, at=one.at)
        else:
            one()
