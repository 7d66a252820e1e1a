"""Keyed hashes that let something be found again without being kept: a matter, the tail of a phone."""

from __future__ import annotations

import hashlib
import hmac
import re
from uuid import UUID

from yichuang.cases.rules.joint import normalised
from yichuang.kernel.keys import secret


def tail(hall_id: UUID, number: str, phone: str) -> str:
    """Return the hash of a case's number with the last four digits of a phone; empty without a phone."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) < 4:
        return ""
    return _hash("case-tail", hall_id, number, digits[-4:])


def tried(hall_id: UUID, number: str) -> str:
    """Return the hash under which a number that belongs to no case is told in the journal."""
    return _hash("case-tried", hall_id, number)


def matter(hall_id: UUID, item_id: UUID, applicant_index: str) -> str:
    """Return the hash of one person's matter, which tells nothing of the person's other ones."""
    return _hash("case-matter", hall_id, item_id.hex, applicant_index)


def datum(hall_id: UUID, case_id: UUID, field: str, value: str) -> str:
    """Return the hash that tells two data of one case apart, and nothing of any other case."""
    return _hash("case-datum", hall_id, case_id.hex, field, normalised(value))


def _hash(name: str, hall_id: UUID, *parts: str) -> str:
    told = "\n".join((hall_id.hex, *parts))
    return hmac.new(secret(name), told.encode(), hashlib.sha256).hexdigest()
