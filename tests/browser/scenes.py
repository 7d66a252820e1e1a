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


def hall_that_selects() -> dict[str, Any]:
    """Open a hall on the Tuesday on which units begin to send its staff, with nominations in every state."""
    from datetime import date

    from tests.halls import at
    from tests.posts import planned
    from tests.training import selected
    from yichuang.kernel import clock
    from yichuang.training import services
    from yichuang.training.types import AgeException, Employment, Point

    plan = selected.selecting_hall()
    selected.posted(plan, on=date(2026, 3, 2), name="秦岚")
    old = selected.reviewed(plan, selected.nominate(plan, date(1985, 5, 31), name="许文"))
    exception = {"category": AgeException.INTERMEDIATE_TITLE, "proof": "经济师 2016-0412"}
    boss = plan.hall.person(selected.BOSS)
    services.relax_age(nomination_id=old.id, **exception, by=boss, at=at("09:50"))
    selected.passed(plan, old)
    temporary = selected.nominate(plan, date(1996, 4, 2), name="鲁平", employment=Employment.TEMPORARY)
    selected.reviewed(plan, temporary)
    by = plan.hall.person(selected.HR)
    services.return_candidate(nomination_id=temporary.id, note="请另派在编人员", by=by, at=at("10:20"))
    half = selected.nominate(plan, date(1984, 2, 8), name="唐立新")
    selected.reviewed(plan, half, without=(Point.MANDARIN, Point.HEALTH))
    fresh = selected.nominate(plan, date(1994, 9, 30), name="白露")
    for key, value in (("staff.regime", "posted"), ("staff.certificate", "required")):
        selected.choose(plan, key, value, planned.TUESDAY)
    ends = {planned.ZHANG: date(2026, 3, 3), planned.LI: date(2026, 3, 20), planned.WANG: None}
    for number, until in ends.items():
        services.issue_certificate(
            person_id=plan.hall.people[number],
            number=f"SG-2026-{number}",
            tested_on=date(2026, 3, 2),
            until=until,
            by=by,
            at=at("10:30"),
        )
    clock.demo.start(at("09:00", planned.TUESDAY))
    return {"half": str(half.id), "fresh": str(fresh.id), "old": str(old.id), "returned": str(temporary.id)}


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


def hall_with_a_window_screen() -> dict[str, Any]:
    """Open a small hall with the screen above window 3."""
    from yichuang.kernel import clock
    from yichuang.kernel.access import services as access
    from yichuang.kernel.access.types import DeviceKind

    hall = build_hall()
    code = access.enrol_code(
        hall_code=hall.code,
        kind=DeviceKind.WINDOW_SCREEN,
        name="3号窗口屏",
        window_id=hall.windows[3],
        by=hall.by,
        at=MORNING,
    )
    _, token = access.enrol(code=code, address="127.0.0.1", at=MORNING)
    clock.demo.start(MORNING)
    return hall.as_json() | {"screen_token": token}


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


def give_notices(hall: dict[str, Any]) -> dict[str, str]:
    """Give somebody a notice of each look behind the windows; return the addresses' tokens by kind."""
    from datetime import date, timedelta
    from uuid import UUID

    from tests.notices import told
    from tests.support.hall import Hall
    from yichuang.catalogue import selectors as catalogue
    from yichuang.kernel import clock
    from yichuang.kernel.types import Actor, ActorKind
    from yichuang.kernel.vault import services as vault
    from yichuang.kernel.vault.types import Kind
    from yichuang.notices.types import Fault, NoticeKind, Redirect
    from yichuang.organization import selectors as organization

    here = Hall(UUID(hall["id"]), hall["code"], Actor(ActorKind.SYSTEM, UUID(int=1), UUID(hall["id"])))
    here.windows = {int(number): UUID(one) for number, one in hall["windows"].items()}
    at = clock.now()
    about = max(catalogue.items(here.id, date(2026, 3, 2)), key=lambda one: len(one.materials))
    clerk = organization.person_by_worker_number(here.id, "0301")
    by = Actor(ActorKind.PERSON, clerk.id, here.id)
    name = vault.keep(
        hall_id=here.id,
        kind=Kind.NAME,
        value="欧阳建国",
        purpose="cases.applicant",
        expires_at=at + timedelta(days=90),
        by=by,
        at=at,
    )
    long = "复印件须加盖单位公章,并由经办人签名、注明“与原件核对无误”和日期;原件一并带来核对,核对后当场退还。"
    last = len(about.materials)
    gaps = (told.gap(about, 1, Fault.FORM, note=long), told.gap(about, last, note="可到自助复印区免费复印"))
    common: dict[str, Any] = {"at": at, "by": by, "window_id": None, "addressee_entry": name}
    counted = ("3月2日（周一）受理,当日不计", "3月3日至3月6日 第1至第4个工作日", "3月9日 第5个工作日")
    elsewhere = Redirect("安阳市医疗保障局 参保登记科", "李明", "0372-2550101", "政务服务中心3楼C12窗口")
    cards = {
        "supplement": told.issued(here, about, gaps=gaps, **common),
        "receipt": told.issued(
            here,
            about,
            kind=NoticeKind.RECEIPT,
            gaps=(),
            due=date(2026, 3, 9),
            explanation=counted,
            **common,
        ),
        "refusal": told.issued(
            here,
            about,
            **common,
            kind=NoticeKind.REFUSAL,
            gaps=(),
            reason=long * 2,
            remedies=told.REMEDIES,
        ),
        "redirect": told.issued(here, about, kind=NoticeKind.REDIRECT, gaps=(), redirect=elsewhere, **common),
    }
    return {kind: card.token for kind, card in cards.items()}


