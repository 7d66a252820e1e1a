"""What this room does when a device comes to the hall or leaves it, and as time passes."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.facilities import services
from yichuang.kernel.access.events import DeviceEnrolled, DeviceRevoked
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.journal.consumers import EntryCard, reaction

ADD = "facilities.add_when_enrolled"
RETIRE = "facilities.retire_when_revoked"


@reaction(ADD, DeviceEnrolled)
def add_when_enrolled(event: DeviceEnrolled, entry: EntryCard) -> None:
    services.add_enrolled(device_id=event.device_id, by=entry.heard_by(ADD), at=entry.at)


@reaction(RETIRE, DeviceRevoked)
def retire_when_revoked(event: DeviceRevoked, entry: EntryCard) -> None:
    services.retire_revoked(device_id=event.device_id, by=entry.heard_by(RETIRE), at=entry.at)


@sweep("facilities.devices", every=timedelta(seconds=30))
def watch_devices(at: datetime) -> None:
    services.watch_devices(at=at)
