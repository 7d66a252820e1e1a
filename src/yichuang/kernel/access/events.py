"""What happens at the doors, without a name, a number or an address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("access.account_opened")
class AccountOpened(Event):
    """A worker was given a login."""

    account_id: UUID
    person_id: UUID


@event("access.account_closed")
class AccountClosed(Event):
    """A worker's login was closed and every session of it ended."""

    account_id: UUID
    person_id: UUID


@event("access.signed_in")
class SignedIn(Event):
    """A worker signed in."""

    account_id: UUID
    session_id: UUID


@event("access.sign_in_refused")
class SignInRefused(Event):
    """A sign-in with a worker's number was refused."""

    account_id: UUID
    reason: str


@event("access.signed_out")
class SignedOut(Event):
    """A worker signed out."""

    account_id: UUID
    session_id: UUID


@event("access.sessions_ended")
class SessionsEnded(Event):
    """Every session of a worker was ended."""

    account_id: UUID
    reason: str
    count: int


@event("access.password_changed")
class PasswordChanged(Event):
    """A worker chose a new password."""

    account_id: UUID


@event("access.password_reset")
class PasswordReset(Event):
    """The office gave a worker a new initial password, to be changed at the next sign-in."""

    account_id: UUID


@event("access.grant_given")
class GrantGiven(Event):
    """A role was given to a worker, in the hall or one department, for a time."""

    grant_id: UUID
    account_id: UUID
    person_id: UUID
    role: str
    department_id: UUID | None
    active_from: datetime
    active_until: datetime | None


@event("access.grant_revoked")
class GrantRevoked(Event):
    """A role was taken back from a worker."""

    grant_id: UUID
    account_id: UUID
    person_id: UUID
    role: str


@event("access.enrol_code_issued")
class EnrolCodeIssued(Event):
    """The office issued a one-time code for a new device."""

    code_id: UUID
    kind: str
    window_id: UUID | None
    zone_id: UUID | None


@event("access.device_enrolled")
class DeviceEnrolled(Event):
    """A device was enrolled with a one-time code and now acts for the hall."""

    device_id: UUID
    code_id: UUID
    kind: str
    window_id: UUID | None
    zone_id: UUID | None


@event("access.device_revoked")
class DeviceRevoked(Event):
    """A device was revoked and can do nothing from now on."""

    device_id: UUID
    kind: str
