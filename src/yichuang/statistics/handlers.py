"""What the statistics hear, and what they do at night."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.journal.consumers import EntryCard, projection
from yichuang.kernel.journal.events import Event
from yichuang.statistics import services
from yichuang.statistics.rules import HEARD


@projection(services.VISITS, *HEARD, clear=services.clear)
def count_visit(event: Event, entry: EntryCard) -> None:
    services.count(entry)


@sweep("statistics.recount", every=timedelta(minutes=30))
def recount_past_days(at: datetime) -> None:
    services.recount_past_days(at=at)
