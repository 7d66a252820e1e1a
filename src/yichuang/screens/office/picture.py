"""What the office sees of the hall: tiles, the floor, bars of the lines, and alerts that exist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yichuang.kernel import live
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts.labels import PAUSE_REASONS
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import FloorCard, FloorWindowCard, LineCard, WindowState
from yichuang.screens.equipment.alerts import alerts_of_equipment, down_at_windows, down_now
from yichuang.screens.floor.alerts import alerts_of_floor
from yichuang.screens.kit.chart import Chart, chart
from yichuang.screens.kit.hours import Hours, hours_of
from yichuang.screens.office.alerts import Alert, alerts_of
from yichuang.screens.privacy.alerts import alerts_of_secrecy
from yichuang.screens.statistics.definitions import marks_of
from yichuang.screens.statistics.period import Period
from yichuang.screens.statistics.tables import days_drawn
from yichuang.statistics import selectors as statistics
from yichuang.statistics.types import Dimension, Figures

TREND = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class WindowTile:
    """A window on the plan; ``tone`` is its colour, ``said`` the same in words.

    ``out`` says what of its equipment is down, if anything is.
    """

    card: FloorWindowCard
    tone: str
    said: str
    due: bool
    out: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line as a bar: ``width`` of 100, drawn to one scale for all lines; and its day in figures."""

    line: LineCard
    width: float
    today: Figures


@dataclass(frozen=True, slots=True)
class OfficePicture:
    """Today's hall. ``manned`` of ``due`` windows have somebody at the post."""

    hall: HallCard
    floor: FloorCard
    hours: Hours
    manned: int
    due: int
    windows: tuple[WindowTile, ...]
    bars: tuple[Bar, ...]
    alerts: tuple[Alert, ...]
    live: str


def picture_of(hall: HallCard, by: Actor, at: datetime) -> OfficePicture:
    """Return the office's picture at ``at``."""
    floor = queueing.floor(hall.id, at)
    plan = organization.day_plan_cached(hall.id, hall.plan_version, local_day(at, hall.timezone))
    zone = ZoneInfo(hall.timezone)
    down = down_now(hall)
    out = down_at_windows(down)
    in_service = {one.id for one in organization.windows_in_hand(hall.id) if one.active}
    windows = tuple(
        replace(
            _tile(
                one, zone, due=hall.active and organization.session_at(plan, one.window_id, at) is not None
            ),
            out=out.get(one.window_id, ""),
        )
        for one in sorted(floor.windows, key=lambda one: one.number)
        if one.window_id in in_service
    )
    longest = max((one.waiting for one in floor.lines), default=0)
    lines = statistics.parts(hall.id, floor.day, floor.day, Dimension.LINE)
    return OfficePicture(
        hall=hall,
        floor=floor,
        hours=hours_of(hall, at),
        manned=sum(one.card.worker_number is not None for one in windows),
        due=sum(one.due for one in windows),
        windows=windows,
        bars=tuple(
            Bar(
                one,
                round(100 * one.waiting / longest, 1) if longest else 0.0,
                lines.get(one.id, Figures()),
            )
            for one in floor.lines
        ),
        alerts=_by_weight(
            (
                *alerts_of(hall, floor, at),
                *alerts_of_floor(hall, at),
                *alerts_of_equipment(hall, down),
                *alerts_of_secrecy(hall, at),
            )
        ),
        live=f"/live/floor/{hall.code}/all?grant={live.grant(by, hall.id, 'floor', 'all', at)}",
    )


def trend_of(hall: HallCard, at: datetime) -> Chart | None:
    """Draw the days of the last three weeks on which anything happened; ``None`` where there are not two."""
    today = local_day(at, hall.timezone)
    period = Period(today - TREND, today)
    days = statistics.trend(hall.id, period.since, period.until)
    worked = [one for one in period.days if one in days]
    if len(worked) < 2:
        return None
    known = statistics.definitions_in_force(hall.id, period.since, period.until)
    marks = marks_of(tuple(one for one in known if one.active_from and one.active_from > period.since))
    return chart(days_drawn(days, period, worked, marks), height=150)


def _by_weight(alerts: tuple[Alert, ...]) -> tuple[Alert, ...]:
    return tuple(sorted(alerts, key=lambda one: one.tone != "bad"))


def _tile(card: FloorWindowCard, zone: ZoneInfo, *, due: bool) -> WindowTile:
    if card.worker_number is None:
        return WindowTile(
            card, "gap" if due else "off", _("nobody at the post") if due else _("not in session"), due
        )
    if card.paused_at is not None and card.pause_reason is not None and card.ticket_label is None:
        said = _("pauses since %(time)s, %(why)s") % {
            "time": f"{card.paused_at.astimezone(zone):%H:%M}",
            "why": PAUSE_REASONS[card.pause_reason],
        }
        return WindowTile(card, "off", said, due)
    tone, said = {
        WindowState.SERVING: ("busy", _("serving")),
        WindowState.CALLING: ("calling", _("calling")),
    }.get(card.state, ("free", _("free")))
    return WindowTile(card, tone, said, due)
