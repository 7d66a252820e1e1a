"""A hall whose employment department has four items, one of them decided above it, and people to decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from tests.catalogue.files import GOOD
from tests.halls import MONDAY, Hall, at, found_hall
from tests.support.once import once
from yichuang.catalogue import selectors as in_catalogue
from yichuang.catalogue import services as catalogue
from yichuang.kernel.access.types import Role
from yichuang.organization import services as organization
from yichuang.posts import selectors, services
from yichuang.posts.types import FINAL, MandateAct

CHIEF, DEPUTY, HEAD, CLERK = "0401", "0402", "0403", "0404"
TUESDAY = MONDAY + timedelta(days=1)
APPROVE, REFUSE = MandateAct.APPROVE, MandateAct.REFUSE

ITEM = GOOD.split("- id: FY001")[0].split("- id: RS001")[1]
FILE = "items:\n" + "".join(
    f"- id: {code}{ITEM}" + ("  flags: {at_level: false}\n" if code == "UP1" else "")
    for code in ("RS1", "RS2", "RS3", "UP1")
)
OTHERS = "items:\n- id: SI1" + ITEM.replace("公共就业服务机构", "社会保险经办机构")


@dataclass
class Departments:
    """What was built, by the names one would call it."""

    hall: Hall
    id: UUID
    other_id: UUID
    items: dict[str, UUID] = field(default_factory=dict)

    def person(self, number: str):
        return self.hall.person(number)

    def grant(self, number: str = CHIEF, *codes: str, clock="08:00", day=MONDAY, **other):
        given = {"acts": sorted(FINAL), "document": "市就授〔2026〕1号"} | other
        return services.grant_delegation(
            department_id=self.id,
            person_id=self.hall.people[number],
            item_ids=[self.items[code] for code in codes],
            by=self.hall.by,
            at=at(clock, day),
            **given,
        )

    def may(self, number: str, code: str, act=APPROVE, *, amount=None, day=MONDAY, clock="10:00"):
        return selectors.may_decide(
            self.hall.id, self.hall.people[number], self.items[code], act, amount, at(clock, day)
        )


@once
def departments() -> Departments:
    hall = found_hall()
    early = at("07:00")
    jobs = organization.add_department(code="JOB", name="公共就业服务机构", by=hall.by, at=early)
    other = organization.add_department(code="SI", name="社会保险经办机构", by=hall.by, at=early)
    for number, name in ((CHIEF, "孙静"), (DEPUTY, "王敏"), (HEAD, "罗诚"), (CLERK, "吴昊")):
        person = organization.add_person(
            worker_number=number, name=name, department_id=jobs.id, by=hall.by, at=early
        )
        hall.people[number] = person.id
    hall.grant(CHIEF, Role.CHIEF, department=jobs.id)
    hall.grant(DEPUTY, Role.STF, department=jobs.id)
    hall.grant(HEAD, Role.SEC, department=jobs.id)
    found = Departments(hall, jobs.id, other.id)
    for text in (FILE, OTHERS):
        catalogue.import_catalogue(hall_id=hall.id, text=text, source_name="目录", by=hall.by, at=early)
    found.items = {one.code: one.id for one in in_catalogue.items(hall.id, MONDAY)}
    return found
