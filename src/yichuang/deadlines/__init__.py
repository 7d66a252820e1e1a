"""The clocks of the house: how long something may take, counted by law, and when it is too late.

Words: clock (a budget of time, started, paused, resumed, extended, stopped) · ledger (its insert-only
entries; every date is derived from them) · budget · ground (why a clock may stand still: a closed list, and
staff being absent is not on it) · ladder and rung (who is warned when, each rung once) · provisional (a date
beyond the calendar that is known) · explanation (every date told day by day).
Never: a stored word that something is late, a pause without its paper, or a stopped clock that moves.
"""
