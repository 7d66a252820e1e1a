"""What leaves this room: mechanisms, controls, clauses, parameters and their dated values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from yichuang.kernel.ports import Port


class ControlClass(StrEnum):
    """How a control is kept."""

    ENFORCE = "ENFORCE"
    DETECT = "DETECT"
    EVIDENCE = "EVIDENCE"
    PUBLISH = "PUBLISH"
    SCORE = "SCORE"
    HUMAN = "HUMAN"


class Status(StrEnum):
    """How far the product is with a control."""

    NOT_YET = "not_yet"
    CLAIMED = "claimed"
    PROVEN = "proven"


class Stricter(StrEnum):
    """Which way a parameter's value is stricter; with NONE the hall chooses freely."""

    LOWER = "lower"
    HIGHER = "higher"
    NONE = "none"


class Origin(StrEnum):
    """Where a parameter's general value comes from.

    GIVEN: the rules say it.  UNSET: they leave a blank on purpose, the hall must fill it.
    OURS: they ask for a number and say none, the product proposes one.  ELSEWHERE: a table of another room.
    """

    GIVEN = "given"
    UNSET = "unset"
    OURS = "ours"
    ELSEWHERE = "elsewhere"


class ValueType(StrEnum):
    """The shape of a parameter's value: int, int or float, a code, a code, HH:MM, texts, pairs …"""

    COUNT = "count"
    AMOUNT = "amount"
    CHOICE = "choice"
    PERIOD = "period"
    TIME = "time"
    PHRASES = "phrases"
    BANDS = "bands"
    SESSIONS = "sessions"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Text:
    """One saying in both languages of the screens."""

    zh: str
    en: str

    def told_in(self, language: str | None) -> str:
        """Return the saying in ``language`` (``en`` …), else in Chinese."""
        return self.en if (language or "").startswith("en") and self.en else self.zh


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One institution of the rulebook, such as 首问负责制, and the room it lives in."""

    code: str
    name: Text
    room: str


@dataclass(frozen=True, slots=True)
class Clause:
    """The address of one clause: which text, which article.  Its words are not kept."""

    code: str
    source: str
    text_code: str
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Control:
    """One thing asked of the hall that can be kept, seen, recorded, shown, scored or judged."""

    id: str
    mechanism: str
    cls: ControlClass
    also: tuple[ControlClass, ...]
    derived: bool
    asks: Text
    check: Text
    binds: tuple[str, ...]
    clauses: tuple[Clause, ...]
    note: str = ""

    @property
    def classes(self) -> tuple[ControlClass, ...]:
        return (self.cls, *self.also)

    @property
    def needs_refusal(self) -> bool:
        """Whether one test must keep it and another be refused."""
        return ControlClass.ENFORCE in self.classes


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle the rules begin with, and the controls that make it real."""

    code: str
    name: Text
    meaning: Text
    clauses: tuple[Clause, ...]
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proofs:
    """The tests that prove one control: those that keep it, and those where a violation is refused."""

    keeps: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ControlCard:
    """A control with what is true of it now: status, the functions that keep it, its tests, its events."""

    control: Control
    status: Status
    by: tuple[str, ...]
    proofs: Proofs
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many controls there are, how many of them are claimed, how many of these proven."""

    controls: int
    claimed: int
    proven: int


@dataclass(frozen=True, slots=True)
class GeneralValue:
    """The general value of a parameter from a day on (None: since ever)."""

    active_from: date | None
    value: Any


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a parameter."""

    value: str
    name: Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number (or choice, or list) of the rules.

    ``options`` of a choice or period stand from the weakest to the strictest.  ``kept_by`` names the room
    that holds the value itself, so that it is not set here.  ``row`` is its row in the register, 0 for
    one the product needs beside a row.
    """

    key: str
    row: int
    name: Text
    type: ValueType
    unit: Text
    origin: Origin
    general: tuple[GeneralValue, ...]
    stricter: Stricter
    clauses: tuple[str, ...]
    mechanism: str
    owner: str
    min: float | None = None
    max: float | None = None
    options: tuple[Option, ...] = ()
    kept_by: str = ""


@dataclass(frozen=True, slots=True)
class ValueCard:
    """A hall's own value of a parameter, from a day until another (exclusive; None: open).

    ``general`` is the general value it was judged against, ``parent_id`` the hall's value it follows.
    """

    id: UUID
    hall_id: UUID
    key: str
    value: Any
    active_from: date
    active_until: date | None
    general: Any
    parent_id: UUID | None
    reason: str
    set_by: UUID
    set_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParameterCard:
    """A parameter as it stands for one hall on one day; ``hall_value`` when the hall's own is in force."""

    parameter: Parameter
    value: Any
    is_set: bool
    general: Any
    hall_value: ValueCard | None
    coming: tuple[ValueCard, ...] = ()


def _nowhere(hall_id: UUID, /) -> str:
    return "UTC"


#: In which time zone a hall's days begin and end; the room of the halls answers.
TIMEZONE_OF = Port("regulations.timezone_of", _nowhere)
