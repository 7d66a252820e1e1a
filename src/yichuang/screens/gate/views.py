"""Sign in and out, choose a password, enrol this machine."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access import address, gate, labels, passwords, services
from yichuang.kernel.access.doors import anyone, caller, device, door, signed_in
from yichuang.kernel.access.errors import PasswordUnfit
from yichuang.kernel.access.types import Caller, DeviceKind, Role
from yichuang.kernel.errors import Refusal
from yichuang.organization import selectors as organization
from yichuang.screens.kit.forms import short_text

HALL_COOKIE = "hall"
YEAR = 365 * 24 * 3600
# where a worker wants to go after signing in, the first role held that is named here
HOMES: tuple[tuple[frozenset[Role], str], ...] = (
    (frozenset({Role.STF, Role.BST, Role.DOC, Role.CASH}), "/desk/"),
    (frozenset({Role.GUIDE}), "/kiosk/"),
    (frozenset({Role.OFF, Role.UH, Role.SEC, Role.CMT, Role.ADM}), "/office/"),
    (frozenset({Role.CHIEF}), "/desk/"),
    (frozenset({Role.INSP, Role.SUP}), "/rules/"),
)


def safe_next(request: HttpRequest) -> str:
    """Return the address to go on to if it is one of ours, else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    fits = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if fits and len(wanted) < 500 and not wanted.startswith(settings.LOGIN_URL) else ""


def home_of(who: Caller) -> str:
    """Return the screen a person works at."""
    return next((address for roles, address in HOMES if roles & who.roles), "/")


def _see_other(address: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@door("gate.sign_in", rule=anyone(), label=_("Sign in"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; open a session for hall code, worker number and password."""
    halls = organization.halls()
    only = halls[0] if len(halls) == 1 else None
    page: dict[str, object] = {
        "only_hall": only,
        "hall_code": short_text(request.COOKIES.get(HALL_COOKIE), 24),
        "next": safe_next(request),
    }
    if request.method != "POST":
        return render(request, "gate/sign_in.html", page)
    page["hall_code"] = only.code if only else short_text(request.POST.get("hall"), 24)
    page["number"] = short_text(request.POST.get("number"), 32)
    before = gate.anybody(request)
    try:
        card = services.sign_in(
            hall_code=str(page["hall_code"]),
            worker_number=str(page["number"]),
            password=request.POST.get("password", ""),
            address=address.of(request),
            at=clock.now(),
        )
    except Refusal as refusal:
        return _again(request, "gate/sign_in.html", page, refusal)
    if before.session_id and before.actor:
        services.sign_out(session_id=before.session_id, by=before.actor, at=clock.now())
    response = _see_other(_after_sign_in(card, page["next"]))
    gate.remember_session(request, response, card.token)
    response.set_cookie(HALL_COOKIE, card.account.hall_code, max_age=YEAR, httponly=True, samesite="Lax")
    return response


def _after_sign_in(card: services.SignedInCard, wanted: object) -> str:
    if card.account.password_due:
        return gate.PASSWORD_ADDRESS
    return str(wanted) or home_of(gate.of_session(card.token))


def _again(request: HttpRequest, template: str, page: dict[str, object], refusal: Refusal) -> HttpResponse:
    """Show the form again with what was typed (never a password) and why it was refused."""
    page |= {"sentence": str(refusal), "code": refusal.code, "rule": refusal.rule}
    return render(request, template, page, status=refusal.status)


@require_POST
@door("gate.sign_out", rule=anyone(), label=_("Sign out"))
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session; being signed out already is as good."""
    who = gate.anybody(request)
    if who.session_id and who.actor:
        services.sign_out(session_id=who.session_id, by=who.actor, at=clock.now())
    response = _see_other(settings.LOGIN_URL)
    gate.forget_session(response)
    return response


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@door("gate.password", rule=signed_in(), label=_("Change the password"), act=True, while_password_due=True)
def password(request: HttpRequest) -> HttpResponse:
    """Choose a new password; every other session of the account ends, this one goes on anew."""
    who = caller(request)
    assert who.account is not None and who.actor is not None  # the door let a person in
    page: dict[str, object] = {
        "next": safe_next(request),
        "due": who.account.password_due,
        "account": who.account,
        "rules": passwords.spoken(),
    }
    if request.method != "POST":
        return render(request, "gate/password.html", page)
    new = request.POST.get("new", "")
    try:
        if new != request.POST.get("again", ""):
            raise PasswordUnfit(why=_t("The two new passwords are not the same."))
        services.set_password(
            account_id=who.account.id,
            old=request.POST.get("old", ""),
            new=new,
            address=address.of(request),
            by=who.actor,
            at=clock.now(),
        )
    except Refusal as refusal:
        return _again(request, "gate/password.html", page, refusal)
    card = services.open_session(account_id=who.account.id, by=who.actor, at=clock.now())
    response = _see_other(str(page["next"]) or home_of(who))
    gate.remember_session(request, response, card.token)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@door("gate.enrol", rule=anyone(), label=_("Enrol a device"))
def enrol(request: HttpRequest) -> HttpResponse:
    """Make this machine a device of a hall with the office's one-time code."""
    page: dict[str, object] = {"next": safe_next(request), "minutes": settings.ENROL_CODE_MINUTES}
    if request.method != "POST":
        return render(request, "gate/enrol.html", page)
    page["typed"] = short_text(request.POST.get("code"), 20)
    try:
        card, token = services.enrol(code=str(page["typed"]), address=address.of(request), at=clock.now())
    except Refusal as refusal:
        return _again(request, "gate/enrol.html", page, refusal)
    response = _see_other("/enrol/done/?kind=" + card.kind)
    gate.remember_device(request, response, card.kind, token)
    return response


@require_safe
@door("gate.enrolled", rule=device(*DeviceKind), label=_("This device"))
def enrolled(request: HttpRequest) -> HttpResponse:
    """Say what this machine is now and lead to its screen."""
    wanted = request.GET.get("kind", "")
    found = [one.device for one in gate.devices_of(request) if one.device]
    shown = next((one for one in found if one.kind == wanted), found[0])
    screens = {
        DeviceKind.KIOSK: "/kiosk/",
        DeviceKind.TERMINAL: "/rating/",
        DeviceKind.BOARD: f"/board/{shown.hall_code}/",
        DeviceKind.WINDOW_SCREEN: f"/board/{shown.hall_code}/",
        DeviceKind.KEYPAD: "/api/v1/keypad",
    }
    page = {"device": shown, "kind": labels.DEVICES[shown.kind], "address": screens[shown.kind]}
    return render(request, "gate/enrolled.html", page)
