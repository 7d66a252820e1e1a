"""The controls the guide keeps."""

from yichuang.cases import selectors as cases
from yichuang.cases.events import CaseDecided
from yichuang.catalogue import selectors, services
from yichuang.catalogue.events import ItemPublished, ItemReviewed, ItemWithdrawn
from yichuang.deadlines.events import DeadlinePassed
from yichuang.kernel.claims import control
from yichuang.screens.guide import flow, views
from yichuang.screens.items.views import page as items

control(
    "PUB-01",
    by=(services.import_catalogue, views.item, selectors.item_by_code),
    proof=ItemPublished,
)
control("PUB-02", by=(services.withdraw_item, selectors.items, views.page), proof=ItemWithdrawn)
control("PUB-03", by=(flow.flow, views.item), proof=ItemPublished)
control("PUB-06", by=(views.item, selectors.due_for_review), proof=(ItemPublished, ItemReviewed))
control("FEE-01", by=(services.import_catalogue, views.item), proof=ItemPublished)
control("CRT-04", by=(services.import_catalogue, views.item), proof=ItemPublished)
control(
    "PROM-01",
    by=(views.promised, views.item, cases.kept_last_month, items),
    proof=(CaseDecided, DeadlinePassed, ItemPublished),
)
