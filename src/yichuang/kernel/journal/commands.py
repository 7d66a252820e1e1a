"""``yichuang journal``: check the register, print the root of the day, look after the consumers."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kernel.journal import deliver, selectors, witness
from yichuang.kernel.journal import verify as verification


def run(argv: list[str]) -> int:
    """Check the journal (verify), print its signed roots, let consumers try again (retry, rebuild)."""
    parser = argparse.ArgumentParser(prog="yichuang journal", description=run.__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    verify = acts.add_parser("verify", help="check every entry, seal, root and signature")
    verify.add_argument("--hall", type=UUID, help="only this hall (its id)")
    verify.add_argument("--tables", action="store_true", help="compute the rooms' tables again and compare")
    verify.add_argument("--json", action="store_true", help="tell it as JSON")
    verify.set_defaults(call=_verify)
    roots = acts.add_parser("roots", help="print the last signed root of each hall, to keep elsewhere")
    roots.set_defaults(call=_roots)
    retry = acts.add_parser("retry", help="let consumers try again what was set aside and is due")
    retry.set_defaults(call=_retry)
    rebuild = acts.add_parser("rebuild", help="compute a projection anew from the first entry")
    rebuild.add_argument("name")
    rebuild.set_defaults(call=_rebuild)
    chosen = parser.parse_args(argv)
    return int(chosen.call(chosen))


def _verify(chosen: argparse.Namespace) -> int:
    progress = _progress if sys.stderr.isatty() else None
    report = verification.verify(chosen.hall, tables=chosen.tables, progress=progress)
    if progress is not None:
        sys.stderr.write("\r\x1b[K")
    if chosen.json:
        _say(json.dumps(_plain(report), ensure_ascii=False, indent=2))
    else:
        _tell(report)
    return 0 if report.ok else 1


def _progress(hall_id: UUID, seq: int, *, last: int) -> None:
    sys.stderr.write(f"\r{hall_id}  {seq}/{last}\x1b[K")
    sys.stderr.flush()


def _tell(report: verification.Report) -> None:
    if not report.halls:
        _say(_("The journal is empty."))
    for hall in report.halls:
        _say(_("Hall %(hall)s") % {"hall": hall.hall_id})
        if hall.good_to and hall.since and hall.until:
            vouched = {
                "count": hall.good_to,
                "since": f"{hall.since:%Y-%m-%d %H:%M}",
                "until": f"{hall.until:%Y-%m-%d %H:%M}",
            }
            _say(
                "  "
                + _("Vouched for: entries 1 to %(count)s, sealed from %(since)s to %(until)s (UTC).")
                % vouched
            )
        else:
            _say("  " + _("There is nothing yet that can be vouched for."))
        signed = {"batches": hall.batches, "hash": ", ".join(hall.algorithms), "keys": ", ".join(hall.keys)}
        if hall.batches:
            _say("  " + _("%(batches)s signed batches (%(hash)s, key %(keys)s).") % signed)
        if hall.unsealed:
            _say("  " + _("%(count)s entries wait for their number.") % {"count": hall.unsealed})
        if hall.finding is not None:
            _say("  ✗ " + hall.finding.sentence)
        for difference in hall.differences:
            _say("  ✗ " + difference.sentence)
        if hall.ok:
            _say("  ✓ " + _("Nothing was changed, deleted, put in, swapped or cut off."))
            if report.tables:
                _say(
                    "  ✓ "
                    + _("Computed again and found equal: %(tables)s.") % {"tables": ", ".join(report.tables)}
                )


def _plain(report: verification.Report) -> dict[str, Any]:
    halls = []
    for hall in report.halls:
        one = asdict(hall) | {"ok": hall.ok}
        if hall.finding is not None:
            one["finding"]["sentence"] = hall.finding.sentence
        halls.append(one)
    return json.loads(json.dumps({"ok": report.ok, "tables": report.tables, "halls": halls}, default=str))  # type: ignore[no-any-return]


def _roots(chosen: argparse.Namespace) -> int:
    for hall_id in witness.halls():
        for root in witness.roots(hall_id)[-1:]:
            _say(json.dumps(asdict(root)))
    return 0


def _retry(chosen: argparse.Namespace) -> int:
    heard = deliver.retry()
    left = len(selectors.set_aside())
    _say(_("%(heard)s heard now, %(left)s still set aside.") % {"heard": heard, "left": left})
    return 0 if not left else 1


def _rebuild(chosen: argparse.Namespace) -> int:
    try:
        heard = deliver.rebuild(chosen.name)
    except (LookupError, ValueError):
        sys.stderr.write(
            _("There is no projection called %(name)s that can be rebuilt.") % {"name": chosen.name} + "\n"
        )
        return 2
    _say(_("%(count)s events heard again.") % {"count": heard})
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


COMMANDS: dict[str, Callable[[list[str]], int]] = {"journal": run}
