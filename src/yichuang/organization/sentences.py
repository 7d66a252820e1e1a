"""Say in one sentence whether the hall gives tickets, for boards, kiosks and refusals."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from yichuang.organization.types import AlarmReason, TakingReason, TakingVerdict

# The State calendar speaks Chinese; on an English page its holidays have these names.
HOLIDAYS = {
    "元旦": _("New Year’s Day"),
    "春节": _("Spring Festival"),
    "清明节": _("Tomb-Sweeping Day"),
    "劳动节": _("Labour Day"),
    "端午节": _("Dragon Boat Festival"),
    "中秋节": _("Mid-Autumn Festival"),
    "国庆节": _("National Day"),
    "国庆节、中秋节": _("National Day and Mid-Autumn Festival"),
}
# A closure in an emergency keeps a code behind this prefix for its reason, said in words on every page.
ALARM_PREFIX = "alarm:"
ALARMS = {
    AlarmReason.POWER: _("emergency, power failure"),
    AlarmReason.SYSTEM: _("emergency, system failure"),
    AlarmReason.FIRE: _("emergency, fire alarm"),
    AlarmReason.CROWD: _("emergency, crowding"),
    AlarmReason.WEATHER: _("emergency, bad weather"),
    AlarmReason.SAFETY: _("emergency, safety"),
    AlarmReason.OTHER: _("emergency"),
}
_CLOSED = {
    TakingReason.NOT_YET_ACTIVE: _("This hall is not open to the public yet."),
    TakingReason.BEFORE_OPENING: _("Closed just now."),
    TakingReason.LUNCH: _("Lunch break."),
    TakingReason.ENOUGH_FOR_NOW: _("No more tickets for this session."),
    TakingReason.AFTER_CLOSING: _("Closed for today."),
    TakingReason.WEEKEND: _("Closed at the weekend."),
    TakingReason.HOLIDAY: _("Closed for %(detail)s."),
    TakingReason.CLOSURE: _("Closed: %(detail)s."),
    TakingReason.NO_SESSIONS: _("Closed today."),
}


def taking_sentence(verdict: TakingVerdict, *, at: datetime, timezone: str) -> str:
    """Return the verdict as a sentence in the reader's language, with when it opens again.

    ``at`` decides whether the next opening is today (only its time) or on another day (its date too).
    """
    tz = ZoneInfo(timezone)
    if verdict.open:
        assert verdict.until is not None
        return gettext("Open. Tickets until %(time)s.") % {"time": _time(verdict.until, tz)}
    why = str(_CLOSED[verdict.reason]) % {"detail": detail_text(verdict)}
    opens = verdict.reopens_at
    if opens is None:
        return why
    if opens.astimezone(tz).date() == at.astimezone(tz).date():
        then = (
            gettext("Reopens at %(time)s.")
            if verdict.reason is not TakingReason.BEFORE_OPENING
            else gettext("Opens at %(time)s.")
        )
        return gettext("%(why)s %(then)s") % {"why": why, "then": then % {"time": _time(opens, tz)}}
    day = date_format(opens.astimezone(tz).date(), pgettext("date, as for Django’s date filter", "F j"))
    then = gettext("Opens on %(day)s at %(time)s.") % {"day": day, "time": _time(opens, tz)}
    return gettext("%(why)s %(then)s") % {"why": why, "then": then}


def detail_text(verdict: TakingVerdict) -> str:
    """Return the holiday or the reason of the closure in the reader's language; empty for other verdicts."""
    if verdict.detail.startswith(ALARM_PREFIX):
        return str(ALARMS[AlarmReason(verdict.detail.removeprefix(ALARM_PREFIX))])
    return holiday_text(verdict.detail).rstrip("。.")


def holiday_text(name: str) -> str:
    """Return a State holiday by its name in the reader's language; any other name as it is."""
    return str(HOLIDAYS.get(name, name))


def _time(moment: datetime, tz: ZoneInfo) -> str:
    return moment.astimezone(tz).strftime("%H:%M")
