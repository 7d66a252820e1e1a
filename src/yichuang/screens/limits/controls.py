"""The controls this page keeps."""

from yichuang.cases import selectors
from yichuang.deadlines.events import DeadlinePassed
from yichuang.kernel.claims import control
from yichuang.screens.limits import views

control("CAS-02", by=(views.page, views.now, selectors.limits, selectors.stale), proof=DeadlinePassed)
