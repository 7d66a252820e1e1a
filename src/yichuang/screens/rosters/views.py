"""Doors of the rosters: see a month, draft it, set a cell, let the engine work, hand in, return, publish."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
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
from yichuang.posts import services
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_problem import place_of
from yichuang.posts.services.rosters import may_make
from yichuang.posts.types import BendReason, RosterCard, RunKind, UnbendReason
from yichuang.screens.kit.forms import act_key, act_of, day_of, go, id_of, optional_id
from yichuang.screens.rosters.edit import cell_of, cell_seen
from yichuang.screens.rosters.picture import picture_of
from yichuang.screens.rosters.runs import run_view
from yichuang.screens.rosters.sheet import sheet_of

PLANNERS = role(Role.SEC, Role.OFF, Role.UH)
OFFICE = role(Role.OFF, Role.UH)
MOST = 200  # so many shifts are read out of one form


@never_cache
@require_safe
@door("rosters.page", rule=PLANNERS, label=_("Rosters"))
def page(request: HttpRequest) -> HttpResponse:
    """Show a month of a department one plans."""
    by, asked = actor_of(request), request.GET
    hall = organization.hall(by.hall_id)
    picture = picture_of(
        hall,
        by,
        clock.now(),
        department=asked.get("department", "")[:40],
        month=day_of(f"{asked.get('month', '')[:7]}-01"),
        version=asked.get("version", "")[:6],
        edit=asked.get("edit", "")[:80],
        left=asked.get("left", "")[:80],
    )
    publishes = bool(OFFICE.roles & caller(request).roles)
    return render(request, "rosters/page.html", {"picture": picture, "publishes": publishes})


@never_cache
@require_safe
@door("rosters.sheet", rule=PLANNERS, label=_("Duty sheet"))
def sheet(request: HttpRequest) -> HttpResponse:
    """Show what is printed and posted: every window with its A and B, for a day, a week or a month."""
    asked = request.GET
    shown = sheet_of(
        organization.hall(actor_of(request).hall_id),
        clock.now(),
        span=asked.get("span", "")[:8],
        day=day_of(asked.get("day")),
        department=asked.get("department", "")[:40],
    )
    return render(request, "rosters/sheet.html", {"sheet": shown})


@require_POST
@door("rosters.draft", rule=PLANNERS, act=True, label=_("Draft a roster"))
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a new version of a month."""
    month = day_of(f"{request.POST.get('month', '')[:7]}-01")
    if month is None:
        raise Http404
    card = services.draft_roster(
        department_id=optional_id(request.POST.get("department")),
        month=month,
        **act_of(request),
    )
    return go(request, address(card))


