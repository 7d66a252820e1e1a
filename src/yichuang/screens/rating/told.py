"""Doors of what is told of ratings: to a clerk in groups, to the office in a day's counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.evaluation import labels
from yichuang.evaluation import selectors as evaluation
from yichuang.evaluation.types import LevelCount
from yichuang.kernel import clock
from yichuang.kernel.access.doors import door, role
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, WindowCard
from yichuang.screens.kit.forms import day_of

OFFICE = role(Role.OFF, Role.UH, Role.SEC, Role.CMT)


@dataclass(frozen=True, slots=True)
class Piece:
    """One level as a piece of a bar: ``x`` and ``width`` of 100."""

    count: LevelCount
    label: str | Promise
    x: float


@dataclass(frozen=True, slots=True)
class WindowBar:
    """A window's day: visits that were asked, and its bar (None: too few ratings to show)."""

    window: WindowCard
    invited: int
    pieces: tuple[Piece, ...] | None


def pieces_of(levels: tuple[LevelCount, ...]) -> tuple[Piece, ...]:
    """Put the levels side by side."""
    return tuple(
        Piece(one, labels.LEVEL[one.level], round(sum(before.share for before in levels[:place]), 1))
        for place, one in enumerate(levels)
    )


@never_cache
@require_safe
@door("rating.mine", rule=role(*CLERKS), label=_("My ratings"))
def mine(request: HttpRequest) -> HttpResponse:
    """Show a clerk the ratings of their own services, from the next day on and only in groups."""
    hall, today = _hall_and_today(request)
    person_id = request.caller.person_id  # type: ignore[attr-defined]
    own = evaluation.own_ratings(hall.id, person_id, today)
    told = [(one, pieces_of(one.levels)) for one in own.groups]
    return render(request, "rating/mine.html", {"own": own, "told": told})


@never_cache
@require_safe
@door("rating.day", rule=OFFICE, label=_("Ratings of a day"))
def day(request: HttpRequest) -> HttpResponse:
    """Show the office how the visits of a day were rated, in counts."""
    hall, today = _hall_and_today(request)
    on = min(_day(request.GET.get("day", "")) or today, today)
    rated = evaluation.day_ratings(hall.id, on)
    windows = {one.id: one for one in organization.windows(hall.id)}
    bars = [
        WindowBar(windows[one.window_id], one.invited, pieces_of(one.levels) if one.levels else None)
        for one in rated.windows
        if one.window_id in windows
    ]
    page: dict[str, Any] = {
        "rated": rated,
        "response": round(100 * rated.rated / rated.invited) if rated.invited else None,
        "pieces": pieces_of(rated.levels),
        "bars": sorted(bars, key=lambda one: one.window.number),
        "reasons": [(labels.REASON[one.reason], one.count) for one in rated.reasons or ()],
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1) if on < today else None,
    }
    return render(request, "rating/day.html", page)


def _hall_and_today(request: HttpRequest) -> tuple[HallCard, date]:
    hall = organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]
    return hall, clock.local_day(clock.now(), hall.timezone)


def _day(text: str) -> date | None:
    found = day_of(text)
    return found if found and found.year > 2000 else None
