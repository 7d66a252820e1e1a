"""How one wants to look at the screens: language and type size, kept in two cookies.

Chinese comes first whatever a browser says of itself; ``?lang=en`` and ``?type=large`` choose once and stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

LANGUAGE_COOKIE = "language"
TYPE_COOKIE = "type"
LARGE = "large"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Look:
    """The chosen language (``zh-hans`` or ``en``) and whether the type is large."""

    language: str
    large: bool

    @property
    def type_size(self) -> str:
        return LARGE if self.large else "normal"


def known_language(code: str | None) -> str | None:
    """Return ``code`` as one of our languages (``zh`` and ``zh-CN`` are Chinese), or None."""
    code = (code or "").lower()
    if code.startswith("zh"):
        return "zh-hans"
    return code if code in dict(settings.LANGUAGES) else None


def look_of(request: HttpRequest) -> Look:
    """Read the look from the address, else from the cookies, else Chinese in normal type."""
    language = (
        known_language(request.GET.get("lang"))
        or known_language(request.COOKIES.get(LANGUAGE_COOKIE))
        or settings.LANGUAGE_CODE
    )
    size = request.GET.get("type") or request.COOKIES.get(TYPE_COOKIE)
    return Look(language, size == LARGE)


def remember(response: HttpResponse, look: Look) -> None:
    """Keep ``look`` in the two cookies for a year."""
    for name, value in ((LANGUAGE_COOKIE, look.language), (TYPE_COOKIE, look.type_size)):
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True)


class LookMiddleware:
    """Activate the look's language for the request; remember it when the address chose it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        look = look_of(request)
        request.look = look  # type: ignore[attr-defined]
        with translation.override(look.language), timezone.override(None):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", look.language)
        if known_language(request.GET.get("lang")) or request.GET.get("type"):
            remember(response, look)
        return response
