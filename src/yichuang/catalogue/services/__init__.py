"""Take a catalogue over, withdraw items, say whose they are."""

from yichuang.catalogue.services.departments import explain_wording
from yichuang.catalogue.services.imports import import_catalogue, lint
from yichuang.catalogue.services.withdrawal import withdraw_item
from yichuang.catalogue.services.writing import fingerprint

__all__ = ["explain_wording", "fingerprint", "import_catalogue", "lint", "withdraw_item"]
