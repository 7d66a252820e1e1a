"""Who may see and work on a case: its department, and of a confidential one only who has it in hand.

One rule for one case and for a list of them, so that the two cannot differ (``may_see``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from yichuang.kernel.access.types import GrantCard, Role

#: Who oversees the whole hall sees every case that is not confidential, masked.
OVERSEERS = frozenset({Role.OFF, Role.UH, Role.SUP, Role.INSP})
WORKERS = frozenset({Role.STF, Role.BST, Role.CHIEF, Role.SEC, Role.CASH, Role.DOC})
#: Heads see the confidential cases of their own department.
HEADS = frozenset({Role.CHIEF, Role.SEC})


@dataclass(frozen=True, slots=True)
class Scope:
    """What sight depends on: whose case, whether confidential, who has or had it in hand."""

    department_id: UUID | None
    confidential: bool
    assigned: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Seen:
    """Which cases somebody sees: of every department, or of these; confidential ones of those they head.

    ``also`` are the persons they stand in for just now, whose cases are in their hands too (AB-08).
    """

    every: bool
    departments: frozenset[UUID]
    heads: frozenset[UUID]
    heads_all: bool = False
    also: frozenset[UUID] = frozenset()

    @property
    def works(self) -> bool:
        """Say whether the person works on cases at all: then those of no department are theirs to see too."""
        return self.every or bool(self.departments)


def seen_by(held: Iterable[GrantCard], home: UUID | None) -> Seen:
    """Return which cases the roles let somebody see.

    A role without a department holds for the hall; a worker's is narrowed to their home department where
    they have one.
    """
    every, heads_all = False, False
    departments: set[UUID] = set()
    heads: set[UUID] = set()
    for one in held:
        whose = one.department_id or home
        if one.role in OVERSEERS:
            every = True
        elif one.role in WORKERS:
            if whose is None:
                every = True
                heads_all = heads_all or one.role in HEADS
            else:
                departments.add(whose)
                if one.role in HEADS:
                    heads.add(whose)
    return Seen(every, frozenset(departments), frozenset(heads), heads_all)


def together(own: Seen, others: Iterable[tuple[UUID, Seen]]) -> Seen:
    """Return what somebody sees who stands in for these others: their own and what those see (AB-05)."""
    every, heads_all, also = own.every, own.heads_all, set(own.also)
    departments, heads = set(own.departments), set(own.heads)
    for person_id, seen in others:
        every, heads_all = every or seen.every, heads_all or seen.heads_all
        departments |= seen.departments
        heads |= seen.heads
        also.add(person_id)
    return Seen(every, frozenset(departments), frozenset(heads), heads_all, frozenset(also))


def may_see(scope: Scope, person_id: UUID, seen: Seen) -> bool:
    """Say whether somebody may see a case (PRV-01, CRT-02)."""
    if person_id in scope.assigned or seen.also & scope.assigned:
        return True
    if scope.confidential:
        return seen.heads_all or scope.department_id in seen.heads
    return seen.every or (
        seen.works if scope.department_id is None else scope.department_id in seen.departments
    )


def may_work(
    scope: Scope, person_id: UUID, held: Iterable[GrantCard], home: UUID | None, roles: Collection[Role]
) -> bool:
    """Say whether somebody may act on a case in one of ``roles``, for its department."""
    held = list(held)
    fits = [
        one
        for one in held
        if one.role in roles
        and (scope.department_id is None or (one.department_id or home) in (None, scope.department_id))
    ]
    if not fits:
        return False
    return not scope.confidential or may_see(scope, person_id, seen_by(held, home))
