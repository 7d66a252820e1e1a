"""What wants somebody's hand today; only what the house really knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

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
    found = _of_posts_without_a_person(unmanned)
    found += [
        Alert(
            "bad",
            gettext("%(line)s: people wait and no window is on duty")
            % {"line": named(line.name, line.name_en)},
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


def _of_posts_without_a_person(windows: tuple[FloorWindowCard, ...]) -> list[Alert]:
    if not windows:
        return []
    said = gettext("window %(number)s %(name)s")
    text = " · ".join(said % {"number": one.number, "name": named(one.name, one.name_en)} for one in windows)
    count = len(windows)
    title = ngettext(
        "%(count)s window has nobody at the post", "%(count)s windows have nobody at the post", count
    )
    return [Alert("bad", title % {"count": count}, text, "HRS-03")]


BREACHES = {
    BreachKind.LATE_OPEN: _("%(count)s windows opened late today"),
    BreachKind.EARLY_CLOSE: _("%(count)s windows closed early today"),
}


def _of_hours(hall: HallCard, floor: FloorCard, at: datetime) -> list[Alert]:
    numbers = {one.window_id: one.number for one in floor.windows}
    told: dict[BreachKind, dict[int, int]] = {}
    for one in posts.hours_breaches(hall.id, local_day(at, hall.timezone), at):
        # one that did not open at all stands among the unmanned
        if one.kind in BREACHES and one.window_id in numbers:
            told.setdefault(one.kind, {})[numbers[one.window_id]] = one.minutes
    return [
        Alert("warn", str(BREACHES[kind]) % {"count": len(late)}, _each(late), "HRS-03")
        for kind, late in told.items()
    ]


def _each(late: dict[int, int]) -> str:
    said = gettext("window %(number)s by %(minutes)s min")
    return " · ".join(said % {"number": number, "minutes": late[number]} for number in sorted(late))


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
