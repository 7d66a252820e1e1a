"""Judge values: does one fit its parameter, does it weaken the general one, which is in force on a day."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol, TypeVar

from yichuang.regulations.types import Parameter, Proofs, Status, Stricter, ValueType

MISSING = object()
MAX_PHRASES, MAX_PHRASE = 200, 60
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_WHOLE = re.compile(r"-?\d{1,6}")
_DECIMAL = re.compile(r"-?\d{1,6}(\.\d{1,2})?")
_PERSONAL = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)")


class Dated(Protocol):
    """Anything with a first day and an exclusive end."""

    @property
    def active_from(self) -> date: ...
    @property
    def active_until(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def in_force(rows: Iterable[D], on: date) -> D | None:
    """Return the row that holds on ``on``: of those covering the day, the one that began last."""
    begun = [row for row in rows if row.active_from <= on]
    covering = [row for row in begun if row.active_until is None or on < row.active_until]
    return max(covering, key=lambda row: row.active_from, default=None)


def general_on(parameter: Parameter, on: date) -> Any:
    """Return the general value on ``on``, or ``MISSING`` where the rules leave it open."""
    begun = [one for one in parameter.general if one.active_from is None or one.active_from <= on]
    return max(begun, key=lambda one: one.active_from or date.min).value if begun else MISSING


def general_during(parameter: Parameter, since: date, until: date | None) -> list[Any]:
    """Return every general value in force on some day of the span (``until`` exclusive)."""
    begins = [one.active_from or date.min for one in parameter.general]
    days = [since, *(day for day in begins if since < day and (until is None or day < until))]
    found = [general_on(parameter, day) for day in days]
    return [value for value in found if value is not MISSING]


def fits(parameter: Parameter, value: Any) -> bool:
    """Say whether ``value`` has the parameter's shape and lies within its bounds."""
    return shaped(parameter, value) and within(parameter, value)


def shaped(parameter: Parameter, value: Any) -> bool:
    """Say whether ``value`` has the parameter's shape, whatever its bounds."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    match parameter.type:
        case ValueType.COUNT:
            return number and isinstance(value, int)
        case ValueType.AMOUNT:
            # two decimals: points are added up over a month
            return number and round(value, 2) == value
        case ValueType.CHOICE | ValueType.PERIOD:
            return isinstance(value, str) and any(option.value == value for option in parameter.options)
        case ValueType.TIME:
            return isinstance(value, str) and _TIME.fullmatch(value) is not None
        case ValueType.PHRASES:
            return _phrases(value)
        case ValueType.BANDS:
            return _bands(value)
        case _:
            return False


def within(parameter: Parameter, value: Any) -> bool:
    """Say whether a well-shaped ``value`` lies within the parameter's bounds."""
    if parameter.type not in (ValueType.COUNT, ValueType.AMOUNT):
        return True
    least = value if parameter.min is None else parameter.min
    most = value if parameter.max is None else parameter.max
    return bool(least <= value <= most)


def _phrases(value: Any) -> bool:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_PHRASES:
        return False
    told = all(isinstance(one, str) and one.strip() == one and 0 < len(one) <= MAX_PHRASE for one in value)
    return told and len(set(value)) == len(value)


def _bands(value: Any) -> bool:
    if not isinstance(value, list) or not value:
        return False
    for band in value:
        if not (isinstance(band, list) and len(band) == 2):
            return False
        if not all(
            isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= 200 for one in band
        ):
            return False
    starts = [band[0] for band in value]
    return starts == sorted(set(starts), reverse=True)


def weakens(parameter: Parameter, general: Any, value: Any) -> bool:
    """Say whether ``value`` asks less than ``general`` (both fit the parameter)."""
    if parameter.stricter is Stricter.NONE:
        return False
    if parameter.type is ValueType.PHRASES:
        return not set(general) <= set(value)
    if parameter.options:
        order = [option.value for option in parameter.options]
        value, general = order.index(value), order.index(general)
    lower: bool = value < general
    higher: bool = value > general
    return lower if parameter.stricter is Stricter.HIGHER else higher


def read(parameter: Parameter, text: str) -> Any:
    """Return what somebody typed as a value of the parameter; nothing typed is None.

    Lists come one a line; a band as its score and its factor.  Raises ``ValueError`` for what is no value.
    """
    text = text.strip()
    if not text:
        return None
    if parameter.type is ValueType.PHRASES:
        return [line.strip() for line in text.splitlines() if line.strip()]
    text = unicodedata.normalize("NFKC", text)  # full-width figures, as an input method writes them
    match parameter.type:
        case ValueType.COUNT:
            return int(_typed(_WHOLE, text))
        case ValueType.AMOUNT:
            return float(_typed(_DECIMAL, text))
        case ValueType.BANDS:
            lines = [line.split() for line in text.splitlines() if line.strip()]
            return [[float(_typed(_DECIMAL, word)) for word in line] for line in lines]
    return text


def _typed(shape: re.Pattern[str], text: str) -> str:
    if not shape.fullmatch(text):
        raise ValueError("not a number of this kind")
    return text


def names_a_person(text: str) -> bool:
    """Say whether ``text`` holds what looks like an identity number or a mobile number."""
    return _PERSONAL.search(text) is not None


def status_of(*, claimed: bool, needs_refusal: bool, proofs: Proofs) -> Status:
    """Say how far a control is: proven needs a claim and its tests, a refusing one where it must refuse."""
    if not claimed:
        return Status.NOT_YET
    if needs_refusal:
        return Status.PROVEN if proofs.keeps and proofs.refuses else Status.CLAIMED
    return Status.PROVEN if proofs.keeps or proofs.refuses else Status.CLAIMED
