"""``python -m bench.roster_month SEED``: a hall's month drawn from a seed, for ``bench.roster``.

People with a post of their own as A and one as a stand-in, and some who only stand in, at three posts each;
Saturdays at some posts, evenings on Tuesdays and Thursdays at fewer.  Leave is drawn as an office would grant
it: never so that fewer than two of a post's three are there.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from datetime import date, timedelta
from typing import Any


def drawn(
    seed: int, *, posts: int = 30, floaters: int = 10, days: int = 31, start: str = "2026-12-01"
) -> dict[str, Any]:
    """Return a month as an object for JSON, in the plain form of ``reading.month_of``."""
    chance = random.Random(f"month {seed}")
    staff = [f"E{one:02}" for one in range(posts + floaters)]
    names = [f"P{one:02}" for one in range(posts)]
    qual = _qualified(chance, staff, names)
    first = date.fromisoformat(start)
    dates = [first + timedelta(days=one) for one in range(days)]
    open_on = {
        "Saturday": sorted(chance.sample(names, max(1, posts * 2 // 5))),
        "evening": sorted(chance.sample(names, max(1, posts // 4))),
    }
    return {
        "seed": seed,
        "start": start,
        "days": days,
        "staff": staff,
        "posts": names,
        "qual": qual,
        "shifts": _shifts(names, dates, open_on),
        "leave": _leave(chance, staff, qual, days),
        "undesired": {one: sorted(chance.sample(range(days), min(3, days))) for one in staff},
        "week": [one.isocalendar().week for one in dates],
        "rules": {
            "max_sessions_day": 2,
            "max_days_week": 5,
            "max_sessions_week": 10,
            "max_consecutive_days": 6,
        },
        "weights": {
            "B1": 1,
            "B2": 4,
            "undesired": 5,
            "switch_post_same_day": 2,
            "weekend_sq": 2,
            "eve_sq": 2,
            "split_AM_EVE": 3,
            "AM_after_EVE": 2,
        },
    }


def _qualified(chance: random.Random, staff: list[str], posts: list[str]) -> dict[str, dict[str, str]]:
    floaters = staff[len(posts) :]
    while True:
        roles = [floaters[one % len(floaters)] for one in range(len(posts))] + staff[: len(posts)]
        chance.shuffle(roles)
        qual = {
            post: {"A": staff[one], "B1": roles[2 * one], "B2": roles[2 * one + 1]}
            for one, post in enumerate(posts)
        }
        if all(len(set(three.values())) == 3 for three in qual.values()):
            return qual


def _shifts(posts: list[str], dates: list[date], open_on: dict[str, list[str]]) -> list[dict[str, Any]]:
    found = []
    for day, on in enumerate(dates):
        for post in posts:
            sessions = []
            if on.weekday() < 5 or (on.weekday() == 5 and post in open_on["Saturday"]):
                sessions = ["AM", "PM"]
            if on.weekday() in (1, 3) and post in open_on["evening"]:
                sessions.append("EVE")
            found += [
                {
                    "id": f"{post}-{day:02}-{session}",
                    "post": post,
                    "day": day,
                    "session": session,
                    "weekend": int(on.weekday() >= 5),
                }
                for session in sessions
            ]
    return found


def _leave(
    chance: random.Random, staff: list[str], qual: dict[str, dict[str, str]], days: int
) -> dict[str, list[int]]:
    leave: dict[str, set[int]] = {one: set() for one in staff}
    for person in chance.sample(staff, len(staff) * 3 // 5):
        begin = chance.randrange(days)
        for day in range(begin, min(days, begin + chance.randint(1, 4))):
            crowded = any(
                person in three.values() and any(day in leave[one] for one in three.values())
                for three in qual.values()
            )
            if not crowded:
                leave[person].add(day)
    return {one: sorted(of) for one, of in leave.items()}


def main(argv: list[str] | None = None) -> int:
    """Print a month."""
    asked = argparse.ArgumentParser(
        prog="python -m bench.roster_month", description=(__doc__ or "").split("\n\n")[0]
    )
    asked.add_argument("seed", type=int)
    asked.add_argument("--posts", type=int, default=30)
    asked.add_argument("--floaters", type=int, default=10, help="people who only stand in (10)")
    asked.add_argument("--days", type=int, default=31)
    wanted = asked.parse_args(argv)
    month = drawn(wanted.seed, posts=wanted.posts, floaters=wanted.floaters, days=wanted.days)
    print(json.dumps(month))
    return 0


if __name__ == "__main__":
    sys.exit(main())
