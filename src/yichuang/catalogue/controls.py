"""The controls this room keeps."""

from yichuang.catalogue import rules, selectors, services
from yichuang.catalogue.events import ItemPublished, ItemReviewed
from yichuang.kernel.claims import control

control("CRT-04", by=rules.lint, proof=ItemPublished)
control("FEE-01", by=rules.lint, proof=ItemPublished)
control("JOB-10", by=(rules.lint, services.import_catalogue), proof=ItemPublished)
control("JOB-13", by=(selectors.due_for_review, services.review_item), proof=ItemReviewed)
control("PROM-02", by=(rules.compare, services.import_catalogue), proof=ItemPublished)
control("PUB-01", by=rules.lint, proof=ItemPublished)
control("TIME-06", by=(rules.lint, services.import_catalogue), proof=ItemPublished)
