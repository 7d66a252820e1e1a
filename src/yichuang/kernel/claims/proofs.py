"""``@proves``: a test says which control it proves.  It marks the function and changes nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

_MARK = "__proves__"
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """One promise of a test: the control is kept, or (``refuses``) its violation is refused."""

    control: str
    refuses: bool = False


def proves(control_id: str, *, refuses: bool = False) -> Callable[[F], F]:
    """Mark a test as proof of ``control_id``; with ``refuses`` the test shows a violation being refused.

    Stack it for a test that proves several controls.
    """

    def mark(test: F) -> F:
        setattr(test, _MARK, (Proof(control_id, refuses), *proofs_of(test)))
        return test

    return mark


def proofs_of(test: Callable[..., Any]) -> tuple[Proof, ...]:
    """Return what ``test`` promises to prove."""
    found: tuple[Proof, ...] = getattr(test, _MARK, ())
    return found
