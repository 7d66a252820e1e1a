"""Scenes that are set beside a running server (``house.scene``): JSON goes in, JSON comes out."""

from __future__ import annotations

from typing import Any

from tests.support.hall import MORNING, build_hall, fill


def open_hall(*, crowded: bool = False, filled: bool = False) -> dict[str, Any]:
    """Open a hall on a Monday morning of the demo clock; ``filled`` lets forty minutes of it pass first."""
    from yichuang.kernel import clock

    hall = build_hall(crowded=crowded, items=crowded)
    if filled:
        fill(hall, MORNING)
    clock.demo.start(MORNING)
    return hall.as_json()


def hall_with_a_terminal() -> dict[str, Any]:
    """Open a small hall with a rating terminal at window 1."""
    from tests.evaluation.visits import terminal
    from yichuang.kernel import clock

    hall = build_hall()
    _, token = terminal(hall)
    clock.demo.start(MORNING)
    return hall.as_json() | {
        "terminal_token": token,
        "kiosk": str(hall.kiosk.id if hall.kiosk else ""),
        "people": {number: one.hex for number, one in hall.people.items()},
    }


def serve_somebody(hall: dict[str, Any]) -> str:
    """Serve somebody at window 1 now; return the token of the ticket."""
    from uuid import UUID

    from tests.evaluation.visits import visit
    from tests.support.hall import Hall
    from yichuang.kernel import clock
    from yichuang.kernel.types import Actor, ActorKind

    here = Hall(UUID(hall["id"]), hall["code"], Actor(ActorKind.SYSTEM, UUID(int=1), UUID(hall["id"])))
    here.windows = {int(number): UUID(one) for number, one in hall["windows"].items()}
    here.lines = {prefix: UUID(one) for prefix, one in hall["lines"].items()}
    here.people = {number: UUID(one) for number, one in hall["people"].items()}
    here.kiosk = Actor(ActorKind.DEVICE, UUID(hall["kiosk"]), here.id)
    return visit(here, 1, clock.now(), heard=False).token


def printer_at_the_kiosk(hall: dict[str, Any], address: str) -> None:
    """Let a network printer print the slips of the hall's kiosk."""
    from uuid import UUID

    from yichuang.facilities import services
    from yichuang.facilities.types import Chinese, EquipmentKind, PaperWidth, Reach
    from yichuang.kernel import clock
    from yichuang.kernel.access import selectors as access
    from yichuang.kernel.access.types import DeviceKind
    from yichuang.kernel.types import Actor, ActorKind

    by, at = Actor(ActorKind.SYSTEM, UUID(int=1), UUID(hall["id"])), clock.now()
    piece = services.add_equipment(kind=EquipmentKind.PRINTER, name="一号打印机", by=by, at=at)
    services.set_printer(
        equipment_id=piece.id,
        paper=PaperWidth.MM80,
        chinese=Chinese.CHARACTERS,
        reach=Reach.NETWORK,
        address=address,
        device_ids=[one.id for one in access.devices(by.hall_id) if one.kind is DeviceKind.KIOSK],
        by=by,
        at=at,
    )
