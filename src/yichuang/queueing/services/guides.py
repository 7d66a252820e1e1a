"""Print what one needs for an item at the place where it is asked for (办事指南)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.sentences import fee_text, limit_text, price_text
from yichuang.catalogue.types import ItemCard, Limit, MaterialCard
from yichuang.facilities import selectors as facilities
from yichuang.facilities import services as printing
from yichuang.facilities.paper.slip import Pair, Rule, Slip, Text
from yichuang.facilities.refusals import NoPrinterHere
from yichuang.facilities.types import SlipCard, SlipKind
from yichuang.kernel import clock, idempotency
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing import selectors
from yichuang.queueing.refusals import GuidesTooMany
from yichuang.queueing.types import LineCard
from yichuang.regulations.selectors import parameter

CHINESE = "zh-hans"
_MINUTE = timedelta(minutes=1)


@transaction.atomic
def print_guide(*, item_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> SlipCard:
    """Print the guide of an item at the printer of the place where ``by`` stands: what to bring, how long.

    It is the version in force today, as at the counter.  At most ``printing.guides_per_minute`` a printer.

    Raises: ItemUnknown, NoPrinterHere, GuidesTooMany, KeyReused.  Sources: D12.8.
    """
    promise = idempotency.once(by, "queueing.print_guide", key, at)
    if promise.replay and (known := facilities.slip(by.hall_id, promise.entry_id)) is not None:
        return known
    hall = organization.hall(by.hall_id)
    day = clock.local_day(at, hall.timezone)
    item = catalogue.item(by.hall_id, item_id, day)
    printer_id = selectors.printer_at_hand(by)
    if printer_id is None:
        raise NoPrinterHere
    most = int(parameter(by.hall_id, "printing.guides_per_minute", day))
    if facilities.asked_since(by.hall_id, printer_id, SlipKind.GUIDE, at - _MINUTE) >= most:
        raise GuidesTooMany(most=most)
    line = next((one for one in selectors.lines(by.hall_id, at) if item.id in one.item_ids), None)
    with translation.override(CHINESE):
        slip = _slip(hall, item, line)
    return printing.ask_slip(
        subject_id=promise.entry_id, printer_id=printer_id, slip=slip, kind=SlipKind.GUIDE, by=by, at=at
    )


def _slip(hall: HallCard, item: ItemCard, line: LineCard | None) -> Slip:
    blocks: list[Text | Pair | Rule] = [
        Text(hall.name, bold=True, align="center"),
        Text(_("What you need"), size=2, align="center"),
        Text(item.name, bold=True, align="center"),
        Rule(),
        Text(_("Bring with you:"), bold=True),
    ]
    asks = {one.code: one.text for one in item.questions}
    blocks += [Text(f"{n}. {_material(one, asks)}") for n, one in enumerate(item.materials, 1)]
    if not item.materials:
        blocks.append(Text(_("nothing")))
    blocks += [
        Rule(),
        Pair(_("Promised limit"), _limit(item.promised_limit)),
        Pair(_("Statutory limit"), _limit(item.statutory_limit)),
        Pair(_("Charges"), fee_text(item)),
    ]
    if len(item.fees) > 1:
        blocks += [Pair(one.name, price_text(one)) for one in item.fees]
    if line is not None:
        blocks.append(Pair(_("Ticket of line"), f"{line.prefix} {line.name}"))
    blocks += [
        Rule(),
        Text(f"{item.code} · {_('version')} {item.version} · {item.active_from:%Y-%m-%d}"),
    ]
    return Slip(tuple(blocks))


def _material(one: MaterialCard, asks: dict[str, str]) -> str:
    text = f"{one.name} {one.form}".strip()
    if one.condition is not None:
        asked = asks.get(one.condition.question, "")
        said = _("yes") if one.condition.answer else _("no")
        return f"{text}({asked}{said})" if asked else f"{text}({_('if it applies')})"
    return text if one.required else f"{text}({_('if it applies')})"


def _limit(limit: Limit) -> str:
    return limit_text(limit.value, limit.unit.value if limit.unit else None) or "--"
