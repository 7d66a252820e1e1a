"""A planned hall with people who select: personnel 0401 and a head 0001, and candidates by birth date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.halls import MONDAY, at
from tests.posts.planned import OFFICE, Planned, planned_hall
from tests.support.once import once
from tests.support.vows import vow
from yichuang.kernel.access.types import Role
from yichuang.organization import services as organization
from yichuang.organization.types import PersonKind
from yichuang.regulations import services as regulations
from yichuang.training import services
from yichuang.training.types import NOTED, Employment, NominationCard, Point

HR, BOSS = "0401", "0001"
JUNE = date(2026, 6, 1)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident(born: date, serial: int = 11) -> str:
    """Return a resident number of somebody born on a day."""
    front = f"410502{born:%Y%m%d}{serial:03}"
    total = sum(int(digit) * weight for digit, weight in zip(front, _WEIGHTS, strict=True))
    return front + "10X98765432"[total % 11]


@once
def selecting_hall() -> Planned:
    plan = planned_hall()
    for number, name, role in ((HR, "孟洁", Role.HR), (BOSS, "方正", Role.UH)):
        card = organization.add_person(
            worker_number=number, name=name, kind=PersonKind.MANAGEMENT, by=plan.hall.by, at=at("07:00")
        )
        plan.hall.people[number] = card.id
        plan.hall.grant(number, role)
        vow(plan.hall.person(number), at("07:00"))
    return plan


def choose(plan: Planned, key: str, value: Any, since: date = MONDAY) -> None:
    """Let the hall lay a value over the rules."""
    regulations.set_parameter(
        hall_id=plan.hall.id,
        parameter=key,
        value=value,
        active_from=since,
        reason="厅务会议纪要",
        by=plan.hall.person(OFFICE),
        at=at("07:20"),
    )


def nominate(plan: Planned, born: date = date(1990, 5, 4), **other: Any) -> NominationCard:
    """Nominate somebody of the section for June, on paper by the office."""
    given: dict[str, Any] = {
        "department_id": plan.section,
        "name": "许文",
        "identity_number": resident(born),
        "posting_on": JUNE,
        "employment": Employment.PERMANENT,
        "employment_proof": "编办〔2024〕18号",
        "by": plan.hall.person(OFFICE),
        "at": at("09:00"),
    }
    return services.nominate(**(given | other))


def reviewed(
    plan: Planned, card: NominationCard, *, without: tuple[Point, ...] = (), unmet: tuple[Point, ...] = ()
):
    """Take a nomination up and note every condition, but for those left out."""
    by = plan.hall.person(HR)
    services.take_up(nomination_id=card.id, by=by, at=at("09:30"))
    for point in Point:
        if point in NOTED and point not in without:
            card = services.note_point(
                nomination_id=card.id,
                point=point,
                met=point not in unmet,
                evidence="有材料",
                by=by,
                at=at("09:40"),
            )
    return card


def passed(plan: Planned, card: NominationCard, moment: datetime | None = None) -> NominationCard:
    return services.pass_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=moment or at("10:00"))


def posted(plan: Planned, number: str = "0390", *, on: date = MONDAY, **other: Any) -> NominationCard:
    """Post somebody by the book."""
    card = passed(plan, reviewed(plan, nominate(plan, posting_on=on, **other)))
    card = services.post_candidate(
        nomination_id=card.id, worker_number=number, by=plan.hall.person(HR), at=at("10:10")
    )
    assert card.person_id is not None
    plan.hall.people[number] = card.person_id
    return card
