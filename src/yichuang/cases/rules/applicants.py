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


def flaw_of(applicant: Applicant, check: IdCheck | None, *, needs_id: bool) -> Flaw | None:
    """Return what speaks against an applicant, or None.

    An item that needs no identity takes none (INT-06), so only one that does asks for number and check.
    """
    if not applicant.name.strip():
        return Flaw.NAME
    if applicant.agent is not None:
        if not applicant.agent.authority_seen:
            return Flaw.AUTHORITY
        if needs_id and not applicant.agent.id_number.strip():
            return Flaw.AGENT_ID
    if not needs_id:
        return None
    if not applicant.id_number.strip():
        return Flaw.ID_MISSING
    return Flaw.ID_UNSEEN if check is None else None
