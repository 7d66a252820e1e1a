"""The typed-in number of a case or notice: a code of the office, never a number of a person."""

from __future__ import annotations

import re
from enum import StrEnum

from yichuang.queueing.types import Outcome

NUMBERED = frozenset({Outcome.CASE, Outcome.NOTICE})

_SHAPE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[-./_](?=[A-Za-z0-9])){3,39}", re.ASCII)
_MARKS = re.compile(r"[-./_]")
_MOBILE = re.compile(r"(?<!\d)(?:0{0,2}86)?1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-?[2-9]\d{6,7}(?!\d)")
# place (6 digits), birthday, serial, check digit; before 1999 without century and check digit
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
    r"|(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"
)


class Fault(StrEnum):
    """What is wrong with a reference."""

    MISSING = "missing"
    NOT_ALLOWED = "not_allowed"
    MALFORMED = "malformed"
    PERSONAL = "personal"


def tidy(reference: str) -> str:
    """Return the reference as it is kept: without blanks around it, letters in capitals."""
    return reference.strip().upper()


def fault(outcome: Outcome, reference: str) -> Fault | None:
    """Return what is wrong with a tidied reference for this outcome, or ``None``."""
    if outcome not in NUMBERED:
        return Fault.NOT_ALLOWED if reference else None
    if not reference:
        return Fault.MISSING
    if not _SHAPE.fullmatch(reference) or not re.search(r"\d", reference):
        return Fault.MALFORMED
    bare = _MARKS.sub("", reference)
    if any(kind.search(text) for kind in (_IDENTITY, _MOBILE) for text in (reference, bare)):
        return Fault.PERSONAL
    if _LANDLINE.search(reference):
        return Fault.PERSONAL
    return None
