"""Doors of urges, referrals, express handling, enforcement and reminders; a text in full; an alert seen."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.types import UrgeAbout
from yichuang.cases.types.telling import Unreached
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import CLERKS, Role
from yichuang.notices.types import Channel
from yichuang.screens.kit.forms import act_of, go, id_of, optional_id
from yichuang.screens.kit.fragments import fragment
from yichuang.screens.together.acts import BEHIND, one_of, text, to_case

ANYBODY = role(*CLERKS, Role.OFF, Role.UH, Role.SUP, Role.INSP)
URGING = role(*CLERKS, Role.OFF, Role.UH, Role.SUP)
OFFICE = role(Role.OFF)
BACK = {
    "referrals": "together:referrals",
    "opinions": "together:opinions",
    "questions": "together:questions",
    "still": "together:still",
}


def _back(request: HttpRequest, case: UUID) -> HttpResponse:
    """Lead on to the list the form stood in, or to the case's page."""
    place = BACK.get(request.POST.get("back", ""))
    if request.POST.get("back") == "casework":
        return go(request, reverse("casework:case", args=[case]))
    return go(request, reverse(place)) if place else to_case(request, case)


@never_cache
@require_POST
@door("together.read", rule=ANYBODY, act=True, label=_("Read a text of a case in full"), personal=True)
def read(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show an opinion, datum, question, answer or reason in full; the journal tells who looked."""
    said = services.read_text(
        case_id=case, entry_id=id_of(request.POST.get("entry")), by=actor_of(request), at=clock.now()
    )
    return fragment(request, "together/said.html", {"said": said})


@require_POST
@door("together.acknowledge", rule=ANYBODY, act=True, label=_("Take note of an alert"))
def acknowledge(request: HttpRequest, alert: UUID) -> HttpResponse:
    """Take note of an alert."""
    services.acknowledge(alert_id=alert, **act_of(request))
    return go(request, reverse("together:alerts"))


@require_POST
@door("together.urge", rule=URGING, act=True, label=_("Urge a case or what others owe it"))
def urge(request: HttpRequest, case: UUID) -> HttpResponse:
    """Urge a case, an opinion, an answer or a referral."""
    services.urge(
        case_id=case,
        about=one_of(UrgeAbout, request.POST.get("about", UrgeAbout.CASE)),
        thing_id=optional_id(request.POST.get("thing")),
        **act_of(request),
    )
    return _back(request, case)


@require_POST
@door("together.refer", rule=BEHIND, act=True, label=_("Hand a case on"), personal=True)
def refer(request: HttpRequest, case: UUID) -> HttpResponse:
    """Hand a case on to another department."""
    services.refer(
        case_id=case,
        to_department_id=id_of(request.POST.get("department")),
        reason=text(request, "reason"),
        **act_of(request),
    )
    return to_case(request, case)


@require_POST
@door("together.assign", rule=OFFICE, act=True, label=_("Say whose a case is"), personal=True)
def assign(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say which department's a case is; that binds."""
    services.assign_case(
        case_id=case,
        to_department_id=id_of(request.POST.get("department")),
        reason=text(request, "reason"),
        **act_of(request),
    )
    return go(request, reverse("together:referrals"))


@require_POST
@door("together.confirm", rule=BEHIND, act=True, label=_("Confirm a case that was handed on"))
def confirm(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Take over a case that was handed on."""
    card = services.confirm_referral(referral_id=referral, **act_of(request))
    return go(request, reverse("casework:case", args=[card.case_id]))


@require_POST
@door("together.return", rule=BEHIND, act=True, label=_("Send a case back that was handed on"), personal=True)
def send_back(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Send a case back, for a reason."""
    services.return_referral(
        referral_id=referral,
        reason=text(request, "reason"),
        **act_of(request),
    )
    return go(request, reverse("together:referrals"))


@require_POST
@door("together.express", rule=BEHIND, act=True, label=_("Handle a case express"), personal=True)
def express(request: HttpRequest, case: UUID) -> HttpResponse:
    """Handle a case express, with another person's approval."""
    services.make_express(
        case_id=case,
        reason=text(request, "reason"),
        approved_by=optional_id(request.POST.get("approver")),
        **act_of(request),
    )
    return to_case(request, case)


@require_POST
@door("together.announce", rule=BEHIND, act=True, label=_("Announce an act of enforcement"), personal=True)
def announce(request: HttpRequest, case: UUID) -> HttpResponse:
    """Tell the person beforehand what will be done."""
    basis = tuple(line.strip() for line in text(request, "basis").splitlines() if line.strip())
    services.announce_enforcement(
        case_id=case,
        measure=text(request, "measure"),
        reason=text(request, "reason"),
        basis=basis,
        **act_of(request),
    )
    return to_case(request, case)


@require_POST
@door("together.enforce", rule=BEHIND, act=True, label=_("Begin an act of enforcement"))
def enforce(request: HttpRequest, case: UUID) -> HttpResponse:
    """Begin an act of enforcement, after the person was told."""
    services.begin_enforcement(case_id=case, **act_of(request))
    return to_case(request, case)


@require_POST
@door("together.unreached", rule=BEHIND, act=True, label=_("Note that an applicant was not reached"))
def unreached(request: HttpRequest, case: UUID) -> HttpResponse:
    """Note that an attempt to tell an applicant of a result reached nobody."""
    services.telling_failed(
        case_id=case,
        channel=one_of(Channel, request.POST.get("channel")),
        why=one_of(Unreached, request.POST.get("why")),
        **act_of(request),
    )
    return _back(request, case)


@require_POST
@door("together.reached", rule=BEHIND, act=True, label=_("Note that an applicant was reached"))
def reached(request: HttpRequest, case: UUID) -> HttpResponse:
    """Note that an applicant who could not be reached has now been told of the result."""
    services.reached(
        case_id=case,
        channel=one_of(Channel, request.POST.get("channel")),
        **act_of(request),
    )
    return _back(request, case)


@require_POST
@door("together.remind", rule=BEHIND, act=True, label=_("Remind an applicant of a result"))
def remind(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write down that the applicant was reminded of a result that lies ready."""
    services.remind_applicant(
        case_id=case,
        channel=one_of(Channel, request.POST.get("channel")),
        **act_of(request),
    )
    return _back(request, case)
