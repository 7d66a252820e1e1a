"""Tags of the kit: keys of renderings, names in the page's language, times on the hall's wall."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yichuang.kernel.ids import new_id
from yichuang.kernel.serve import is_demo
from yichuang.screens.kit import words

register = template.Library()


@register.simple_tag
def act_key() -> SafeString:
    """Write the hidden key that makes one rendering of a form one act."""
    return format_html('<input type="hidden" name="key" value="{}">', new_id().hex)


@register.inclusion_tag("kit/demo_help.html", takes_context=True)
def demo_help(context: dict[str, Any]) -> dict[str, Any]:
    """Help whoever tries a demo hall: a kiosk in one click, and where its logins stand."""
    return {"demo": is_demo(), "csrf_token": context.get("csrf_token")}


@register.filter
def named(card: Any) -> str:
    """Return a card's name (``name`` or ``line_name``, ``window_name``) in the page's language."""
    for prefix in ("", "line_", "window_"):
        name = getattr(card, f"{prefix}name", None)
        if name is not None:
            return words.named(name, getattr(card, f"{prefix}name_en", ""))
    return ""


@register.filter
def placed(card: Any) -> str:
    """Return the directions to an area in the page's language."""
    return words.named(card.place, card.place_en)


@register.filter
def hint(card: Any) -> str:
    """Return a line's hint in the page's language."""
    return words.named(card.hint, card.hint_en)


@register.filter
def wait(card: Any) -> str:
    """Say the estimated wait of a line or a ticket."""
    return words.range_text(card.est_low, card.est_high)


@register.filter
def span(card: Any) -> str:
    """Say the estimated wait in figures alone, where the heading names the minutes."""
    return words.span_text(card.est_low, card.est_high)


@register.filter
def minutes(seconds: int | None) -> str:
    return words.minutes_text(seconds)


@register.filter
def wall(at: datetime | None) -> str:
    """Return the time on the hall's wall, ``09:46``."""
    return at.astimezone(timezone.get_current_timezone()).strftime("%H:%M") if at else ""


@register.filter
def wall_seconds(at: datetime | None) -> str:
    """Return the time on the hall's wall to the second."""
    return at.astimezone(timezone.get_current_timezone()).strftime("%H:%M:%S") if at else ""


@register.filter
def day(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(timezone.get_current_timezone()).date()
    return words.day_text(value) if value else ""
