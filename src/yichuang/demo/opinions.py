"""Now and then somebody rates the service they have had, from the phone and some time later.

What they say is drawn from the day and the ticket alone, so that it changes nothing else of the play.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.evaluation import selectors, services
from yichuang.evaluation.types import LOW, Level, Reason
from yichuang.kernel.errors import Refusal
from yichuang.queueing.types import TicketCard

SHARE = 0.28  # of those served
LEVELS = (0.46, 0.33, 0.14, 0.05, 0.02)  # best first
SOONEST = timedelta(minutes=16)  # after the play's slice, in which the invitation is made
LATEST = timedelta(minutes=90)


@dataclass(frozen=True)
class Opinion:
    """What one visitor will say, and how long after the service."""

    after: timedelta
    level: Level
    reasons: tuple[Reason, ...]


def opinion_on(day_code: str, label: str) -> Opinion | None:
    """Draw what the holder of this ticket says; most say nothing."""
    draw = random.Random(f"opinion {day_code} {label}")  # noqa: S311 - a play, not a secret
    if draw.random() >= SHARE:
        return None
    level = draw.choices(tuple(Level), LEVELS)[0]
    reasons = tuple(draw.sample(tuple(Reason), draw.choice((0, 1, 1, 2)))) if level in LOW else ()
    return Opinion(SOONEST + (LATEST - SOONEST) * draw.random(), level, reasons)


def rate(ticket: TicketCard, opinion: Opinion, at: datetime) -> bool:
    """Rate the visit by the ticket's link; tell whether it was taken."""
    try:
        by = selectors.rater_at(ticket.token)
        services.rate(invitation_id=by.id, level=opinion.level, reasons=opinion.reasons, by=by, at=at)
    except Refusal:
        return False
    return True
