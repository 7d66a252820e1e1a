"""``yichuang queue replay``: what a day would have been like under another calling rule."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yichuang.kernel.errors import Refusal
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing import labels, selectors
from yichuang.queueing.types import ClassCard, PolicyCard, PriorityClass, ReplayCard

MOST_SHOWN = 20


def run(argv: list[str]) -> int:
    """Play a day of the queue again under the calling rule of a file, and tell what changes (replay)."""
    parser = argparse.ArgumentParser(prog="yichuang queue", description=run.__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    again = acts.add_parser("replay", help="play a day under another calling rule")
    again.add_argument("--day", type=date.fromisoformat, required=True)
    again.add_argument("--policy", type=Path, required=True, metavar="FILE", help="JSON: classes and ratio")
    again.add_argument("--hall", metavar="CODE", help="the hall (needed when there are several)")
    again.add_argument("--json", action="store_true", help="tell it as JSON")
    args = parser.parse_args(argv)
    try:
        hall = _hall(args.hall)
        rule, ratio = read(args.policy, hall, args.day)
    except Refusal as refusal:
        return _fail(str(refusal))
    except (OSError, ValueError, KeyError, TypeError):
        return _fail(_("%(file)s is no calling rule.") % {"file": args.policy})
    card = selectors.replay(hall.id, args.day, rule, ratio)
    if args.json:
        _say(json.dumps(asdict(card), ensure_ascii=False, indent=1, default=str))
    else:
        _tell(card)
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {"queue": run}


def read(file: Path, hall: HallCard, day: date) -> tuple[PolicyCard, int | None]:
    """Read a calling rule: ``{"ratio": 3, "classes": [{"class": …, "head_start": …, "capped": …}]}``.

    Raises: OSError, ValueError, KeyError, TypeError for a file that is none.
    """
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    classes = tuple(
        ClassCard(
            priority=PriorityClass(one["class"]),
            head_start=int(one["head_start"]),
            criteria=one.get("criteria", ""),
            criteria_en=one.get("criteria_en", ""),
            needs_approver=bool(one.get("needs_approver", False)),
            capped=bool(one.get("capped", True)) and one["class"] != PriorityClass.EMERGENCY,
        )
        for one in said["classes"]
    )
    ratio = said.get("ratio")
    if ratio is not None and not 2 <= int(ratio) <= 20:
        raise ValueError(ratio)
    return PolicyCard(hall.id, 0, day, classes), None if ratio is None else int(ratio)


def _hall(code: str | None) -> HallCard:
    halls = organization.halls()
    if code is None and len(halls) == 1:
        return halls[0]
    return organization.hall_by_code(code or "")


def _tell(card: ReplayCard) -> None:
    _say(
        _("%(day)s: %(calls)s calls; under its own rule %(agrees)s of them are played within a minute.")
        % {"day": card.day, "calls": card.calls, "agrees": card.agrees}
    )
    for one in card.waits:
        said = {
            "class": labels.PRIORITY[one.priority],
            "calls": one.calls,
            "p50": _change(one.p50),
            "p90": _change(one.p90),
            "longest": _change(one.longest),
        }
        _say(
            _("%(class)s (%(calls)s): median %(p50)s, nine of ten %(p90)s, longest %(longest)s minutes")
            % said
        )
    for title, changes in ((_("Earlier"), card.earlier), (_("Later"), card.later)):
        _say(f"{title}: {len(changes)}")
        for change in changes[:MOST_SHOWN]:
            wait = _change((change.waited, change.would_wait))
            _say(f"  {change.label} {labels.PRIORITY[change.priority]} {wait}")


def _change(seconds: tuple[int, int]) -> str:
    return f"{seconds[0] / 60:.1f} → {seconds[1] / 60:.1f}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _fail(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 2
