"""What happens to personal data, told without it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("vault.personal_data_revealed")
class PersonalDataRevealed(Event):
    """A person looked at personal data in full, for a recorded reason."""

    entry_id: UUID
    kind: str
    purpose: str
    reason: str
    note_id: UUID | None


@event("vault.personal_data_erased")
class PersonalDataErased(Event):
    """Personal data was destroyed before its time."""

    entry_id: UUID
    kind: str
    purpose: str
    reason: str


@event("vault.shredded")
class VaultShredded(Event):
    """Personal data whose retention period had ended was destroyed."""

    purpose: str
    count: int


@event("vault.key_rotated")
class VaultKeyRotated(Event):
    """The data keys of a hall were wrapped anew by a new master key."""

    master: str
    count: int


@event("vault.personal_data_retained")
class PersonalDataRetained(Event):
    """Personal data stays beyond its day, since a file it belongs to does; only an act destroys it now."""

    entries: tuple[UUID, ...]


@event("vault.undertaking_signed")
class UndertakingSigned(Event):
    """A person undertook to keep secrets for a year; the hash names the text they read."""

    year: int
    until: datetime
    wording: str
