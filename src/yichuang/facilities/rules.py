"""When a device counts as down by itself: values in, verdict out."""

from __future__ import annotations

from datetime import datetime, timedelta


def silent(*, seen: datetime, opened: datetime, at: datetime, grace: timedelta) -> bool:
    """Tell whether a device last seen at ``seen`` is down at ``at``, in a session that began at ``opened``.

    Nobody is asked to switch it on before the hall opens, so its silence counts from then at the earliest.
    """
    return at - max(seen, opened) >= grace
