"""The words of the doors: roles, kinds of devices, who stands at a door, and what a door asks.  No Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from yichuang.kernel.types import Actor, ActorKind


class Role(StrEnum):
    """The actors of the regulations, by the register's codes, and the system administrator."""

    CIT = "cit"
    STF = "stf"
    BST = "bst"
    CHIEF = "chief"
    SEC = "sec"
    OFF = "off"
    CMT = "cmt"
    UH = "uh"
    INSP = "insp"
    SUP = "sup"
    GUIDE = "guide"
    CONS = "cons"
    TECH = "tech"
    HR = "hr"
    UNIT = "unit"
    SAFE = "safe"
    FAC = "fac"
    DOC = "doc"
    CASH = "cash"
    SYS = "sys"
    PUB = "pub"
    ADM = "adm"


#: Actors of the regulations that nobody signs in as.
NOT_GRANTED = frozenset({Role.CIT, Role.PUB, Role.SYS})
#: Who may come to a window's desk; whether they may serve there is asked of the posts, inside the act.
CLERKS = frozenset({Role.STF, Role.BST, Role.CHIEF, Role.SEC, Role.CONS, Role.CASH, Role.DOC})


class DeviceKind(StrEnum):
    """What an enrolled device is: ticket machine, lobby board, window screen, terminal, keypad of a clerk."""

    KIOSK = "kiosk"
    BOARD = "board"
    WINDOW_SCREEN = "window_screen"
    TERMINAL = "terminal"
    KEYPAD = "keypad"


@dataclass(frozen=True, slots=True)
class GrantCard:
    """One role held now; ``department_id`` is None where it holds for the whole hall."""

    role: Role
    department_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class GivenCard:
    """One role given, with whose it is and until when (exclusive; None: until taken back)."""

    id: UUID
    account_id: UUID
    person_id: UUID
    role: Role
    department_id: UUID | None
    active_until: datetime | None


@dataclass(frozen=True, slots=True)
class AccountCard:
    """A worker's login as it leaves this part; never with its password."""

    id: UUID
    hall_id: UUID
    hall_code: str
    worker_number: str
    person_id: UUID
    active: bool = True
    password_due: bool = False

    @property
    def username(self) -> str:
        """Return the login name, hall code and worker number."""
        return f"{self.hall_code}-{self.worker_number}".upper()


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """An enrolled device of one hall and the place it stands at."""

    id: UUID
    hall_id: UUID
    hall_code: str
    kind: DeviceKind
    name: str
    window_id: UUID | None = None
    zone_id: UUID | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Caller:
    """Who stands at a door: a signed-in person, an enrolled device, or a stranger (all fields empty).

    ``session_id`` is the staff session, ``window_id`` the window it stands at.
    """

    account: AccountCard | None = None
    grants: frozenset[GrantCard] = frozenset()
    device: DeviceCard | None = None
    session_id: UUID | None = None
    window_id: UUID | None = None
    by_cookie: bool = False
    idle_seconds: int = 0

    @property
    def hall_id(self) -> UUID | None:
        """Return the hall whose person or device this is."""
        whose = self.device or self.account
        return whose.hall_id if whose else None

    @property
    def hall_code(self) -> str:
        """Return the code of that hall, empty for a stranger."""
        whose = self.device or self.account
        return whose.hall_code if whose else ""

    @property
    def person_id(self) -> UUID | None:
        """Return the person signed in."""
        return self.account.person_id if self.account else None

    @property
    def roles(self) -> frozenset[Role]:
        """Return every role held now, wherever in the hall it holds."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def departments(self) -> frozenset[UUID]:
        """Return the departments that roles of this person are confined to."""
        return frozenset(grant.department_id for grant in self.grants if grant.department_id)

    @property
    def actor(self) -> Actor | None:
        """Return the hand whose acts these are, None for a stranger."""
        if self.device:
            return Actor(
                ActorKind.DEVICE, self.device.id, self.device.hall_id, window_id=self.device.window_id
            )
        if self.account:
            return Actor(
                ActorKind.PERSON, self.account.person_id, self.account.hall_id, window_id=self.window_id
            )
        return None

    def holds(self, role: Role, department_id: UUID | None = None) -> bool:
        """Tell whether the person holds ``role`` hall-wide or for ``department_id``."""
        return any(
            grant.role is role and grant.department_id in (None, department_id) for grant in self.grants
        )


STRANGER = Caller()


@dataclass(frozen=True, slots=True)
class Rule:
    """What a door asks of who stands before it; one fulfilled part is enough."""

    public: bool = False
    any_person: bool = False
    roles: frozenset[Role] = frozenset()
    kinds: frozenset[DeviceKind] = frozenset()


class Answer(StrEnum):
    """What a rule says of a caller."""

    COME_IN = "come_in"
    SIGN_IN = "sign_in"
    ENROL = "enrol"
    CHANGE_PASSWORD = "change_password"  # noqa: S105
    NOT_YOURS = "not_yours"


@dataclass(frozen=True, slots=True)
class Door:
    """One declared address: its name, its rule, whether passing it is an act, and what it is for.

    ``while_password_due`` marks the few doors open to a person who must first change the password,
    ``personal`` those behind which citizens' data is seen: only who vowed secrecy this year passes (PRV-03).
    """

    name: str
    rule: Rule
    label: object = field(compare=False)
    act: bool = False
    while_password_due: bool = False
    personal: bool = False
