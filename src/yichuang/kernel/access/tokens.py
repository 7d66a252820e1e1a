"""Tokens of sessions and devices, and enrolment codes; the database sees only their hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from yichuang.kernel.access.rules import CODE_ALPHABET, CODE_LENGTH, tidy
from yichuang.kernel.keys import secret


def new_token() -> str:
    """Return 256 random bits, fit for a cookie or a header."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored of a token (hex SHA-256; a token is random, so no salt is needed)."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Return a fresh enrolment code without characters that look alike."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def code_hash(code: str) -> str:
    """Return what is stored of an enrolment code: short, so keyed with a secret outside the database."""
    return keyed("code", tidy(code).replace("-", ""))


def keyed(what: str, value: str) -> str:
    """Return the keyed hash (hex HMAC-SHA-256) of ``value`` for the use ``what``."""
    return hmac.new(secret("enrol"), f"{what}\n{value}".encode(), hashlib.sha256).hexdigest()
