"""``yichuang demo``: build the demo hall, act its past days, and leave it open on its own clock."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from yichuang.demo import month, outcomes, pictures, stage
from yichuang.demo.build import Login, build, enrol_kiosk
from yichuang.demo.crew import crew_of
from yichuang.demo.scene import plan
from yichuang.demo.story import AHEAD, HISTORY, Story
from yichuang.kernel import clock, ids
from yichuang.kernel.journal import deliver
from yichuang.kernel.serve import installation
from yichuang.organization import selectors as organization
from yichuang.organization import services as organization_services

LOGINS = "demo-logins.txt"
FOUNDED = timedelta(hours=9)  # on the working day before the first that is played


def run(argv: list[str]) -> int:
    """Build the demo hall and act its past days and this morning; leave it on its own clock."""
    parser = argparse.ArgumentParser(prog="yichuang demo", description=run.__doc__)
    parser.add_argument("--days", type=int, default=5, help="past working days to act (5)")
    parser.add_argument("--seed", type=int, default=7, help="same seed, same days (7)")
    parser.add_argument(
        "--at", type=datetime.fromisoformat, default=clock.DEMO_MORNING, help="where the clock starts"
    )
    parser.add_argument(
        "--busy",
        action="store_true",
        help="make the last past day and today busy ones, with all that happens",
    )
    parser.add_argument("--speed", type=float, default=1.0, help="how fast the demo clock runs (1)")
    parser.add_argument(
        "--month",
        type=int,
        nargs="?",
        const=month.CASES,
        metavar="CASES",
        help=f"play a month of cases in a hall of every profile instead and count what came of them "
        f"({month.CASES})",
    )
    wanted = parser.parse_args(argv)
    try:
        halls = organization.halls()
    except DatabaseError:  # no home folder, or no tables in it
        _say(_("Nothing is set up here yet: run `yichuang setup` first."))
        return 1
    if halls:
        _say(_("There is a hall in this database already; the demo needs an empty one."))
        return 1
    began = time.monotonic()
    if wanted.month is not None:
        return _month(wanted.month, wanted.seed, began)
    morning = wanted.at if wanted.at.tzinfo else wanted.at.replace(tzinfo=clock.DEMO_MORNING.tzinfo)
    busy = stage.BUSY_TICKETS if wanted.busy else 0
    logins = act(morning, days=wanted.days, seed=wanted.seed, busy=busy)
    write_logins(logins)
    clock.demo.start(morning, wanted.speed)
    clock.demo.stop()
    told = {"seconds": f"{time.monotonic() - began:.0f}", "file": settings.HOME / LOGINS}
    _say(_("Done in %(seconds)s s; the logins stand in %(file)s.") % told)
    return 0


def _month(many: int, seed: int, began: float) -> int:
    """Play a month of cases, tell how it goes and what came of it; 1 if the house refused what was to be."""
    first = clock.DEMO_MORNING
    installation.set_up("demo", first)
    with ids.seeded(random.Random(f"yichuang ids {seed}")):  # noqa: S311 - a play, not a secret
        played = month.act(first.date(), many=many, seed=seed, tell=_say)
    since = first - timedelta(days=30)
    for line in outcomes.lines(outcomes.counted(played.places, since)):
        _say(line)
    for line in pictures.lines(pictures.pictures(played.places, since)):
        _say(line)
    for refused, count in played.refused.items():
        _say(f"✗ {count} {refused}")
    _say(_("Done in %(seconds)s s.") % {"seconds": f"{time.monotonic() - began:.0f}"})
    return 1 if played.refused else 0


def act(morning: datetime, *, days: int, seed: int, busy: int = 0) -> list[Login]:
    """Found the hall, act the past days and the morning up to ``morning``; same seed, same journal.

    With ``busy`` tickets the last past day and the morning are busy ones.
    """
    timezone = plan()["hall"]["timezone"]
    first_day = clock.local_day(morning, timezone)
    installation.set_up("demo", morning)
    with ids.seeded(random.Random(f"yichuang ids {seed}")):  # noqa: S311 - a play, not a secret
        eve, *past = stage.days_before(None, first_day, max(days, HISTORY) + 1)
        founded = datetime.combine(eve, datetime.min.time(), morning.tzinfo) + FOUNDED
        logins = build(at=founded, tell=_say)
        hall = organization.hall_by_code(plan()["hall"]["code"])
        by = organization_services.founder(hall.id)
        kiosks = [
            enrol_kiosk(hall_id=hall.id, hall_code=hall.code, name=name, by=by, at=founded)
            for name in plan()["kiosks"]
        ]
        ahead = stage.days_after(hall.id, first_day, AHEAD)
        story = Story(crew_of(hall.id, first_day), first_day, past, ahead)
        with transaction.atomic():
            story.begin(founded + timedelta(hours=1))
        _say(_("The first month's roster is made, handed in and published."))
        for place, day in enumerate(past):
            scene = stage.scene_of(hall.id, kiosks, day, live=False)
            stage.act_day(
                scene,
                day,
                seed,
                busy=busy if day == past[-1] else 0,
                quiet=place < len(past) - days,
                story=story,
                tell=_say,
            )
        scene = stage.scene_of(hall.id, kiosks, first_day, live=True)
        stage.act_day(scene, first_day, seed, until=morning, busy=busy, story=story, tell=_say)
        for refused in story.refused:
            _say(f"✗ {refused}")
        deliver.hear(slice_seconds=1)
    return logins


def write_logins(logins: list[Login]) -> None:
    """Keep the random demo logins in a file only its owner reads."""
    path = Path(settings.HOME) / LOGINS
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        for one in logins:
            file.write(f"{one.hall_code}\t{one.worker_number}\t{one.password}\t{one.title}\t{one.title_en}\n")


def read_logins() -> list[Login]:
    """Return the demo logins, the telling ones first; empty where there is no demo."""
    path = Path(settings.HOME) / LOGINS
    if not path.exists():
        return []
    return [Login(*line.split("\t")) for line in path.read_text("utf-8").splitlines() if line]


def _say(text: str) -> None:
    sys.stdout.write(f"  {text}\n")
    sys.stdout.flush()


COMMANDS = {"demo": run}
