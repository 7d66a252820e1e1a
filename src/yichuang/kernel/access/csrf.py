"""Was an act that came with a cookie sent by one of our own pages?  For doors outside Django's middleware."""

from __future__ import annotations

from django.middleware.csrf import InvalidTokenFormat, _check_token_format, _does_token_match

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def matches(cookie: str, header: str) -> bool:
    """Tell whether the token in the header belongs to the one in the cookie (double submit)."""
    if not cookie or not header:
        return False
    try:
        _check_token_format(cookie)
        _check_token_format(header)
    except InvalidTokenFormat:
        return False
    return _does_token_match(header, cookie)
