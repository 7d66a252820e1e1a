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


def item(hall: Hall, *, simple: bool | None = None) -> ItemCard:
    """Return an item of the demo catalogue with several materials, simple or not where that is asked."""
    found = [one for one in catalogue.items(hall.id, MORNING.date()) if len(one.materials) >= 3]
    if simple is not None:
        found = [one for one in found if bool(one.flags.simple) is simple]
    return found[0]


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
        "basis": about.legal_basis or ("中华人民共和国行政许可法第三十二条",),
        "time_limit": "自受理之日起5个工作日",
        "procedure": ("申请", "受理", "审核", "办结"),
        "materials": tuple(one.name for one in about.materials),
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
