"""The people of the demo hall as those who act: by worker number, by their department, as the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang.demo.scene import plan
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts

OFFICE = "0002"


@dataclass(frozen=True)
class Crew:
    """Who is who: ``people`` by worker number and back, ``posts`` by window, ``heads`` by department."""

    hall_id: UUID
    timezone: str
    people: dict[str, UUID]
    workers: dict[UUID, str]
    posts: dict[int, UUID]
    homes: dict[str, UUID | None]
    heads: dict[UUID | None, str]

    def actor(self, worker: str) -> Actor:
        """Return somebody as who acts."""
        return self.person(self.people[worker])

    def person(self, person_id: UUID) -> Actor:
        """Return somebody as who acts."""
        return Actor(ActorKind.PERSON, person_id, self.hall_id)

    @property
    def office(self) -> Actor:
        """Return the hall's office as who acts."""
        return self.actor(OFFICE)

    def head_of(self, worker: str) -> Actor:
        """Return who heads somebody's department; for the office's own people, and for heads, the office."""
        head = self.heads.get(self.homes[worker], OFFICE)
        return self.actor(OFFICE if head == worker else head)

    def head(self, department_id: UUID | None) -> Actor:
        """Return who makes a department's roster."""
        return self.actor(self.heads.get(department_id, OFFICE))


def crew_of(hall_id: UUID, on: date) -> Crew:
    """Return the crew of the demo hall."""
    staff = {one.worker_number: one for one in organization.people(hall_id)}
    numbers = {one.id: one.number for one in organization.windows(hall_id)}
    return Crew(
        hall_id=hall_id,
        timezone=organization.timezone_of(hall_id),
        people={worker: one.id for worker, one in staff.items()},
        workers={one.id: worker for worker, one in staff.items()},
        posts={numbers[one.window_id]: one.id for one in posts.posts(hall_id, on)},
        homes={worker: one.department_id for worker, one in staff.items()},
        heads={
            staff[row["worker"]].department_id: row["worker"]
            for row in plan()["people"]
            if "sec" in row["roles"] and row["worker"] in staff
        },
    )
