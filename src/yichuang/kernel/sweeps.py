"""The kernel's own sweeps."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.kernel import idempotency
from yichuang.kernel.heartbeat import sweep


@sweep("kernel.idempotency", every=timedelta(hours=1), sliced=True)
def forget_old_keys(at: datetime) -> None:
    """Forget the idempotency keys nobody will send again."""
    idempotency.sweep(at)
