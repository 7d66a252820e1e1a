"""The controls these pages keep."""

from yichuang.kernel.claims import control
from yichuang.posts.events import ShiftChanged, ShiftsPublished
from yichuang.screens.rosters import views
from yichuang.screens.rosters.sheet import sheet_of

control("ROT-06", by=(views.sheet, sheet_of), proof=(ShiftsPublished, ShiftChanged))
