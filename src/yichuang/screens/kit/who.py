"""Who looks at the screen: the caller of the door, with the cards of person and hall read when asked for."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.organization.types import AlarmCard, HallCard, PersonCard


class Who:
    """A thin, lazy view of ``request.caller`` for templates: nothing is read until it is shown."""

    def __init__(self, caller: Any) -> None:
        self.caller = caller

    @property
    def signed_in(self) -> bool:
        return getattr(self.caller, "person_id", None) is not None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(getattr(self.caller, "roles", ()))

    @property
    def hall_id(self) -> UUID | None:
        return getattr(self.caller, "hall_id", None)

    @cached_property
    def hall(self) -> HallCard | None:
        return organization.hall(self.hall_id) if self.hall_id else None

    @cached_property
    def alarm(self) -> AlarmCard | None:
        """The emergency this person was told of and nobody has taken in hand (HRS-05)."""
        if not (self.signed_in and self.hall_id):
            return None
        return organization.told_to(self.hall_id, self.caller.person_id)

    @cached_property
    def person(self) -> PersonCard | None:
        if not (self.signed_in and self.hall_id):
            return None
        return organization.person(self.hall_id, self.caller.person_id)


def who_is(request: HttpRequest) -> Who:
    """Return the lazy view of this request's caller."""
    return Who(getattr(request, "caller", None))
