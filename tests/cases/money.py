"""An office that takes money: four items with fees, and a cashier at window 3."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.cases.hall import Office, case_office, stay_signed_on
from tests.support.hall import MORNING
from tests.support.once import once
from yichuang.cases import services
from yichuang.cases.types import BillCard, CaseCard, PaymentCard, ShownBy, TillCard
from yichuang.catalogue import selectors as items
from yichuang.catalogue import services as catalogue
from yichuang.kernel.access import selectors as access_cards
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.types import Actor
from yichuang.posts import services as posts
from yichuang.posts.types import MandateAct

#: 200 yuan in small notes and coins: what the hall keeps as change.
FLOAT = {1000: 10, 500: 10, 100: 40, 50: 10, 10: 50}

_ITEM = """
- id: {code}
  name: {name}
  department: 许可处
  applicant: 个人
  category: 公共服务
  case_type: {kind}
  legal_basis: [《社会保险法》]
  {questions}
  materials:
  - {{name: 身份证, form: 原件核验, required: true}}
  statutory_limit: {{value: {days}, unit: {unit}, citation: 《社会保险法》}}
  promised_limit: {{value: {days}, unit: {unit}}}
  {flags}
  fee:
    charged: true
    basis: 《价格目录》
    lines:
{lines}
  result: 证
  avg_minutes: 10
  ticket_prefix: A
"""
_QUESTION = "questions: [{code: fast, text: 是否加急, text_en: Is it urgent?}]"
TARIFF = "items:\n" + "".join(
    _ITEM.format(
        code=code,
        name=name,
        kind="即办件" if at_once else "承诺件",
        days=0 if at_once else 5,
        unit="immediate" if at_once else "working_day",
        questions=questions,
        flags=flags,
        lines="\n".join(f"    - {line}" for line in lines),
    )
    for code, name, at_once, questions, flags, lines in (
        (
            "CARD",
            "社保卡补换",
            False,
            _QUESTION,
            "",
            (
                "{code: card, name: 工本费, amount_yuan: 20}",
                "{code: fast, name: 加急费, amount_yuan: 10.5, condition: {question: fast, is: true}}",
                "{code: post, name: 邮寄费, amount_yuan: 12, optional: true, basis: 邮政公示价目}",
            ),
        ),
        (
            "SUIT",
            "财产案件立案",
            False,
            "",
            "",
            (
                "{code: suit, name: 受理费, base_yuan: 50, brackets: [{above: 10000, percent: 2.5},"
                " {above: 100000, percent: 2}, {above: 200000, percent: 1.5}]}",
            ),
        ),
        ("SLIP", "档案复印", True, "", "", ("{code: copy, name: 复印费, amount_yuan: 5.2}",)),
        (
            "SEALED",
            "保密调解",
            False,
            "",
            "flags: {confidential: true}",
            ("{code: case, name: 调解费, amount_yuan: 30}",),
        ),
    )
)


@dataclass
class Cash:
    """The office, its cashier, and how money is taken there."""

    office: Office
    items: dict[str, UUID] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.office.id

    @property
    def cashier(self) -> Actor:
        """Who sits at window 3 and takes money."""
        return self.office.hall.clerk(3)

    def accepted(self, item: str = "CARD", *, fast: bool = False, at: datetime = MORNING) -> CaseCard:
        """Return a case at which money is due."""
        answers = {"fast": fast} if item == "CARD" else {}
        return self.office.accepted(item, answers=answers, at=at)

    def till(self, *, at: datetime = MORNING, by: Actor | None = None) -> TillCard:
        """Open the cashier's till with its 200 yuan of change."""
        return services.open_till(pieces=FLOAT, by=by or self.cashier, at=at)

    def bill(
        self, case: CaseCard, optional: Collection[str] = (), *, shown: bool = True, at: datetime = MORNING
    ) -> BillCard:
        """Draw the list of a case and give it to the payer."""
        bill = services.draw_bill(case_id=case.id, optional=optional, by=self.cashier, at=at)
        if shown:
            bill = services.show_bill(bill_id=bill.id, way=ShownBy.PRINTED, by=self.cashier, at=at)
        return bill

    def pay(
        self, case: CaseCard, received: str = "100", *, at: datetime = MORNING, **more: Any
    ) -> PaymentCard:
        """Take cash for all that is compulsory."""
        bill = self.bill(case, more.pop("optional", ()), at=at)
        return services.take_cash(bill_id=bill.id, received=Decimal(received), by=self.cashier, at=at, **more)


@once
def cash_office() -> Cash:
    """Build the office with its tariff and a cashier signed on at window 3, the till still shut.

    The chief may let refunds of up to 1000 yuan through.
    """
    return with_cash(case_office())


def with_cash(office: Office) -> Cash:
    """Give an office its tariff and its cashier."""
    hall, at = office.hall, MORNING
    catalogue.import_catalogue(hall_id=hall.id, text=TARIFF, source_name="tariff", by=hall.by, at=at)
    for one in items.items(hall.id, at.date()):
        office.items[one.code] = one.id
    logins = {one.person_id: one.id for one in access_cards.accounts(hall.id)}
    access.grant_role(
        account_id=logins[hall.people["0303"]], role=Role.CASH, department_id=None, by=hall.by, at=at
    )
    posts.grant_delegation(
        department_id=hall.departments["许可处"],
        person_id=hall.people["0305"],
        acts=[MandateAct.REFUND],
        all_at_level=True,
        most_amount=Decimal(1000),
        document="XK-2026-02",
        by=hall.by,
        at=at,
    )
    hall.sign_on(3, at)
    stay_signed_on()
    return Cash(office, office.items)
