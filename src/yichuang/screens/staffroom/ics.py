"""A calendar file (RFC 5545) of one person's own shifts: window, session, A or B, nothing of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts import selectors
from yichuang.posts.labels import DAY_SESSIONS
from yichuang.screens.kit.words import named

MEDIA_TYPE = "text/calendar; charset=utf-8"
BACK, AHEAD = timedelta(days=31), timedelta(days=124)
WIDEST = 75  # octets of a line, without its end
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def text(value: str) -> str:
    """Return a text as a value of the file."""
    return value.translate(ESCAPED)


def folded(line: str) -> Iterator[str]:
    """Return a line in parts of at most 75 octets, no character torn in two; a part goes on after a space."""
    part, width = "", 0
    for sign in line:
        size = len(sign.encode())
        if width + size > WIDEST:
            yield part
            part, width = " ", 1
        part, width = part + sign, width + size
    yield part


def written(lines: Iterable[str]) -> bytes:
    """Return lines as the file has them."""
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def moment(at: datetime) -> str:
    """Return a moment, in universal time, so that no zone needs to be told."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def calendar_of(hall_id: UUID, person_id: UUID, at: datetime) -> bytes:
    """Return somebody's published shifts from a month ago on: of posts they hold, without their leave."""
    hall = organization.hall(hall_id)
    today = local_day(at, hall.timezone)
    since, until = today - BACK, today + AHEAD
    windows = {one.id: one for one in organization.windows(hall_id)}
    at_window = {
        post: windows[one] for post, one in selectors.post_windows(hall_id).items() if one in windows
    }
    mine = [
        one
        for one in selectors.duties_of(hall_id, person_id, since=since, until=until)
        if one.post_id in at_window
    ]
    own = {one.post_id for one in mine}
    days = selectors.open_days(hall_id, since=since, until=until, post_ids=own)
    away = selectors.away_places(hall_id, days)
    hall_name = named(hall.name, hall.name_en)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Yichuang//Shifts//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(_('Shifts'))} {text(hall_name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for one in mine:
        span = days.spans.get((one.post_id, one.day, one.session))
        if span is None or (person_id, one.day, one.session) in away:
            continue
        window, part = at_window[one.post_id], "A" if one.a_id == person_id else "B"
        said = {"n": window.number, "session": DAY_SESSIONS[one.session], "part": part}
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.post_id.hex}-{one.day.isoformat()}-{one.session}@{hall.code.lower()}.yichuang",
            f"DTSTAMP:{moment(at)}",
            f"DTSTART:{moment(span[0])}",
            f"DTEND:{moment(span[1])}",
            f"SUMMARY:{text(_('Window %(n)s, %(session)s, %(part)s') % said)}",
            f"LOCATION:{text(hall_name)}",
            f"TRANSP:{'OPAQUE' if part == 'A' else 'TRANSPARENT'}",
            "END:VEVENT",
        ]
    return written([*lines, "END:VCALENDAR"])
