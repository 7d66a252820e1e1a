"""A hall whose windows take cases in: six items that between them need everything the law knows.

office = case_office()                      # Monday, 2 March 2026, half past nine
case = office.submit("PERMIT")              # at window 1, by the clerk who holds it
office.check(case, missing=(2,))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.support.hall import MORNING, Hall, build_hall
from tests.support.once import once
from yichuang.cases import services
from yichuang.cases.types import (
    Applicant,
    ApplicantKind,
    CaseCard,
    CheckLine,
    Collection,
    Decision,
    Handover,
    HandoverWay,
    IdCheck,
    IdMethod,
)
from yichuang.catalogue import selectors as items
from yichuang.catalogue import services as catalogue
from yichuang.kernel.access import selectors as access_cards
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor
from yichuang.posts import services as posts
from yichuang.posts.models import SignOn
from yichuang.posts.types import MandateAct

ZHANG = Applicant(ApplicantKind.PERSON, "张伟国", "11010519491231002X", "13800132210")
SEEN = IdCheck(IdMethod.ORIGINAL_SEEN)
IN_HAND = Handover(HandoverWay.APPLICANT, id_check=SEEN, signed=True)
PLACE = Collection("一楼1号窗口", "工作日 8:30-17:00", date(2026, 3, 9))

WHOSE = {"0301": "许可处", "0302": "许可处", "0304": "就业处", "0305": "许可处", "0306": "许可处"}

CATALOGUE = """
items:
- id: PERMIT
  name: 劳务派遣经营许可
  department: 许可处
  applicant: 个人
  category: 行政许可
  case_type: 承诺件
  legal_basis: [《劳务派遣行政许可实施办法》]
  questions:
  - {code: branch, text: 是否设立分支机构, text_en: Is there a branch?}
  materials:
  - {name: 申请书, form: 表单, required: true}
  - {name: 营业执照, form: 复印件, required: true, shareable: true}
  - {name: 验资报告, form: 原件, required: true, deferrable: true}
  - {name: 场所证明, form: 复印件, required: true}
  - {name: 分支机构说明, form: 原件, required: true, condition: {question: branch, is: true}}
  steps:
  - {name: 初审, role: stf, stage: first_review, limit: {value: 0, unit: immediate}}
  - {name: 受理, role: stf, stage: acceptance, limit: {value: 0, unit: immediate}}
  - {name: 审查, role: stf, stage: handling, limit: {value: 3, unit: working_day}}
  - {name: 审批, role: chief, stage: approval, limit: {value: 2, unit: working_day}}
  - {name: 反馈, role: stf, stage: feedback, limit: {value: 0, unit: immediate}}
  statutory_limit: {value: 20, unit: working_day, citation: 《行政许可法》第四十二条}
  promised_limit: {value: 5, unit: working_day}
  special_links:
  - name: 现场核查
    limit_value: 10
    limit_unit: working_day
    counted_in_statutory: false
    basis: 《办法》第十条
  flags: {tolerance_allowed: true}
  result: 许可证
  fee: {charged: false}
  avg_minutes: 20
  ticket_prefix: A
- id: INSTANT
  name: 参保证明打印
  department: 许可处
  applicant: 个人
  category: 公共服务
  case_type: 即办件
  legal_basis: [《社会保险法》]
  materials:
  - {name: 身份证, form: 原件核验, required: true}
  statutory_limit: {value: 0, unit: immediate, citation: 《社会保险法》第七十四条}
  promised_limit: {value: 0, unit: immediate}
  simple: true
  result: 证明
  fee: {charged: false}
  avg_minutes: 3
  ticket_prefix: A
- id: ABOVE
  name: 正高级职称评审
  department: 许可处
  applicant: 个人
  category: 公共服务
  case_type: 上报件
  legal_basis: [《职称评审管理暂行规定》]
  materials:
  - {name: 申报表, form: 表单, required: true}
  statutory_limit: {value: 60, unit: working_day, citation: 《暂行规定》第二十条}
  promised_limit: {value: 40, unit: working_day}
  needs_id: true
  result: 证书
  fee: {charged: false}
  avg_minutes: 10
  ticket_prefix: A
- id: SECRET
  name: 劳动争议调解
  department: 许可处
  applicant: 个人
  category: 公共服务
  case_type: 承诺件
  legal_basis: [《劳动争议调解仲裁法》]
  materials:
  - {name: 申请书, form: 表单, required: true}
  statutory_limit: {value: 15, unit: calendar_day, citation: 《调解仲裁法》第十四条}
  promised_limit: {value: 10, unit: calendar_day}
  needs_id: true
  flags: {confidential: true}
  result: 调解书
  fee: {charged: false}
  avg_minutes: 30
  ticket_prefix: A
- id: OTHER
  name: 失业登记
  department: 就业处
  applicant: 个人
  category: 公共服务
  case_type: 承诺件
  legal_basis: [《就业促进法》]
  materials:
  - {name: 身份证, form: 原件核验, required: true}
  statutory_limit: {value: 10, unit: working_day, citation: 《条例》第六条}
  promised_limit: {value: 5, unit: working_day}
  needs_id: true
  result: 登记证
  fee: {charged: false}
  avg_minutes: 12
  ticket_prefix: B
