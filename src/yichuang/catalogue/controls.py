"""The controls this room keeps."""

from yichuang.catalogue import rules, services
from yichuang.catalogue.events import ItemPublished
from yichuang.kernel.claims import control

control("PROM-02", by=(rules.compare, services.import_catalogue), proof=ItemPublished)
control("TIME-06", by=(rules.lint, services.import_catalogue), proof=ItemPublished)
