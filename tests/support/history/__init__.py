"""Judge a hall's day afterwards, from its sealed journal, its tables and what its clients were told.

    history = read(hall_id)
    history.asked = [...]          # what clients asked and were answered, with the moments they saw
    assert violations(history) == []

``violations`` judges without a database, so that the judge itself can be tested; its own table of arrows
and its own arithmetic of places share nothing with the code under test.  Every violation is a sentence.

What the order of the journal means.  The sealer numbers committed entries by the number the database gave
them while they were written.  So an act that was over before another began stands before it; the acts of one
ticket stand in the order in which they held its row; and the tickets of one line stand in the order of their
numbers, since the line's counter is held until the ticket is written.  Two calls that ran at the same moment
may stand in either order, and one may have read the line before the other was over.

So order is judged as linearizability asks, by certain knowledge only.  An act lasts from the moment its
client first sent it until the moment that client was answered (``Asked``; for ever where it never was).
A ticket waited *for certain* during a call when what made it wait was over before the call began, and what
took it out of the line began after the call was over.  Who waited for certain, and could have been called at
that window, must not have been overtaken but as the stated rule allows:

- a ticket's place is its arrival; arrivals of a line rise strictly with its numbers, also when clocks do not;
- a class moves it forward by its head start at most, and by just that where the class is not capped;
- nobody with a class stands behind somebody who came later; an emergency stands before everybody;
- an ordinary ticket with k ordinary ones before it is overtaken by at most k // (ratio - 1) + 1 capped ones;
- a call names whom it passed over, and the version of the rule in force that day.

In a history without ``asked`` nothing ran at the same time: every act lasts no longer than its own entry.
"""

from tests.support.history.judge import violations
from tests.support.history.told import Asked, History, Kept, Told, read

__all__ = ["Asked", "History", "Kept", "Told", "read", "violations"]
