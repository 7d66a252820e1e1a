"""The slip of a ticket: what stands on it, its first printing, and printing it again (取号小票)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.catalogue import selectors as catalogue
from yichuang.facilities import selectors as facilities
from yichuang.facilities import services as printing
from yichuang.facilities.paper.slip import Code, Pair, Rule, Slip, Text
from yichuang.facilities.refusals import NoPrinterHere
from yichuang.facilities.types import SlipCard
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.queueing import labels, selectors
from yichuang.queueing.models import Ticket
from yichuang.queueing.refusals import NotNow, UnknownTicket
from yichuang.queueing.rules.waits import in_minutes
from yichuang.queueing.selectors.ahead import ahead_now
from yichuang.queueing.types import PHONE_PAGE, PriorityClass, TicketCard, TicketState

WORTH_A_SLIP = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.PARKED})
CHINESE, ENGLISH = "zh-hans", "en"


@transaction.atomic
def print_slip(*, ticket_id: UUID, taken_by: Actor, by: Actor, at: datetime) -> SlipCard | None:
    """Have a ticket's first slip printed where it was taken, if there is a printer for that place.

    Heard twice it is the same slip.  Raises: UnknownTicket.
    """
    printer_id = selectors.printer_at_hand(taken_by)
    return None if printer_id is None else _print_first(ticket_id, printer_id, by=by, at=at)


@transaction.atomic
def print_again(
    *, ticket_id: UUID, here: bool = False, by: Actor, at: datetime, key: Key | None = None
) -> SlipCard:
    """Print the slip of a ticket once more, with the same number; it says that it is a copy.

    ``here``: at the printer of the place where ``by`` stands (a machine, a desk's zone, the guide desk),
    wherever it was printed first.  A ticket that has no slip yet gets its first one.

    Raises: UnknownTicket, NotNow, NoPrinterHere, SlipUnderWay, SlipForgotten, EnoughSlips, PrinterUnknown,
    KeyReused.
    """
    card = selectors.ticket_card(by.hall_id, ticket_id)
    if card.state not in WORTH_A_SLIP:
        raise NotNow(label=card.label, state=str(labels.STATE[card.state]))
    printer_id = selectors.printer_at_hand(by) if here or by.kind is ActorKind.DEVICE else None
    if here and printer_id is None:
        raise NoPrinterHere
    if facilities.slip(by.hall_id, ticket_id) is None:
        if printer_id is None:
            raise NoPrinterHere
        return _print_first(ticket_id, printer_id, by=by, at=at)
    return printing.ask_again(
        subject_id=ticket_id, printer_id=printer_id if here else None, by=by, at=at, key=key
    )


def _print_first(ticket_id: UUID, printer_id: UUID, *, by: Actor, at: datetime) -> SlipCard:
    ticket = Ticket.objects.filter(hall_id=by.hall_id, id=ticket_id).first()
    if ticket is None:
        raise UnknownTicket
    card = selectors.ticket_card(by.hall_id, ticket_id)
    slip = _slip(card, _ahead_when_taken(ticket), _minutes_when_taken(card))
    return printing.ask_slip(subject_id=ticket_id, printer_id=printer_id, slip=slip, by=by, at=at)


def _ahead_when_taken(ticket: Ticket) -> int:
    """Return how many stood before a ticket in its line at the moment it was taken."""
    taken = ticket.taken_at
    earlier = Q(sort_key__lt=ticket.sort_key) | Q(sort_key=ticket.sort_key, id__lt=ticket.id)
    return Ticket.objects.filter(
        earlier,
        Q(called_at__isnull=True) | Q(called_at__gt=taken),
        Q(ended_at__isnull=True) | Q(ended_at__gt=taken),
        hall_id=ticket.hall_id,
        line_id=ticket.line_id,
        business_day=ticket.business_day,
        taken_at__lte=taken,
    ).count()


def _minutes_when_taken(card: TicketCard) -> tuple[int, int] | None:
    seconds = ahead_now(card.hall_id, card.business_day, card.taken_at).forecast.tickets.get(card.id)
    return None if seconds is None else in_minutes(seconds)


def _slip(card: TicketCard, ahead: int, minutes: tuple[int, int] | None) -> Slip:
    """Return what stands on the slip: Chinese, and one line of English for who needs it."""
    hall = organization.hall(card.hall_id)
    item = catalogue.find(card.hall_id, card.item_id, card.business_day) if card.item_id else None
    address = PHONE_PAGE(card.token)
    with translation.override(CHINESE):
        blocks: list[Text | Pair | Rule | Code] = [
            Text(hall.name, bold=True, align="center"),
            Text(card.label, size=4, bold=True, align="center"),
            Text(card.line_name, size=2, align="center"),
        ]
        if item is not None:
            blocks.append(Text(item.name, align="center"))
        if card.priority is not PriorityClass.ORDINARY:
            named = labels.PRIORITY[card.priority]
            told = _("Priority (%(class)s): please have your document ready at the window.")
            blocks.append(Text(told % {"class": named}, bold=True, align="center"))
        taken = card.taken_at.astimezone(ZoneInfo(hall.timezone))
        blocks += [
            Rule(),
            Pair(_("Ahead of you"), _("%(count)s people") % {"count": ahead}),
            Pair(_("Estimated wait"), _range(minutes) or "--"),
            Pair(_("Taken at"), f"{taken:%Y-%m-%d %H:%M}"),
            Rule(),
        ]
        if address:
            blocks += [
                Code(address),
                Text(_("Scan it: your place and your call on your phone"), align="center"),
            ]
        blocks.append(Text(_missed(card)))
    with translation.override(ENGLISH):
        english = [card.line_name_en, f"{ahead} ahead", _range(minutes)]
        blocks.append(Text(" · ".join(one for one in english if one)))
    return Slip(tuple(blocks))


def _missed(card: TicketCard) -> str:
    """Say what to do when the call was missed, as the hall's own rule has it (QUE-06)."""
    _rule, _some, minutes = selectors.rejoin_rule(card.hall_id, card.business_day)
    if not minutes:
        return _("Watch the screens. Who misses the call takes a new ticket. Valid today only.")
    said = _(
        "Watch the screens. Who misses the call goes to the guide desk within %(minutes)s minutes and keeps "
        "this number. Valid today only."
    )
    return said % {"minutes": minutes}


def _range(minutes: tuple[int, int] | None) -> str:
    """Say an estimated wait as a range, as the screens say it."""
    if minutes is None:
        return ""
    low, high = minutes
    if high <= 0:
        return _("no wait")
    if low == 0:
        return _("within %(minutes)s min") % {"minutes": high}
    if low == high:
        return _("about %(minutes)s min") % {"minutes": high}
    return _("about %(low)s–%(high)s min") % {"low": low, "high": high}
