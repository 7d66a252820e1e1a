"""Declare what a door asks, and ask it.

``@door("desk.call", rule=role(Role.STF), act=True, label=_("Call a person"))`` stands above a Django view or
below the routing decorator of a JSON operation; ``declare(...)`` names the rule of a lane or a stream topic.
A house test finds any address without a rule.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.utils.functional import Promise

from yichuang.kernel import clock
from yichuang.kernel.access import callers, gate, labels, rules, sights
from yichuang.kernel.access.errors import EnrolNeeded, NotYourDoor, PasswordDue, SignInNeeded
from yichuang.kernel.access.rules import either
from yichuang.kernel.access.types import STRANGER, Answer, Caller, DeviceKind, Door, Role, Rule
from yichuang.kernel.types import Actor
from yichuang.kernel.vault import selectors as vault
from yichuang.kernel.vault.errors import UndertakingMissing

__all__ = [
    "actor_of",
    "admit",
    "anyone",
    "behind",
    "caller",
    "declare",
    "device",
    "door",
    "either",
    "registry",
    "role",
    "signed_in",
    "vowed",
]

View = TypeVar("View", bound=Callable[..., Any])
_doors: dict[str, Door] = {}


def anyone() -> Rule:
    """Let everybody in: a public page."""
    return Rule(public=True)


def signed_in() -> Rule:
    """Let in whoever is signed in, whatever the role."""
    return Rule(any_person=True)


def role(*roles: Role) -> Rule:
    """Let in who holds one of ``roles`` today."""
    return Rule(roles=frozenset(roles))


def device(*kinds: DeviceKind) -> Rule:
    """Let in an enrolled device of one of ``kinds``."""
    return Rule(kinds=frozenset(kinds))


def registry() -> dict[str, Door]:
    """Return every declared door by name."""
    return dict(_doors)


def declare(
    name: str,
    *,
    rule: Rule,
    label: str | Promise,
    act: bool = False,
    while_password_due: bool = False,
    personal: bool = False,
) -> Door:
    """Name a door and its rule; ``act`` says that passing it is work and keeps a session awake."""
    if name in _doors:
        raise ValueError(f"two doors are called {name}")
    _doors[name] = Door(name, rule, label, act, while_password_due, personal)
    return _doors[name]


def behind(own: Door) -> Callable[[View], View]:
    """Mark a lane's handler as standing behind ``own``; it asks by ``lane.caller_of(…, door=own)``."""

    def mark(handler: View) -> View:
        handler.door = own  # type: ignore[attr-defined]
        return handler

    return mark


def admit(asked: Door, who: Caller) -> Caller:
    """Return ``who`` if the door's rule lets them in.

    Raises: ``SignInNeeded``, ``EnrolNeeded`` (401), ``PasswordDue``, ``NotYourDoor`` (403).
    """
    match rules.answer(asked, who):
        case Answer.COME_IN:
            return who
        case Answer.SIGN_IN:
            raise SignInNeeded
        case Answer.ENROL:
            raise EnrolNeeded
        case Answer.CHANGE_PASSWORD:
            raise PasswordDue
        case Answer.NOT_YOURS:
            raise NotYourDoor(door=str(asked.label), who=labels.who(asked.rule))


def vowed(who: Caller) -> None:
    """Let a person on who may see personal data this year.  Raises: UndertakingMissing (PRV-03)."""
    if who.account and not vault.undertaken(who.account.hall_id, who.account.person_id, clock.now()):
        raise UndertakingMissing


def caller(request: HttpRequest) -> Caller:
    """Return who made the request: set by its door, else found out now."""
    found = getattr(request, "caller", None)
    return STRANGER if found is None else cast(Caller, found)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts behind a door that lets nobody in without a name."""
    actor = caller(request).actor
    assert actor is not None  # the door let somebody in
    return actor


def door(
    name: str,
    *,
    rule: Rule,
    label: str | Promise,
    act: bool = False,
    while_password_due: bool = False,
    personal: bool = False,
) -> Callable[[View], View]:
    """Declare the decorated view or JSON operation as the door ``name`` and guard it by ``rule``.

    Behind a ``personal`` door citizens' data is seen.
    """
    own = declare(
        name,
        rule=rule,
        label=label,
        act=act,
        while_password_due=while_password_due,
        personal=personal,
    )

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            who = gate.identify(request, own.rule)
            try:
                admit(own, who)
                gate.from_our_page(request, who)
            except (SignInNeeded, EnrolNeeded, PasswordDue) as refusal:
                elsewhere = gate.way_in(request, own, refusal)
                if elsewhere is None:
                    raise
                return elsewhere
            if not own.rule.public:
                request.caller = who  # type: ignore[attr-defined]
            sights.note(who)
            if own.personal:
                vowed(who)
            if own.act:
                callers.acted(who)
            return view(request, *args, **kwargs)

        # ninja reads types in the wrapper's module, so they are given resolved; a view whose types only
        # the type checker knows is none of its
        with contextlib.suppress(NameError):
            guarded.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        guarded.door = own  # type: ignore[attr-defined]
        return cast(View, guarded)

    return guard
