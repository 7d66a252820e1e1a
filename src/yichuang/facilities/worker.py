"""The thread that prints, beside the requests: a printer that hangs holds up nobody but itself.

It is woken when a slip was asked for in this process, and looks a few times a second for those of others.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import connections

from yichuang.facilities import selectors, services
from yichuang.facilities.paper import bell
from yichuang.facilities.services.slips import Work
from yichuang.facilities.types import Reach, SlipCard, SlipTrouble
from yichuang.kernel import clock
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.workers import worker
from yichuang.organization import selectors as organization

logger = logging.getLogger("yichuang.printing")

NAME = "facilities.printing"
FORGET = "facilities.forget_slips"
STAMP = "%Y%m%d-%H%M%S"
TOGETHER = 8  # printers that print at the same time
IDLE_SECONDS = 0.4
LOOK_SECONDS = 60.0


def printer_hand(hall_id: UUID) -> Actor:
    """Return the system as the one who prints in a hall."""
    return Actor(ActorKind.SYSTEM, uuid5(NAMESPACE_URL, NAME), hall_id)


@worker(NAME)
def run(stop: threading.Event) -> None:
    """Print whatever waits, printer beside printer, until ``stop`` is set."""
    busy: set[UUID] = set()
    pool = ThreadPoolExecutor(TOGETHER, thread_name_prefix="printer")
    looked = time.monotonic()
    try:
        while not stop.is_set():
            if time.monotonic() - looked >= LOOK_SECONDS:
                looked = time.monotonic()
                for hall_id, printer_id in selectors.to_look_at(clock.now()):
                    if printer_id not in busy:
                        busy.add(printer_id)
                        look = pool.submit(_look, hall_id, printer_id)
                        look.add_done_callback(partial(_free, busy, printer_id))
            for hall_id, printer_id in selectors.with_work():
                if printer_id not in busy:
                    busy.add(printer_id)
                    work = pool.submit(_empty, hall_id, printer_id, stop)
                    work.add_done_callback(partial(_free, busy, printer_id))
            bell.wait(IDLE_SECONDS)
    finally:
        pool.shutdown(cancel_futures=True)  # what is on its way is ended, if it is left the time


def _free(busy: set[UUID], printer_id: UUID, done: Future[None]) -> None:
    busy.discard(printer_id)
    if not done.cancelled() and (error := done.exception()) is not None:
        logger.error("a printer's thread stumbled", exc_info=error)


def _empty(hall_id: UUID, printer_id: UUID, stop: threading.Event) -> None:
    """Print what waits at one printer, one slip after the other."""
    try:
        while not stop.is_set() and print_next(hall_id, printer_id) is not None:
            pass
    finally:
        connections.close_all()


def _look(hall_id: UUID, printer_id: UUID) -> None:
    """Look at a printer on a thread of its own, where nothing is printed meanwhile."""
    try:
        look_at(hall_id, printer_id)
    finally:
        connections.close_all()


def look_at(hall_id: UUID, printer_id: UUID) -> None:
    """Ask a printer whether it could print, and note what it said; no slip comes out."""
    from yichuang.facilities.paper import ways

    printer = selectors.printer(hall_id, printer_id)
    trouble, tells = None, False
    try:
        tells = ways.look(printer.reach, printer.address)
    except ways.NotSent as error:
        trouble = error.trouble
    services.note_look(
        printer_id=printer_id, trouble=trouble, tells=tells, by=printer_hand(hall_id), at=clock.now()
    )


def print_next(hall_id: UUID, printer_id: UUID) -> SlipCard | None:
    """Print the next slip of a printer and note what became of it; None where nothing waits.

    Begun and ended are two transactions: what is sent between them stands in no transaction, so whoever is
    killed there leaves a slip that is known to be begun.
    """
    by = printer_hand(hall_id)
    work = services.begin_slip(printer_id=printer_id, by=by, at=clock.now())
    if work is None:
        return None
    trouble, unknown = _print(work)
    return services.end_slip(job_id=work.job.id, trouble=trouble, unknown=unknown, by=by, at=clock.now())


def _print(work: Work) -> tuple[SlipTrouble | None, bool]:
    """Send a slip; return what went wrong, and whether something may be on paper all the same."""
    from yichuang.facilities.paper import ways  # loads the printers' library, which only who prints needs
    from yichuang.facilities.paper.escpos import bytes_of
    from yichuang.facilities.paper.picture import NoFont, png

    printer = work.printer
    folder = Path(settings.HOME) / "slips"
    name = f"{work.job.asked_at.astimezone(UTC):{STAMP}}-{work.job.id.hex[-8:]}-{work.job.copy}.escpos"
    try:
        data = bytes_of(work.slip, printer.paper, printer.chinese)
        ways.send(
            printer.reach,
            printer.address,
            data,
            folder=folder,
            name=name,
        )
        if printer.reach is Reach.FILE and not printer.address.startswith("/"):
            with contextlib.suppress(NoFont):  # beside the bytes, to be looked at
                (folder / printer.address / f"{name}.png").write_bytes(png(work.slip, printer.paper))
    except NoFont:
        return SlipTrouble.NO_FONT, False
    except ways.Unknown as error:
        return error.trouble, True
    except ways.NotSent as error:
        return error.trouble, False
    except Exception:
        logger.exception("a slip could not be sent")
        return SlipTrouble.BROKEN_OFF, True
    return None, False


@sweep(FORGET, every=timedelta(hours=1))
def forget(at: datetime) -> None:
    """Forget what stood on slips printed long ago, in every hall and in the folders slips lie in."""
    for hall in organization.halls():
        services.forget_texts(by=printer_hand(hall.id), at=at)
        kept = selectors.text_kept_for(hall.id, clock.local_day(at, hall.timezone))
        for one in selectors.printers(hall.id):
            if one.reach is Reach.FILE and not one.address.startswith("/"):
                _sweep_folder(Path(settings.HOME) / "slips" / one.address, at - kept)


def _sweep_folder(folder: Path, before: datetime) -> None:
    """Take away the files of slips asked for before a moment; their names begin with it, as in ``_print``."""
    limit = f"{before.astimezone(UTC):{STAMP}}"
    for path in folder.glob("*.escpos*") if folder.is_dir() else ():
        if path.name[: len(limit)] <= limit:
            path.unlink(missing_ok=True)


@sweep(NAME, every=timedelta(seconds=5))
def look_after(at: datetime) -> None:
    """End the slips nobody waits for any more, and tell which printers are down, in every hall."""
    for hall in organization.halls():
        by = printer_hand(hall.id)
        services.give_up_late(by=by, at=at)
        services.watch_printers(by=by, at=at)
