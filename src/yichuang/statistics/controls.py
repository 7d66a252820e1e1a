"""The controls this room keeps."""

from yichuang.kernel.claims import control
from yichuang.statistics import selectors, services
from yichuang.statistics.events import DayRecounted, MetricDefined

control("LOG-01", by=(selectors.report, services.recount_past_days), proof=DayRecounted)
control("LOG-03", by=(selectors.report, services.define), proof=MetricDefined)
