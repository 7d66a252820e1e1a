"""What the notices do as time passes."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.kernel.heartbeat import sweep
from yichuang.notices import services
from yichuang.organization import selectors as organization

FORGET = "notices.forget_tries"


@sweep(FORGET, every=timedelta(hours=1))
def forget_tries(at: datetime) -> None:
    """Forget wrong codes and look-ups that count no more, in every hall."""
    for hall in organization.halls():
        services.forget_tries(hall_id=hall.id, at=at)
