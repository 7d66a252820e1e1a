"""What a director sees of a played month, hall by hall: how much came, how much is done, how much in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.cases import events
from yichuang.demo.places import Place
from yichuang.kernel.journal import selectors as journal

DAY = timedelta(days=1)
ENDED = (events.CaseClosed, events.CaseNotAccepted, events.CaseWithdrawn)
TOLD = (events.CaseSubmitted, *ENDED, events.FeePaid)


@dataclass(frozen=True)
class Picture:
    """One hall's month; ``days`` is how long a closed case took on average, ``taken`` is in cents."""

    name: str
    handed_in: int
    closed: int
    in_time: int
    ended_otherwise: int
    days: float
    taken: int

    @property
    def open(self) -> int:
        """Return how many cases are still under way."""
        return self.handed_in - self.closed - self.ended_otherwise

    @property
    def share_in_time(self) -> float:
        """Return how many of a hundred closed cases were closed in time."""
        return 100 * self.in_time / self.closed if self.closed else 100.0


def pictures(places: Iterable[Place], since: datetime) -> list[Picture]:
    """Return the picture of each hall, counted from its journal."""
    return [_picture(place, since) for place in places]


def _picture(place: Place, since: datetime) -> Picture:
    came: dict[UUID, datetime] = {}
    took: list[timedelta] = []
    in_time = otherwise = taken = 0
    for entry in journal.since(place.hall_id, since, [one.stored_name for one in TOLD]):
        match entry.event:
            case events.CaseSubmitted():
                came[entry.subject_id] = entry.at
            case events.CaseClosed(on_time=on_time):
                took.append(entry.at - came[entry.subject_id])
                in_time += on_time
            case events.FeePaid(due=due):
                taken += due
            case _:
                otherwise += 1
    days = sum(took, timedelta()) / DAY / len(took) if took else 0.0
    return Picture(place.name, len(came), len(took), in_time, otherwise, days, taken)


def lines(found: Iterable[Picture]) -> Iterator[str]:
    """Say each picture in a line."""
    for one in found:
        yield _(
            "%(hall)s: %(handed_in)d handed in, %(closed)d closed, %(share)s%% of them in time and after"
            " %(days)s days on average; %(otherwise)d ended otherwise, %(open)d open; ¥%(taken)s taken"
        ) % {
            "hall": one.name,
            "handed_in": one.handed_in,
            "closed": one.closed,
            "share": f"{one.share_in_time:.1f}",
            "days": f"{one.days:.1f}",
            "otherwise": one.ended_otherwise,
            "open": one.open,
            "taken": f"{one.taken / 100:,.2f}",
        }
