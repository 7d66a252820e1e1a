"""A staffed hall whose shifts of two weeks are published, with people who have logins and work in sections.

Zhang is A and Li B at window 1, Wang A and Chen B at 2, Zhao A and Chen B at 3 (lunch duty); Zhang, Li and
Luo, their head, are of one department, He of the office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.halls import MONDAY, Hall, at
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO, staffed_hall
from tests.support.once import once
from yichuang.kernel.access.types import Role
from yichuang.organization import services as organization
from yichuang.organization.models import Person
from yichuang.organization.types import PersonKind
from yichuang.posts import selectors, services
from yichuang.posts.types import (
    CoverCard,
    LeaveCard,
    LeaveKind,
    LeavePath,
    Part,
    ShiftSpec,
    StandInReason,
)

CHEN, HEAD, OFFICE, SECOND = "0305", "0311", "0101", "0312"
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 4))
NEXT_MONDAY = MONDAY + timedelta(days=7)
FORTNIGHT = MONDAY + timedelta(days=14)


@dataclass
class Planned:
    """What was built, by the names one would call it."""

    hall: Hall
    posts: dict[int, UUID]
    section: UUID

    def number_of(self, person_id: UUID) -> str:
        return next(number for number, one in self.hall.people.items() if one == person_id)

    def ask(
        self,
        number: str = ZHANG,
        *,
        begins: datetime | None = None,
        ends: datetime | None = None,
        clock: str = "09:00",
        day: date = MONDAY,
        by: str | None = None,
        **other,
    ) -> LeaveCard:
        """Ask for leave on Wednesday, all day, unless told otherwise."""
        return services.request_leave(
            kind=other.pop("kind", LeaveKind.PERSONAL),
            begins=begins or at("08:00", WEDNESDAY),
            ends=ends or at("17:00", WEDNESDAY),
            person_id=self.hall.people[number],
            by=self.hall.person(by or number),
            at=at(clock, day),
            **other,
        )

    def fall_ill(self, number: str = ZHANG, clock: str = "07:30", day: date = MONDAY, **other) -> LeaveCard:
        other.setdefault("begins", at(max(clock, "08:00"), day))
        other.setdefault("ends", at("17:00", day))
        return self.ask(
            number, clock=clock, day=day, path=LeavePath.EMERGENCY, **{"note": "发烧,去医院"} | other
        )

    def sign(
        self, leave: LeaveCard, number: str = LI, clock: str = "16:50", day: date = TUESDAY
    ) -> CoverCard:
        cover = next(one for one in leave.covers if one.b_id == self.hall.people[number])
        return services.sign_handover(cover_id=cover.id, by=self.hall.person(number), at=at(clock, day))

    def approve(
        self, leave: LeaveCard, by: str = HEAD, clock: str = "16:55", day: date = TUESDAY
    ) -> LeaveCard:
        return services.approve_leave(leave_id=leave.id, by=self.hall.person(by), at=at(clock, day))

    def on_leave(self, number: str = ZHANG, b: str = LI, **other) -> LeaveCard:
        """Let somebody be on leave by the book."""
        leave = self.ask(number, **other)
        self.sign(leave, b)
        return self.approve(leave, OFFICE)

    def sign_on(self, number: str, window: int, clock: str, day: date = MONDAY):
        return services.sign_on(
            window_id=self.hall.windows[window], by=self.hall.person(number), at=at(clock, day)
        )

    def stand_in(
        self,
        number: str,
        window: int,
        clock: str,
        day: date = MONDAY,
        reason: StandInReason | None = StandInReason.NOT_COME,
    ) -> CoverCard:
        return services.stand_in(
            window_id=self.hall.windows[window],
            reason=reason,
            by=self.hall.person(number),
            at=at(clock, day),
        )

    def may_serve(self, number: str, window: int, clock: str, day: date = MONDAY):
        return selectors.may_serve(
            self.hall.id, self.hall.people[number], self.hall.windows[window], None, at(clock, day)
        )


@once
def planned_hall() -> Planned:
    hall = staffed_hall()
    early = at("07:00")
    section = organization.add_department(code="SI", name="社保科", by=hall.by, at=early)
    for number, name in ((HEAD, "罗勇"), (SECOND, "钱芳")):
        card = organization.add_person(
            worker_number=number,
            name=name,
            kind=PersonKind.MANAGEMENT,
            department_id=section.id,
            by=hall.by,
            at=early,
        )
        hall.people[number] = card.id
    of_section = [hall.people[number] for number in (ZHANG, LI)]
    Person.objects.filter(id__in=of_section).update(department_id=section.id)  # as if they had joined there
    hall.grant(HEAD, Role.SEC, department=section.id)
    hall.grant(OFFICE, Role.OFF)
    for number in (ZHANG, LI, WANG, ZHAO, CHEN):
        hall.grant(number, Role.STF)
    posts = {number: _post(hall, window) for number, window in hall.windows.items()}
    for number in (2, 3):
        services.add_holder(
            post_id=posts[number], person_id=hall.people[CHEN], part=Part.B, by=hall.by, at=early
        )
    plan = Planned(hall, posts, section.id)
    publish(plan)
    return plan


def _post(hall: Hall, window_id: UUID) -> UUID:
    card = selectors.post_of_window(hall.id, window_id, MONDAY)
    assert card is not None
    return card.id


def pairs(plan: Planned, first: date = MONDAY, until: date = FORTNIGHT) -> list[ShiftSpec]:
    """Return the shifts as they are published: A and B of each window in every session."""
    people = plan.hall.people
    of = {1: (ZHANG, LI), 2: (WANG, CHEN), 3: (ZHAO, CHEN)}
    numbers = {post: number for number, post in plan.posts.items()}
    days = selectors.open_days(plan.hall.id, since=first, until=until)
    return [
        ShiftSpec(one.post_id, one.day, one.session, people[a], people[b])
        for one in days.places
        for a, b in [of[numbers[one.post_id]]]
    ]


def publish(plan: Planned, specs: list[ShiftSpec] | None = None, **other):
    given = {"first": MONDAY, "until": FORTNIGHT, "post_ids": list(plan.posts.values())} | other
    return services.publish_shifts(
        shifts=pairs(plan, given["first"], given["until"]) if specs is None else specs,
        by=plan.hall.by,
        at=given.pop("now", at("07:10")),
        **given,
    )
