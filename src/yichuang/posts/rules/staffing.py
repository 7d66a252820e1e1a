"""How many windows a stream of people asks for, so that most wait no longer than is promised.

The queue is Erlang's: people come at random, each takes a window for a time that varies like an exponential
one, nobody goes away.  With s windows and a load of a (people an hour times hours each), the share of people
who wait at all is C(s, a); of those, who waits longer than t is left over by exp(-(s - a) t / m), where m is
the mean time at a window (Erlang 1917; the second formula follows from the memoryless queue).  The square
root rule asks for one to six windows more than this where the promise is a quarter of an hour.
"""

from __future__ import annotations

import math

MOST = 500


def share_waiting(windows: int, load: float) -> float:
    """Return C(s, a), the share of people who find every window taken; 1 where the windows do not keep up."""
    if load <= 0:
        return 0.0
    if windows <= load:
        return 1.0
    blocked = 1.0  # Erlang's B by its recursion, which neither overflows nor rounds away
    for number in range(1, windows + 1):
        blocked = load * blocked / (number + load * blocked)
    return windows * blocked / (windows - load * (1 - blocked))


def share_in_time(windows: int, *, people_hour: float, minutes: float, within: float) -> float:
    """Return the share of people who are called within so many minutes."""
    load = people_hour * minutes / 60
    if load <= 0:
        return 1.0
    if windows <= load:
        return 0.0
    return 1 - share_waiting(windows, load) * math.exp(-(windows - load) * within / minutes)


def windows_for(*, people_hour: float, minutes: float, within: float, share: float) -> int:
    """Return the fewest windows with which at least ``share`` (0 to 1) are called ``within`` minutes."""
    if people_hour <= 0 or minutes <= 0:
        return 0
    least = max(1, math.floor(people_hour * minutes / 60))
    for windows in range(least, MOST):
        if share_in_time(windows, people_hour=people_hour, minutes=minutes, within=within) >= share:
            return windows
    return MOST