@require_POST
@door("rosters.set", rule=PLANNERS, act=True, label=_("Set a cell of a roster"))
def set_cells(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Set the sessions of one post on one day; what speaks against them is shown at once."""
    said = request.POST
    card = rosters.roster(actor_of(request).hall_id, roster)
    day = day_of(said.get("day"))
    post = optional_id(said.get("post"))
    cells = [one for one in card.cells if one.post_id == post and one.day == day]
    if not cells:
        raise Http404
    card = services.set_cells(
        roster_id=roster,
        cells=[cell_of(said, one) for one in cells],
        seen=[cell_seen(said, one) for one in cells],
        **act_of(request),
    )
    return go(request, f"{address(card)}&edit={cells[0].post_id.hex}.{day}#edit")


@require_POST
@door("rosters.give", rule=PLANNERS, act=True, label=_("Give a cell of a roster to another"))
def give(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Let somebody else be the A of one cell, kept so; who was A becomes its B where the new one was."""
    said, by = request.POST, actor_of(request)
    card = rosters.roster(by.hall_id, roster)
    post, day, session = optional_id(said.get("post")), day_of(said.get("day")), said.get("session")
    cell = next(
        (one for one in card.cells if (one.post_id, one.day, one.session) == (post, day, session)), None
    )
    if cell is None:
        raise Http404
    person = id_of(said.get("person"))
    card = services.set_cell(
        roster_id=roster,
        post_id=cell.post_id,
        day=cell.day,
        session=cell.session,
        a_id=person,
        b_id=cell.a_id if cell.b_id == person else cell.b_id,
        by=by,
        at=clock.now(),
        key=act_key(request),
    )
    return go(request, f"{address(card)}&edit={cell.post_id.hex}.{cell.day}.{cell.session}#edit")


@require_POST
@door("rosters.run", rule=PLANNERS, act=True, label=_("Let the engine work on a roster"))
def run(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Ask the engine; it works beside the hall, not in this request."""
    try:
        kind = RunKind(request.POST.get("kind", ""))
    except ValueError:
        raise Http404 from None
    by = actor_of(request)
    services.ask_run(roster_id=roster, kind=kind, by=by, at=clock.now(), key=act_key(request))
    return go(request, address(rosters.roster(by.hall_id, roster)))


@never_cache
@require_safe
@door("rosters.run-now", rule=PLANNERS, label=_("How far the engine is"))
def run_now(request: HttpRequest, roster_run: UUID) -> HttpResponse:
    """Show how far a run is; when it has ended, the page is loaded anew."""
    by = actor_of(request)
    card = rosters.run(by.hall_id, roster_run)
    may_make(by, rosters.roster(by.hall_id, card.roster_id).department_id, clock.now())
    view = run_view(by.hall_id, card)
    answer = render(request, "rosters/run.html", {"run": view})
    if not view.under_way:
        made = view.card.made_roster_id or view.card.roster_id
        answer.headers["HX-Redirect"] = address(rosters.roster(by.hall_id, made))
    return answer


@require_POST
@door("rosters.stop", rule=PLANNERS, act=True, label=_("Stop the engine and take its best"))
def stop(request: HttpRequest, roster_run: UUID) -> HttpResponse:
    """Let a run end with its best."""
    by = actor_of(request)
    card = services.stop_run(run_id=roster_run, by=by, at=clock.now())
    return go(request, address(rosters.roster(by.hall_id, card.roster_id)))


@require_POST
@door("rosters.bend", rule=PLANNERS, act=True, label=_("Apply the cheapest way out of a vacancy"))
def bend(request: HttpRequest, roster_run: UUID) -> HttpResponse:
    """Bend what a run proposed, and let the engine plan with it."""
    by = actor_of(request)
    try:
        reason = BendReason(request.POST.get("reason", ""))
    except ValueError:
        raise Http404 from None
    card = services.bend_rules(run_id=roster_run, reason=reason, by=by, at=clock.now(), key=act_key(request))
    return go(request, address(rosters.roster(by.hall_id, card.roster_id)))


@require_POST
@door("rosters.unbend", rule=PLANNERS, act=True, label=_("Withdraw a bent rule"))
def unbend(request: HttpRequest, bent: UUID) -> HttpResponse:
    """Withdraw a bent rule, for a reason, where no published shift rests on it."""
    try:
        reason = UnbendReason(request.POST.get("reason", ""))
    except ValueError:
        raise Http404 from None
    services.unbend_rule(bent_id=bent, reason=reason, **act_of(request))
    card = rosters.roster(actor_of(request).hall_id, id_of(request.POST.get("roster")))
    return go(request, address(card))


@require_POST
@door("rosters.without", rule=OFFICE, act=True, label=_("Allow shifts without a reserve"))
def allow_without(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Allow the chosen shifts without a reserve, for a reason, while an absence lasts."""
    try:
        reason = BendReason(request.POST.get("reason", ""))
        shifts = [place_of(one[:80]) for one in request.POST.getlist("shift")[:MOST]]
    except ValueError:
        raise Http404 from None
    card = services.allow_without_reserve(roster_id=roster, shifts=shifts, reason=reason, **act_of(request))
    return go(request, address(card))


@require_POST
@door("rosters.file", rule=PLANNERS, act=True, label=_("Hand a roster in"))
def hand_in(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Hand a version in to the office."""
    card = services.file_roster(roster_id=roster, **act_of(request))
    return go(request, address(card))


@require_POST
@door("rosters.return", rule=OFFICE, act=True, label=_("Return a roster"))
def give_back(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Return a version that was handed in."""
    card = services.return_roster(roster_id=roster, **act_of(request))
    return go(request, address(card))


@require_POST
@door("rosters.publish", rule=OFFICE, act=True, label=_("Publish a roster"))
def publish(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Publish a version that was handed in."""
    card = services.publish_roster(roster_id=roster, **act_of(request))
    return go(request, address(card))


def address(card: RosterCard) -> str:
    """Return where a version is shown."""
    return at_month(card.department_id, card.month) + f"&version={card.version}"


def at_month(department_id: UUID | None, month: date) -> str:
    """Return where a department's month is shown."""
    asked = {"department": department_id.hex if department_id else "hall", "month": f"{month:%Y-%m}"}
    return f"{reverse('rosters:page')}?{urlencode(asked)}"
