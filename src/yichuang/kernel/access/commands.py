"""``yichuang account``: for who stands before a shut door of their own hall."""

from __future__ import annotations

import argparse
import sys

from django.utils.translation import gettext as _

from yichuang.kernel import clock
from yichuang.kernel.access import selectors, services
from yichuang.kernel.types import Actor, ActorKind


def run(argv: list[str]) -> int:
    """Give an account a new initial password, told once: ``account reset HALL-NUMBER``."""
    parser = argparse.ArgumentParser(prog="yichuang account", description=run.__doc__)
    parser.add_argument("verb", choices=["reset"])
    parser.add_argument("login", help="hall code, a dash, worker number")
    wanted = parser.parse_args(argv)
    card = selectors.account_called(wanted.login)
    if card is None:
        sys.stderr.write(_("There is no such account in this hall.") + "\n")
        return 1
    by = Actor(ActorKind.SYSTEM, services.GATE_ID, card.hall_id)
    password = services.reset_password(account_id=card.id, by=by, at=clock.now())
    told = _("Initial password of %(login)s, told once and changed at the first sign-in: %(password)s")
    sys.stdout.write(told % {"login": card.username, "password": password} + "\n")
    return 0


COMMANDS = {"account": run}
