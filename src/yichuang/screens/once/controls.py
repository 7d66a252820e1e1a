"""The controls these pages keep."""

from yichuang.cases import selectors, services
from yichuang.cases.events import CaseClosed, InstantLeftOpen, MaterialsChecked
from yichuang.kernel.claims import control
from yichuang.screens.once import gaps, views

control(
    "ONE-05",
    by=(views.page, views.rows, selectors.once_rows, services.tell_left_open),
    proof=InstantLeftOpen,
)
control("SIX-04", by=(views.rows, services.tell_left_open), proof=InstantLeftOpen)
control("CHF-06", by=(views.page, selectors.once_report, selectors.retold), proof=CaseClosed)
control("TWO-04", by=(views.page, selectors.once_report), proof=CaseClosed)
control("ACC-09", by=(services.check, gaps.page, gaps.rows, selectors.first_checks), proof=MaterialsChecked)
