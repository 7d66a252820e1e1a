"""Found a real hall: empty but for itself and the administrator who builds the rest on the screens."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from getpass import getpass

from django.utils.translation import gettext as _

from yichuang.installation import home
from yichuang.kernel import clock
from yichuang.kernel.access.services import create_account, grant_role
from yichuang.kernel.access.types import Role
from yichuang.kernel.act import act
from yichuang.kernel.serve import installation
from yichuang.organization import services as organization
from yichuang.organization.types import HallProfile

Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Charter:
    """What a hall is founded with."""

    code: str
    name: str
    name_en: str
    profile: HallProfile
    worker_number: str
    person: str
    password: str


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yichuang init", description="What is not given here is asked for; nothing is built in."
    )
    parser.add_argument("--hall", help="short code of the hall, such as JX01; part of every login")
    parser.add_argument("--name", help="the hall's name in Chinese")
    parser.add_argument("--name-en", help="the hall's name in English, may be empty")
    parser.add_argument("--profile", choices=[str(one) for one in HallProfile])
    parser.add_argument("--worker", help="worker number of the administrator")
    parser.add_argument("--person", help="name of the administrator, kept in the vault")
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the first password from the input"
    )
    parser.add_argument("--empty", action="store_true", help="set up without a hall")
    parser.add_argument("--demo", action="store_true", help="set up as a demo, without a hall")
    return parser


def _password(given: argparse.Namespace, secret: Ask) -> str:
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = secret(_("First password (changed at the first sign-in): "))
    if secret(_("The same once more: ")) != first:
        raise SystemExit(_("The two passwords differ."))
    return first


def charter(argv: list[str], ask: Ask = input, secret: Ask = getpass) -> Charter:
    """Read the words of the command, and ask for what they leave out."""
    given = _parser().parse_args(argv)

    def answer(value: str | None, question: str) -> str:
        return value if value is not None else ask(f"{question}: ").strip()

    return Charter(
        code=answer(given.hall, _("Code of the hall, such as JX01")),
        name=answer(given.name, _("Name of the hall")),
        name_en=answer(given.name_en, _("Its English name (may be empty)")),
        profile=HallProfile(given.profile or HallProfile.GENERAL),
        worker_number=answer(given.worker, _("Worker number of the administrator")),
        person=answer(given.person, _("Name of the administrator")),
        password=_password(given, secret),
    )


def found(wanted: Charter) -> str:
    """Create the hall, the administrator's person and login in one transaction; return the login name."""
    by, at = organization.founder(), clock.now()
    with act():
        installation.set_up("real", at)
        hall = organization.create_hall(
            code=wanted.code,
            name=wanted.name,
            name_en=wanted.name_en,
            profile=wanted.profile,
            by=by,
            at=at,
        )
        person = organization.add_person(worker_number=wanted.worker_number, name=wanted.person, by=by, at=at)
        account = create_account(
            hall_id=hall.id,
            hall_code=hall.code,
            person_id=person.id,
            worker_number=person.worker_number,
            password=wanted.password,
            by=by,
            at=at,
        )
        grant_role(account_id=account.id, role=Role.ADM, by=by, at=at)
    return f"{hall.code}-{person.worker_number}"


def run(argv: list[str], say: Callable[[str], None]) -> int:
    """Set everything up, then found the hall; ``--empty`` and ``--demo`` stop before the hall."""
    given = _parser().parse_args(argv)
    home.set_up(say)
    if given.demo or given.empty:
        installation.set_up("demo" if given.demo else "real", clock.now())
        return 0
    try:
        wanted = charter(argv)
    except EOFError:
        raise SystemExit(_("Nobody answers: give every value on the command line (see --help).")) from None
    login = found(wanted)
    say(_("The hall is founded. The administrator signs in as %(login)s.") % {"login": login})
    say(_("Start it with `yichuang serve`; `yichuang doctor` says what is missing."))
    return 0
