"""Look for personal data where none may be: journal, logs, addresses, public pages, QR codes, live streams.

It reads a text as a thief would: also full-width, with separators, HTML- and percent-encoded, in JSON escapes
and in base64.  What it finds is reported masked, so that a report leaks nothing either.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

from yichuang.kernel.vault import rules
from yichuang.kernel.vault.types import Kind

_EDGE, _END = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z])"
_RESIDENT = re.compile(rf"{_EDGE}[1-9]\d{{5}}[ -]?\d{{8}}[ -]?\d{{3}}[\dXx]{_END}")
_MOBILE = re.compile(rf"{_EDGE}(?:\+?86[ -]?)?1[3-9]\d(?:\d{{8}}|[ -]\d{{4}}[ -]\d{{4}}){_END}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_PACKED = re.compile(r"[A-Za-z0-9_+/-]{16,}={0,2}")


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data in a place: its kind, the place, and what may be shown of it."""

    kind: Kind
    where: str
    shown: str

    def __str__(self) -> str:
        return f"{self.kind} {self.shown} in {self.where}"


def scan(text: str, *, where: str, names: Iterable[str] = ()) -> list[Finding]:
    """Return the identity numbers, mobile numbers and ``names`` that ``text`` gives away, each once."""
    found: dict[Finding, None] = {}
    wanted = [name for name in names if len(name) >= 2]
    for reading in _readings(text):
        for kind, value in _numbers(reading):
            found[Finding(kind, where, rules.masked(kind, value))] = None
        for name in wanted:
            if name in reading:
                found[Finding(Kind.NAME, where, rules.masked_name(name))] = None
    return list(found)


def _numbers(text: str) -> Iterator[tuple[Kind, str]]:
    for match in _RESIDENT.finditer(text):
        if rules.resident_number_fits(rules.normalised(Kind.ID_NUMBER, match.group())):
            yield Kind.ID_NUMBER, match.group()
    for match in _MOBILE.finditer(text):
        yield Kind.PHONE, match.group()


def hidden(text: str) -> str:
    """Return ``text`` with every identity and mobile number in it masked, as paper and screen may show it.

    Full-width digits are folded first where a number is hidden in them.
    """
    folded = unicodedata.normalize("NFKC", text)
    there = len(list(_numbers(folded)))
    if not there:
        return text
    if len(list(_numbers(text))) == there:
        folded = text
    shown = _RESIDENT.sub(_masked_resident, folded)
    return _MOBILE.sub(lambda found: rules.masked(Kind.PHONE, found.group()), shown)


def _masked_resident(found: re.Match[str]) -> str:
    number = rules.normalised(Kind.ID_NUMBER, found.group())
    fits = rules.resident_number_fits(number)
    return rules.masked(Kind.ID_NUMBER, number) if fits else found.group()


def _readings(text: str) -> Iterator[str]:
    """Return the text as it stands and as what it may stand for."""
    seen: set[str] = set()
    plain = unicodedata.normalize("NFKC", text)
    spelled = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), plain)
    for reading in (plain, spelled, html.unescape(spelled), unquote_plus(html.unescape(spelled))):
        folded = unicodedata.normalize("NFKC", reading)
        if folded not in seen:
            seen.add(folded)
            yield folded
    for packed in _PACKED.findall(plain):
        told = _unpacked(packed)
        if told:
            yield told


def _unpacked(packed: str) -> str:
    """Return what base64 text says if it says something readable."""
    bare = packed.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        told = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return told if told.isprintable() else ""
