"""What the heartbeat asks of the vault."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.vault import services


@sweep("vault.shred", every=timedelta(minutes=10), sliced=True)
def shred(at: datetime) -> int:
    """Destroy the personal data whose time is over."""
    return services.shred_expired(at)
