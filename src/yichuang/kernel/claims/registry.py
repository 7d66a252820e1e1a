"""The claims of all rooms, found in their ``controls.py`` when somebody first asks."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from yichuang.kernel.journal.events import Event

CONTROL_ID = re.compile(r"[A-Z]{2,5}-\d{2}")
# Places whose parts are packages with claims of their own, not apps.
PLACES = ("yichuang.kernel", "yichuang.screens")


@dataclass(frozen=True, slots=True)
class Claim:
    """One place in the code that keeps a control.

    ``by`` are the functions (services, rules, views, handlers) that keep it, ``proofs`` the events whose
    rows in the journal show that it was kept, ``declared_in`` the module that says so.
    """

    control: str
    by: tuple[Callable[..., Any], ...]
    proofs: tuple[type[Event], ...]
    declared_in: str


_claims: list[Claim] = []
_lock = threading.RLock()
_discovered = False


def control(
    control_id: str,
    by: Callable[..., Any] | Sequence[Callable[..., Any]],
    proof: type[Event] | Sequence[type[Event]] | None = None,
) -> Claim:
    """Claim ``control_id`` (``QUE-01``) for the functions ``by``; ``proof`` is what the journal shows.

    Several rooms may share one control; one room claims it once.
    Raises ``ValueError`` for an id of another shape and ``TypeError`` for a ``by`` that cannot be called.
    """
    if not CONTROL_ID.fullmatch(control_id):
        raise ValueError(f"{control_id} is not the id of a control")
    functions = tuple(by) if isinstance(by, Sequence) else (by,)
    if not functions or not all(callable(one) for one in functions):
        raise TypeError(f"{control_id} must be kept by functions")
    if proof is None:
        proofs: tuple[type[Event], ...] = ()
    else:
        proofs = tuple(proof) if isinstance(proof, Sequence) else (proof,)
    if not all(hasattr(one, "stored_name") for one in proofs):
        raise TypeError(f"the proof of {control_id} must be events of the journal")
    caller = inspect.currentframe()
    module = caller.f_back.f_globals["__name__"] if caller and caller.f_back else ""
    claim = Claim(control_id, functions, proofs, module)
    with _lock:
        if any(one.control == control_id and one.declared_in == module for one in _claims):
            raise ValueError(f"{control_id} is claimed twice in {module}")
        _claims.append(claim)
    return claim


def _modules() -> list[str]:
    """Return every ``controls`` module that exists: of the rooms, and of the parts of kernel and screens."""
    packages = {config.name for config in apps.get_app_configs() if config.name.startswith("yichuang.")}
    for place in PLACES:
        parent = importlib.import_module(place)
        packages.add(place)
        packages.update(
            f"{place}.{part.name}" for part in pkgutil.iter_modules(parent.__path__) if part.ispkg
        )
    names = sorted(f"{package}.controls" for package in packages)
    return [name for name in names if importlib.util.find_spec(name) is not None]


def discover() -> None:
    """Import every ``controls.py`` once; later calls do nothing."""
    global _discovered
    with _lock:
        if _discovered:
            return
        for name in _modules():
            importlib.import_module(name)
        _discovered = True


def all_claims() -> tuple[Claim, ...]:
    """Return every claim of every room, ordered by control and place."""
    discover()
    return tuple(sorted(_claims, key=lambda one: (one.control, one.declared_in)))


def claims_of(control_id: str) -> tuple[Claim, ...]:
    """Return the claims of one control; empty when nobody keeps it yet."""
    return tuple(one for one in all_claims() if one.control == control_id)


def dotted(function: Callable[..., Any]) -> str:
    """Return where ``function`` lives, without the package's own name: ``queueing.services.call_next``."""
    inner = inspect.unwrap(function)
    name = getattr(inner, "__qualname__", type(inner).__qualname__)
    return f"{inner.__module__}.{name}".removeprefix("yichuang.")
