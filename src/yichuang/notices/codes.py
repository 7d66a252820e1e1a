"""The code that goes with a notice's number: eight digits, drawn from a secret outside the database."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from uuid import UUID

from yichuang.kernel.keys import secret

DIGITS = 8


def code_of(notice_id: UUID) -> str:
    """Return the code of a notice as it is printed (``4839 2075``); only the letter holds it."""
    digest = hmac.new(secret("notices"), b"code" + notice_id.bytes, hashlib.sha256).digest()
    digits = f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"
    return f"{digits[:4]} {digits[4:]}"


def fits(notice_id: UUID, code: str) -> bool:
    """Tell whether ``code``, as typed, is the notice's; the time it takes says nothing."""
    typed = "".join(
        one for one in unicodedata.normalize("NFKC", code[:40]) if one.isascii() and one.isdigit()
    )
    return hmac.compare_digest(typed.encode(), code_of(notice_id).replace(" ", "").encode())


def hash_of(hall_id: UUID, what: str, value: str) -> str:
    """Return the keyed hash under which a typed number or an address is counted."""
    told = f"{hall_id.hex}\n{what}\n{value}"
    return hmac.new(secret("notices"), told.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
