"""The office of the cases with others to bring in: planning, fire safety, water; items that ask them.

house = joint_house()
case = house.office.accepted("JOINT")        # asks three departments, silence agrees
house.open(case)                             # the chief asks them
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from tests.cases.hall import Office, case_office
from tests.support.hall import MORNING, PASSWORD, SHANGHAI
from tests.support.once import once
from yichuang.cases import services
from yichuang.cases.types import CaseCard, JointCard
from yichuang.catalogue import selectors as items
from yichuang.catalogue import services as catalogue
from yichuang.deadlines import services as deadlines
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor
from yichuang.organization import services as organization
from yichuang.organization.types import PersonKind

LATER = MORNING + timedelta(hours=1)
PLANNING, FIRE, WATER = "规划处", "消防处", "水务处"
#: Worker number, name, department, role there.
PEOPLE = (
    ("0401", "邓明", PLANNING, Role.STF),
    ("0402", "谢芸", PLANNING, Role.SEC),
    ("0411", "潘越", FIRE, Role.STF),
    ("0421", "余静", WATER, Role.STF),
    ("0431", "丁磊", "就业处", Role.STF),
    ("0441", "何平", "许可处", Role.SEC),
)

CATALOGUE = """
items:
- id: {code}
  name: {name}
  department: 许可处
  applicant: 个人
  category: 行政许可
  case_type: 联办件
  legal_basis: [《办法》]
  materials:
  - {{name: 申请书, form: 表单, required: true}}
  - {{name: 营业执照, form: 复印件, required: true, shareable: true}}
  - {{name: 场地平面图, form: 复印件, required: true, deferrable: true}}
  - {{name: 租赁合同, form: 复印件, required: false}}
  steps:
  - {{name: 初审, role: stf, stage: first_review, limit: {{value: 0, unit: immediate}}}}
  - {{name: 受理, role: stf, stage: acceptance, limit: {{value: 0, unit: immediate}}}}
  - {{name: 审查, role: stf, stage: handling, limit: {{value: 6, unit: working_day}}}}
  - {{name: 审批, role: chief, stage: approval, limit: {{value: 2, unit: working_day}}}}
  - {{name: 反馈, role: stf, stage: feedback, limit: {{value: 0, unit: immediate}}}}
  statutory_limit: {{value: 20, unit: working_day, citation: 《行政许可法》第四十二条}}
  promised_limit: {{value: 10, unit: working_day}}
  joint: {{departments: [{departments}], default_on_silence: {silence}}}
  flags: {{tolerance_allowed: true}}
  result: 许可证
  fee: {{charged: false}}
  avg_minutes: 20
  ticket_prefix: A
"""
ASKING = {
    "JOINT": ("娱乐场所联合审批", "规划处, 消防处, 水务处", "agree"),
    "STRICT": ("危险品场所联合审批", "规划处, 消防处", "none"),
    "UNMAPPED": ("广告设施联合审批", "城管执法局", "none"),
}


def working_day(number: int, clock: str = "09:30") -> datetime:
    """Return a moment ``number`` working days after the Monday of the tests (weekends only between)."""
    weeks, rest = divmod(number, 5)
    on = date(2026, 3, 2) + timedelta(days=weeks * 7 + rest)
    return datetime.combine(on, time.fromisoformat(clock), tzinfo=SHANGHAI)


@dataclass
class House:
    """The office, and the people of other departments by what they are called."""

    office: Office

    @property
    def id(self) -> UUID:
        return self.office.id

    @property
    def planner(self) -> Actor:
        return self.office.hall.person("0401")

    @property
    def head_planner(self) -> Actor:
        return self.office.hall.person("0402")

    @property
    def fireman(self) -> Actor:
        return self.office.hall.person("0411")

    @property
    def waterman(self) -> Actor:
        return self.office.hall.person("0421")

    @property
    def jobs(self) -> Actor:
        """Somebody of the department of jobs, which no item asks."""
        return self.office.hall.person("0431")

    @property
    def section_head(self) -> Actor:
        """The head of the permits' own section."""
        return self.office.hall.person("0441")

    @property
    def manager(self) -> Actor:
        """Whoever runs the centre's office."""
        return self.office.hall.person("0001")

    def department(self, name: str) -> UUID:
        return self.office.hall.departments[name]

    def handling(self, item: str = "JOINT", *, at: datetime = MORNING) -> CaseCard:
        """Bring a case as far as its handler."""
        case = self.office.accepted(item, at=at)
        return services.begin_handling(case_id=case.id, by=self.office.neighbour, at=at)

    def opened(self, item: str = "JOINT", *, at: datetime = MORNING) -> CaseCard:
        """Bring a case to its handler and let the chief ask the departments."""
        case = self.handling(item, at=at)
        self.open(case, at=at)
        return case

    def open(self, case: CaseCard, *, at: datetime = MORNING) -> JointCard:
        return services.open_joint(case_id=case.id, by=self.office.chief, at=at)


def time_passes(at: datetime) -> None:
    """Let the clocks tell what they have to tell until ``at``, and everybody hear it."""
    deadlines.tick(at=at)
    hear()


@once
def joint_house() -> House:
    """Build the office of the cases, three more departments with people, and the items that ask them."""
    return with_others(case_office())


def with_others(office: Office) -> House:
    """Give an office three more departments with people, and the items that ask them."""
    hall, by, at = office.hall, office.hall.by, MORNING
    for place, name in enumerate((PLANNING, FIRE, WATER), start=20):
        card = organization.add_department(code=f"D{place}", name=name, by=by, at=at)
        hall.departments[name] = card.id
    for number, name, department, role in PEOPLE:
        person = organization.add_person(
            worker_number=number,
            name=name,
            kind=PersonKind.HANDLING,
            department_id=hall.departments[department],
            by=by,
            at=at,
        )
        hall.people[number] = person.id
        account = access.create_account(
            hall_id=hall.id,
            hall_code=hall.code,
            person_id=person.id,
            worker_number=number,
            password=PASSWORD,
            by=by,
            at=at,
            must_change=False,
        )
        access.grant_role(
            account_id=account.id, role=role, department_id=hall.departments[department], by=by, at=at
        )
    for code, (name, departments, silence) in ASKING.items():
        text = CATALOGUE.format(code=code, name=name, departments=departments, silence=silence)
        catalogue.import_catalogue(hall_id=hall.id, text=text, source_name="tests", by=by, at=at)
    for item in items.items(hall.id, at.date()):
        office.items[item.code] = item.id
    return House(office)
