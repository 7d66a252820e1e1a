"""Doors of exports: choose which cases, take a short list at once, have a long one approved."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import labels, selectors, services
from yichuang.cases.types import CaseState
from yichuang.cases.types.privacy import Export, ExportCard, Wanted
from yichuang.catalogue import selectors as catalogue
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, caller, door, role
from yichuang.kernel.access.types import Role
from yichuang.kernel.documents.watermark import watermark
from yichuang.kernel.workbooks import MEDIA_TYPE, Sheet, Value, workbook
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.kit.forms import act_of, day_of, go
from yichuang.screens.kit.words import named

TAKERS = role(Role.STF, Role.BST, Role.CHIEF, Role.SEC, Role.OFF, Role.UH, Role.SUP, Role.INSP)
HEADS = frozenset({Role.CHIEF, Role.SEC, Role.OFF, Role.UH})
SHOWN_DAYS = timedelta(days=90)


def _hall(request: HttpRequest) -> HallCard:
    who = caller(request)
    assert who.hall_id is not None  # the door let a person of a hall in
    return organization.hall(who.hall_id)


def wanted_of(said: QueryDict, hall: HallCard) -> Wanted:
    """Read which cases a form asks for; what names nothing of this hall asks for everything."""
    departments = {one.id.hex: one.id for one in organization.departments(hall.id)}
    states = tuple(CaseState(one) for one in said.getlist("state") if one in set(CaseState))
    return Wanted(
        states=states,
        department_id=departments.get(said.get("department", "")),
        since=day_of(said.get("since")),
        until=day_of(said.get("until")),
    )


@never_cache
@require_safe
@door("exports.page", rule=TAKERS, label=_("Lists of cases"), personal=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show how many cases fit, what may be taken out at once, and what was asked for."""
    who, hall, at = caller(request), _hall(request), clock.now()
    assert who.person_id is not None
    wanted = wanted_of(request.GET, hall)
    heads = bool(who.roles & HEADS)
    asked = selectors.exports(hall.id, at - SHOWN_DAYS, asked_by=None if heads else who.person_id)
    people = {one.id: f"{one.display_name} {one.worker_number}" for one in organization.people(hall.id)}
    return render(
        request,
        "privacy/exports.html",
        {
            "wanted": wanted,
            "query": request.GET.urlencode(),
            "count": selectors.wanted_cases(hall.id, who.person_id, wanted, at).count(),
            "most": services.most_at_once(hall.id, at),
            "left": services.left_today(hall.id, who.person_id, at),
            "states": [(one.value, label, one in wanted.states) for one, label in labels.STATE.items()],
            "departments": organization.departments(hall.id),
            "asked": [_row(one, people, who.person_id, heads, hall, at) for one in asked],
        },
    )


def _row(
    one: ExportCard, people: dict[UUID, str], person_id: UUID, heads: bool, hall: HallCard, at: datetime
) -> dict[str, object]:
    mine, waits = one.asked_by == person_id, one.approved_by is None
    approves = heads and not mine and waits and selectors.sees_all_wanted(one, person_id, at)
    return {
        "card": one,
        "wanted": _in_words(one.wanted, hall),
        "who": people.get(one.asked_by, ""),
        "approver": people.get(one.approved_by, "") if one.approved_by else "",
        "may_approve": approves,
        "may_read": mine or approves,
        "may_take": mine and one.approved_by is not None and one.taken_at is None,
    }


def _in_words(wanted: Wanted, hall: HallCard) -> str:
    """Return which cases a list was asked for: department, days, states; a dash where it is all."""
    departments = organization.departments(hall.id)
    said = [named(one.name, one.name_en) for one in departments if one.id == wanted.department_id]
    if wanted.since or wanted.until:
        said.append(" – ".join(day.isoformat() if day else "" for day in (wanted.since, wanted.until)))
    said += [str(labels.STATE[one]) for one in wanted.states]
    return " · ".join(said) or "–"


