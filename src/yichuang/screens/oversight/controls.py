"""What these screens keep of the rulebook."""

from yichuang.kernel.claims import control
from yichuang.screens.oversight import rulebook, values

control("RUL-04", by=[rulebook.overview, rulebook.mechanism, values.overview, values.one])
control("RUL-05", by=rulebook.principles)
