"""What has happened to the catalogue."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("catalogue.imported")
class CatalogueImported(Event):
    """A catalogue file was taken over into the hall."""

    added: int
    changed: int
    unchanged: int
    warnings: int
    active_from: date
    source_hash: str


@event("catalogue.item_published")
class ItemPublished(Event):
    """A wording of an item was published, in force from a day on."""

    version_id: UUID
    number: int
    active_from: date
    fingerprint: str


@event("catalogue.item_withdrawn")
class ItemWithdrawn(Event):
    """An item was withdrawn: from a day on the hall no longer offers it."""

    version_id: UUID
    number: int
    active_from: date


@event("catalogue.wording_explained")
class WordingExplained(Event):
    """It was said which department a catalogue means by a name of its own."""

    department_id: UUID


@event("catalogue.item_reviewed")
class ItemReviewed(Event):
    """It was looked at whether an item can be made simpler; a new version says when."""

    version_id: UUID
    number: int
    active_from: date


@event("catalogue.basis_repealed")
class BasisRepealed(Event):
    """A text that items stand on is no longer law from a day on."""

    ends_on: date
