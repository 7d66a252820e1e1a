"""What this room does as time passes."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.kernel.heartbeat import sweep
from yichuang.training import services


@sweep("training.certificates", every=timedelta(hours=1))
def tell_certificates(at: datetime) -> None:
    services.tell_certificates(at=at)
