"""Who may apply and with what: identity where the item needs it, an agent only with authority (INT-04)."""

from __future__ import annotations

from enum import StrEnum

from yichuang.cases.types.intake import Applicant, IdCheck


class Flaw(StrEnum):
    """What speaks against an applicant as given."""

    NAME = "name"
    ID_MISSING = "id_missing"
    ID_UNSEEN = "id_unseen"
    AGENT_ID = "agent_id"
    AUTHORITY = "authority"


def flaws_of(applicant: Applicant, check: IdCheck | None, *, needs_id: bool) -> tuple[Flaw, ...]:
    """Return all that speaks against an applicant, so that it is told at once (ACC-10).

    An item that needs no identity takes none (INT-06), so only one that does asks for number and check.
    """
    agent = applicant.agent
    speaks = (
        (Flaw.NAME, not applicant.name.strip()),
        (Flaw.AUTHORITY, agent is not None and not agent.authority_seen),
        (Flaw.AGENT_ID, needs_id and agent is not None and not agent.id_number.strip()),
        (Flaw.ID_MISSING, needs_id and not applicant.id_number.strip()),
        (Flaw.ID_UNSEEN, needs_id and check is None),
    )
    return tuple(flaw for flaw, holds in speaks if holds)


def flaw_of(applicant: Applicant, check: IdCheck | None, *, needs_id: bool) -> Flaw | None:
    """Return the first thing that speaks against an applicant, or None."""
    return next(iter(flaws_of(applicant, check, needs_id=needs_id)), None)
