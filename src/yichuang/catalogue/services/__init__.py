"""Take a catalogue over, review and withdraw items, say whose they are and by what law."""

from yichuang.catalogue.services.departments import explain_wording
from yichuang.catalogue.services.imports import import_catalogue, import_file, lint
from yichuang.catalogue.services.upkeep import repeal_basis, review_item
from yichuang.catalogue.services.withdrawal import withdraw_item
from yichuang.catalogue.services.writing import fingerprint

__all__ = [
    "explain_wording",
    "fingerprint",
    "import_catalogue",
    "import_file",
    "lint",
    "repeal_basis",
    "review_item",
    "withdraw_item",
]
