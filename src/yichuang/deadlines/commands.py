"""``yichuang due``: until when something has to be done, and why, without a clock that runs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yichuang.deadlines import selectors
from yichuang.deadlines.types import Budget, Explanation, Rollover, StartRule, Unit
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard

Span = tuple[datetime, datetime]


def due(argv: list[str]) -> int:
    """Say until when something has to be done that begins on a day, day by day."""
    parser = argparse.ArgumentParser(prog="yichuang due", description=due.__doc__)
    parser.add_argument(
        "--from", dest="start", required=True, metavar="DAY", help="2026-02-11 or 2026-02-11T15:00"
    )
    parser.add_argument(
        "--limit", required=True, help=f'"5 working_day"; units: {", ".join(one.value for one in Unit)}'
    )
    parser.add_argument(
        "--pause", action="append", default=[], metavar="A..B", help="stands still from A, runs on from B"
    )
    parser.add_argument(
        "--start-rule", choices=[one.value for one in StartRule], default=StartRule.NEXT_DAY.value
    )
    parser.add_argument(
        "--roll", action="store_true", help="a last day that is not worked goes on to the next"
    )
    parser.add_argument("--hall", metavar="CODE", help="whose hours count (needed when there are several)")
    parser.add_argument("--json", action="store_true", help="for programs")
    args = parser.parse_args(argv)
    hall = _hall(args.hall)
    tz = ZoneInfo(hall.timezone if hall else settings.TIME_ZONE)
    try:
        start = _moment(args.start, tz)
        budget = _budget(args)
        pauses = [_span(one, tz) for one in args.pause]
    except ValueError:
        return _fail(
            _(
                "This cannot be read: a day is 2026-02-11 or 2026-02-11T15:00, a limit “5 working_day”, a"
                " pause two days with two dots between them."
            )
        )
    if any(not start <= since <= until for since, until in pauses):
        return _fail(_("A pause lies after the beginning, and ends after it began."))
    if budget.unit is Unit.WORKING_HOUR and hall is None:
        return _fail(_("Whose working hours? Say which hall with --hall."))
    _tell(selectors.explain_anywhere(hall.id if hall else None, tz, budget, start, pauses), budget, args.json)
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {"due": due}


def _hall(code: str | None) -> HallCard | None:
    """Return the hall whose hours count, or None where there is no single one, or no house at all yet."""
    if code:
        return organization.hall_by_code(code)
    try:
        halls = organization.halls()
    except DatabaseError:
        return None
    return halls[0] if len(halls) == 1 else None


def _moment(text: str, tz: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=tz) if moment.tzinfo is None else moment.astimezone(tz)


def _span(text: str, tz: ZoneInfo) -> Span:
    since, _dots, until = text.partition("..")
    return _moment(since, tz), _moment(until, tz)


def _budget(args: argparse.Namespace) -> Budget:
    words = args.limit.split()
    if len(words) == 1:  # “immediate”
        words = ["0", *words]
    value, unit = words
    return Budget(
        int(value),
        Unit(unit.removesuffix("s")),
        StartRule(args.start_rule),
        Rollover.NEXT_WORKING_DAY if args.roll else Rollover.NONE,
    )


def _tell(found: Explanation, budget: Budget, as_json: bool) -> None:
    if as_json:
        told = {
            "limit": {"value": budget.value, "unit": budget.unit},
            "due": found.due.isoformat() if found.due else None,
            "due_at": found.due_at.isoformat(),
            "provisional": found.provisional,
            "lines": [
                {
                    "kind": one.kind,
                    "since": one.since.isoformat(),
                    "until": one.until.isoformat(),
                    "first": one.first,
                    "last": one.last,
                    "zh": one.zh,
                    "en": one.en,
                }
                for one in found.lines
            ],
        }
        _say(json.dumps(told, ensure_ascii=False, indent=1))
        return
    chinese = (get_language() or "").startswith("zh")
    _say(selectors.budget_text(budget))
    for one in found.lines:
        _say(f"  {one.zh if chinese else one.en}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _fail(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1