def hall_with_a_cashier(*, crowded: bool = False) -> dict[str, Any]:
    """Open a hall that takes money; ``crowded`` lets a busy hour of it pass first."""
    from decimal import Decimal

    from tests.cases.money import cash_office
    from yichuang.cases import services
    from yichuang.kernel import clock

    cash = cash_office()
    first = [cash.accepted(fast=place % 3 == 0) for place in range(24 if crowded else 2)]
    graded = cash.accepted("SUIT")
    if crowded:
        cash.till()
        for place, case in enumerate(first[:12]):
            paid = cash.pay(case, "100.50", at=MORNING.replace(hour=9 + place % 3, minute=35 + place))
        services.ask_refund(
            payment_id=paid.id,
            codes=["card"],
            reason="申请人撤回申请，卡未制作",
            by=cash.cashier,
            at=MORNING.replace(hour=11, minute=50),
        )
        services.state_value(case_id=graded.id, value=Decimal("1234567.89"), by=cash.office.clerk, at=MORNING)
    clock.demo.start(MORNING)
    listed = cash.bill(first[-2])
    return {"number": first[-1].number, "graded": graded.number, "list": listed.token}


def hall_with_cases() -> dict[str, Any]:
    """Open a hall whose windows take cases in; its items by their code."""
    from tests.cases.hall import case_office
    from yichuang.kernel import clock

    office = case_office()
    clock.demo.start(MORNING)
    return office.hall.as_json() | {"items": {code: str(one) for code, one in office.items.items()}}


def it_is_now(at: str) -> None:
    """Let the demo clock go forward to ``at``, and wait until the server has read it again."""
    import time
    from datetime import datetime

    from yichuang.kernel import clock

    clock.demo.set(datetime.fromisoformat(at))
    time.sleep(clock.REREAD_SECONDS)  # until then a ticket could still be of the day before


def what_was_told(number: str) -> list[str]:
    """Return the names of the journal's entries about a case itself, in the order of their seals."""
    from yichuang.cases import events
    from yichuang.cases.models import Case
    from yichuang.kernel.journal import selectors as journal

    case = Case.objects.get(number=number)
    counted = events.VisitCounted.stored_name
    told = journal.history(case.hall_id, matter=case.id)
    return [one.name for one in told if one.name.startswith("cases.") and one.name != counted]


def hall_with_a_leave_to_come() -> dict[str, Any]:
    """Open a hall whose chief is A at window 3, with a case in hand and two to decide; 0303 is B there."""
    from tests.cases.hall import case_office
    from yichuang.cases import services as cases
    from yichuang.cases.types import Decision
    from yichuang.kernel import clock
    from yichuang.kernel.access import services as access
    from yichuang.kernel.access.types import DeviceKind
    from yichuang.posts import selectors as in_posts
    from yichuang.posts import services as posts
    from yichuang.posts.types import Part

    office = case_office()
    hall = office.hall
    post = in_posts.post_of_window(hall.id, hall.windows[3], MORNING.date())
    assert post is not None
    for holder in post.holders:
        posts.end_holder(holder_id=holder.id, by=hall.by, at=MORNING)
    for part, number in ((Part.A, "0305"), (Part.B, "0303")):
        person = hall.people[number]
        posts.add_holder(post_id=post.id, person_id=person, part=part, by=hall.by, at=MORNING)
    own = office.accepted()
    cases.begin_handling(case_id=own.id, by=office.chief, at=MORNING)
    to_decide = []
    for _ in range(2):
        case = office.accepted(despite_open=True)
        cases.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
        cases.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.neighbour, at=MORNING)
        to_decide.append(case)
    code = access.enrol_code(
        hall_code=hall.code,
        kind=DeviceKind.WINDOW_SCREEN,
        name="3号窗口屏",
        window_id=hall.windows[3],
        by=hall.by,
        at=MORNING,
    )
    _, token = access.enrol(code=code, address="127.0.0.1", at=MORNING)
    clock.demo.start(MORNING)
    told = {"own": own.number, "decide": [str(one.id) for one in to_decide], "screen_token": token}
    return hall.as_json() | told | {"people": {number: str(one) for number, one in hall.people.items()}}


def tries_to_decide(hall: str, person: str, case: str) -> dict[str, Any]:
    """Let somebody try to approve a case now; return what came of it."""
    from uuid import UUID

    from yichuang.cases import services
    from yichuang.cases.types import Decision
    from yichuang.kernel import clock
    from yichuang.kernel.errors import Refusal
    from yichuang.kernel.types import Actor, ActorKind

    by = Actor(ActorKind.PERSON, UUID(person), UUID(hall))
    try:
        services.decide(case_id=UUID(case), decision=Decision.APPROVED, by=by, at=clock.now())
    except Refusal as refusal:
        return {"code": refusal.code, "status": refusal.status}
    return {"code": "done", "status": 200}
