"""What was asked for: which days, which share, of which department or item, which figure's cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from yichuang.cases.types import OnceFigure, Outcome
from yichuang.screens.kit.forms import optional_id, short_text
from yichuang.screens.statistics.period import Period, period_of

NOTHING = "none"
FARTHEST = 10**6
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """From one day to another, by department or by item, and which share is drawn."""

    since: date
    until: date
    by: str = "department"
    share: str = "instant"

    @property
    def period(self) -> Period:
        return Period(self.since, self.until)

    def query(self, **more: str) -> str:
        """Return the address line of this question with something changed."""
        said = {"from": self.since.isoformat(), "to": self.until.isoformat(), "by": self.by}
        return urlencode({**said, "share": self.share, **more})

    def rows(self, figure: OnceFigure, *, day: date | None = None, part: UUID | str | None = "") -> str:
        """Return where the cases behind a figure stand, of a day or of a part (None: of no department)."""
        said = {"from": (day or self.since).isoformat(), "to": (day or self.until).isoformat()}
        said |= {"figure": figure.value}
        if part != "":
            said[self.by] = part.hex if isinstance(part, UUID) else NOTHING
        return f"{reverse('once:rows')}?{urlencode(said)}"


def asked_of(request: HttpRequest, today: date, shares: frozenset[str]) -> Asked:
    """Read the question; without days it is the last seven, and never longer than a year."""
    period = period_of(request, today)
    by = "item" if request.GET.get("by") == "item" else "department"
    share = request.GET.get("share", "")
    return Asked(period.since, period.until, by, share if share in shares else "instant")


@dataclass(frozen=True, slots=True)
class AskedRows:
    """Which figure's cases, of which part, from which place on."""

    asked: Asked
    figure: OnceFigure
    department: tuple[UUID | None] | None
    item_id: UUID | None
    start: int

    def query(self, start: int) -> str:
        """Return the address line of these rows from another place on."""
        said = {"from": self.asked.since.isoformat(), "to": self.asked.until.isoformat()}
        said |= {"figure": self.figure.value, "start": str(start)}
        if self.department is not None:
            said["department"] = self.department[0].hex if self.department[0] else NOTHING
        if self.item_id is not None:
            said["item"] = self.item_id.hex
        return urlencode(said)


def asked_rows(request: HttpRequest, today: date) -> AskedRows:
    """Read which cases are asked for; nonsense is a page that does not exist."""
    asked = asked_of(request, today, frozenset())
    try:
        figure = OnceFigure(request.GET.get("figure", OnceFigure.LEFT_OPEN))
        start = max(0, int(request.GET.get("start", "0")))
    except ValueError:
        raise Http404 from None
    if start > 10**9:
        raise Http404
    said = request.GET.get("department", "")
    department: tuple[UUID | None] | None = None
    if said:
        department = (None if said == NOTHING else optional_id(said),)
    return AskedRows(asked, figure, department, optional_id(request.GET.get("item", "")), start)


@dataclass(frozen=True, slots=True)
class AskedGaps:
    """Of which days, of which item and material, which first looks, from which place on."""

    since: date
    until: date
    item_id: UUID | None = None
    material: str = ""
    outcome: Outcome | None = None
    start: int = 0

    @property
    def period(self) -> Period:
        return Period(self.since, self.until)

    def query(self) -> str:
        """Return the address line of this question."""
        said = {
            "from": self.since.isoformat(),
            "to": self.until.isoformat(),
            "item": self.item_id.hex if self.item_id else "",
            "material": self.material,
            "outcome": self.outcome.value if self.outcome else "",
            "start": str(self.start) if self.start else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


def asked_gaps(request: HttpRequest, today: date) -> AskedGaps:
    """Read which first looks are asked for; nonsense is a page that does not exist."""
    period = period_of(request, today)
    said, start = request.GET.get("outcome", ""), request.GET.get("start", "")
    if said and said not in set(Outcome):
        raise Http404
    return AskedGaps(
        period.since,
        period.until,
        optional_id(request.GET.get("item", "")),
        short_text(request.GET.get("material"), LONGEST_NAME),
        Outcome(said) if said else None,
        min(int(start), FARTHEST) if start.isascii() and start.isdecimal() and len(start) < 8 else 0,
    )
