"""Tokens of sessions and devices, enrolment codes and initial passwords; the database sees only hashes.

What the office tells once (a code, an initial password) is drawn from the key of its act: sending the form
again tells the same, and nothing that could be read is stored.  Without the secret nobody can draw it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from itertools import count, islice

from yichuang.kernel.access.rules import CODE_ALPHABET, CODE_LENGTH, tidy
from yichuang.kernel.keys import secret
from yichuang.kernel.types import Actor, Key


def new_token() -> str:
    """Return 256 random bits, fit for a cookie or a header."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored of a token (hex SHA-256; a token is random, so no salt is needed)."""
    return hashlib.sha256(token.encode()).hexdigest()


def seed_of(by: Actor, key: Key | None) -> str:
    """Return what an act's secret is drawn from: its key where it came with one, else chance."""
    return f"{by.hall_id}\n{by.id}\n{key.value}" if key else secrets.token_hex(32)


def drawn(alphabet: str, use: str, seed: str) -> Iterator[str]:
    """Draw characters evenly and without end, for one use and seed always the same ones."""
    fair = 256 - 256 % len(alphabet)
    for turn in count():
        block = bytes.fromhex(keyed(use, f"{turn}\n{seed}"))
        yield from (alphabet[byte % len(alphabet)] for byte in block if byte < fair)


def code_from(seed: str) -> str:
    """Return the enrolment code of a seed, without characters that look alike."""
    return "".join(islice(drawn(CODE_ALPHABET, "new code", seed), CODE_LENGTH))


def code_hash(code: str) -> str:
    """Return what is stored of an enrolment code: short, so keyed with a secret outside the database."""
    return keyed("code", tidy(code).replace("-", ""))


def keyed(what: str, value: str) -> str:
    """Return the keyed hash (hex HMAC-SHA-256) of ``value`` for the use ``what``."""
    return hmac.new(secret("enrol"), f"{what}\n{value}".encode(), hashlib.sha256).hexdigest()
