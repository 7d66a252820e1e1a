"""What was asked for: which list, which time limits, from which place on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.http import urlencode

from yichuang.cases.types import LimitList, Purpose, WantedLimits
from yichuang.organization.types import HallCard
from yichuang.screens.kit.forms import day_of

FIELDS = ("list", "purpose", "department", "item", "person", "from", "to")
FARTHEST = 10**6


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as it was typed, what it means, and the place of the first row."""

    typed: dict[str, str]
    wanted: WantedLimits
    start: int

    @property
    def filtered(self) -> bool:
        """Say whether anything but the list was chosen."""
        return any(name != "list" for name in self.typed)

    def query(self, **more: str | int) -> str:
        """Return the address line of this filter with something changed."""
        said = {**self.typed, **{name: str(value) for name, value in more.items()}}
        return urlencode({name: value for name, value in said.items() if value})


def asked_of(request: HttpRequest, hall: HallCard) -> Asked:
    """Read the filter; what names no list, no purpose, no id and no day is as if it had not been typed."""
    said = {name: request.GET.get(name, "")[:40] for name in FIELDS}
    ids = {name: _id(said[name]) for name in ("department", "item", "person")}
    days = {name: day_of(said[name]) for name in ("from", "to")}
    chosen = LimitList(said["list"]) if said["list"] in set(LimitList) else LimitList.ALL
    purpose = Purpose(said["purpose"]) if said["purpose"] in set(Purpose) else None
    typed = {
        "list": "" if chosen is LimitList.ALL else chosen.value,
        "purpose": purpose.value if purpose else "",
        **{name: one.hex if one else "" for name, one in ids.items()},
        **{name: one.isoformat() if one else "" for name, one in days.items()},
    }
    start = request.GET.get("start", "")
    wanted = WantedLimits(
        list=chosen,
        purpose=purpose,
        department_id=ids["department"],
        item_id=ids["item"],
        owner_id=ids["person"],
        due_from=_midnight(days["from"], hall),
        due_until=_midnight(_next(days["to"]), hall),
    )
    place = int(start) if start.isascii() and start.isdecimal() and len(start) < 8 else 0
    return Asked({name: one for name, one in typed.items() if one}, wanted, min(place, FARTHEST))


def _next(day: date | None) -> date | None:
    return day + timedelta(days=1) if day and day < date.max else None


def _midnight(day: date | None, hall: HallCard) -> datetime | None:
    """Return the first moment of a day on the hall's wall."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(hall.timezone)) if day else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
