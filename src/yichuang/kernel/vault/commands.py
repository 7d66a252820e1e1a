"""``yichuang vault``: change the master key, or see under which keys the values lie."""

from __future__ import annotations

import argparse
import sys

from django.utils.translation import gettext as _

from yichuang.kernel import clock
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vault import selectors, services


def run(argv: list[str]) -> int:
    """``vault rotate`` wraps every data key anew by a new master key; ``vault keys`` counts per key."""
    parser = argparse.ArgumentParser(prog="yichuang vault", description=run.__doc__)
    parser.add_argument("verb", choices=["rotate", "rewrap", "keys"])
    wanted = parser.parse_args(argv)
    try:
        if wanted.verb == "keys":
            for name, count in selectors.masters().items():
                sys.stdout.write(f"{name}  {count}\n")
            return 0
        act = services.rotate if wanted.verb == "rotate" else services.rewrap
        count = act(at=clock.now())
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    sys.stdout.write(_("%(count)d data keys were wrapped anew.") % {"count": count} + "\n")
    return 0


COMMANDS = {"vault": run}
