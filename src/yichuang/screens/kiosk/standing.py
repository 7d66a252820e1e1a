"""Door of printing at the kiosk how one's own case stands, with the applicant's name masked (SSD-02)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.cases import selectors as cases
from yichuang.facilities import selectors as facilities
from yichuang.facilities import services as printing
from yichuang.facilities.paper.slip import Pair, Rule, Slip, Text
from yichuang.facilities.refusals import NoPrinterHere
from yichuang.facilities.types import SlipKind
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door
from yichuang.kernel.vault import selectors as vault
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.services import GuidesTooMany
from yichuang.regulations.selectors import parameter
from yichuang.screens.kiosk.views import KIOSK
from yichuang.screens.kit.forms import act_key, go
from yichuang.screens.progress.found import Found, asked

CHINESE = "zh-hans"
MINUTE = timedelta(minutes=1)


@never_cache
@require_POST
@door("kiosk.standing", rule=KIOSK, act=True, label=gettext_lazy("Kiosk: print how a case stands"))
def act(request: HttpRequest) -> HttpResponse:
    """Print it for who knows number and code; the same form sent twice is printed once."""
    at, by = clock.now(), actor_of(request)
    hall = organization.hall(by.hall_id)
    printer_id = queueing.printer_at_hand(by)
    if printer_id is None:
        raise NoPrinterHere
    shown = asked(request, hall, at)
    _at_most(hall, printer_id, at)
    with translation.override(CHINESE):
        slip = slip_of(hall, shown, at)
    key = act_key(request)
    printed = printing.ask_slip(
        subject_id=uuid5(hall.id, f"{shown.card.number}:{key.value if key else at.isoformat()}"),
        printer_id=printer_id,
        slip=slip,
        kind=SlipKind.STANDING,
        by=by,
        at=at,
    )
    return go(request, reverse("kiosk:guide", args=[printed.subject_id]))


def _at_most(hall: HallCard, printer_id: UUID, at: datetime) -> None:
    """Keep to what a printer gives out in a minute.  Raises: GuidesTooMany."""
    most = int(parameter(hall.id, "printing.guides_per_minute", clock.local_day(at, hall.timezone)))
    if facilities.asked_since(hall.id, printer_id, SlipKind.STANDING, at - MINUTE) >= most:
        raise GuidesTooMany(most=most)


def slip_of(hall: HallCard, shown: Found, at: datetime) -> Slip:
    """Return what is printed: item, number, stage, days; the masked name only to who has the paper."""
    card, papers = shown.card, shown.card.notice
    title = shown.item.name if shown.item else str(shown.kind)
    blocks: list[Text | Pair | Rule] = [
        Text(hall.name, bold=True, align="center"),
        Text(_("How a case stands"), size=2, align="center"),
        *([Text(title, bold=True, align="center")] if title else []),
        Rule(),
    ]
    if card.state is None:
        blocks.append(Pair(_("State"), str(shown.standing)))
    else:
        if papers is not None and papers.matter_id is not None:
            name = cases.case(hall.id, papers.matter_id).applicant_name
            blocks.append(Pair(_("Applicant"), vault.masked(hall.id, [name])[name]))
        blocks += [Pair(_("Case number"), card.number), Pair(_("State"), str(shown.stage))]
        zone = ZoneInfo(hall.timezone)
        if card.accepted_at:
            blocks.append(Pair(_("Accepted on"), f"{card.accepted_at.astimezone(zone):%Y-%m-%d}"))
        blocks += [Pair(str(shown.until), f"{card.due:%Y-%m-%d}")] if card.due else []
    blocks.append(Rule())
    if papers is not None:
        blocks.append(Pair(str(shown.kind), papers.number))
    blocks.append(
        Text(_("As of %(time)s") % {"time": f"{at.astimezone(ZoneInfo(hall.timezone)):%Y-%m-%d %H:%M}"})
    )
    return Slip(tuple(blocks))
