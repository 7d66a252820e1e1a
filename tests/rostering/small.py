"""Months small enough to be reckoned by hand."""

from __future__ import annotations

from datetime import date, timedelta

from yichuang.rostering.types import Absence, Person, Post, Problem, Rules, Session, Shift, Why

MONDAY = date(2026, 3, 2)


def week(
    posts: dict[str, tuple[str, ...]],
    *,
    days: int = 5,
    sessions: tuple[Session, ...] = (Session.MORNING, Session.AFTERNOON),
    leave: dict[str, tuple[int, int]] | None = None,
    ill: dict[str, tuple[int, int]] | None = None,
    rules: Rules | None = None,
) -> Problem:
    """Return days from a Monday on at posts with their qualified people, the A first."""
    away = {who: Absence(*when, Why.LEAVE) for who, when in (leave or {}).items()}
    sick = {who: Absence(*when, Why.SICK) for who, when in (ill or {}).items()}
    people = sorted({who for ranks in posts.values() for who in ranks})
    dates = [MONDAY + timedelta(days=one) for one in range(days)]
    return Problem(
        start=MONDAY,
        days=days,
        people=tuple(
            Person(one, tuple(absence[one] for absence in (away, sick) if one in absence)) for one in people
        ),
        posts=tuple(Post(post, ranks) for post, ranks in posts.items()),
        shifts=tuple(
            Shift(f"{post}-{day}-{session}", post, day, session, weekend=dates[day].weekday() >= 5)
            for day in range(days)
            for post in posts
            for session in sessions
        ),
        weeks=tuple(one.isocalendar().week for one in dates),
        rules=rules or Rules(),
    )
