"""Tell the hall's hours: open until when, or why not and when again (HRS-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import (
    ChangeKind,
    DayPlan,
    HallCard,
    PlannedChange,
    SessionKind,
    TakingReason,
    TakingVerdict,
)
from yichuang.screens.kit.words import day_text, weekday_names

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
    """What a screen says about the hours: ``headline``, one ``sentence``, the ``sessions`` of today.

    ``notes`` publish the hours of single windows that differ today and are not over (EXT-02); ``closure``
    says that the hall was closed besides its week, as in an emergency (HRS-05).
    """

    open: bool
    lunch: bool
    icon: str
    headline: str
    sentence: str
    sessions: str
    closure: bool = False
    notes: tuple[str, ...] = ()


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
        closure=verdict.reason is TakingReason.CLOSURE,
        notes=notes_of(hall, plan, at, zone),
    )


NOTES: dict[ChangeKind, str | Promise] = {
    ChangeKind.EXTENSION: gettext_lazy("Extended service %(from)s–%(until)s: window %(numbers)s"),
    ChangeKind.OVERTIME: gettext_lazy("Also open %(from)s–%(until)s: window %(numbers)s"),
    ChangeKind.OPENING: gettext_lazy("Also open %(from)s–%(until)s: window %(numbers)s"),
    ChangeKind.CLOSING: gettext_lazy("Closed %(from)s–%(until)s: window %(numbers)s"),
}


def notes_of(hall: HallCard, plan: DayPlan, at: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Return what is different today at single windows and not over yet, a sentence each."""
    coming = [one for one in plan.changes if one.closes > at and _still_holds(plan, one)]
    if not coming:
        return ()
    numbers = {one.id: one.number for one in organization.windows_in_hand(hall.id)}
    return tuple(
        str(NOTES[one.kind])
        % {
            "from": f"{one.opens.astimezone(zone):%H:%M}",
            "until": f"{one.closes.astimezone(zone):%H:%M}",
            "numbers": ", ".join(str(number) for number in sorted(numbers[each] for each in one.window_ids)),
        }
        for one in coming
    )


def _still_holds(plan: DayPlan, change: PlannedChange) -> bool:
    """Say whether anything of a change is left: a closure takes even extended hours out."""
    return any(
        one.window_id in change.window_ids and one.opens < change.closes and change.opens < one.closes
        for one in plan.sessions
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


def week_of(hall: HallCard, on: date) -> tuple[tuple[str, str], ...]:
    """Return the hall's week in force on ``on`` as (days, times), days of equal times in one: Mon–Fri."""
    times: dict[int, list[str]] = {}
    for window_id, spec in organization.sessions_in_force(hall.id, on):
        if window_id is None and spec.kind is SessionKind.OPEN:
            for weekday in spec.weekdays:
                times.setdefault(weekday, []).append(f"{spec.opens:%H:%M}–{spec.closes:%H:%M}")
    runs: list[tuple[list[int], str]] = []
    for weekday, said in sorted(times.items()):
        text = ", ".join(said)
        if runs and runs[-1][1] == text and runs[-1][0][-1] == weekday - 1:
            runs[-1][0].append(weekday)
        else:
            runs.append(([weekday], text))
    names = weekday_names()
    return tuple((span_of(names[days[0] - 1], names[days[-1] - 1]), text) for days, text in runs)


def span_of(first: str, last: str) -> str:
    """Return two days as one span, a day with itself as that day."""
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
