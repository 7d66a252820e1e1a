"""What the heartbeat clears away: sessions that are over, codes and tries nobody can use any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.kernel.access import services
from yichuang.kernel.heartbeat import sweep


@sweep("access.sessions", every=timedelta(minutes=5))
def forget_sessions(at: datetime) -> int:
    """Forget sessions that are over; they live by the wall clock, whatever the hall's says."""
    return services.sweep_sessions()


@sweep("access.tries", every=timedelta(hours=1))
def forget_tries(at: datetime) -> int:
    """Forget enrolment codes, wrong codes and wrong passwords a day after they stopped to matter."""
    return services.sweep_codes() + services.sweep_attempts()
