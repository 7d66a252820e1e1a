"""What comes in over the counter: who applies, how every material was found, to whom a result went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yichuang.cases.types.states import ApplicantKind, HandoverWay, IdMethod


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts for the applicant, and whether the authority letter was seen."""

    name: str
    id_number: str
    authority_seen: bool


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, in clear; only the vault keeps it.  ``id_number`` and ``phone`` only where needed.

    Of an organisation ``id_number`` is its unified social credit code.
    """

    kind: ApplicantKind
    name: str
    id_number: str = ""
    phone: str = ""
    agent: Agent | None = None


@dataclass(frozen=True, slots=True)
class IdCheck:
    """That an identity was checked, and how; who and when are the act's."""

    method: IdMethod


@dataclass(frozen=True, slots=True)
class CheckLine:
    """How one material was found: there, in the right form, valid, genuine, rightly filled in.

    ``exempt_source`` names where a shareable material was fetched instead of asked for (免提交), and
    ``deferred_until`` by when the applicant promises a deferrable one (容缺).
    """

    position: int
    present: bool
    form_ok: bool = True
    valid: bool = True
    genuine: bool = True
    content_ok: bool = True
    exempt_source: str = ""
    deferred_until: date | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """Where and from when a result may be fetched (CAS-04)."""

    place: str
    hours: str
    from_day: date


@dataclass(frozen=True, slots=True)
class Handover:
    """To whom a result goes: the applicant, an agent with an authority letter, or by post with its number."""

    way: HandoverWay
    id_check: IdCheck | None = None
    authority_seen: bool = False
    tracking: str = ""
    signed: bool = False
