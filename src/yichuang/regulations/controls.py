"""What this room keeps of the rulebook."""

from yichuang.kernel.claims import control
from yichuang.regulations import selectors, services
from yichuang.regulations.events import ParameterEnded, ParameterSet

control("RUL-01", by=services.set_parameter, proof=ParameterSet)
control(
    "RUL-02",
    by=[selectors.parameter, services.set_parameter, services.end_parameter],
    proof=[ParameterSet, ParameterEnded],
)
