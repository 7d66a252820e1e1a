"""Spans of days: what is left of some outside others."""

from __future__ import annotations

import pytest

from tests.posts.planned import FRIDAY, MONDAY, TUESDAY, WEDNESDAY
from yichuang.posts.rules.pools import without

MON, TUE, WED, FRI = MONDAY, TUESDAY, WEDNESDAY, FRIDAY


@pytest.mark.parametrize(
    ("spans", "taken", "left"),
    [
        ([(MON, None)], [], [(MON, None)]),
        ([(MON, WED), (WED, None)], [], [(MON, None)]),  # what touches is one
        ([(MON, None)], [(TUE, WED)], [(MON, TUE), (WED, None)]),
        ([(MON, None)], [(MON, None)], []),
        ([(MON, FRI)], [(WED, None)], [(MON, WED)]),
        ([(MON, FRI)], [(TUE, TUE)], [(MON, FRI)]),  # nothing was taken
        ([(TUE, FRI)], [(MON, WED)], [(WED, FRI)]),
        ([(WED, WED)], [], []),
    ],
)
def test_what_is_left_of_spans_of_days(spans, taken, left):
    assert without(spans, taken) == left
