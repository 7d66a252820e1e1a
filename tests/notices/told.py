"""What the tests of notices say again and again: an item with its materials, and a whole notice about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.support.hall import MORNING, Hall
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.ids import new_id
from yichuang.notices import services
from yichuang.notices.types import Channel, Fault, Gap, NoticeCard, NoticeKind

REMEDIES = (
    "自收到本决定书之日起60日内,可以向安阳市人民政府申请行政复议",
    "自收到本决定书之日起6个月内,可以依法向人民法院提起行政诉讼",
)


CATALOGUE = """
meta:
  title: 示例
items:
- id: RS001
  hall: hrss
  name: 失业保险金申领
  name_en: Unemployment benefit
  department: 失业保险经办机构
  applicant: 个人
  case_type: 承诺件
  legal_basis: [《中华人民共和国社会保险法》第四十五条, 《失业保险条例》第十四条]
  questions:
  - {code: agent, text: 是否由他人代办, text_en: Does somebody act for you?}
  materials:
  - {name: 居民身份证, form: 原件核验, required: true}
  - {name: 终止劳动关系证明, form: 原件, required: true}
  - {name: 授权委托书, form: 原件, required: true, condition: {question: agent, is: true}}
  - {name: 银行卡复印件, form: 复印件, required: false}
  - {name: 失业保险金申领表, form: 原件, required: true}
  promised_limit: {value: 5, unit: working_day}
  flags: {simple: false}
  fee: {charged: false}
  avg_minutes: 12
  ticket_prefix: B
- id: RS002
  hall: hrss
  name: 个人权益记录查询打印
  name_en: Print of one's own record
  department: 社会保险经办机构
  applicant: 个人
  case_type: 即办件
  legal_basis: [《社会保险个人权益记录管理办法》第十四条]
  materials:
  - {name: 居民身份证, form: 原件核验, required: true}
  promised_limit: {value: 1, unit: working_day}
  flags: {simple: true}
  fee: {charged: false}
  avg_minutes: 3
  ticket_prefix: A
"""


def item(hall: Hall, *, simple: bool = False) -> ItemCard:
    """Return an item of this catalogue: one with five materials, or a simple one."""
    return catalogue.item_by_code(hall.id, "RS002" if simple else "RS001", MORNING.date())


def gap(about: ItemCard, position: int, fault: Fault = Fault.MISSING, **more: Any) -> Gap:
    """Return what the material at a position (1 is the first) lacks."""
    return Gap(position, about.materials[position - 1].name, fault, **more)


def whole(hall: Hall, about: ItemCard, **more: Any) -> dict[str, Any]:
    """Return everything a supplement needs; ``more`` takes the place of what it names."""
    said: dict[str, Any] = {
        "kind": NoticeKind.SUPPLEMENT,
        "channel": Channel.WINDOW,
        "item_version_id": about.version_id,
        "window_id": hall.windows[1],
        "basis": about.legal_basis,
        "time_limit": "自受理之日起5个工作日",
        "procedure": ("申请", "受理", "审核", "办结"),
        "materials": tuple(one.name for one in about.materials if one.condition is None),
        "gaps": (gap(about, 1),),
        "matter_id": new_id(),
    }
    return {**said, **more}


def issued(hall: Hall, about: ItemCard, *, at: Any = MORNING, by: Any = None, **more: Any) -> NoticeCard:
    """Issue a whole notice by who is signed on at window 1."""
    return services.issue(by=by or hall.clerk(1), at=at, **whole(hall, about, **more))


def refused(hall: Hall, about: ItemCard, **more: Any) -> dict[str, Any]:
    """Return everything a refusal needs."""
    return whole(
        hall,
        about,
        **{
            "kind": NoticeKind.REFUSAL,
            "gaps": (),
            "reason": "申请人不符合参保地条件",
            "remedies": REMEDIES,
            **more,
        },
    )


def matter() -> UUID:
    """Return the id of a new matter."""
    return new_id()


def enforcement(hall: Hall, about: ItemCard, matter_id: UUID, *, at: Any) -> NoticeCard:
    """Tell somebody beforehand that something will be enforced."""
    return issued(
        hall,
        about,
        at=at,
        matter_id=matter_id,
        kind=NoticeKind.BEFORE_ENFORCEMENT,
        gaps=(),
        reason="未按规定办理参保登记",
        remedies=("可以在5日内陈述、申辩",),
    )
