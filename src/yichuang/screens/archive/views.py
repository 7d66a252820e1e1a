"""Doors of the archive desk: its four parts, filing a case, taking a register over."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import labels, selectors, services
from yichuang.cases.refusals import ImportUnfit
from yichuang.cases.types import CaseState, Purpose
from yichuang.cases.types.archive import FileState, Piece
from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door, role
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.kernel.workbooks import MEDIA_TYPE, Sheet, workbook
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.archive import desk
from yichuang.screens.kit.forms import act_of, go, short_text

READERS = role(*CLERKS, Role.OFF, Role.UH, Role.SUP, Role.INSP)
FILERS = role(Role.STF, Role.BST, Role.CHIEF, Role.SEC)
KEEPERS = frozenset({Role.OFF, Role.SEC, Role.CHIEF})
TAKERS = role(Role.OFF, Role.ADM)
LARGEST = 5_000_000


def hall_of(request: HttpRequest) -> HallCard:
    """Return the hall of the person at the door."""
    who = caller(request)
    assert who.hall_id is not None  # the door let a person of a hall in
    return organization.hall(who.hall_id)


@never_cache
@require_safe
@door("archive.page", rule=READERS, label=_("Archive"), personal=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show one part of the desk: to be filed, files, loans or destruction."""
    part = request.GET.get("part", "filing")
    part = part if part in desk.PARTS else "filing"
    return render(request, "archive/page.html", _context(request, part))


def _context(request: HttpRequest, part: str) -> dict[str, object]:
    who, hall, at = caller(request), hall_of(request), clock.now()
    assert who.person_id is not None
    people = desk.People(hall.id)
    return {
        "hall": hall,
        "part": part,
        "parts": desk.PARTS.items(),
        "counts": desk.counts_of(hall, who.person_id, at),
        "keeps": bool(who.roles & KEEPERS),
        "takes": bool(who.roles & TAKERS.roles),
        "today": clock.local_day(at, hall.timezone),
        **_PARTS[part](request, hall, people),
    }


def _filing(request: HttpRequest, hall: HallCard, people: desk.People) -> dict[str, object]:
    person_id, at = caller(request).person_id, clock.now()
    assert person_id is not None
    cards = selectors.unfiled(hall.id, person_id, selectors.eyes(hall.id, person_id, at), at)
    return {
        "rows": desk.unfiled_of(hall, cards, people),
        "months": desk.months_of(hall, clock.local_day(at, hall.timezone)),
    }


def _files(request: HttpRequest, hall: HallCard, people: desk.People) -> dict[str, object]:
    person_id, at = caller(request).person_id, clock.now()
    assert person_id is not None
    text, year = short_text(request.GET.get("q"), 40), request.GET.get("year", "")
    state = request.GET.get("state", "")
    start = request.GET.get("from", "0")
    found = selectors.files(
        hall.id,
        person_id,
        selectors.eyes(hall.id, person_id, at),
        at,
        text=text,
        state=FileState(state) if state in set(FileState) else None,
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        start=int(start) if start.isdecimal() and len(start) < 8 else 0,
    )
    return {
        "rows": desk.lines_of(hall, found.rows),
        "found": found,
        "asked": {"q": text, "year": year[:4], "state": state},
        "states": labels.FILE_STATE.items(),
    }


def _loans(request: HttpRequest, hall: HallCard, people: desk.People) -> dict[str, object]:
    who, at = caller(request), clock.now()
    cards = selectors.loans(hall.id, at)
    mine = [one for one in cards if one.borrower_id == who.person_id]
    shown = cards if who.roles & (KEEPERS | {Role.UH, Role.SUP, Role.INSP}) else mine
    return {"rows": desk.loans_of(shown, people), "mine": len(mine)}


def _end(request: HttpRequest, hall: HallCard, people: desk.People) -> dict[str, object]:
    person_id, at = caller(request).person_id, clock.now()
    assert person_id is not None
    cards = selectors.proposed(hall.id, person_id, selectors.eyes(hall.id, person_id, at), at)
    lists = selectors.destructions(hall.id, at)
    return {
        "rows": desk.lines_of(hall, cards),
        "lists": [(one, labels.LIST_STATE[one.state], people.called(one.drawn_up_by)) for one in lists],
    }


_PARTS = {"filing": _filing, "files": _files, "loans": _loans, "end": _end}


@never_cache
@require_safe
@door("archive.filing", rule=READERS, label=_("File a case"), personal=True)
def filing(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what the file of a closed case must hold, each with whether it is on record."""
    hall, at = hall_of(request), clock.now()
    by = actor_of(request)
    case = services.look(case_id=case_id, by=by, at=at)
    if case.state is not CaseState.CLOSED:
        found = selectors.file_of_case(hall.id, case.id, at)
        where = reverse("archive:file", args=[found.id]) if found else reverse("archive:page")
        return go(request, where)
    pieces = services.file_pieces(case_id=case.id, by=by, at=at)
    return render(
        request,
        "archive/filing.html",
        {
            "case": case,
            "item": catalogue.version(hall.id, case.item_version_id),
            "pieces": [(one.value, labels.PIECE[one], there) for one, there in pieces],
            "limit": selectors.clocks_by_purpose(hall.id, case.id, at).get(Purpose.ARCHIVE),
            "files": bool(caller(request).roles & FILERS.roles),
        },
    )


@require_POST
@door("archive.file_it", rule=FILERS, act=True, label=_("Put a case into the archive"), personal=True)
def file_it(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """File a case whose folder was looked through."""
    seen = [Piece(one) for one in request.POST.getlist("piece") if one in set(Piece)]
    card = services.archive(
        case_id=case_id,
        in_folder=seen,
        place=request.POST.get("place", ""),
        **act_of(request),
    )
    return go(request, reverse("archive:file", args=[card.id]))


@require_POST
@door("archive.import", rule=TAKERS, act=True, label=_("Take a register over"), personal=True)
def import_register(request: HttpRequest) -> HttpResponse:
    """Enter the files of a predecessor's register; a bad line is named and keeps all of it out."""
    sent = request.FILES.get("register")
    data = sent.read(LARGEST + 1) if sent else b""
    try:
        count = services.import_files(
            data=data,
            by=actor_of(request),
            at=clock.now(),
        )
    except ImportUnfit as unfit:
        context = _context(request, "files") | {"faults": unfit.faults[:200], "unfit": unfit}
        return render(request, "archive/page.html", context, status=unfit.status)
    return go(request, f"{reverse('archive:page')}?part=files&taken={count}")


@require_safe
@door("archive.form", rule=TAKERS, label=_("Form of a register"))
def form(request: HttpRequest) -> HttpResponse:
    """Hand out an empty table with the columns a register has."""
    columns = tuple(str(one) for one in services.COLUMNS.values())
    data = workbook(gettext("Register"), [Sheet(gettext("Register"), columns, [])], at=clock.now())
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="archive-register.xlsx"'
    return response