@require_POST
@door("exports.take_few", rule=TAKERS, act=True, label=_("Take a short list out"), personal=True)
def take_few(request: HttpRequest) -> HttpResponse:
    """Hand out a short list."""
    hall, at = _hall(request), clock.now()
    by = actor_of(request)
    return _file(hall, services.export_few(wanted=wanted_of(request.POST, hall), by=by, at=at))


@require_POST
@door("exports.ask", rule=TAKERS, act=True, label=_("Ask for a list of cases"), personal=True)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a longer list."""
    services.ask_export(
        wanted=wanted_of(request.POST, _hall(request)),
        purpose=request.POST.get("purpose", ""),
        **act_of(request),
    )
    return go(request, reverse("privacy:exports"))


@never_cache
@require_POST
@door("exports.read", rule=TAKERS, act=True, label=_("Read what a list is for"), personal=True)
def read(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Show what a list is asked for; the journal tells who looked."""
    said = services.read_export_purpose(export_id=export_id, by=actor_of(request), at=clock.now())
    return render(request, "privacy/purpose.html", {"said": said})


@require_POST
@door("exports.approve", rule=role(*HEADS), act=True, label=_("Approve a list of cases"), personal=True)
def approve(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Approve what somebody else asked for."""
    services.approve_export(
        export_id=export_id,
        **act_of(request),
    )
    return go(request, reverse("privacy:exports"))


@require_POST
@door("exports.take", rule=TAKERS, act=True, label=_("Take an approved list out"), personal=True)
def take(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Hand an approved list out, once."""
    by = actor_of(request)
    return _file(_hall(request), services.take_export(export_id=export_id, by=by, at=clock.now()))


def _file(hall: HallCard, export: Export) -> HttpResponse:
    """Return the rows as a workbook whose every page says who took it out."""
    at = clock.now()
    data = workbook(
        gettext("Register of cases"),
        [Sheet(gettext("Register of cases"), _columns(), _rows(hall, export))],
        at=at,
        mark=export.watermark,
        image=watermark(export.watermark),
    )
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    name = f"{hall.code}-cases-{clock.local_day(at, hall.timezone)}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _columns() -> tuple[str, ...]:
    return (
        gettext("Case"),
        gettext("Item"),
        gettext("Department"),
        gettext("Applicant"),
        gettext("Identity number"),
        gettext("Handed in"),
        gettext("Accepted"),
        gettext("Stands at"),
        gettext("Decision"),
        gettext("Due"),
        gettext("Once late"),
        gettext("Closed on"),
        gettext("Window"),
        gettext("In whose hands"),
    )


def _rows(hall: HallCard, export: Export) -> list[list[Value]]:
    departments = {one.id: one.name for one in organization.departments(hall.id)}
    windows = {one.id: one.number for one in organization.windows(hall.id)}
    people = {one.id: one.worker_number for one in organization.people(hall.id)}
    versions = {one.case.item_version_id for one in export.rows}
    items = {one: catalogue.version(hall.id, one).name for one in versions}
    rows: list[list[Value]] = []
    for one in export.rows:
        case = one.case
        holder = case.handler_id or case.accepted_by or case.submitted_by
        days = [
            clock.local_day(moment, hall.timezone) if moment else None
            for moment in (case.submitted_at, case.accepted_at, case.closed_at)
        ]
        rows.append(
            [
                case.number,
                items[case.item_version_id],
                departments.get(case.department_id, "") if case.department_id else "",
                one.applicant,
                one.id_number,
                days[0],
                days[1],
                str(labels.STATE[case.state]),
                str(labels.DECISION[case.decision]) if case.decision else "",
                one.due,
                gettext("yes") if one.overdue else "",
                days[2],
                windows.get(case.window_id) if case.window_id else None,
                people.get(holder, ""),
            ]
        )
    return rows
