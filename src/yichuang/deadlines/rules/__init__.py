"""How clocks are counted: values in, dates out.  ``project`` is the one function for every date.

``Alike`` asks it once for all clocks that have the same answer.
"""

from yichuang.deadlines.rules.almanac import Almanac, WorkCalendar, calendar_of
from yichuang.deadlines.rules.explain import Reason, reasons
from yichuang.deadlines.rules.grounds import GROUNDS, ground_of, lacks, needs_approval
from yichuang.deadlines.rules.ladder import compact, ladder_of, passed, read
from yichuang.deadlines.rules.ledger import Ledger, Pause
from yichuang.deadlines.rules.many import Alike, changed_days
from yichuang.deadlines.rules.project import Projection, project

__all__ = [
    "GROUNDS",
    "Alike",
    "Almanac",
    "Ledger",
    "Pause",
    "Projection",
    "Reason",
    "WorkCalendar",
    "calendar_of",
    "changed_days",
    "compact",
    "ground_of",
    "lacks",
    "ladder_of",
    "needs_approval",
    "passed",
    "project",
    "read",
    "reasons",
]
