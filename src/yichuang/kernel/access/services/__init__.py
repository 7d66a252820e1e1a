"""The verbs of access: logins, roles, sign-in, devices."""

from yichuang.kernel.access.services.accounts import (
    close_account,
    create_account,
    end_sessions,
    reset_password,
    set_password,
)
from yichuang.kernel.access.services.devices import enrol, enrol_code, revoke_device, sweep_codes
from yichuang.kernel.access.services.grants import grant_role, revoke_role
from yichuang.kernel.access.services.sessions import (
    GATE_ID,
    SignedInCard,
    open_session,
    sign_in,
    sign_out,
    stand_at,
    sweep_attempts,
    sweep_sessions,
)

__all__ = [
    "GATE_ID",
    "SignedInCard",
    "close_account",
    "create_account",
    "end_sessions",
    "enrol",
    "enrol_code",
    "grant_role",
    "open_session",
    "reset_password",
    "revoke_device",
    "revoke_role",
    "set_password",
    "sign_in",
    "sign_out",
    "stand_at",
    "sweep_attempts",
    "sweep_codes",
    "sweep_sessions",
]
