"""Between a request and a door: whose token it carries, and where to send who may not pass yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from yichuang.kernel import clock
from yichuang.kernel.access import callers, csrf
from yichuang.kernel.access.errors import EnrolNeeded, NoCsrf, PasswordDue
from yichuang.kernel.access.types import STRANGER, Caller, DeviceKind, Door, Rule
from yichuang.kernel.errors import Refusal

ANYBODY = Rule(any_person=True, kinds=frozenset(DeviceKind))
PASSWORD_ADDRESS = "/sign-in/password/"  # noqa: S105
ENROL_ADDRESS = "/enrol/"
DEVICE_COOKIE_SECONDS = 400 * 24 * 3600


def device_cookie(kind: DeviceKind) -> str:
    """Return the name of the cookie of a device: one a kind, so that one browser can show several."""
    return f"{settings.DEVICE_COOKIE}_{kind}"


def find(authorization: str, cookies: Mapping[str, str], rule: Rule, at: datetime | None = None) -> Caller:
    """Return who stands behind the header or cookies, as far as ``rule`` asks for them.

    A header speaks first; then the cookie of a device the rule lets in; then the staff session.
    """
    at = at or clock.now()
    scheme, _, token = authorization.partition(" ")
    if token:
        if scheme.lower() == "device":
            return callers.by_device(token.strip(), by_cookie=False)
        if scheme.lower() == "bearer":
            return callers.by_session(token.strip(), at, by_cookie=False)
    machine = _device_in(cookies, rule.kinds)
    if machine.device:
        return machine
    session = cookies.get(settings.SESSION_COOKIE)
    if session:
        person = callers.by_session(session, at)
        if person.account:
            return person
    # a device of another kind hears 403 and not 'enrol first'
    return _device_in(cookies, frozenset(DeviceKind) - rule.kinds)


def _device_in(cookies: Mapping[str, str], kinds: frozenset[DeviceKind]) -> Caller:
    """Return the device of one of ``kinds`` that these cookies name; a token in another kind's is none."""
    for kind in DeviceKind:
        token = cookies.get(device_cookie(kind)) if kind in kinds else None
        if token:
            found = callers.by_device(token)
            if found.device and found.device.kind is kind:
                return found
    return STRANGER


def identify(request: HttpRequest, rule: Rule) -> Caller:
    """Return who made the request, as far as ``rule`` asks; a public door asks nothing."""
    if rule.public:
        return STRANGER
    return find(request.headers.get("Authorization", ""), request.COOKIES, rule)


def anybody(request: HttpRequest) -> Caller:
    """Return who made the request where no door has asked: the person first, else a device."""
    return find(request.headers.get("Authorization", ""), request.COOKIES, Rule(any_person=True))


def of_session(token: str) -> Caller:
    """Return the person whose session ``token`` opens, or a stranger."""
    return callers.by_session(token, clock.now())


def devices_of(request: HttpRequest) -> list[Caller]:
    """Return every device that this browser is (a demo may show a kiosk and a board in one)."""
    found = [_device_in(request.COOKIES, frozenset({kind})) for kind in DeviceKind]
    return [one for one in found if one.device]


def from_our_page(request: HttpRequest, who: Caller) -> None:
    """Raise ``NoCsrf`` for an act by cookie that Django's own check has not seen and no token vouches for."""
    if not who.by_cookie or request.method in csrf.SAFE_METHODS:
        return
    if getattr(request, "csrf_processing_done", False) or getattr(
        request, "_dont_enforce_csrf_checks", False
    ):
        return
    header = request.headers.get("X-CSRFToken") or request.headers.get("X-CSRF-Token") or ""
    if not csrf.matches(request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""), header):
        raise NoCsrf


def way_in(request: HttpRequest, door: Door, refusal: Refusal) -> HttpResponse | None:
    """Return the redirect to where the caller can get in, or None where a sentence loses less.

    Only a page that is merely read is redirected; what was typed into a form stays on its screen.
    """
    if request.method not in {"GET", "HEAD"} or request.path.startswith(("/api/", "/live/")):
        return None
    if request.headers.get("HX-Request"):
        return None
    if isinstance(refusal, EnrolNeeded):
        kind = next((kind for kind in DeviceKind if kind in door.rule.kinds), DeviceKind.KIOSK)
        return _see_other(ENROL_ADDRESS, kind=kind.value, next=request.get_full_path())
    if isinstance(refusal, PasswordDue):
        return _see_other(PASSWORD_ADDRESS, next=request.get_full_path())
    return _see_other(settings.LOGIN_URL, next=request.get_full_path())


def _see_other(address: str, **query: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(f"{address}?{urlencode(query)}")
    response.status_code = 303
    response["Cache-Control"] = "no-store"
    return response


def remember_session(request: HttpRequest, response: HttpResponseBase, token: str) -> None:
    """Give the browser the token of a staff session, out of reach for scripts."""
    response.set_cookie(
        settings.SESSION_COOKIE,
        token,
        max_age=settings.SESSION_HOURS * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget_session(response: HttpResponseBase) -> None:
    """Take the token of a staff session from the browser."""
    response.delete_cookie(settings.SESSION_COOKIE, samesite="Lax")


def remember_device(request: HttpRequest, response: HttpResponseBase, kind: DeviceKind, token: str) -> None:
    """Give the machine its token for as long as browsers keep one; each page it opens renews it."""
    response.set_cookie(
        device_cookie(kind),
        token,
        max_age=DEVICE_COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
