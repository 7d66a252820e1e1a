"""Shapes of personal data: what is well-formed, what counts as the same, what a stranger may see."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from yichuang.kernel.vault.types import Kind

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_RESIDENT = re.compile(r"[1-9]\d{16}[\dX]")
# GB 32100-2015: authority, kind, place, body, check character; no I, O, S, V, Z
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(rf"[{_SIGNS}]{{2}}\d{{6}}[{_SIGNS}]{{10}}")
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# passport, permits of Hong Kong, Macao and Taiwan residents: letters first, or eight digits
_DOCUMENT = re.compile(r"[A-Z]{1,2}\d{6,10}|\d{8}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{9,11}")
_AREA = re.compile(r"0(?:10|2\d|[3-9]\d\d)")
_PURPOSE = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)*")
STAR = "*"
LONGEST = {
    Kind.NAME: 100,
    Kind.ID_NUMBER: 32,
    Kind.CREDIT_CODE: 32,
    Kind.PHONE: 32,
    Kind.TEXT: 20_000,
    Kind.LETTER: 200_000,
    Kind.BADGE_NAME: 100,
}


def _folded(value: str) -> str:
    return unicodedata.normalize("NFKC", value)


def normalised(kind: Kind, value: str) -> str:
    """Return the one form under which ``value`` is found again (full width folded, blanks and dashes off)."""
    plain = _folded(value)
    match kind:
        case Kind.ID_NUMBER | Kind.CREDIT_CODE:
            return re.sub(r"[\s-]", "", plain).upper()
        case Kind.PHONE:
            digits = re.sub(r"[^\d+]", "", plain)
            return re.sub(r"^(\+86|0086|86(?=1[3-9]\d{9}$))", "", digits)
        case Kind.NAME | Kind.BADGE_NAME:
            return re.sub(r"[\u00b7\u2022\u2027\u30fb.]", "·", " ".join(plain.split())).casefold()
        case Kind.TEXT | Kind.LETTER:
            return plain.strip()


def resident_number_fits(number: str) -> bool:
    """Tell whether an 18-digit resident number has a real birth date and the right check digit.

    Source: GB 11643-1999, ISO 7064 MOD 11-2.
    """
    if not _RESIDENT.fullmatch(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17]


def credit_code_fits(code: str) -> bool:
    """Tell whether an 18-character social credit code has the right check character (GB 32100-2015)."""
    if not _CREDIT.fullmatch(code):
        return False
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(code[:17], _CREDIT_WEIGHTS, strict=True))
    return _SIGNS[-total % 31] == code[17]


def fits(kind: Kind, value: str) -> bool:
    """Tell whether ``value`` can be what ``kind`` says."""
    plain = normalised(kind, value)
    if not plain or len(value) > LONGEST[kind]:
        return False
    match kind:
        case Kind.ID_NUMBER:
            return resident_number_fits(plain) or bool(_DOCUMENT.fullmatch(plain))
        case Kind.CREDIT_CODE:
            return credit_code_fits(plain)
        case Kind.PHONE:
            return bool(_MOBILE.fullmatch(plain) or _LANDLINE.fullmatch(plain))
        case _:
            return not any(_unreadable(char) for char in plain)


def _unreadable(char: str) -> bool:
    """Tell whether a character is a control (lines and tabs apart) or half of one."""
    return unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\r\t"


def is_purpose(text: str) -> bool:
    """Tell whether ``text`` can name a purpose: a short dotted code of ours (``queueing.contact``)."""
    return len(text) <= 64 and bool(_PURPOSE.fullmatch(text))


def masked(kind: Kind, value: str) -> str:
    """Return what of ``value`` may stand on a screen: 张*国, 李*, 138****2210, 1101**********1234."""
    match kind:
        case Kind.NAME:
            return masked_name(value)
        case Kind.ID_NUMBER | Kind.CREDIT_CODE:
            return masked_number(normalised(kind, value))
        case Kind.PHONE:
            return masked_phone(normalised(kind, value))
        case Kind.BADGE_NAME:
            return value
        case Kind.TEXT | Kind.LETTER:
            return STAR * 3


def masked_name(name: str) -> str:
    """Keep the first character, and the last of three or more; a Latin name keeps each word's initial."""
    plain = " ".join(_folded(name).split())
    if not plain:
        return ""
    if plain.isascii():
        return " ".join(word[0] + STAR * (len(word) - 1) for word in plain.split())
    if len(plain) <= 2:
        return plain[0] + STAR
    middle = "".join(char if char in "· " else STAR for char in plain[1:-1])
    return plain[0] + middle + plain[-1]


def masked_number(number: str) -> str:
    """Keep the first four and last four of a long number, the first and last of a short one."""
    if len(number) >= 15:
        return number[:4] + STAR * (len(number) - 8) + number[-4:]
    if len(number) <= 2:
        return STAR * len(number)
    return number[0] + STAR * (len(number) - 3) + number[-2:]


def masked_phone(number: str) -> str:
    """Keep the first three and last four of a mobile number, area code and last three of a landline."""
    if _MOBILE.fullmatch(number):
        return number[:3] + STAR * 4 + number[-4:]
    area = _AREA.match(number)
    head = area.group() if area else ""
    hidden = len(number) - len(head) - 3
    return head + STAR * hidden + number[-3:] if hidden >= 3 else STAR * len(number)
