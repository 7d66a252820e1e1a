"""Sentences that several screens say the same way: waits, times of day, days."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _


def range_text(low: int | None, high: int | None) -> str:
    """Say an estimated wait as a range of minutes, never as a promise; nothing when nobody can say."""
    if low is None or high is None:
        return ""
    if high <= 0:
        return _("no wait")
    if low == 0:
        return _("within %(minutes)s min") % {"minutes": high}
    if low == high:
        return _("about %(minutes)s min") % {"minutes": high}
    return _("about %(low)s–%(high)s min") % {"low": low, "high": high}


def span_text(low: int | None, high: int | None) -> str:
    """Say an estimated wait in minutes as figures, ``11–16``; nothing when nobody can say."""
    if low is None or high is None:
        return ""
    if high <= 0:
        return _("no wait")
    if low == 0:
        return f"≤ {high}"
    return str(high) if low == high else f"{low}–{high}"


def minutes_text(seconds: int | None) -> str:
    """Say a duration in whole minutes; a dash when there is none."""
    if seconds is None:
        return "–"
    return _("%(minutes)s min") % {"minutes": max(0, round(seconds / 60))}


def weekday_names() -> tuple[str, ...]:
    """Return the days of the week as the language shortens them, Monday first."""
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )


def day_text(day: date) -> str:
    """Say a day with its weekday the way the language does."""
    return f"{date_format(day, 'Y-m-d')} {weekday_names()[day.weekday()]}"


def named(name: str, name_en: str) -> str:
    """Return the name in the language of the page, Chinese where there is no other."""
    return name_en if name_en and get_language() == "en" else name