- id: DOUBTFUL
  name: 特殊工种提前退休
  department: 许可处
  applicant: 个人
  category: 公共服务
  case_type: 承诺件
  legal_basis: [《国务院关于工人退休、退职的暂行办法》]
  materials:
  - {name: 档案, form: 原件, required: true}
  statutory_limit: {value: 30, unit: working_day, citation: 《办法》}
  promised_limit: {value: 20, unit: working_day}
  needs_id: true
  flags: {uncertain_needs_query: true}
  result: 审批表
  fee: {charged: false}
  avg_minutes: 25
  ticket_prefix: A
"""


@dataclass
class Office:
    """The hall with its items, and the people a case meets."""

    hall: Hall
    items: dict[str, UUID] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.hall.id

    @property
    def clerk(self) -> Actor:
        """Who sits at window 1, of the permits' department."""
        return self.hall.clerk(1)

    @property
    def neighbour(self) -> Actor:
        """Who sits at window 2, of the same department."""
        return self.hall.clerk(2)

    @property
    def stranger(self) -> Actor:
        """Who sits at window 4, of another department."""
        return self.hall.clerk(4)

    @property
    def chief(self) -> Actor:
        return self.hall.person("0305")

    @property
    def head(self) -> Actor:
        return self.hall.person("0306")

    def submit(self, item: str, *, at: datetime = MORNING, **more: Any) -> CaseCard:
        """Hand in an application at window 1."""
        given: dict[str, Any] = {"applicant": ZHANG, "answers": {}, "id_check": SEEN, "by": self.clerk}
        if item == "PERMIT":
            given["answers"] = {"branch": False}
        return services.submit(item_id=self.items[item], at=at, **(given | more))

    def lines(self, case: CaseCard, *changed: CheckLine, missing: Sequence[int] = ()) -> list[CheckLine]:
        """Return a look at every material that applies, as it should be but for those changed or missing."""
        version = items.version(self.id, case.item_version_id)
        applying = items.requirements(version, case.answers).applying
        other = {one.position: one for one in changed}
        return [
            other.get(position, CheckLine(position, position not in missing)) for position, _one in applying
        ]

    def check(
        self, case: CaseCard, *changed: CheckLine, missing: Sequence[int] = (), at: datetime = MORNING
    ) -> None:
        services.check(
            case_id=case.id, lines=self.lines(case, *changed, missing=missing), by=self.clerk, at=at
        )

    def told(self, *, missing: Sequence[int]) -> CaseCard:
        """Tell the applicant what is missing, and let them come again the next morning with a new ticket."""
        case = self.submit("PERMIT")
        self.check(case, missing=missing)
        services.tell_once(case_id=case.id, by=self.clerk, at=MORNING + timedelta(minutes=10))
        return services.supplement(
            case_id=case.id, ticket_id=new_id(), by=self.clerk, at=MORNING + timedelta(days=1)
        )

    def accepted(self, item: str = "PERMIT", *, at: datetime = MORNING, **more: Any) -> CaseCard:
        """Hand in, check and accept."""
        case = self.submit(item, at=at, **more)
        self.check(case, at=at)
        return services.accept(case_id=case.id, by=self.clerk, at=at)

    def for_decision(self, item: str = "PERMIT", *, at: datetime = MORNING) -> CaseCard:
        """Bring a case before whoever decides it."""
        case = self.accepted(item, at=at)
        services.begin_handling(case_id=case.id, by=self.neighbour, at=at)
        return services.propose(case_id=case.id, proposal=Decision.APPROVED, by=self.neighbour, at=at)

    def decided(self, item: str = "PERMIT", *, at: datetime = MORNING) -> CaseCard:
        case = self.for_decision(item, at=at)
        return services.decide(case_id=case.id, decision=Decision.APPROVED, by=self.chief, at=at)

    def delivered(self, item: str = "PERMIT", *, at: datetime = MORNING) -> CaseCard:
        case = self.decided(item, at=at)
        services.prepare_result(case_id=case.id, collection=PLACE, by=self.neighbour, at=at)
        services.notify(case_id=case.id, by=self.neighbour, at=at)
        return services.deliver(case_id=case.id, handover=IN_HAND, by=self.clerk, at=at)


@once
def case_office() -> Office:
    """Build the hall, its departments and items; three clerks are signed on, the chief holds the mandate."""
    hall = build_hall(departments=WHOSE)
    at, by = MORNING, hall.by
    office = Office(hall)
    permits = hall.departments["许可处"]
    logins = {one.person_id: one.id for one in access_cards.accounts(hall.id)}
    for number, role in (("0305", Role.CHIEF), ("0306", Role.SEC)):
        account = logins[hall.people[number]]
        access.grant_role(account_id=account, role=role, department_id=permits, by=by, at=at)
    catalogue.import_catalogue(hall_id=hall.id, text=CATALOGUE, source_name="tests", by=by, at=at)
    for item in items.items(hall.id, at.date()):
        office.items[item.code] = item.id
    posts.grant_delegation(
        department_id=permits,
        person_id=hall.people["0305"],
        acts=[MandateAct.APPROVE, MandateAct.REFUSE, MandateAct.EXTEND],
        all_at_level=True,
        document="XK-2026-01",
        by=by,
        at=at,
    )
    for window in (1, 2, 4):
        hall.sign_on(window, at)
    stay_signed_on()
    return office


def stay_signed_on() -> None:
    """Let who sits at a window do so on later days too: cases go over days; mornings are tested elsewhere."""
    SignOn.objects.update(until=None)
