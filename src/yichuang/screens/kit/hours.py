"""Tell the hall's hours: open until when, or why not and when again (HRS-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import DayPlan, HallCard, TakingReason, TakingVerdict
from yichuang.screens.kit.words import day_text

HEADLINES: dict[TakingReason, str | Promise] = {
    TakingReason.OPEN: gettext_lazy("Open"),
    TakingReason.NOT_YET_ACTIVE: gettext_lazy("This hall is not open yet"),
    TakingReason.BEFORE_OPENING: gettext_lazy("Not open yet today"),
    TakingReason.LUNCH: gettext_lazy("Lunch break"),
    TakingReason.ENOUGH_FOR_NOW: gettext_lazy("No more tickets for this session"),
    TakingReason.AFTER_CLOSING: gettext_lazy("Closed for today"),
    TakingReason.WEEKEND: gettext_lazy("Closed at the weekend"),
    TakingReason.HOLIDAY: gettext_lazy("Closed for the holiday"),
    TakingReason.CLOSURE: gettext_lazy("Closed for now"),
    TakingReason.NO_SESSIONS: gettext_lazy("Closed today"),
}
ICONS = {TakingReason.OPEN: "door-open", TakingReason.LUNCH: "utensils"}


@dataclass(frozen=True, slots=True)
class Hours:
    """What a screen says about the hours: ``headline``, one ``sentence``, the ``sessions`` of today."""

    open: bool
    lunch: bool
    icon: str
    headline: str
    sentence: str
    sessions: str


def hours_of(hall: HallCard, at: datetime) -> Hours:
    """Say whether the hall gives tickets at ``at``: from what is at hand, if ``hall``'s mark still holds."""
    zone = ZoneInfo(hall.timezone)
    plan = organization.day_plan_cached(hall.id, hall.plan_version, local_day(at, hall.timezone))
    verdict = organization.taking_in_hand(hall.id, at)
    headline = str(HEADLINES[verdict.reason])
    if verdict.detail:
        named = {"headline": headline, "detail": organization.detail_text(verdict)}
        headline = _("%(headline)s: %(detail)s") % named
    return Hours(
        open=verdict.open,
        lunch=verdict.reason is TakingReason.LUNCH,
        icon=ICONS.get(verdict.reason, "moon"),
        headline=headline,
        sentence=_sentence(verdict, at, zone),
        sessions=sessions_text(plan, zone),
    )


def sessions_text(plan: DayPlan, zone: ZoneInfo) -> str:
    """Return the hall's sessions of a day, ``08:30–12:00, 13:30–17:30``; empty on a closed day."""
    return ", ".join(
        f"{one.opens.astimezone(zone):%H:%M}–{one.closes.astimezone(zone):%H:%M}"
        for one in plan.hall_sessions
    )


def _sentence(verdict: TakingVerdict, at: datetime, zone: ZoneInfo) -> str:
    if verdict.open:
        if verdict.until is None:
            return _("Tickets are given now")
        return _("Tickets until %(time)s today") % {"time": f"{verdict.until.astimezone(zone):%H:%M}"}
    if verdict.reopens_at is None:
        return _("Please ask at the guide desk")
    again = verdict.reopens_at.astimezone(zone)
    if again.date() == at.astimezone(zone).date():
        return _("Tickets again from %(time)s today") % {"time": f"{again:%H:%M}"}
    return _("Tickets again on %(day)s from %(time)s") % {
        "day": day_text(again.date()),
        "time": f"{again:%H:%M}",
    }
