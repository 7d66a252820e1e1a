"""What wants somebody's hand today; only what the house really knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import BreachKind, WarningKind
from yichuang.queueing.types import FloorCard, FloorWindowCard
from yichuang.screens.kit.words import named


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to see to: ``tone`` bad or warn, what it is, what about it, which rule it touches."""

    tone: str
    title: str
    text: str
    rule: str = ""


def alerts_of(
    hall: HallCard, floor: FloorCard, unmanned: tuple[FloorWindowCard, ...], at: datetime
) -> tuple[Alert, ...]:
    """Return the alerts, gravest first."""
    found = [
        Alert(
            "bad",
            gettext("Window %(number)s has nobody at the post") % {"number": one.number},
            named(one.name, one.name_en),
            "HRS-03",
        )
        for one in unmanned
    ]
    found += [
        Alert(
            "bad",
            gettext("%(line)s: people wait and no window is on duty") % {"line": named(line.name, line.name_en)},
            ngettext("%(n)s waiting", "%(n)s waiting", line.waiting) % {"n": line.waiting},
            "QUE-09",
        )
        for line in floor.lines
        if line.waiting and not line.windows_on_duty
    ]
    found += _of_hours(hall, floor, at)
    found += _of_calendar(hall, at)
    found += _of_posts(hall, floor, at)
    return tuple(found)


BREACHES = {
    BreachKind.LATE_OPEN: _("Window %(number)s opened %(minutes)s min late"),
    BreachKind.EARLY_CLOSE: _("Window %(number)s closed %(minutes)s min early"),
}


def _of_hours(hall: HallCard, floor: FloorCard, at: datetime) -> list[Alert]:
    names = {one.window_id: one for one in floor.windows}
    found = []
    for one in posts.hours_breaches(hall.id, local_day(at, hall.timezone), at):
        window = names.get(one.window_id)
        if window is None or one.kind not in BREACHES:
            continue  # one that did not open at all stands among the unmanned
        title = str(BREACHES[one.kind]) % {"number": window.number, "minutes": one.minutes}
        found.append(Alert("warn", title, named(window.name, window.name_en), "HRS-03"))
    return found


def _of_calendar(hall: HallCard, at: datetime) -> list[Alert]:
    missing = organization.calendar_alert(at)
    if missing is None:
        return []
    return [
        Alert(
            "warn",
            gettext("The working calendar of %(year)s is missing") % {"year": missing},
            gettext("Import the State Council's notice, so that due dates and opening days are right."),
            "HRS-02",
        )
    ]


POST_TITLES = {
    WarningKind.NO_DUTIES: _("Window %(number)s: the post names no duties"),
    WarningKind.NO_A_HOLDER: _("Window %(number)s: the post has no A holder"),
    WarningKind.NO_B_HOLDER: _("Window %(number)s: the post has no B holder"),
}


def _of_posts(hall: HallCard, floor: FloorCard, at: datetime) -> list[Alert]:
    numbers = {one.window_id: one.number for one in floor.windows}
    return [
        Alert(
            "warn",
            str(POST_TITLES[one.kind]) % {"number": numbers.get(one.post.window_id, "–")},
            named(one.post.name, one.post.name_en),
            one.rule,
        )
        for one in posts.warnings(hall.id, local_day(at, hall.timezone))
    ]
