"""Was an act that came with a cookie sent by one of our own pages?  For doors outside Django's middleware."""

from __future__ import annotations

from django.middleware import csrf as django_csrf

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def matches(cookie: str, header: str) -> bool:
    """Tell whether the token in the header belongs to the one in the cookie (double submit)."""
    try:
        django_csrf._check_token_format(cookie)  # type: ignore[attr-defined]
        django_csrf._check_token_format(header)  # type: ignore[attr-defined]
    except django_csrf.InvalidTokenFormat:
        return False
    return bool(django_csrf._does_token_match(header, cookie))  # type: ignore[attr-defined]
