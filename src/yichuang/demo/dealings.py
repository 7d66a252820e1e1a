"""What is lived at the demo's windows beside the drawn visitors, each act by whoever it concerns.

A joint review, a fee that goes back, other hours, a visitor whose matter cannot wait.
The numbers are working days before today, as in ``story``.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from yichuang.cases import services as cases
from yichuang.cases.types import CheckLine, Handover, HandoverWay, ShownBy, Stand
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.demo.casework import SEEN, somebody
from yichuang.demo.script import Arrival
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization import services as hours
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason
from yichuang.posts import selectors as posts
from yichuang.queueing import services as queueing
from yichuang.queueing.types import GrantReason, PriorityClass

if TYPE_CHECKING:
    from yichuang.demo.play import Play
    from yichuang.demo.story import Story

DIRECTOR, GUIDE = "0001", "0201"
NO_ARREARS = "无欠薪及劳动违法记录，同意。"
LOAN, CARD, POSTAGE = "RS023", "RS041", "post"
IN_PERSON = Handover(HandoverWay.APPLICANT, id_check=SEEN, signed=True)
MINUTE = timedelta(minutes=1)


def _item(story: Story, code: str, at: datetime) -> ItemCard:
    return next(one for one in catalogue.items(story.crew.hall_id, at.date()) if one.code == code)


def _window(story: Story, number: int) -> UUID:
    return next(one.id for one in organization.windows(story.crew.hall_id) if one.number == number)


def _clerk(story: Story, number: int) -> Actor:
    """Return who is signed on at a window."""
    hall_id, window_id = story.crew.hall_id, _window(story, number)
    on = posts.sign_on_at(hall_id, window_id)
    assert on is not None, f"somebody is at window {number}"
    return Actor(ActorKind.PERSON, on.person_id, hall_id, window_id=window_id)


def _handed_in(story: Story, item: ItemCard, by: Actor, at: datetime) -> UUID:
    """Hand whole papers in and return the case."""
    draw = random.Random(f"dealings {item.code} {at.isoformat()}")  # noqa: S311 - a play, not a secret
    card = cases.submit(
        item_id=item.id,
        applicant=somebody(draw),
        answers={one.code: False for one in item.questions},
        id_check=SEEN,
        by=by,
        at=at,
    )
    applying = catalogue.requirements(item, card.answers).applying
    lines = [CheckLine(position, present=True) for position, _one in applying]
    cases.check(case_id=card.id, lines=lines, by=by, at=at)
    return card.id


# ---- a matter several departments look at ---------------------------------------------------------------


def ask_together(
    code: str, number: int, handler: str, chief: str, play: Play, story: Story, at: datetime
) -> None:
    """Take an application in and ask every department that has a say in it, within a few minutes."""
    by, crew = _clerk(story, number), story.crew
    case_id = story.kept[code] = _handed_in(story, _item(story, LOAN, at), by, at)
    cases.accept(case_id=case_id, by=by, at=at)
    cases.begin_handling(case_id=case_id, by=crew.actor(handler), at=at + MINUTE * 6)
    cases.open_joint(case_id=case_id, by=crew.actor(chief), at=at + MINUTE * 11)


def agree(code: str, worker: str, text: str, play: Play, story: Story, at: datetime) -> None:
    """Let a department say that it agrees."""
    cases.give_joint_opinion(
        case_id=story.kept[code], stand=Stand.AGREE, text=text, by=story.crew.actor(worker), at=at
    )


# ---- money ----------------------------------------------------------------------------------------------


def sell_in_cash(number: int, play: Play, story: Story, at: datetime) -> None:
    """Replace a card on the spot, paid with a note of fifty."""
    by, item = _clerk(story, number), _item(story, CARD, at)
    case_id = _handed_in(story, item, by, at)
    bill = cases.draw_bill(case_id=case_id, by=by, at=at)
    cases.show_bill(bill_id=bill.id, way=ShownBy.PRINTED, by=by, at=at)
    cases.take_cash(bill_id=bill.id, received=Decimal(50), by=by, at=at)
    cases.finish_at_once(case_id=case_id, handover=IN_PERSON, by=by, at=at)


def sell_with_postage(code: str, number: int, play: Play, story: Story, at: datetime) -> None:
    """Replace a card on the spot, with the postage the payer agreed to, paid by phone."""
    by, item = _clerk(story, number), _item(story, CARD, at)
    case_id = _handed_in(story, item, by, at)
    cases.agree(case_id=case_id, code=POSTAGE, yes=True, by=by, at=at)
    bill = cases.draw_bill(case_id=case_id, optional=[POSTAGE], by=by, at=at)
    cases.show_bill(bill_id=bill.id, way=ShownBy.PRINTED, by=by, at=at)
    paid = cases.take_electronic(bill_id=bill.id, reference=f"WX{at:%Y%m%d%H%M}", by=by, at=at)
    cases.finish_at_once(case_id=case_id, handover=IN_PERSON, by=by, at=at)
    story.kept[code] = paid.id


def ask_back(code: str, number: int, play: Play, story: Story, at: datetime) -> None:
    """Ask that the postage goes back, since the card was taken along."""
    refund = cases.ask_refund(
        payment_id=story.kept[code],
        codes=[POSTAGE],
        reason="当场领取，未邮寄。",
        by=_clerk(story, number),
        at=at,
    )
    story.kept[code] = refund.id


def give_back(code: str, number: int, chief: str, play: Play, story: Story, at: datetime) -> None:
    """Let the chief representative let it through, and the window pay it out."""
    refund_id = story.kept[code]
    cases.approve_refund(refund_id=refund_id, by=story.crew.actor(chief), at=at)
    reference = f"TK{at:%Y%m%d%H%M}"
    cases.pay_refund(refund_id=refund_id, reference=reference, by=_clerk(story, number), at=at + MINUTE * 4)


# ---- other hours ----------------------------------------------------------------------------------------


def ask_hours(wanted: Hours, worker: str, play: Play, story: Story, at: datetime) -> None:
    """Let a head ask for other hours."""
    code, kind, reason, numbers, back, opens, closes, note = wanted
    wish = Wish(
        kind,
        tuple(_window(story, one) for one in numbers),
        story.moment(back, time.fromisoformat(opens)),
        story.moment(back, time.fromisoformat(closes)),
        reason,
        note,
        takes_tickets=kind is ChangeKind.OVERTIME,
    )
    story.kept[code] = hours.request_change(wish=wish, by=story.crew.actor(worker), at=at).id


def approve_hours(code: str, play: Play, story: Story, at: datetime) -> None:
    """Let the director approve them."""
    hours.approve_change(change_id=story.kept[code], by=story.crew.actor(DIRECTOR), at=at)


def refuse_hours(code: str, play: Play, story: Story, at: datetime) -> None:
    """Let the director refuse them."""
    hours.refuse_change(change_id=story.kept[code], by=story.crew.actor(DIRECTOR), at=at)


def extend(number: int, until: str, play: Play, story: Story, at: datetime) -> None:
    """Serve on at a window after closing, since people wait: asked by the head, approved by the director."""
    window_id, crew = _window(story, number), story.crew
    closes = at.replace(hour=17, minute=0)
    ends = datetime.combine(at.date(), time.fromisoformat(until), at.tzinfo)
    wish = Wish(ChangeKind.EXTENSION, (window_id,), closes, ends, ChangeReason.PEOPLE_WAITING)
    asked = hours.request_change(wish=wish, by=crew.actor("0101"), at=at)
    hours.approve_change(change_id=asked.id, by=crew.actor(DIRECTOR), at=at + MINUTE * 3)
    play.after_hours[window_id] = ends
    clerk = play.clerks.get(window_id)
    if clerk is not None:
        play.later(ends + timedelta(seconds=20), partial(play.leave, clerk))


# ---- who cannot wait ------------------------------------------------------------------------------------


def urgent(prefix: str, heads: str, play: Play, story: Story, at: datetime) -> None:
    """Let the guide ask a class for somebody whose time limit ends today; a head approves, or has yet to."""
    crew = story.crew
    ticket = play.arrive(Arrival(at, play.scene.lines[prefix], None, None, deaf=False), at)
    if ticket is None:
        return
    queueing.grant_priority(
        ticket_id=ticket.id,
        priority=PriorityClass.URGENT,
        reason=GrantReason.DEADLINE_TODAY,
        by=crew.actor(GUIDE),
        at=at,
    )
    if heads:
        queueing.approve_priority(ticket_id=ticket.id, by=crew.actor(heads), at=at)


# name, kind, reason, windows, working days before today, from, until, note
Hours = tuple[str, ChangeKind, ChangeReason, tuple[int, ...], int, str, str, str]
LONGER: Hours = ("longer", ChangeKind.OPENING, ChangeReason.RUSH, (10,), 0, "11:30", "12:00", "节后业务集中")
EVENING: Hours = (
    "evening", ChangeKind.OVERTIME, ChangeReason.RUSH, (13, 14), -1, "17:00", "18:00", "社保卡集中领取"
)  # fmt: skip
EARLY: Hours = (
    "early", ChangeKind.OPENING, ChangeReason.SHORT_OF_STAFF, (10,), 5, "08:00", "09:30", ""
)  # fmt: skip
MEETING: Hours = (
    "meeting", ChangeKind.CLOSING, ChangeReason.MEETING, (12,), -2, "15:30", "17:00", "仲裁业务集中学习"
)  # fmt: skip

TALES: tuple[tuple[int, str, Callable[[Play, Story, datetime], None]], ...] = (
    (6, "09:40", partial(ask_hours, EARLY, "0102")),
    (6, "11:00", partial(refuse_hours, "early")),
    (4, "10:05", partial(ask_together, "loan", 8, "0407", "0102")),
    (3, "10:40", partial(sell_with_postage, "back", 14)),
    (3, "16:50", partial(extend, 6, "17:20")),
    (2, "09:40", partial(agree, "loan", "0401", "参保缴费记录正常，同意。")),
    (2, "14:10", partial(ask_back, "back", 14)),
    (2, "14:35", partial(give_back, "back", 14, "0101")),
    (2, "15:10", partial(ask_hours, EVENING, "0101")),
    (1, "09:15", partial(approve_hours, "evening")),
    (1, "10:20", partial(urgent, "A", "0101")),
    (1, "10:50", partial(sell_with_postage, "asked", 14)),
    (1, "10:35", partial(ask_together, "second loan", 8, "0407", "0102")),
    (1, "11:20", partial(agree, "loan", "0409", NO_ARREARS)),
    (1, "15:05", partial(agree, "second loan", "0409", NO_ARREARS)),
    (1, "15:20", partial(ask_hours, LONGER, "0102")),
    (1, "16:00", partial(approve_hours, "longer")),
    (0, "08:25", partial(sell_in_cash, 13)),
    (0, "08:40", partial(ask_back, "asked", 14)),
    (0, "08:45", partial(agree, "second loan", "0401", "参保缴费记录正常，同意。")),
    (0, "08:55", partial(ask_hours, MEETING, "0104")),
    (0, "09:05", partial(sell_in_cash, 14)),
    (0, "09:27", partial(urgent, "A", "")),
)
