"""The controls these pages keep."""

from yichuang.cases import services
from yichuang.cases.events import CaseClosedToDigits, CaseLookedUp
from yichuang.kernel.claims import control
from yichuang.screens.progress import look_up, telephone

control(
    "PUB-04",
    by=(look_up.find, look_up.look, services.look_up),
    proof=(CaseLookedUp, CaseClosedToDigits),
)
control(
    "PRV-04",
    by=(look_up.look, telephone.answer, services.look_up),
    proof=(CaseLookedUp, CaseClosedToDigits),
)
