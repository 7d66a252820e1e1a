"""Doors of numbers on paper: prepare, print, throw away; say when they were used; enter the sheets."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing import selectors, services
from yichuang.queueing.paper_labels import OUTAGE
from yichuang.queueing.types import CorrectionReason, OutageReason, PackState
from yichuang.screens.kit.forms import act_key, act_of, go, id_of, moment_of, short_text
from yichuang.screens.paper.picture import entering_of, pack_rows, print_of
from yichuang.screens.paper.rows import CELLS, rows_of

READERS = role(Role.OFF, Role.UH, Role.SEC, Role.CMT, Role.GUIDE, Role.TECH)
KEEPERS = role(Role.OFF, Role.UH, Role.CMT)
MOST_TEXT = 200_000


def _hall(request: HttpRequest) -> HallCard:
    return organization.hall(actor_of(request).hall_id)


@never_cache
@require_safe
@door("paper.page", rule=READERS, label=_("Numbers on paper"))
def page(request: HttpRequest) -> HttpResponse:
    """Show the packs, where they lie and what was done with them."""
    hall, at = _hall(request), clock.now()
    roles = caller(request).roles
    context = {
        "rows": pack_rows(hall),
        "ready": selectors.pack_at_hand(hall.id),
        "keeps": bool(roles & {Role.OFF, Role.UH, Role.CMT}),
        "reasons": [(one.value, label) for one, label in OUTAGE.items()],
        "people": organization.people(hall.id),
        "today": clock.local_day(at, hall.timezone),
        "size": selectors.pack_size(hall.id, clock.local_day(at, hall.timezone)),
    }
    return render(request, "paper/page.html", context)


@require_POST
@door("paper.prepare", rule=KEEPERS, act=True, label=_("Set paper numbers aside"))
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare a pack."""
    place = short_text(request.POST.get("place"), 61)
    services.prepare_pack(place=place, **act_of(request))
    return go(request, reverse("paper:page"))


@require_POST
@door("paper.print", rule=KEEPERS, act=True, label=_("Print paper numbers"))
def print_out(request: HttpRequest) -> HttpResponse:
    """Say that a pack goes to the printer, and lead on to its pages."""
    pack_id = id_of(request.POST.get("pack"))
    services.print_pack(pack_id=pack_id, **act_of(request))
    return go(request, reverse("paper:sheets", args=[pack_id]))


@require_POST
@door("paper.void", rule=KEEPERS, act=True, label=_("Throw paper numbers away"))
def void(request: HttpRequest) -> HttpResponse:
    """Throw an unused pack away."""
    pack_id = id_of(request.POST.get("pack"))
    services.void_pack(pack_id=pack_id, **act_of(request))
    return go(request, reverse("paper:page"))


@require_POST
@door("paper.outage", rule=KEEPERS, act=True, label=_("Record a time on paper"))
def outage(request: HttpRequest) -> HttpResponse:
    """Record from when to when the hall called by paper; lead on to entering the sheets."""
    pack_id = id_of(request.POST.get("pack"))
    try:
        reason = OutageReason(request.POST.get("reason", ""))
    except ValueError:
        raise Http404 from None
    services.record_outage(
        pack_id=pack_id,
        began=_moment(request, "began"),
        ended=_moment(request, "ended"),
        reason=reason,
        handed_in_by=id_of(request.POST.get("handed_in_by")),
        **act_of(request),
    )
    return go(request, reverse("paper:enter", args=[pack_id]))


def _moment(request: HttpRequest, field: str) -> datetime:
    moment = moment_of(request.POST.get("day"), request.POST.get(field), _hall(request).timezone)
    if moment is None:
        raise services.OutageUnfit
    return moment


@never_cache
@require_safe
@door("paper.sheets", rule=READERS, label=_("Paper numbers to print"))
def sheets(request: HttpRequest, pack: UUID) -> HttpResponse:
    """Show what goes on paper: instructions, numbers to tear off, a record sheet for each window."""
    hall = _hall(request)
    shown = print_of(hall, pack, clock.now())
    if shown.row.card.state is PackState.PREPARED:
        raise Http404  # a pack is printed by an act, so that it is known to lie somewhere
    return render(request, "paper/sheets.html", {"print": shown})


@never_cache
@require_safe
@door("paper.enter", rule=KEEPERS, label=_("Enter record sheets"))
def enter(request: HttpRequest, pack: UUID) -> HttpResponse:
    """Show the form in which the sheets of a pack are entered."""
    return render(request, "paper/enter.html", {"entering": entering_of(_hall(request), pack, "", None)})


@never_cache
@require_POST
@door("paper.merge", rule=KEEPERS, act=True, label=_("Merge record sheets"))
def merge(request: HttpRequest, pack: UUID) -> HttpResponse:
    """Check what was entered and name every contradiction; without one, and if told to, enter it for good."""
    hall, at, text = _hall(request), clock.now(), request.POST.get("sheet", "")[:MOST_TEXT]
    if request.POST.get("do") == "merge":
        try:
            services.merge_paper(pack_id=pack, sheet=text, by=actor_of(request), at=at, key=act_key(request))
        except services.SheetContradicts:
            pass  # named below, row by row
        else:
            return go(request, reverse("paper:page"))
    entering = entering_of(hall, pack, text, selectors.read_sheet(hall.id, pack, text, at))
    return render(request, "paper/enter.html", {"entering": entering})


@never_cache
@require_safe
@door("paper.rows", rule=KEEPERS, label=_("Rows entered from paper"))
def rows(request: HttpRequest, pack: UUID) -> HttpResponse:
    """Show what was entered of a pack, every word of it, and the form of the row that is to be corrected."""
    chosen = short_text(request.GET.get("row"), 14)
    return render(request, "paper/rows.html", {"entered": rows_of(_hall(request), pack, chosen=chosen)})


@never_cache
@require_POST
@door("paper.correct", rule=KEEPERS, act=True, label=_("Correct a row entered from paper"))
def correct(request: HttpRequest, pack: UUID) -> HttpResponse:
    """Enter one row again; a contradiction is named above what was typed."""
    hall, at = _hall(request), clock.now()
    cells = [short_text(request.POST.get(name), 41).replace(",", " ") for name in CELLS]
    row = ",".join(cells)
    try:
        reason = CorrectionReason(request.POST.get("reason", ""))
    except ValueError:
        reason = None
    try:
        services.correct_paper_row(
            pack_id=pack, row=row, reason=reason, by=actor_of(request), at=at, key=act_key(request)
        )
    except services.SheetContradicts:
        read = selectors.read_correction(hall.id, pack, row, at)
        shown = rows_of(hall, pack, chosen=cells[0], typed=cells, problems=read.problems, reason=reason)
        return render(request, "paper/rows.html", {"entered": shown})
    return go(request, f"{reverse('paper:rows', args=[pack])}#{cells[0].upper()}")
